"""JSONL, one record a line, read a line at a time; and JSON, an array of records."""

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from rhetoric.documents.decoding import decode
from rhetoric.documents.formats import why_not_text
from rhetoric.documents.reading import Reading, Report, too_large
from rhetoric.documents.records import Record, is_too_deep
from rhetoric.documents.streams import LineReader, Stream, read_all
from rhetoric.errors import InputError


def read_jsonl(stream: Stream, name: str, reading: Reading, report: Report) -> Iterator[Record]:
    """Yield the record of each line; bad lines are reported with their number."""
    lines = LineReader(stream, name, reading.max_bytes, "\n")
    first = True
    for line in lines:
        if line is not None and not line.strip():
            continue
        if first and line:
            _check_first(line, name)
        first = False
        place = f"{name}:{lines.number}"
        if line is None:
            report(InputError(too_large(reading.max_bytes, "characters"), place))
            continue
        try:
            text, encoding = lines.decoded(line, lines.number)
            record = Record(place, _record(text, place), encoding)
        except InputError as fault:
            report(fault)
        else:
            yield record
    if first:
        reason = "is empty"
        raise InputError(reason, name)


def read_json(stream: Stream, name: str, reading: Reading, report: Report) -> Iterator[Record]:
    """Yield the records of a JSON array, which is read whole."""
    text, known = decode(read_all(stream, reading.max_bytes, name), name)
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
        try:
            place = f"{name}:{number}"
            yield Record(place, _checked(record, place), known.get("encoding", ""))
        except InputError as fault:
            report(fault)


def _check_first(line: str, name: str) -> None:
    """Tell once what would otherwise be told of every line."""
    wrong = why_not_text(line[:64].encode(errors="surrogateescape"))
    if line.lstrip().startswith("["):
        wrong = "is a JSON array; give one record a line (jq -c '.[]' makes that of it)"
    elif "\0" in line:
        wrong = wrong or "is binary, not text"
    if wrong:
        raise InputError(wrong, name)


def _record(line: str, place: str) -> dict[str, Any]:
    try:
        record = json.loads(line, parse_constant=_refuse)
    except RecursionError as error:
        reason = "is nested too deeply"
        raise InputError(reason, place) from error
    except ValueError as error:
        reason = f"is not JSON: {getattr(error, 'msg', error)}"
        raise InputError(reason, place) from error
    return _checked(record, place)


def _checked(record: Any, place: str) -> dict[str, Any]:
    if isinstance(record, dict) and not is_too_deep(record):
        return record
    reason = 'is no record; a record is like {"id": …, "text": …}'
    if isinstance(record, dict):
        reason = "is nested too deeply"
    raise InputError(reason, place)


def _refuse(constant: str) -> NoReturn:
    msg = f"{constant} is no JSON number"
    raise ValueError(msg)
