"""What is printed where a person reads it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console


@contextmanager
def console(out: TextIO) -> Iterator["Console"]:
    """Give a console to print on; what was printed is written at the end.

    Written here, since rich ends the program itself where it cannot write.

    Parameters
    ----------
    out : text stream
        Where it is printed in the end.
    """
    from rich.console import Console

    printed_on = Console(file=out, highlight=False, markup=False, emoji=False)
    with printed_on.capture() as printed:
        yield printed_on
    out.write(printed.get())


def shortened(text: str, most: int) -> str:
    r"""Return a text on one line, cut after so many characters.

    >>> shortened("We  stay\nhere.", 20), shortened("We stay here.", 7)
    ('We stay here.', 'We stay …')
    """
    words = " ".join(text.split())
    return words if len(words) <= most else words[:most].rstrip() + " …"
