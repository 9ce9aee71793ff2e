"""PDF with a text layer: its paragraphs, as pdfminer.six finds where words stand on a page."""

import logging
import re
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

from rhetoric.documents.layout import Line, paragraphs
from rhetoric.documents.reading import too_large
from rhetoric.errors import InputError, needing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfminer.pdfdocument import PDFDocument

_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_STREAM = re.compile(rb"stream\r?\n")
# a content stream is unpacked whole: none that is read may be larger, whatever the limit
_LARGEST_STREAM = 100_000_000
# which unpacks to 4 MB at most
_PACKED_PIECE = 4096

# every block is compared with every other one to tell columns; a page of print has some dozens
_MOST_BLOCKS = 500

# a file that cannot be read is reported; what pdfminer logs beside goes to a user's own handlers
logging.getLogger("pdfminer").addHandler(logging.NullHandler())


def read_pdf(raw: bytes, limit: int) -> tuple[str, dict[str, str]]:
    """Return the text of a PDF, a line for each paragraph; and its title, author, date.

    Columns are read one after the other, words hyphenated at a line's end are rejoined, and
    headers and footers that run over the pages are left out.

    Parameters
    ----------
    raw : bytes
        What the file holds.
    limit : int
        Most characters that its text may have.

    Raises
    ------
    InputError
        When it is encrypted, or there is no pdfminer.six.
    """
    with needing("pdf"):
        from pdfminer.high_level import extract_pages
        from pdfminer.layout import LAParams
        from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
        from pdfminer.pdfparser import PDFParser
    _check_streams(raw, max(limit, _LARGEST_STREAM))
    try:
        meta = _meta(PDFDocument(PDFParser(BytesIO(raw))))
    except (PDFEncryptionError, PDFPasswordIncorrect) as error:
        reason = "is encrypted; save it without a password"
        raise InputError(reason) from error
    pages: list[list[Line]] = []
    size = 0
    for page in extract_pages(BytesIO(raw), laparams=LAParams(boxes_flow=None)):
        pages.append(list(_lines(page)))
        size += sum(len(line.text) for line in pages[-1])
        if size > limit:
            raise InputError(too_large(limit, "characters"))
    return "\n".join(paragraphs(pages)), meta


def _check_streams(raw: bytes, limit: int) -> None:
    """Refuse a file of which a small stream unpacks to gigabytes."""
    for begin in _STREAM.finditer(raw):
        unpacking, size, at = zlib.decompressobj(), 0, begin.end()
        try:
            while at < len(raw) and not unpacking.eof:
                size += len(unpacking.decompress(raw[at : at + _PACKED_PIECE]))
                at += _PACKED_PIECE
                if size > limit:
                    raise InputError(too_large(limit))
        except zlib.error:
            continue  # packed otherwise, or not at all


def _lines(page: Any) -> "Iterator[Line]":
    """Yield the lines of a page in the order in which they are read."""
    from pdfminer.layout import LTTextLine

    for number, box in enumerate(_blocks(page)):
        for line in box:
            text = " ".join(line.get_text().split()) if isinstance(line, LTTextLine) else ""
            if text:
                height = (line.y0 - page.y0) / (page.height or 1)
                yield Line(text, number, line.x0 - box.x0, (line.x1 - box.x0) / box.width, height)


def _blocks(page: Any) -> list[Any]:
    """Return the blocks of lines of a page, column by column."""
    from pdfminer.layout import IndexAssigner, LAParams, LTTextBox

    blocks = [item for item in page if isinstance(item, LTTextBox)]
    if len(blocks) > _MOST_BLOCKS:
        return blocks
    layout, assigner = LAParams(), IndexAssigner()
    for group in page.group_textboxes(layout, blocks):
        group.analyze(layout)
        assigner.run(group)
    return sorted(blocks, key=lambda block: block.index)


def _meta(document: "PDFDocument") -> dict[str, str]:
    """Return what the file says of itself; a date that is none is left out."""
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    known: dict[str, str] = {}
    for info in document.info:
        for ours, theirs in (("title", "Title"), ("date", "CreationDate"), ("author", "Author")):
            value = resolve1(info.get(theirs))
            if isinstance(value, bytes | str):
                known[ours] = decode_text(value) if isinstance(value, bytes) else value
    date = _DATE.match(known.pop("date", ""))
    if date:
        known["date"] = "-".join(date.groups())
    return {key: value for key, value in known.items() if value.strip()}
