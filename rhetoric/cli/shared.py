"""What the commands have in common: options, exit codes, how faults are told."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TextIO

import typer

from rhetoric.errors import RhetoricError
from rhetoric.writers import Format, Record, format_of, write

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
Style = Annotated[
    Format | None,
    typer.Option(
        "--format",
        "-f",
        help="By default as --output ends; else a table on a terminal, JSONL when piped.",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Write to this file: .jsonl, .json, .csv or .parquet."),
]
TextColumn = Annotated[
    str, typer.Option(metavar="NAME", help="Column or key of JSONL, CSV, Parquet with the text.")
]
IdColumn = Annotated[
    str | None, typer.Option(metavar="NAME", help="The one with the id; “id” where there is one.")
]
MaxBytes = Annotated[
    int, typer.Option(min=1, metavar="BYTES", help="Largest article that is read, unpacked.")
]
WithText = Annotated[
    bool, typer.Option("--with-text", help="Add the article's text, which offsets refer to.")
]
SpacyModel = Annotated[
    str | None, typer.Option(help="spaCy pipeline to parse with: a package or a folder.")
]
Terms = Annotated[
    bool, typer.Option("--terms", help="Also list titles, nicknames and scare quotes.")
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


def print_results(
    results: Iterable[tuple[str, Sequence[Record]]],
    style: Format | None,
    output: Path | None = None,
) -> None:
    """Write results to a file, or to stdout: there as a table where a person reads it."""
    if output is not None:
        chosen = style or _format_of(output)
        with _file(output) as out:
            write(results, out, chosen)
        return
    chosen = style or ("table" if sys.stdout.isatty() else "jsonl")
    if chosen == "parquet" and sys.stdout.isatty():
        msg = "Parquet is binary; name a file with --output, or redirect it"
        raise typer.BadParameter(msg)
    try:
        write(results, sys.stdout, chosen)
        sys.stdout.flush()
    except OSError as error:
        _discard_stdout()
        if isinstance(error, BrokenPipeError):
            raise typer.Exit(READER_GONE) from error
        msg = f"stdout: cannot be written: {error.strerror or error}"
        raise RhetoricError(msg) from error


def _format_of(output: Path) -> Format:
    try:
        return format_of(output)
    except RhetoricError as error:
        raise typer.BadParameter(str(error)) from error


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
