"""CSV, read a row at a time."""

import csv
import re
from collections.abc import Iterator
from itertools import chain

from rhetoric.documents.cells import allow_cells, check_size, check_unique, strict_rows
from rhetoric.documents.reading import Reading, Report, too_large
from rhetoric.documents.records import Record
from rhetoric.documents.streams import LineReader, Stream
from rhetoric.errors import InputError

_DELIMITERS = ",;\t|"
# what Excel writes above the header where a comma is not what parts the cells
_SEPARATOR = re.compile(r'\s*"?sep=(.)"?\s*', re.IGNORECASE)


def read_csv(stream: Stream, name: str, reading: Reading, report: Report) -> Iterator[Record]:
    """Yield the record of each row; bad rows are reported with the line where they begin.

    The delimiter is the one that a line ``sep=;`` names, or that finds the text column in the
    header, or that stands there most often. Quotes must close, and every row must have as many
    cells as the header; a blank row is none.
    """
    allow_cells(reading.max_bytes)
    lines = LineReader(stream, name, reading.max_bytes, "")
    feed = _Feed(lines, name, reading.max_bytes)
    header = next((line for line in feed if line.strip()), "")
    separator = _SEPARATOR.fullmatch(header)
    if separator:
        header = next(feed, "")
    if not header.strip():
        reason = "is empty"
        raise InputError(reason, name)
    delimiter = separator[1] if separator else _delimiter(header, reading.text_column)
    before = lines.number - 1
    rows = strict_rows(chain([header], feed), delimiter, name, before)
    _, names = next(rows)
    if isinstance(names, InputError):
        raise names
    columns = [lines.decoded(cell.strip(), 1)[0] for cell in names]
    # spreadsheets leave empty columns behind, which have no name
    check_unique(filter(None, columns), name)
    empty = True
    feed.size = 0
    for number, cells in rows:
        feed.size = 0
        empty = False
        try:
            if isinstance(cells, InputError):
                raise cells
            if any(map(str.strip, cells)):
                yield _record(columns, cells, lines, f"{name}:{number}", number)
        except InputError as fault:
            report(fault)
    if empty:
        reason = "is empty: a header without a row"
        raise InputError(reason, name)


class _Feed:
    """The lines that the CSV parser asks for; ``size`` grows until its user sets it back."""

    def __init__(self, lines: LineReader, name: str, limit: int) -> None:
        self._lines = iter(lines)
        self._reader = lines
        self._name = name
        self._limit = limit
        self.size = 0

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.size += len(line or "")
        if line is None or self.size > self._limit:
            reason = f"{too_large(self._limit, 'characters')}; the rows from here on are left out"
        elif "\0" in line:
            reason = "is binary, not text"
        else:
            return line
        raise InputError(reason, f"{self._name}:{self._reader.number}")


def _record(
    columns: list[str], cells: list[str], lines: LineReader, place: str, number: int
) -> Record:
    check_size(cells, columns, place)
    decoded = [lines.decoded(cell, number) for cell in cells]
    encoding = next((encoding for _, encoding in decoded if encoding), "")
    texts = (text for text, _ in decoded)
    fields = {column: text for column, text in zip(columns, texts, strict=True) if column}
    return Record(place, fields, encoding, is_row=True)


def _delimiter(header: str, column: str) -> str:
    for delimiter in _DELIMITERS:
        try:
            if column in next(csv.reader([header], delimiter=delimiter)):
                return delimiter
        except csv.Error:
            continue
    return max(_DELIMITERS, key=header.count)
