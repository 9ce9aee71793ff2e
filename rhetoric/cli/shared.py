"""What the commands have in common: options, exit codes, how faults are told."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from rhetoric.errors import RhetoricError
from rhetoric.writers import Format, Record, write

DONE, FAILED = 0, 1

Files = Annotated[
    list[str] | None,
    typer.Argument(metavar="FILE…", help="Text articles, or JSONL with one a line; - is stdin."),
]
Shown = Literal["table", "json", "jsonl", "csv", "html"]  # html needs the articles themselves
Style = Annotated[
    Shown | None,
    typer.Option(
        "--format",
        "-f",
        help="By default a table on a terminal, JSONL when piped.",
        rich_help_panel="Output",
    ),
]
Terms = Annotated[
    bool,
    typer.Option(
        "--terms", help="Also list titles, nicknames and scare quotes.", rich_help_panel="Output"
    ),
]
Model = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help="Folder of the labelling model; the shipped one if left out.",
        rich_help_panel="Models",
    ),
]
SpacyModel = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="spaCy pipeline to parse with: a package or a folder.",
        rich_help_panel="Models",
    ),
]
Verbose = Annotated[
    bool,
    typer.Option(
        "--verbose",
        "-v",
        help="Say on stderr which pipeline and model are at work, and from where.",
    ),
]


class Faults:
    """Prints each fault as it comes, and remembers that there was one."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, error: RhetoricError) -> None:
        """Print a fault on stderr."""
        self.count += 1
        typer.echo(f"rhetoric: {error}", err=True)


def named(files: list[str] | None) -> list[str]:
    """Return the files, of which there must be one."""
    if not files:
        msg = "name at least one FILE, or - for stdin"
        raise typer.BadParameter(msg)
    return files


def print_results(results: Iterable[tuple[str, Sequence[Record]]], style: Format | None) -> None:
    """Write results to stdout, as a table where a person reads it."""
    chosen: Format = style or ("table" if sys.stdout.isatty() else "jsonl")
    write(results, sys.stdout, chosen)
