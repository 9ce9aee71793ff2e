"""A record of a file that holds many, whatever the file's format, and the article that it is."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from itertools import islice
from math import isfinite, isnan
from typing import Any

from rhetoric.documents.reading import Reading, Value, too_large
from rhetoric.documents.repair import clean, repaired
from rhetoric.errors import InputError
from rhetoric.types import Article

_DEEPEST = 64
# a long novel: one line of that length is read within 500 MB (tests/benchmarks/long_lines.py)
LONGEST_ARTICLE = 3_000_000
_DEFAULT_ID = "id"
# names of columns that a message lists
_SHOWN = 12


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


def each(
    records: Iterable[Record | InputError], make: Callable[[Record], Value]
) -> Iterator[Value | InputError]:
    """Yield what is made of each record; a fault without a place gets the record's.

    Parameters
    ----------
    records : iterable of Record or InputError
        A fault stays at its place.
    make : callable
        Raises what is wrong with a record.
    """
    for record in records:
        if isinstance(record, InputError):
            yield record
            continue
        try:
            yield make(record)
        except InputError as fault:
            yield fault.at(record.place)


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
        When there is no text, or one longer than any article.
    """
    if len(text) > LONGEST_ARTICLE:
        reason = f"is longer than {LONGEST_ARTICLE:,} characters, as no article is; cut it up"
        raise InputError(reason, name)
    cleaned = clean(text)
    if not cleaned.strip():
        reason = "is empty"
        raise InputError(reason)
    return Article(cleaned, clean(name), meta=plain(known))


def to_article(record: Record, reading: Reading) -> Article:
    """Return the article of a record; its other columns become ``meta``.

    Parameters
    ----------
    record : Record
        Its place is the id where it has none; a guessed encoding is told in ``meta``, unless a
        column has that name.
    reading : Reading
        Which columns hold text, id and title, and how long a text may be.

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
    fields = record.fields
    text = text_of(fields, reading.text_column)
    if len(text) > reading.max_bytes:
        raise InputError(too_large(reading.max_bytes, "characters"))
    id_column = reading.id_column or _DEFAULT_ID
    others = {k: v for k, v in fields.items() if k not in (reading.text_column, id_column)}
    if record.encoding:
        others.setdefault("encoding", record.encoding)
    return made_article(repaired(text), _id(fields.get(id_column)) or record.place, others)


def _id(value: Any) -> str:
    """Return a value as an id; one missing id makes floats of all integers of a column."""
    if value is None or (isinstance(value, float) and isnan(value)):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def text_of(record: Mapping[str, Any], column: str) -> str:
    """Return the text of a record.

    Raises
    ------
    InputError
        When it has none, or it is empty.
    """
    text = record.get(column)
    if column not in record:
        reason = (
            f'has no "{column}"; name its text column (--text-column); it has {_listed(record)}'
        )
    elif not isinstance(text, str):
        reason = f'has no "{column}" that is a string'
    elif not text.strip():
        reason = f'its "{column}" is empty'
    else:
        return text
    raise InputError(reason)


def check_columns(columns: Collection[str], reading: Reading) -> None:
    """Say once for a whole table, by an `InputError`, which column it does not have."""
    for option, column in (("text", reading.text_column), ("id", reading.id_column)):
        if column is not None and column not in columns:
            reason = (
                f'has no column "{column}"; name its {option} column; it has {_listed(columns)}'
            )
            raise InputError(reason)


def check_unique(columns: Iterable[str]) -> None:
    """Refuse, by an `InputError`, a table in which two columns have the same name."""
    twice = sorted(name for name, count in Counter(columns).items() if count > 1)
    if twice:
        reason = f"has several columns of one name: {_listed(twice)}"
        raise InputError(reason)


def _listed(names: Collection[str]) -> str:
    quoted = [f'"{name}"' for name in islice(names, _SHOWN)]
    more = [f"{len(names) - _SHOWN} more"] if len(names) > _SHOWN else []
    return ", ".join(quoted + more) or "nothing"


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
