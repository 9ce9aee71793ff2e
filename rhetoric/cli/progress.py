"""A bar on stderr for long runs: how many articles, how fast, how long still."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rhetoric.documents.formats import named_format
from rhetoric.documents.reading import STDIN
from rhetoric.documents.sources import find_sources

_PIECE = 1 << 20


@contextmanager
def progress_bar(total: int | None, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Show a bar while the body runs; give the function that moves it to so many articles.

    Nothing is shown when stderr is no terminal.

    Parameters
    ----------
    total : int or None
        Articles; ``None`` when nobody knows, and then the time left is not shown.
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
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:

        def move(articles: int) -> None:
            if not bar.tasks:  # a run that goes on begins here, and its rate with it
                bar.add_task("", total=total, completed=articles, rate="…")
                return
            task = bar.tasks[0]
            bar.update(task.id, completed=articles, rate=f"{task.speed:.0f}" if task.speed else "…")

        yield move


def count_articles(names: Iterable[str]) -> int | None:
    """Return how many articles files and folders hold, without reading them as such.

    A file or record that turns out bad counts too. ``None`` when that cannot be told quickly: for
    stdin, CSV, Parquet and packed JSONL.
    """
    total = 0
    for source in find_sources(names, lambda _: None):
        kind, packing = named_format(source.path)
        if source.path == STDIN or kind in ("csv", "parquet") or (kind == "jsonl" and packing):
            return None
        total += _lines(Path(source.path)) if kind == "jsonl" else 1
    return total


def _lines(path: Path) -> int:
    """Return how many lines a file has, 0 when it cannot be read: that is told when it is tried."""
    try:
        with path.open("rb") as file:
            return sum(piece.count(b"\n") for piece in iter(lambda: file.read(_PIECE), b""))
    except OSError:
        return 0
