"""Articles and quotations in, as lazy streams: text, HTML, PDF, JSONL, CSV, Parquet.

What cannot be read is handed to a ``report`` function, one `InputError` a fault, and the stream
goes on with the next record or file.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from rhetoric.documents.decoding import clean, read_text
from rhetoric.documents.formats import Kind, named_format, sniffed_kind, sniffed_packing
from rhetoric.documents.html import read_html
from rhetoric.documents.jsonl import read_jsonl, records
from rhetoric.documents.parquet import read_parquet
from rhetoric.documents.pdf import read_pdf
from rhetoric.documents.reading import STDIN, Reading, Report
from rhetoric.documents.records import plain, text_of
from rhetoric.documents.sources import Source, find_sources
from rhetoric.documents.streams import opened, peek, read_all, unpacked
from rhetoric.documents.table import read_csv
from rhetoric.errors import InputError
from rhetoric.types import Article

__all__ = ["STDIN", "Reading", "Report", "read_articles", "read_quotations"]

# a file that is one article: its bytes, its name and the limit, to its text and what else is known
_ONE: dict[Kind, Callable[[bytearray, str, int], tuple[str, dict[str, str]]]] = {
    "text": read_text,
    "html": read_html,
    "pdf": read_pdf,
}
# a file that holds many, read as a stream
_MANY: dict[Kind, Callable[[BinaryIO, Source, Reading, Report], Iterator[Article]]] = {
    "jsonl": read_jsonl,
    "csv": read_csv,
    "parquet": read_parquet,
}


def read_articles(
    paths: Iterable[str], report: Report, reading: Reading | None = None
) -> Iterator[Article]:
    """Yield the articles of files, folders, patterns and stdin.

    A file of text, HTML or PDF is one article; JSONL, CSV and Parquet hold one a line or row,
    whose other columns become `Article.meta`. Any of them may be packed (``.gz``, ``.zst``). The
    ending of a file's name tells its format; without one, and on stdin, its first bytes do.
    HTML, PDF, Parquet and ``.zst`` need an extra each: ``pip install 'rhetoric[html,pdf]'``.

    Parameters
    ----------
    paths : iterable of str
        ``-`` is stdin. How folders and patterns are read, and what the ids of articles are, tells
        `rhetoric.documents.sources.find_sources`.
    report : callable
        Told of every file, line and row that is left out.
    reading : Reading, optional
        Columns, limits, cleaning.

    Examples
    --------
    >>> list(read_articles(["nowhere.txt"], print))
    nowhere.txt: no such file
    []
    """
    options = reading or Reading()
    for source in find_sources(paths, report):
        with _told(report, source), opened(source) as stream:
            yield from _articles(stream, source, options, report)


def read_quotations(
    paths: Iterable[str], report: Report, reading: Reading | None = None
) -> Iterator[dict[str, Any]]:
    """Yield the records of JSONL files of quotations, each with a ``text``.

    Parameters
    ----------
    paths : iterable of str
        Files, folders, patterns; ``-`` is stdin. They may be packed.
    report : callable
        Told of every file and line that is left out.
    reading : Reading, optional
        The name of the text's key and the limit count; what stands under another name is yielded
        as ``text`` too.
    """
    options = reading or Reading()
    for source in find_sources(paths, report):
        with _told(report, source), opened(source) as stream:
            yield from _quotations(stream, source, options, report)


@contextmanager
def _told(report: Report, source: Source) -> Iterator[None]:
    """Report what ends the reading of a source, and let the next one come."""
    try:
        yield
    except InputError as fault:
        report(fault)
    except FileNotFoundError:
        report(InputError("no such file", source.name))
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or error
        report(InputError(f"cannot be read: {reason}", source.name))


def _articles(
    stream: BinaryIO, source: Source, reading: Reading, report: Report
) -> Iterator[Article]:
    unpacked_stream, kind = _plain(stream, source)
    if kind in _MANY:
        yield from _MANY[kind](unpacked_stream, source, reading, report)
        return
    if kind not in _ONE:
        reason = "is JSON; give one record a line, as .jsonl"
        raise InputError(reason, source.name)
    raw = read_all(unpacked_stream, reading.max_bytes, source.name)
    text, meta = _ONE[kind](raw, source.name, reading.max_bytes)
    text = clean(text) if reading.clean else text
    if not text.strip():
        reason = "is empty"
        raise InputError(reason, source.name)
    yield Article(text, source.id, meta=meta)


def _quotations(
    stream: BinaryIO, source: Source, reading: Reading, report: Report
) -> Iterator[dict[str, Any]]:
    unpacked_stream, kind = _plain(stream, source)
    if kind not in ("jsonl", "text"):
        reason = "is not JSONL; give one quotation a line"
        raise InputError(reason, source.name)
    for place, record, _ in records(unpacked_stream, source, reading, report):
        try:
            yield _quotation(record, place, reading.text_column)
        except InputError as fault:
            report(fault)


def _plain(stream: BinaryIO, source: Source) -> tuple[BinaryIO, Kind]:
    """Return the unpacked stream of a source and the format of what it holds."""
    kind, packing = (None, None) if source.path == STDIN else named_format(source.path)
    if kind or packing:
        stream = unpacked(stream, packing, source.name)
    if kind:
        return stream, kind
    head, stream = peek(stream)
    if sniffed_packing(head) and not packing:
        head, stream = peek(unpacked(stream, sniffed_packing(head), source.name))
    return stream, sniffed_kind(head)


def _quotation(record: dict[str, Any], place: str, text_column: str) -> dict[str, Any]:
    """Return a record of a quotation, or say what it lacks."""
    text = text_of(record, text_column, place)
    speaker = record.get("speaker")
    if not isinstance(record.get("context"), str | None):
        reason = '"context" is not a string'
    elif not isinstance(record.get("article"), str | int | float | None):
        reason = '"article" is neither a string nor a number'
    elif speaker is not None and not isinstance(speaker, str) and not _is_mention(speaker):
        reason = '"speaker" has no "name" and "text"'
    else:
        made: dict[str, Any] = plain(record)
        return made | {"text": text}
    raise InputError(reason, place)


def _is_mention(speaker: Any) -> bool:
    return isinstance(speaker, dict) and all(
        isinstance(speaker.get(field), str) for field in ("name", "text")
    )
