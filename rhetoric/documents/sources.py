"""The files behind what was named: a file, a folder, a pattern, stdin."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from glob import has_magic
from pathlib import Path

from rhetoric.documents.formats import READ_FROM_FOLDERS, is_read_from_folders
from rhetoric.documents.reading import STDIN, Report
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


def find_sources(paths: Iterable[str], report: Report) -> Iterator[Source]:
    """Yield the files that paths name, in a stable order.

    Parameters
    ----------
    paths : iterable of str
        Files, folders, patterns (``news/**/*.txt``) and ``-`` for stdin. A folder is walked with
        its sub-folders, sorted by name; hidden files and endings that are not read are passed
        over. A link inside it is read when it leads to a file in the folder, reported when it
        leads out, and never followed to a folder.
    report : callable
        Told of links that lead out of a folder, of folders and patterns that hold nothing.

    Notes
    -----
    The id is the path relative to the folder or to the fixed part of the pattern; when several
    paths are named, that part stays in front. The id of a file named by itself is its name; where
    two have the same name, their paths.
    """
    named = list(paths)
    names = Counter(Path(path).name for path in named)
    for path in named:
        if path == STDIN:
            yield Source(STDIN, "stdin")
            continue
        try:
            expanded = _expanded(path, report)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            report(InputError(f"cannot be read: {reason}", printable(path)))
            continue
        if expanded:
            yield from _relative(*expanded, alone=len(named) == 1)
        else:
            name = Path(path).name
            yield Source(path, printable(name if names[name] == 1 else path))


def _expanded(path: str, report: Report) -> tuple[str, Iterable[Path]] | None:
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
        return folder, _walk(folder, report)
    if has_magic(path) and not Path(path).exists():
        return _matches(path, report)
    return None


def _relative(base: str, files: Iterable[Path], *, alone: bool) -> Iterator[Source]:
    for file in files:
        name = file.relative_to(base) if alone else file
        yield Source(str(file), printable(name.as_posix()))


def _walk(folder: str, report: Report) -> Iterator[Path]:
    root = os.path.realpath(folder)
    empty = True

    def unreadable(error: OSError) -> None:
        report(InputError(f"cannot be read: {error.strerror}", printable(str(error.filename))))

    for place, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            link = Path(place, name)
            if link.is_symlink() and not _is_inside(link, root):
                report(
                    InputError("is a link out of the folder; name its target", printable(str(link)))
                )
        for name in sorted(names):
            if name.startswith(".") or not is_read_from_folders(name):
                continue
            empty = False
            file = Path(place, name)
            if _may_be_read(file, root, report):
                yield file
    if empty:
        endings = " ".join(READ_FROM_FOLDERS)
        report(InputError(f"is a folder without a file to read ({endings})", printable(folder)))


def _may_be_read(file: Path, root: str, report: Report) -> bool:
    if not _is_inside(file, root):
        report(InputError("is a link out of the folder; name its target", printable(str(file))))
        return False
    try:
        if file.exists() and not file.is_file():
            report(InputError("is no regular file", printable(str(file))))
            return False
    except OSError:
        pass  # opening it will tell
    return True


def _is_inside(path: Path, root: str) -> bool:
    return Path(os.path.realpath(path)).is_relative_to(root)


def _matches(pattern: str, report: Report) -> tuple[str, list[Path]]:
    """Return the fixed part of a pattern and the files that match it, sorted."""
    parts = Path(pattern).parts
    fixed = next(i for i, part in enumerate(parts) if has_magic(part))
    base = Path(*parts[:fixed])
    files = [
        path
        for path in sorted(base.glob("/".join(parts[fixed:])))
        if path.is_file() and not any(p.startswith(".") for p in path.relative_to(base).parts)
    ]
    if not files:
        report(InputError("no such file, nor one that matches it as a pattern", printable(pattern)))
    return str(base), files
