"""What is printed where a person reads it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


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


@contextmanager
def console(out: TextIO) -> Iterator["Console"]:
    """Give a console to print on; what was printed is written at the end.

    Written here, since rich ends the program itself where it cannot write.

    Parameters
    ----------
    out : text stream
    """
    from rich.console import Console

    printed_on = Console(file=out, highlight=False, markup=False)
    with printed_on.capture() as printed:
        yield printed_on
    out.write(printed.get())
