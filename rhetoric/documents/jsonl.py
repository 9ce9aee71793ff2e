"""JSONL: one record a line, read a line at a time."""

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, NoReturn

from rhetoric.documents.decoding import Decoder, utf8
from rhetoric.documents.formats import why_not_text
from rhetoric.documents.reading import Reading, Report, too_large
from rhetoric.documents.records import is_too_deep, to_article
from rhetoric.documents.sources import Source
from rhetoric.documents.streams import lines
from rhetoric.errors import InputError
from rhetoric.types import Article

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def read_jsonl(
    stream: BinaryIO, source: Source, reading: Reading, report: Report
) -> Iterator[Article]:
    """Yield the article of each line; bad lines are reported with their number."""
    for place, record, encoding in records(stream, source, reading, report):
        try:
            yield to_article(record, place, reading, encoding)
        except InputError as fault:
            report(fault)


def records(
    stream: BinaryIO, source: Source, reading: Reading, report: Report
) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the place, ``file:line``, the record and the guessed encoding of each line.

    Lines that hold no record are reported. The encoding is empty where nothing was to be guessed.
    """
    first = True
    plain = utf8(stream, source.name)
    decoder = Decoder(plain, source.name)
    for number, line in lines(plain, reading.max_bytes):
        if line is not None and not line.strip():
            continue
        if first and line:
            _check_first(line, source.name)
        first = False
        place = f"{source.name}:{number}"
        if line is None:
            report(InputError(too_large(reading.max_bytes), place))
            continue
        try:
            (text,), encoding = decoder.decode([line], number)
            record = _record(text, place)
        except InputError as fault:
            report(fault)
        else:
            yield place, record, encoding
    if first:
        reason = "is empty"
        raise InputError(reason, source.name)


def _check_first(line: bytes, name: str) -> None:
    """Tell once what would otherwise be told of every line."""
    wrong = why_not_text(line)
    if line.lstrip().startswith(b"["):
        wrong = "is a JSON array; give one record a line (jq -c '.[]' makes that of it)"
    elif b"\0" in line:
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
    if not isinstance(record, dict):
        reason = 'is no record; a record is like {"id": …, "text": …}'
    elif is_too_deep(record):
        reason = "is nested too deeply"
    elif _SURROGATE.search(line) and _has_surrogate(record):
        reason = "holds half of a surrogate pair (\\ud800 or like)"
    else:
        return record
    raise InputError(reason, place)


def _refuse(constant: str) -> NoReturn:
    msg = f"{constant} is no JSON number"
    raise ValueError(msg)


def _has_surrogate(record: Any) -> bool:
    try:
        json.dumps(record, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False
