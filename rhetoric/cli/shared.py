"""What the commands have in common: options, exit codes, how faults are told."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal, TextIO

import typer

from rhetoric.errors import RhetoricError
from rhetoric.writers import Record, format_of, write

DONE, FAILED = 0, 1
# 128 + SIGPIPE: what a shell tells of any command whose reader had enough
READER_GONE = 141

Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE…",
        help="Text, HTML, PDF, or JSONL, CSV, Parquet with an article a line or row; packed (.gz, "
        ".zst) or not; a folder; a quoted pattern; - is stdin.",
    ),
]
TextColumn = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="Column or key of JSONL, CSV, Parquet that holds the text.",
        rich_help_panel="Input",
    ),
]
IdColumn = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="The one that holds the id; “id” where there is one.",
        rich_help_panel="Input",
    ),
]
MaxBytes = Annotated[
    int,
    typer.Option(
        min=1,
        metavar="BYTES",
        help="Largest article that is read, unpacked.",
        rich_help_panel="Input",
    ),
]
# html needs the articles themselves
Shown = Literal["table", "json", "jsonl", "csv", "parquet", "html"]
Style = Annotated[
    Shown | None,
    typer.Option(
        "--format",
        "-f",
        help="By default as --output ends; else a table on a terminal, JSONL when piped.",
        rich_help_panel="Output",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to this file: .jsonl, .json, .csv, .parquet or .html.",
        rich_help_panel="Output",
    ),
]
WithText = Annotated[
    bool,
    typer.Option(
        "--with-text",
        help="Add the article's text, which offsets refer to.",
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


def shown_as(style: Shown | None, output: Path | None) -> Shown:
    """Return the format asked for, by name or by a file's ending; else what suits stdout."""
    if style is not None:
        chosen = style
    elif output is None:
        chosen = "table" if sys.stdout.isatty() else "jsonl"
    elif output.suffix.lower() in (".html", ".htm"):
        chosen = "html"
    else:
        try:
            chosen = format_of(output)
        except RhetoricError as error:
            raise typer.BadParameter(str(error)) from error
    if chosen == "parquet" and output is None and sys.stdout.isatty():
        msg = "Parquet is binary; name a file with --output, or redirect it"
        raise typer.BadParameter(msg)
    return chosen


def print_results(
    results: Iterable[tuple[str, Sequence[Record]]], style: Shown, output: Path | None = None
) -> None:
    """Write records to a file or to stdout, in any format that needs no more than records."""
    if style == "html":
        msg = "html shows whole articles; give FILE of articles, or another --format"
        raise typer.BadParameter(msg)
    with destination(output) as out:
        write(results, out, style)


@contextmanager
def destination(output: Path | None) -> Iterator[TextIO]:
    """Open what to write to; where that fails, end in one line, or quietly if nobody reads on."""
    if output is not None:
        with _file(output) as out:
            yield out
        return
    try:
        yield sys.stdout
        sys.stdout.flush()
    except OSError as error:
        _discard_stdout()
        if isinstance(error, BrokenPipeError):
            raise typer.Exit(READER_GONE) from error
        msg = f"stdout: cannot be written: {error.strerror or error}"
        raise RhetoricError(msg) from error


@contextmanager
def _file(path: Path) -> Iterator[TextIO]:
    """Open a file that takes its name once it is whole, so that it may be among the inputs."""
    whole = not path.exists() or path.is_file()
    part = path.with_name(f"{path.name}.part") if whole else path
    try:
        with part.open("w", encoding="utf-8", newline="") as out:
            yield out
        if whole:
            part.replace(path)
    except OSError as error:
        msg = f"{path}: cannot be written: {error.strerror or error}"
        raise RhetoricError(msg) from error
    finally:
        if whole and part.exists() and not part.stat().st_size:
            part.unlink()


def _discard_stdout() -> None:
    """Send nowhere what is still buffered and cannot be written, so that exit is quiet."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
