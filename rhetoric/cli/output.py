"""Where a command's results go: stdout or a file, in the format that was asked for."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import typer

from rhetoric.cli.shared import READER_GONE, Shown
from rhetoric.errors import RhetoricError
from rhetoric.writers import Record, encoding_of, format_of, write


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
    with destination(output, style) as out:
        write(results, out, style)


@contextmanager
def destination(output: Path | None, style: Shown = "jsonl") -> Iterator[TextIO]:
    """Open what to write to; where that fails, end in one line, or quietly if nobody reads on."""
    if output is not None:
        with _file(output, style) as out:
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
def _file(path: Path, style: Shown) -> Iterator[TextIO]:
    """Open a file that takes its name once it is whole, so that it may be among the inputs."""
    whole = not path.exists() or path.is_file()
    part = path.with_name(f"{path.name}.part") if whole else path
    try:
        with part.open("w", encoding=encoding_of(style), newline="") as out:
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
