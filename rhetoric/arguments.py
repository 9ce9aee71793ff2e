"""Arguments of a wrong type, refused by their names."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any


def check_type(value: object, name: str, kinds: Any, wanted: str, hint: str = "") -> None:
    """Refuse an argument that is of none of some types.

    Parameters
    ----------
    value : object
        What was given.
    name : str
        The argument, as the caller knows it.
    kinds : type or union of types
        What it may be.
    wanted : str
        The same in words.
    hint : str
        What to do instead, with the mark before it.

    Raises
    ------
    TypeError
        When it is none of these.

    Examples
    --------
    >>> check_type("two", "jobs", int, "a number")
    Traceback (most recent call last):
    ...
    TypeError: jobs must be a number, not str
    """
    if not isinstance(value, kinds):
        raise _wrong(name, wanted, type(value).__name__, hint)


def check_text(value: object, name: str) -> None:
    """Refuse an argument that is no text, by a `TypeError`."""
    check_type(value, name, str, "text (str)", "; decode bytes first, and read files with read")


def each_of(values: Any, name: str, kinds: Any, wanted: str, hint: str = "") -> Iterator[Any]:
    """Return the values of an iterable, which are looked at as they are taken.

    Parameters
    ----------
    values : object
        What was given; a text, bytes and a mapping are no iterable of values.
    name, wanted, hint
        As in `check_type`, of one value.
    kinds : type or union of types
        What each may be.

    Raises
    ------
    TypeError
        When it is no iterable, or one of the values is of another type.

    Examples
    --------
    >>> list(each_of([1, "two"], "seeds", int, "numbers"))
    Traceback (most recent call last):
    ...
    TypeError: seeds must be an iterable of numbers, not an iterable of str
    """
    wanted = f"an iterable of {wanted}"
    if isinstance(values, str | bytes | Mapping):
        raise _wrong(name, wanted, type(values).__name__, hint)
    check_type(values, name, Iterable, wanted, hint)
    return _each(values, name, kinds, wanted, hint)


def _each(values: Iterable[Any], name: str, kinds: Any, wanted: str, hint: str) -> Iterator[Any]:
    for value in values:
        if not isinstance(value, kinds):
            raise _wrong(name, wanted, f"an iterable of {type(value).__name__}", hint)
        yield value


def _wrong(name: str, wanted: str, given: str, hint: str) -> TypeError:
    return TypeError(f"{name} must be {wanted}, not {given}{hint}")
