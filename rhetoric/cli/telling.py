"""How the commands tell what happened: exit codes, lines on stderr, faults as they come."""

from collections.abc import Iterable
from itertools import groupby, islice
from typing import TYPE_CHECKING

import typer

from rhetoric.errors import RhetoricError, printable

if TYPE_CHECKING:
    from rhetoric.learning.labelled.records import Labelled, Note

DONE, FAILED = 0, 1
# 128 + SIGPIPE: what a shell tells of any command whose reader had enough
READER_GONE = 141
# 128 + SIGINT
STOPPED = 130

_SHOWN = 5


def tell(message: str) -> None:
    """Say something on stderr, in one line whatever it quotes."""
    typer.echo(f"rhetoric: {printable(message)}", err=True)


class Faults:
    """Tells each fault as it comes, and remembers how many there were."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, error: RhetoricError) -> None:
        """Tell a fault."""
        self.count += 1
        tell(str(error))


def tell_left_out(labelled: "Labelled") -> None:
    """Say on stderr which rows are no labelled quotation, and why."""
    _tell_notes("left out", labelled.left_out)


def tell_doubtful(labelled: "Labelled") -> None:
    """Say on stderr which labelled quotations stand there more than once, or with two answers."""
    _tell_notes("duplicate, left out", labelled.duplicates)
    _tell_notes("contradiction, kept", labelled.contradictions)
    _tell_notes("annotators differ", labelled.disagreements)


def _tell_notes(what: str, notes: Iterable["Note"]) -> None:
    """Say what was noticed, of each file the first few."""
    for file, of_file in groupby(notes, lambda note: note.source.rpartition(":")[0]):
        for note in islice(of_file, _SHOWN):
            tell(f"{note.source}: {what}: {note.reason}")
        more = sum(1 for _ in of_file)
        if more:
            tell(f"{file}: and {more} more: {what}")
