"""The options of the commands that read labelled quotations, and what these tell of them."""

from collections.abc import Iterable
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rhetoric.cli.telling import tell
from rhetoric.learning.labelled.formats import Format

if TYPE_CHECKING:
    from rhetoric.errors import InputError
    from rhetoric.learning.labelled.records import Labelled

Data = Annotated[
    list[Path],
    typer.Argument(
        metavar="DATA",
        help="Labelled quotations: JSONL, CSV, or an export of Label Studio (JSON), doccano "
        "(JSONL), Prodigy (choice) or argilla.",
    ),
]
DataText = Annotated[
    str | None,
    typer.Option(
        "--text-column",
        metavar="NAME",
        help="Column or key of DATA that holds the quoted words; “text” if left out.",
    ),
]
DataFormat = Annotated[
    Format | None, typer.Option(help="Format of DATA; found by what stands in it if left out.")
]

_SHOWN = 5


def tell_left_out(labelled: "Labelled") -> None:
    """Say on stderr which rows are no labelled quotation, and why."""
    _tell_notes("left out", labelled.left_out)


def tell_doubtful(labelled: "Labelled") -> None:
    """Say on stderr which labelled quotations stand there more than once, or with two answers."""
    _tell_notes("duplicate, left out", labelled.duplicates)
    _tell_notes("contradiction, kept", labelled.contradictions)
    _tell_notes("annotators differ", labelled.disagreements)


def _tell_notes(what: str, notes: Iterable["InputError"]) -> None:
    """Say what was noticed, of each file the first few."""
    for file, of_file in groupby(notes, lambda note: note.source.rpartition(":")[0]):
        for note in islice(of_file, _SHOWN):
            tell(f"{note.source}: {what}: {note.reason}")
        more = sum(1 for _ in of_file)
        if more:
            tell(f"{file}: and {more} more: {what}")
