"""CSV, read a row at a time."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import BufferedReader
from itertools import chain

from rhetoric.documents.reading import Reading, too_large
from rhetoric.documents.records import Record, check_unique
from rhetoric.documents.streams import LineReader
from rhetoric.errors import InputError

_DELIMITERS = ",;\t|"
# what Excel writes above the header where a comma is not what parts the cells
_SEPARATOR = re.compile(r'\s*"?sep=(.)"?\s*', re.IGNORECASE)
# of the csv module, which has one for the whole process; the largest that every system takes
_LONGEST_CELL = 2**31 - 1
_REST = "the rows from here on are left out"


def read_csv(stream: BufferedReader, name: str, reading: Reading) -> Iterator[Record | InputError]:
    """Yield the record of each row, or what is wrong with it, with the line where it begins.

    The delimiter is the one that a line ``sep=;`` names, or that finds the text column in the
    header, or that stands there most often. Quotes must close, and every row must have as many
    cells as the header; a blank row is none.
    """
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
    lines = LineReader(stream, name, reading.max_bytes, "")
    feed = _fed(lines, name, reading.max_bytes)
    header = next((line for line in feed if line.strip()), "")
    separator = _SEPARATOR.fullmatch(header)
    if separator:
        header = next(feed, "")
    if not header.strip():
        reason = "is empty"
        raise InputError(reason)
    delimiter = separator[1] if separator else _delimiter(header, reading.text_column)
    rows = _strict_rows(chain([header], feed), delimiter, lines.number - 1)
    number, names = next(rows)
    place = f"{name}:{number}"
    if isinstance(names, InputError):
        raise InputError(names.reason, place)
    columns = [lines.decoded(cell.strip(), 1)[0] for cell in names]
    # spreadsheets leave empty columns behind, which have no name
    check_unique(filter(None, columns))
    empty = True
    lines.size = 0
    for number, cells in rows:
        lines.size = 0
        if isinstance(cells, list) and not any(map(str.strip, cells)):
            continue
        empty = False
        place = f"{name}:{number}"
        try:
            if isinstance(cells, InputError):
                raise cells
            yield _record(columns, [lines.decoded(cell, number) for cell in cells], place)
        except InputError as fault:
            yield fault.at(place)
    if empty:
        reason = "is empty: a header without a row"
        raise InputError(reason)


def _fed(lines: LineReader, name: str, limit: int) -> Iterator[str]:
    """Yield the lines that the CSV parser asks for."""
    for line in lines:
        if line is None:
            reason = f"{too_large(limit, 'characters')}; {_REST}"
        elif "\0" in line:
            reason = "is binary, not text"
        else:
            yield line
            continue
        raise InputError(reason, f"{name}:{lines.number}")


def _delimiter(header: str, column: str) -> str:
    for delimiter in _DELIMITERS:
        try:
            if column in next(csv.reader([header], delimiter=delimiter)):
                return delimiter
        except csv.Error:
            continue
    return max(_DELIMITERS, key=header.count)


def _strict_rows(
    lines: Iterable[str], delimiter: str, before: int
) -> Iterator[tuple[int, list[str] | InputError]]:
    """Yield the line on which each row begins, and its cells or what is wrong with it.

    Blank lines are passed over. Without strictness a quote that does not close makes one row of
    many.
    """
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        number = before + rows.line_num + 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, InputError(_reason(error, number, before + rows.line_num))
        else:
            if cells:
                yield number, cells


def _reason(error: csv.Error, begun: int, ended: int) -> str:
    if "unexpected end" in str(error):
        return f"opens a quote that never closes; {_REST}"
    through = f"; all up to line {ended} is left out" if ended > begun else ""
    return f"is not CSV: {error}{through}"


def _record(columns: Sequence[str], cells: Sequence[tuple[str, str]], place: str) -> Record:
    if len(cells) != len(columns):
        reason = f"has {len(cells)} cells where the header has {len(columns)}"
        raise InputError(reason)
    encoding = next((encoding for _, encoding in cells if encoding), "")
    texts = (text for text, _ in cells)
    fields = {column: text for column, text in zip(columns, texts, strict=True) if column}
    return Record(place, fields, encoding, is_row=True)
