"""Articles and quotations in, as lazy streams: text, HTML, PDF, JSONL, CSV, Parquet and others.

What cannot be read is handed to a ``report`` function, one `InputError` a fault, and the stream
goes on with the next record or file.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from os import PathLike, fspath
from typing import Any, NoReturn, TypeVar

from rhetoric.documents.decoding import decode
from rhetoric.documents.formats import (
    Kind,
    named_format,
    sniffed_kind,
    sniffed_packing,
    why_not_text,
)
from rhetoric.documents.html import read_html
from rhetoric.documents.jsonl import read_json, read_jsonl
from rhetoric.documents.parquet import read_parquet
from rhetoric.documents.pdf import read_pdf
from rhetoric.documents.reading import STDIN, Grouped, Reading, Report
from rhetoric.documents.records import (
    Record,
    check_columns,
    made_article,
    plain,
    text_of,
    to_article,
)
from rhetoric.documents.repair import repaired
from rhetoric.documents.rtf import read_rtf
from rhetoric.documents.sources import Source, find_sources
from rhetoric.documents.streams import (
    PIECE,
    Stream,
    opened,
    read_all,
    unpacked,
    unpacking_errors,
)
from rhetoric.documents.table import read_csv
from rhetoric.documents.xml import read_xml
from rhetoric.errors import InputError
from rhetoric.types import Article

__all__ = ["STDIN", "Reading", "Report", "read_articles", "read_quotations", "read_records"]


def _read_text(raw: bytes, name: str, _limit: int) -> tuple[str, dict[str, str]]:
    wrong = why_not_text(raw[:64])
    if wrong:
        raise InputError(wrong, name)
    text, meta = decode(raw, name)
    return repaired(text), meta


# a file that is one article: its bytes, its name and the limit, to its text and what else is known
_ONE: dict[Kind, Callable[[bytes, str, int], tuple[str, dict[str, str]]]] = {
    "text": _read_text,
    "html": read_html,
    "pdf": read_pdf,
    "rtf": read_rtf,
    "xml": read_xml,
}
# a file that holds many, read as a stream
_MANY: dict[Kind, Callable[[Stream, str, Reading, Report], Iterator[Record]]] = {
    "jsonl": read_jsonl,
    "json": read_json,
    "csv": read_csv,
    "parquet": read_parquet,
}
_BY_FIRST: dict[bytes, Kind] = {b"[": "json", b"{": "jsonl"}
_TABLES: tuple[Kind, ...] = ("csv", "parquet")

Found = TypeVar("Found")
Paths = str | PathLike[str] | Iterable[str | PathLike[str]]


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
    return _each(_articles, paths, _raised if report is None else report, reading or Reading())


def read_quotations(
    paths: Paths, report: Report, reading: Reading | None = None
) -> Iterator[dict[str, Any]]:
    """Yield the records of JSONL files of quotations, each with a ``text``.

    Parameters
    ----------
    paths : str or path, or iterable of them
        Files, folders, patterns; ``-`` is stdin. They may be packed.
    report : callable
        Told of every file and line that is left out.
    reading : Reading, optional
        The name of the text's key and the limit count; what stands under another name is yielded
        as ``text`` too.
    """
    return _each(_quotations, paths, report, reading or Reading())


def read_records(
    path: str | PathLike[str], report: Report, reading: Reading | None = None
) -> Iterator[Record]:
    """Yield the records of a file of JSON, JSONL, CSV or Parquet; what stands in it tells which.

    Parameters
    ----------
    path : str or path
    report : callable
        Told of every line and row that is left out.
    reading : Reading, optional
        The limit, and the name of the text's column, which tells the delimiter of CSV.

    Raises
    ------
    InputError
        When the file cannot be read.
    """
    source = Source(fspath(path), fspath(path))
    faults: list[InputError] = []
    with _told(faults.append, source), opened(source) as stream:
        unpacked_stream, kind = _plain(stream, source)
        if kind != "parquet":
            # in UTF-16 a NUL stands beside it
            start = unpacked_stream.peek(PIECE).lstrip(b" \t\r\n\0\xef\xbb\xbf\xfe\xff")[:1]
            kind = _BY_FIRST.get(start, "csv")
        yield from _MANY[kind](unpacked_stream, source.name, reading or Reading(), report)
    for fault in faults:
        raise fault


def _each(
    read: Callable[[Stream, Source, Reading, Report], Iterator[Found]],
    paths: Paths,
    report: Report,
    reading: Reading,
) -> Iterator[Found]:
    """Yield what is read of each source; what ends the reading of one lets the next one come."""
    told = Grouped(report)
    listed = [paths] if isinstance(paths, str | PathLike) else paths
    for source in find_sources([fspath(path) for path in listed], told):
        with _told(told, source), opened(source) as stream:
            for found in read(stream, source, reading, told):
                told.flush()
                yield found
        told.flush()
    told.flush()


def _raised(fault: InputError) -> NoReturn:
    raise fault


@contextmanager
def _told(report: Report, source: Source) -> Iterator[None]:
    """Report what ends the reading of a source, and let the next one come."""
    try:
        yield
    except InputError as fault:
        report(fault)
    except FileNotFoundError:
        report(InputError("no such file", source.name))
    except unpacking_errors() as error:
        reason = getattr(error, "strerror", None) or error
        report(InputError(f"cannot be read: {reason}", source.name))


def _articles(
    stream: Stream, source: Source, reading: Reading, report: Report
) -> Iterator[Article]:
    unpacked_stream, kind = _plain(stream, source)
    if kind in _ONE:
        raw = read_all(unpacked_stream, reading.max_bytes, source.name)
        text, meta = _ONE[kind](raw, source.name, reading.max_bytes)
        if not text.strip():
            reason = "is empty"
            raise InputError(reason, source.name)
        yield made_article(text, source.id, meta)
        return
    checked = kind not in _TABLES
    for record in _MANY[kind](unpacked_stream, source.name, reading, report):
        if not checked:
            check_columns(record.fields, reading, source.name)
            checked = True
        try:
            yield to_article(record, reading)
        except InputError as fault:
            report(fault)


def _quotations(
    stream: Stream, source: Source, reading: Reading, report: Report
) -> Iterator[dict[str, Any]]:
    unpacked_stream, kind = _plain(stream, source)
    if kind not in ("jsonl", "text"):
        reason = "is not JSONL; give one quotation a line"
        raise InputError(reason, source.name)
    for record in read_jsonl(unpacked_stream, source.name, reading, report):
        try:
            yield _quotation(record.fields, record.place, reading.text_column)
        except InputError as fault:
            report(fault)


def _plain(stream: Stream, source: Source) -> tuple[Stream, Kind]:
    """Return the unpacked stream of a source and the format of what it holds."""
    kind, packing = (None, None) if source.path == STDIN else named_format(source.path)
    stream = unpacked(stream, packing, source.name)
    if kind:
        return stream, kind
    if not packing:
        stream = unpacked(stream, sniffed_packing(stream.peek(PIECE)), source.name)
    return stream, sniffed_kind(stream.peek(PIECE))


def _quotation(record: Mapping[str, Any], place: str, text_column: str) -> dict[str, Any]:
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
