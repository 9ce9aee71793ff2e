"""CSV, read a row at a time."""

import csv
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from rhetoric.documents.cells import allow_cells, check_size, strict_rows
from rhetoric.documents.decoding import Decoder, utf8
from rhetoric.documents.reading import Reading, Report, too_large
from rhetoric.documents.records import check_columns, to_article
from rhetoric.documents.sources import Source
from rhetoric.documents.streams import lines
from rhetoric.errors import InputError
from rhetoric.types import Article

_DELIMITERS = ",;\t"


class _Lines:
    """The lines that the CSV parser asks for; ``size`` grows until its user sets it back."""

    def __init__(self, stream: BinaryIO, name: str, limit: int) -> None:
        plain = utf8(stream, name)
        self.decoder = Decoder(plain, name)
        self._lines = lines(plain, limit, universal=True)
        self._name = name
        self._limit = limit
        self.size = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        number, line = next(self._lines)
        self.size += len(line or b"")
        if line is None or self.size > self._limit:
            reason = f"{too_large(self._limit)}; the rows from here on are left out"
            raise InputError(reason, f"{self._name}:{number}")
        if b"\0" in line:
            reason = "is binary, not text"
            raise InputError(reason, f"{self._name}:{number}")
        # what is not UTF-8 is decoded when the cells are known
        return line.decode(errors="surrogateescape")


def read_csv(
    stream: BinaryIO, source: Source, reading: Reading, report: Report
) -> Iterator[Article]:
    """Yield the article of each row; bad rows are reported with the line where they begin.

    The delimiter is the one of comma, semicolon and tab that finds the text column in the first
    line. Quotes must close, and every row must have as many cells as the header.
    """
    allow_cells(reading.max_bytes)
    feed = _Lines(stream, source.name, reading.max_bytes)
    first = next(feed, "")
    if not first.strip():
        reason = "has no header in its first line" if first else "is empty"
        raise InputError(reason, source.name)
    delimiter = _delimiter(first, reading.text_column)
    rows = strict_rows(chain([first], feed), delimiter, source.name)
    _, names = next(rows)
    if isinstance(names, InputError):
        raise names
    header, _ = _decoded(names, feed.decoder, 1)
    check_columns(header, reading, source.name)
    empty = True
    feed.size = 0
    for number, cells in rows:
        feed.size = 0
        empty = False
        place = f"{source.name}:{number}"
        try:
            if isinstance(cells, InputError):
                raise cells
            check_size(cells, header, place)
            texts, encoding = _decoded(cells, feed.decoder, number)
            yield to_article(dict(zip(header, texts, strict=True)), place, reading, encoding)
        except InputError as fault:
            report(fault)
    if empty:
        reason = "is empty: a header without a row"
        raise InputError(reason, source.name)


def _delimiter(header: str, column: str) -> str:
    for delimiter in _DELIMITERS:
        try:
            if column in next(csv.reader([header], delimiter=delimiter)):
                return delimiter
        except csv.Error:
            continue
    return _DELIMITERS[0]


def _decoded(cells: list[str], decoder: Decoder, number: int) -> tuple[list[str], str]:
    """Decode cells that are not UTF-8, whose bytes Python kept as surrogates."""
    try:
        "".join(cells).encode()
    except UnicodeEncodeError:
        return decoder.decode([c.encode(errors="surrogateescape") for c in cells], number)
    return cells, ""
