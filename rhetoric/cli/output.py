"""Where a command's results go: stdout or a file, in the format that was asked for."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from fnmatch import fnmatch
from itertools import count, product
from pathlib import Path
from typing import TextIO, TypeVar, get_args

import typer

from rhetoric.cli.shared import Shown
from rhetoric.cli.telling import READER_GONE, tell
from rhetoric.corpora.folder import locked
from rhetoric.documents.formats import is_read_from_folders
from rhetoric.errors import printable, unwritable, writing
from rhetoric.writers import QuoteRecord, encoding_of, write

_Style = TypeVar("_Style", bound=str)

# of these, nothing can be read before the end is there
_WHOLE_ONLY = ("parquet", "html")
_ENDINGS = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".parquet": "parquet",
    ".html": "html",
    ".htm": "html",
}


def is_folder(output: Path | None) -> bool:
    """Whether a run of many articles is to be written there: its name has no ending."""
    if output is None:
        return False
    try:
        return output.is_dir() or not (output.suffix or output.exists())
    except OSError:  # a folder that may not be looked into, a name that is too long
        return not output.suffix  # opening it will tell


def shown_as(style: Shown | None, output: Path | None) -> Shown:
    """Return the format asked for, by name or by a file's ending; else what suits stdout."""
    if style == "parquet" and output is None and sys.stdout.isatty():
        msg = "Parquet is binary; name a file with --output, or redirect it"
        raise typer.BadParameter(msg)
    hint = "; if it is to be a folder, make it first, since its name has a dot"
    return style or style_of(output, get_args(Shown), hint)


def style_of(
    output: Path | None, styles: Sequence[_Style], hint: str = ", or give --format"
) -> _Style:
    """Return the format that a file's ending asks for, JSONL where it has none; or suits stdout.

    Parameters
    ----------
    output : pathlib.Path or None
        The file to be written; None for stdout, which gets a table on a terminal, else JSONL.
    styles : sequence of str
        The formats that the command writes.
    hint : str
        What else can be done where the ending names none of them.
    """
    if output:
        asked = _ENDINGS.get(output.suffix.lower() or ".jsonl")
    else:
        asked = "table" if sys.stdout.isatty() else "jsonl"
    for style in styles:
        if style == asked:
            return style
    *first, last = dict.fromkeys(f".{style}" for style in _ENDINGS.values() if style in styles)
    known = f"{', '.join(first)} or {last}"
    msg = f"{output}: its ending names no format; end it in {known}{hint}"
    raise typer.BadParameter(msg)


def print_results(
    results: Iterable[tuple[str, Sequence[QuoteRecord]]],
    style: Shown | None,
    output: Path | None = None,
) -> None:
    """Write records to a file or to stdout, in any format that needs no more than records."""
    if is_folder(output):
        msg = "a folder is for articles; name a file with --output"
        raise typer.BadParameter(msg)
    chosen = shown_as(style, output)
    if chosen == "html":
        msg = "html shows whole articles; give FILE of articles, or another --format"
        raise typer.BadParameter(msg)
    with destination(output, chosen) as out:
        write(_flushed(results, out), out, chosen)


def _flushed(
    results: Iterable[tuple[str, Sequence[QuoteRecord]]], out: TextIO
) -> Iterator[tuple[str, Sequence[QuoteRecord]]]:
    """Yield the records of each article; show those of one before the next one is waited for."""
    for result in results:
        yield result
        out.flush()


def refuse_inputs(outputs: Iterable[Path | None], inputs: Iterable[str | Path]) -> None:
    """Refuse, before anything is read, an output that is an input or that the next run would read.

    Parameters
    ----------
    outputs : iterable of pathlib.Path or None
        What is to be written; None for stdout.
    inputs : iterable of str or pathlib.Path
        Files, folders, patterns; ``-`` is stdin.
    """
    for name, output in product(inputs, filter(None, outputs)):
        with suppress(OSError, ValueError):  # reading or writing it will tell
            if reason := _read_again(output.resolve(), str(name)):
                msg = f"{printable(str(output))} {reason}; name another place"
                raise typer.BadParameter(msg)


def _read_again(output: Path, name: str) -> str:
    """Return why an output would be read, as an input or by the next run; "" when it would not."""
    named = Path(name.removesuffix("/**")).resolve()
    if named == output or (named.is_file() and output.exists() and named.samefile(output)):
        return "is to be read"
    if named.is_dir() and output.is_relative_to(named):
        hidden = any(part.startswith(".") for part in output.relative_to(named).parts)
        read = is_read_from_folders(output.name) and not hidden
        return f"lies in {printable(name)}, which is to be read" if read else ""
    if _matches(output.parts, named.parts):
        return f"matches {printable(name)}, which is to be read"
    return ""


def _matches(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    """Whether a path matches a pattern as `Path.glob` reads it: ``**`` may be no folder."""
    if not (parts and pattern):
        return not parts and all(part == "**" for part in pattern)
    if pattern[0] == "**":
        return _matches(parts[1:], pattern) or _matches(parts, pattern[1:])
    return fnmatch(parts[0], pattern[0]) and _matches(parts[1:], pattern[1:])


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
        fault = unwritable("stdout", error)
        raise fault from error


@contextmanager
def _file(path: Path, style: Shown) -> Iterator[TextIO]:
    """Open a file that takes its name once it is whole."""
    encoding = encoding_of(style)
    with writing(path):
        is_device = path.exists() and not path.is_file()
    if is_device:
        with writing(path), path.open("w", encoding=encoding, newline="") as out:
            yield out
        return
    part = _free_part(path)
    try:
        with writing(path):
            with part.open("x", encoding=encoding, newline="") as out, locked(part):
                yield out
            part.replace(path)
    except BaseException:
        _leave(part, style)
        raise


def _free_part(path: Path) -> Path:
    """Return a name for what is not whole yet that no file has.

    What has it is not ours: an earlier run has left it, or another one is writing it still.

    Raises
    ------
    InputError
        When another run is writing.
    """
    for number in count():
        part = path.with_name(f"{path.name}.part{number or ''}")
        if not part.exists():
            break
        with suppress(OSError), locked(part):
            pass
    return part


def _leave(part: Path, style: Shown) -> None:
    """Tell of what a run that ended early has written, if it can be read without its end."""
    if not part.exists():
        return
    if style in _WHOLE_ONLY or not part.stat().st_size:
        part.unlink()
    else:
        tell(f"what was found so far is in {part}")


def _discard_stdout() -> None:
    """Send nowhere what is still buffered and cannot be written, so that exit is quiet."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
