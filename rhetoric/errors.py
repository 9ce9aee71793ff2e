"""The one family of exceptions that this library raises on purpose."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class RhetoricError(Exception):
    """Base of every error raised on purpose; its message says what, where and what to do."""


class InputError(RhetoricError):
    """Input that cannot be read: a missing file, a folder, bytes that are no text, a bad record.

    Attributes
    ----------
    reason : str
        What is wrong with it and what to do, in one line.
    source : str
        Where: a file, ``file:line``, or an article's id; empty when there is no such place.
    records : int
        How many records it is told of.
    """

    def __init__(self, reason: str, source: str = "", records: int = 1) -> None:
        super().__init__(f"{source}: {reason}" if source else reason)
        self.reason = reason
        self.source = source
        self.records = records

    def at(self, place: str) -> "InputError":
        """Return the fault with a place, where it has none yet."""
        return self if self.source else InputError(self.reason, place)


class InputWarning(UserWarning):
    """Input that was read in a way that somebody should know of, such as a guessed encoding."""


class ModelError(RhetoricError):
    """A model of spaCy's or ours, or another shipped file, that is missing, damaged or too old."""


class TrainingError(RhetoricError):
    """Labelled data that no classifier can be trained from."""


@contextmanager
def writing(place: Path | str) -> Iterator[None]:
    """Turn what the system says of a full disk, a missing right and so on into an `InputError`.

    Parameters
    ----------
    place : pathlib.Path or str
        What is written, for the message.
    """
    try:
        yield
    except OSError as error:
        raise unwritable(place, error) from error


def unwritable(place: Path | str, error: OSError) -> InputError:
    """Say what cannot be written, and why."""
    return InputError(f"cannot be written: {error.strerror or error}", str(place))


@contextmanager
def needing(extra: str, what: str = "", error: type[RhetoricError] = InputError) -> Iterator[None]:
    """Say what to install where a package that is imported in the body is missing.

    Parameters
    ----------
    extra : str
        The extra of this library that brings the package.
    what : str
        What needs it; nothing where the place of the error will tell.
    error : type of RhetoricError
        Raised when it is missing.

    Examples
    --------
    >>> with needing("pdf"):
    ...     raise ImportError
    Traceback (most recent call last):
    ...
    rhetoric.errors.InputError: needs another package; run: pip install 'rhetoric[pdf]'
    """
    try:
        yield
    except ImportError as missing:
        msg = f"{what} needs another package; run: pip install 'rhetoric[{extra}]'"
        raise error(msg.lstrip()) from missing


def printable(text: str) -> str:
    r"""Return a text as it can be printed on one line, in UTF-8, and does nothing to a terminal.

    Examples
    --------
    >>> printable("a\nb"), printable("caf\udce9"), printable("\x1b[2J")
    ('a\\nb', 'caf\\xe9', '\\x1b[2J')
    """
    return _UNPRINTABLE.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    character = match.group()
    if "\udc80" <= character <= "\udcff":  # a byte that is not UTF-8, as Python keeps it
        return f"\\x{ord(character) - 0xDC00:x}"
    return character.encode("unicode_escape").decode()
