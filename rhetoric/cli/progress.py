"""A bar on stderr for long runs: how many articles, how fast, how long still."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rhetoric.documents.formats import named_format
from rhetoric.documents.reading import STDIN
from rhetoric.documents.sources import Source, find_sources

_PIECE = 1 << 20


@contextmanager
def progress_bar(
    count: Callable[[], int | None], *, quiet: bool
) -> Iterator[Callable[[int], None]]:
    """Show a bar while the body runs; give the function that moves it to so many articles.

    Nothing is shown when stderr is no terminal.

    Parameters
    ----------
    count : callable
        Tells how many articles there are; ``None`` when nobody knows, and then the time left is
        not shown. Asked only where a bar is shown, since it may take long.
    quiet : bool
        Show nothing.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("articles, {task.fields[rate]} a second,"),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    total = count()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:

        def move(articles: int) -> None:
            if not bar.tasks:  # a run that goes on begins here, and its rate with it
                bar.add_task("", total=total, completed=articles, rate="…")
                return
            task = bar.tasks[0]
            rate = f"{task.speed:.0f}" if task.speed else "…"
            most = None if total is None else max(total, articles)
            bar.update(task.id, completed=articles, total=most, rate=rate)

        yield move


def count_articles(names: Iterable[str]) -> int | None:
    """Return how many articles files and folders hold, about, without reading them as such.

    A file or record that turns out bad counts too; of JSONL the first lines tell how long a line
    is. ``None`` when that cannot be told quickly: for stdin, CSV, Parquet, packed JSONL, and pipes,
    which can be read only once.
    """
    total = 0
    for source in find_sources(names):
        if not isinstance(source, Source):
            continue
        kind, packing = named_format(source.path)
        path = Path(source.path)
        if _only_once(path) or kind in ("csv", "parquet") or (kind == "jsonl" and packing):
            return None
        total += _lines(path) if kind == "jsonl" else 1
    return total


def _only_once(path: Path) -> bool:
    """Whether what is read from there is gone then: stdin, a pipe, a device."""
    try:
        return str(path) == STDIN or (path.exists() and not path.is_file())
    except OSError:
        return False  # opening it will tell


def _lines(path: Path) -> int:
    """Return how many lines a file has, by its first ones; 1, for the fault, if unreadable."""
    try:
        with path.open("rb") as file:
            head = file.read(_PIECE)
            rest = os.fstat(file.fileno()).st_size - len(head)
    except OSError:
        return 1
    lines = max(1, head.count(b"\n"))
    if rest > 0:
        return round(lines * (1 + rest / len(head)))
    return lines + bool(head and not head.endswith(b"\n") and b"\n" in head)
