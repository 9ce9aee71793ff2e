"""A record of a file that holds many, whatever the file's format, and the article that it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from math import isfinite, isnan
from typing import Any

from rhetoric.documents.cells import listed
from rhetoric.documents.reading import Reading, too_large
from rhetoric.documents.repair import clean, repaired
from rhetoric.errors import InputError
from rhetoric.types import Article

_DEEPEST = 64
_DEFAULT_ID = "id"


@dataclass(frozen=True, slots=True)
class Record:
    """What stands in one line or row.

    Attributes
    ----------
    place : str
        ``file:line``.
    fields : mapping
        The values by the names of their columns or keys.
    encoding : str
        Where it had to be guessed.
    is_row : bool
        Whether it is a row of CSV, where every value is a string.
    """

    place: str
    fields: Mapping[str, Any]
    encoding: str = ""
    is_row: bool = False


def made_article(text: str, name: str, known: Mapping[str, Any]) -> Article:
    """Return an article: the one place where what reaches the library is made clean.

    Parameters
    ----------
    text : str
        As it was read.
    name : str
        Its id.
    known : mapping
        What else is known of it.

    Raises
    ------
    InputError
        When there is no text.
    """
    cleaned = clean(text)
    if not cleaned.strip():
        reason = "is empty"
        raise InputError(reason, name)
    return Article(cleaned, clean(name), meta=plain(known))


def to_article(record: Record, reading: Reading) -> Article:
    """Return the article of a record; its other columns become ``meta``.

    Parameters
    ----------
    record : Record
        Its place is the id where it has none; a guessed encoding is told in ``meta``, unless a
        column has that name.
    reading : Reading

    Raises
    ------
    InputError
        When it has no text, or one beyond the limit.

    Examples
    --------
    >>> record = Record("a:1", {"body": "One.", "id": 7, "outlet": "Post"})
    >>> to_article(record, Reading(text_column="body"))
    Article(text='One.', id='7', issues=(), meta={'outlet': 'Post'})
    """
    fields, place = record.fields, record.place
    text = text_of(fields, reading.text_column, place)
    if len(text) > reading.max_bytes:
        raise InputError(too_large(reading.max_bytes, "characters"), place)
    id_column = reading.id_column or _DEFAULT_ID
    others = {k: v for k, v in fields.items() if k not in (reading.text_column, id_column)}
    if record.encoding:
        others.setdefault("encoding", record.encoding)
    return made_article(repaired(text), _id(fields.get(id_column)) or place, others)


def _id(value: Any) -> str:
    """Return a value as an id; one missing id makes floats of all integers of a column."""
    if value is None or (isinstance(value, float) and isnan(value)):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def text_of(record: Mapping[str, Any], column: str, place: str) -> str:
    """Return the text of a record.

    Raises
    ------
    InputError
        When it has none, or it is empty.
    """
    text = record.get(column)
    if column not in record:
        reason = f'has no "{column}"; name its text column (--text-column); it has {listed(record)}'
    elif not isinstance(text, str):
        reason = f'has no "{column}" that is a string'
    elif not text.strip():
        reason = f'its "{column}" is empty'
    else:
        return text
    raise InputError(reason, place)


def check_columns(columns: Iterable[str], reading: Reading, name: str) -> None:
    """Say once for a whole table which column it does not have.

    Raises
    ------
    InputError
    """
    there = list(columns)
    for option, column in (("text", reading.text_column), ("id", reading.id_column)):
        if column is not None and column not in there:
            reason = f'has no column "{column}"; name its {option} column; it has {listed(there)}'
            raise InputError(reason, name)


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it: dates in ISO format, missing numbers as ``None``.

    Examples
    --------
    >>> plain({"date": date(2024, 5, 1), "score": float("nan"), "tags": ("a", b"b")})
    {'date': '2024-05-01', 'score': None, 'tags': ['a', 'b']}
    """
    made: Any
    match value:
        case None | bool() | int():
            made = value
        case str():
            made = clean(value)
        case float():
            made = value if isfinite(value) else None
        case date() | time():
            made = value.isoformat()
        case bytes():
            made = value.decode(errors="backslashreplace")
        case Mapping():
            made = {clean(str(key)): plain(inner) for key, inner in value.items()}
        case list() | tuple():
            made = [plain(inner) for inner in value]
        case _:
            made = str(value)
    return made


def is_too_deep(value: Any, levels: int = _DEEPEST) -> bool:
    """Whether a record is nested so deeply that writing it out again could fail."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return not levels or any(is_too_deep(item, levels - 1) for item in inner)
