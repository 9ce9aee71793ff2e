"""Files as rows: JSON, JSONL, CSV and TSV, each row with the line that it stands on."""

import io
import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rhetoric.documents.cells import allow_cells, check_size, check_unique, restore, strict_rows
from rhetoric.errors import InputError, TrainingError
from rhetoric.learning.labelled.answers import Row
from rhetoric.learning.labelled.records import Note

_SPACE = re.compile(r"[\s,]*")
_DELIMITERS = "\t,;"


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one file.

    Attributes
    ----------
    path : str
    table : bool
        Whether they come from CSV or TSV, where every value is a string.
    rows : tuple of (str, mapping)
        ``file:line`` and what stands there.
    left_out : tuple of Note
        What is no row.
    """

    path: str
    table: bool
    rows: tuple[tuple[str, Row], ...]
    left_out: tuple[Note, ...]

    @property
    def names(self) -> list[str]:
        """The columns, or the keys of all rows, in order."""
        return list(dict.fromkeys(name for _, row in self.rows for name in row))


def read_rows(path: Path | str) -> Rows:
    """Read the rows of a file; its content tells whether it is JSON, JSONL, CSV or TSV.

    Parameters
    ----------
    path : pathlib.Path or str

    Raises
    ------
    InputError
        When it is not there, a folder, no text or a table with a bad header.
    TrainingError
        When nothing stands in it.
    """
    text = _text(path)
    table = text.lstrip()[0] not in "[{"
    found = _table_rows(str(path), text) if table else _json_rows(str(path), text)
    rows: list[tuple[str, Row]] = []
    left_out: list[Note] = []
    for source, row in found:
        if isinstance(row, Note):
            left_out.append(row)
        elif isinstance(row, dict):
            rows.append((source, row))
        else:
            left_out.append(Note(source, "is no record"))
    return Rows(str(path), table, tuple(rows), tuple(left_out))


def _text(path: Path | str) -> str:
    try:
        raw = Path(path).read_bytes()
    except FileNotFoundError:
        reason = "no such file"
        raise InputError(reason, str(path)) from None
    except (OSError, ValueError) as error:
        reason = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        raise InputError(reason, str(path)) from error
    # spreadsheets save "Unicode text" as UTF-16, always with its mark
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        reason = f"is not {encoding.removesuffix('-sig').upper()}; save it as UTF-8"
        raise InputError(reason, f"{path}:{line}") from error
    if not text.strip():
        msg = f"{path}: is empty"
        raise TrainingError(msg)
    return text


def _json_rows(path: str, text: str) -> Iterator[tuple[str, Any]]:
    """Yield the records of a JSON array, of one JSON object or of a line each."""
    if text.lstrip()[0] == "[":
        yield from _array_rows(path, text)
        return
    try:
        yield f"{path}:1", json.loads(text)
    except (ValueError, RecursionError):
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                source = f"{path}:{number}"
                try:
                    yield source, json.loads(line)
                except (ValueError, RecursionError) as error:
                    yield source, _not_json(source, error)


def _array_rows(path: str, text: str) -> Iterator[tuple[str, Any]]:
    """Yield the records of JSON arrays one by one, each with the line on which it begins."""
    decoder = json.JSONDecoder()
    at = counted = text.index("[") + 1
    line = 1 + text.count("\n", 0, at)
    for number in itertools.count(1):
        at, ended = _next_record(text, at)
        further = text.count("\n", counted, at)
        line, counted = line + further, at
        # some tools write everything on one line
        source = f"{path}:{line}" if further or number == 1 else f"{path}:{line}, record {number}"
        if at == len(text):
            if not ended:
                yield source, Note(source, "is cut off: the array has no end")
            return
        if ended:
            yield source, Note(source, "stands behind the array; all from here on is left out")
            return
        try:
            record, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            yield source, _not_json(source, error, "; the records from here on are left out")
            return
        yield source, record


def _next_record(text: str, at: int) -> tuple[int, bool]:
    """Return where the next record begins, or what else stands there, and whether all has ended.

    Some exports are several arrays, one behind the other.
    """
    at = _after_space(text, at)
    while text[at : at + 1] == "]":
        at = _after_space(text, at + 1)
        if text[at : at + 1] != "[":
            return at, True
        at = _after_space(text, at + 1)
    return at, False


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _not_json(source: str, error: Exception, then: str = "") -> Note:
    return Note(source, f"is not JSON: {getattr(error, 'msg', 'nested too deeply')}{then}")


def _table_rows(path: str, text: str) -> Iterator[tuple[str, Any]]:
    """Yield the rows under the first line that is not blank."""
    header = text.lstrip().splitlines()[0]
    delimiter = max(_DELIMITERS, key=header.count)
    allow_cells(len(text))
    columns: list[str] = []
    # the ends of lines as they are: they may stand in a cell
    for number, cells in strict_rows(io.StringIO(text, newline=""), delimiter, path):
        source = f"{path}:{number}"
        if isinstance(cells, InputError):
            if not columns:
                raise cells
            yield source, Note(source, cells.reason)
        elif not any(cell.strip() for cell in cells):
            continue
        elif not columns:
            columns = [restore(cell.strip()) for cell in cells]
            # spreadsheets leave empty columns behind, which have no name
            check_unique(filter(None, columns), path)
        else:
            yield source, _table_row(columns, cells, source)


def _table_row(columns: list[str], cells: list[str], source: str) -> Row | Note:
    try:
        check_size(cells, columns, source)
    except InputError as fault:
        return Note(source, fault.reason)
    return {name: restore(cell) for name, cell in zip(columns, cells, strict=True)}
