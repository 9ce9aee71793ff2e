"""The files behind what was named: a file, a folder, a pattern, stdin."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from glob import has_magic
from pathlib import Path

from rhetoric.documents.formats import READ_FROM_FOLDERS, is_read_from_folders
from rhetoric.documents.reading import STDIN
from rhetoric.errors import InputError, printable


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read.

    Attributes
    ----------
    path : str
        Where it is; ``-`` is stdin.
    id : str
        The id of the article that it holds.
    """

    path: str
    id: str

    @property
    def name(self) -> str:
        """The path as messages and records show it."""
        return "stdin" if self.path == STDIN else printable(self.path)


def find_sources(paths: Iterable[str]) -> Iterator[Source | InputError]:
    """Yield the files that paths name, in a stable order.

    Links that lead out of a folder, and folders and patterns that hold nothing, are faults.

    Parameters
    ----------
    paths : iterable of str
        Files, folders, patterns (``news/**/*.txt``) and ``-`` for stdin. A folder is walked with
        its sub-folders, sorted by name; hidden files and endings that are not read are passed
        over. A link inside it is read when it leads to a file in the folder, and never followed to
        a folder.

    Notes
    -----
    The id is the path relative to the folder or to the fixed part of the pattern; when several
    paths are named, that part stays in front. The id of a file named by itself is its name; where
    two have the same name, their paths.
    """
    named = list(paths)
    names = Counter(Path(path).name for path in named)
    for path in named:
        name = Path(path).name
        try:
            if path == STDIN:
                yield Source(STDIN, "stdin")
            elif (found := _within(path)) is None:
                yield Source(path, printable(name if names[name] == 1 else path))
            else:
                yield from _relative(*found, alone=len(named) == 1)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            yield InputError(f"cannot be read: {reason}", printable(path))


def _within(path: str) -> tuple[str, Iterable[Path | InputError]] | None:
    """Return the fixed part of a folder or pattern and its files, or ``None`` for a file.

    Raises
    ------
    OSError, ValueError
        When the path is none: too long, a NUL in it, a pattern that is wrong.
    """
    if "\0" in path:
        msg = "embedded null byte"
        raise ValueError(msg)
    folder = path.removesuffix("/**")
    if Path(folder).is_dir():
        return folder, _walk(folder)
    if has_magic(path) and not Path(path).exists():
        return _matches(path)
    return None


def _relative(
    base: str, files: Iterable[Path | InputError], *, alone: bool
) -> Iterator[Source | InputError]:
    for file in files:
        if isinstance(file, InputError):
            yield file
        else:
            name = file.relative_to(base) if alone else file
            yield Source(str(file), printable(name.as_posix()))


def _walk(folder: str) -> Iterator[Path | InputError]:
    root = os.path.realpath(folder)
    unreadable: list[OSError] = []
    empty = True
    for place, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from filter(None, (_fault(Path(place, name), root) for name in folders))
        for name in sorted(names):
            if not name.startswith(".") and is_read_from_folders(name):
                empty = False
                path = Path(place, name)
                yield _fault(path, root) or path
    for error in unreadable:
        yield InputError(f"cannot be read: {error.strerror}", printable(str(error.filename)))
    if empty:
        endings = " ".join(READ_FROM_FOLDERS)
        yield InputError(f"is a folder without a file to read ({endings})", printable(folder))


def _fault(path: Path, root: str) -> InputError | None:
    """Return why something in a folder is not read: it leads out of it, or is a pipe or device."""
    reason = ""
    if not Path(os.path.realpath(path)).is_relative_to(root):
        reason = "is a link out of the folder; name its target"
    else:
        with suppress(OSError):  # opening it will tell
            if path.exists() and not (path.is_file() or path.is_dir()):
                reason = "is no regular file"
    return InputError(reason, printable(str(path))) if reason else None


def _matches(pattern: str) -> tuple[str, list[Path | InputError]]:
    """Return the fixed part of a pattern and the files that match it, sorted."""
    parts = Path(pattern).parts
    fixed = next(i for i, part in enumerate(parts) if has_magic(part))
    base = Path(*parts[:fixed])
    files: list[Path | InputError] = [
        path
        for path in sorted(base.glob("/".join(parts[fixed:])))
        if path.is_file() and not any(p.startswith(".") for p in path.relative_to(base).parts)
    ]
    reason = "no such file, nor one that matches it as a pattern"
    return str(base), files or [InputError(reason, printable(pattern))]
