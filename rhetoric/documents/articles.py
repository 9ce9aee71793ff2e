"""Articles in: of files that are one article, and of files that hold many."""

from collections.abc import Iterable, Iterator
from functools import partial
from io import BufferedReader

from rhetoric.arguments import check_type
from rhetoric.documents.decoding import declared_encoding, decode
from rhetoric.documents.formats import FileKind, why_not_text
from rhetoric.documents.html import read_html
from rhetoric.documents.many import READERS
from rhetoric.documents.pdf import read_pdf
from rhetoric.documents.reading import Reading, Report, grouped, without_faults
from rhetoric.documents.records import Record, check_columns, each, made_article, to_article
from rhetoric.documents.repair import repaired
from rhetoric.documents.rtf import read_rtf
from rhetoric.documents.sources import Source
from rhetoric.documents.streams import Paths, read_all, read_each
from rhetoric.documents.xml import read_xml
from rhetoric.errors import InputError
from rhetoric.types import Article

_WITHOUT_TEXT: dict[FileKind, str] = {
    "html": "is HTML without a main text",
    "pdf": "is a PDF without a text layer; run text recognition (OCR) on it first",
    "rtf": "is RTF without a text",
    "xml": "is XML without a text",
}


def read_articles(
    paths: Paths, report: Report | None = None, reading: Reading | None = None
) -> Iterator[Article]:
    """Yield the articles of files, folders, patterns and stdin.

    A file of text, HTML, PDF, RTF or XML (NITF, NewsML) is one article; JSONL, CSV, Parquet and
    JSON arrays hold many, whose other columns become `Article.meta`. Any of them may be packed
    (``.gz``, ``.zst``). The ending of a file's name tells its format; without one, and on stdin,
    its first bytes do. All but text, JSON, CSV and XML need an extra each, as in
    ``pip install 'rhetoric[html,pdf]'``.

    Parameters
    ----------
    paths : str or path, or iterable of them
        ``-`` is stdin. How folders and patterns are read, and what the ids of articles are, tells
        `rhetoric.documents.sources.find_sources`.
    report : callable, optional
        Told of every file, line and row that is left out. Without, the first fault is raised.
    reading : Reading, optional
        Columns and limits.

    Raises
    ------
    InputError
        When something cannot be read and there is no `report`.
    TypeError
        When what is given is no path, or no `Reading`.

    Warns
    -----
    InputWarning
        When the encoding of a file had to be guessed.

    Examples
    --------
    >>> list(read_articles("nowhere.txt", print))
    nowhere.txt: no such file
    []
    """
    check_type(reading, "reading", Reading | None, "a Reading")
    return without_faults(read_items(paths, reading or Reading()), report)


def read_items(paths: Paths, reading: Reading) -> Iterator[Article | InputError]:
    """Yield the articles of files, and at its place what is wrong with what is left out.

    Parameters
    ----------
    paths : str or path, or iterable of them
        As `read_articles` takes them.
    reading : Reading
        Columns and limits.

    Examples
    --------
    >>> list(read_items("nowhere.txt", Reading()))
    [InputError('nowhere.txt: no such file')]
    """
    return grouped(read_each(paths, partial(_articles, reading)))


def _articles(
    reading: Reading, stream: BufferedReader, kind: FileKind, source: Source
) -> Iterator[Article | InputError]:
    if kind in READERS:
        records = READERS[kind](stream, source.name, reading)
        if kind in ("csv", "parquet"):
            records = _checked(records, reading)
        yield from each(records, lambda record: to_article(record, reading))
    else:
        raw = read_all(stream, reading.max_bytes)
        text, known = _text_of(raw, kind, source.name, reading.max_bytes)
        yield made_article(text, source.id, known)


def _checked(
    records: Iterable[Record | InputError], reading: Reading
) -> Iterator[Record | InputError]:
    """Yield the records of a table that has the columns that were asked for."""
    checked = False
    for record in records:
        if not checked and isinstance(record, Record):
            check_columns(record.fields, reading)
            checked = True
        yield record


def _text_of(raw: bytes, kind: FileKind, name: str, limit: int) -> tuple[str, dict[str, str]]:
    """Return the text of a file that is one article, and what else it says."""
    if kind == "text":
        if wrong := why_not_text(raw[:64]):
            raise InputError(wrong)
        text, known = decode(raw, name)
        return repaired(text), known
    try:
        if kind == "pdf":
            text, known = read_pdf(raw, limit)
        elif kind == "rtf":
            text, known = read_rtf(raw), {}
        else:
            page, encoding = decode(raw, name, declared_encoding(raw))
            text, known = (read_html if kind == "html" else read_xml)(page)
            known |= encoding
    except InputError:
        raise
    except Exception as error:  # a broken file raises whatever its parser trips over
        reason = f"is damaged {kind.upper()}: {type(error).__name__}: {error}".splitlines()[0]
        raise InputError(reason) from error
    if not text.strip():
        raise InputError(_WITHOUT_TEXT[kind])
    return text, known
