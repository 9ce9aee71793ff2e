"""JSONL, one record a line, read a line at a time; and JSON, an array of records."""

import json
from collections.abc import Iterator, Mapping
from io import BufferedReader
from typing import Any, NoReturn

from rhetoric.documents.decoding import decode
from rhetoric.documents.formats import why_not_text
from rhetoric.documents.reading import Reading, too_large
from rhetoric.documents.records import Record, is_too_deep
from rhetoric.documents.streams import LineReader, read_all
from rhetoric.errors import InputError


def read_jsonl(
    stream: BufferedReader, name: str, reading: Reading
) -> Iterator[Record | InputError]:
    """Yield the record of each line, or what is wrong with it."""
    lines = LineReader(stream, name, reading.max_bytes, "\n")
    empty = True
    for line in lines:
        if line is not None and not line.strip():
            continue
        if empty and line:
            _check_first(line)
        empty = False
        lines.size = 0
        place = f"{name}:{lines.number}"
        if line is None:
            yield InputError(too_large(reading.max_bytes, "characters"), place)
            continue
        try:
            text, encoding = lines.decoded(line, lines.number)
            yield Record(place, _record(text), encoding)
        except InputError as fault:
            yield fault.at(place)
    if empty:
        reason = "is empty"
        raise InputError(reason)


def read_json(stream: BufferedReader, name: str, reading: Reading) -> Iterator[Record | InputError]:
    """Yield the records of a JSON array, which is read whole."""
    text, known = decode(read_all(stream, reading.max_bytes), name)
    try:
        array = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        reason = f"is not JSON: {getattr(error, 'msg', 'nested too deeply')}"
        raise InputError(reason, f"{name}:{line}") from error
    if not isinstance(array, list) or not array:
        reason = "is empty" if array == [] else "is JSON, but no array of records"
        raise InputError(reason, f"{name}:1")
    for number, record in enumerate(array, 1):
        place = f"{name}:{number}"
        try:
            yield Record(place, _checked(record), known.get("encoding", ""))
        except InputError as fault:
            yield fault.at(place)


def _check_first(line: str) -> None:
    """Tell once what would otherwise be told of every line."""
    wrong = why_not_text(line[:64].encode(errors="surrogateescape"))
    if line.lstrip().startswith("["):
        wrong = "is a JSON array; give one record a line (jq -c '.[]' makes that of it)"
    elif "\0" in line:
        wrong = wrong or "is binary, not text"
    if wrong:
        raise InputError(wrong)


def _record(line: str) -> Mapping[str, Any]:
    try:
        return _checked(json.loads(line, parse_constant=_refuse))
    except RecursionError as error:
        reason = "is nested too deeply"
        raise InputError(reason) from error
    except ValueError as error:
        reason = f"is not JSON: {getattr(error, 'msg', error)}"
        raise InputError(reason) from error


def _checked(record: Any) -> Mapping[str, Any]:
    reason = 'is no record; a record is like {"id": …, "text": …}'
    if isinstance(record, dict):
        if not is_too_deep(record):
            return record
        reason = "is nested too deeply"
    raise InputError(reason)


def _refuse(constant: str) -> NoReturn:
    msg = f"{constant} is no JSON number"
    raise ValueError(msg)
