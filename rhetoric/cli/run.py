"""How the commands that read articles run: results as they come, or into a folder of shards."""

import time
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import NoReturn

import typer

from rhetoric.cli.output import destination, print_results, refuse_inputs, shown_as
from rhetoric.cli.progress import count_articles, progress_bar
from rhetoric.cli.shared import Shown
from rhetoric.cli.telling import DONE, FAILED, STOPPED, Faults, tell
from rhetoric.corpora.folder import ERRORS
from rhetoric.corpora.outcomes import Analysis, Analyzed, Item, Outcome, Tally
from rhetoric.corpora.read import in_place, outcomes
from rhetoric.corpora.runs import Options, done_in, run
from rhetoric.corpora.worker import load_model
from rhetoric.documents import Reading, read_articles
from rhetoric.errors import InputError
from rhetoric.types import Article


@dataclass(frozen=True, slots=True)
class Work:
    """What the options of a command ask for."""

    files: list[str]
    reading: Reading
    analysis: Analysis
    style: Shown | None
    output: Path | None
    shard_size: int
    resume: bool
    jobs: int | None
    dask: str | None
    quiet: bool


def is_folder(output: Path | None) -> bool:
    """Whether a run of many articles is to be written there: its name has no ending."""
    if output is None:
        return False
    try:
        return output.is_dir() or not (output.suffix or output.exists())
    except OSError:  # a folder that may not be looked into, a name that is too long
        return not output.suffix  # opening it will tell


def run_articles(work: Work) -> NoReturn:
    """Read articles as a command was told to, and exit."""
    refuse_inputs(work.output, work.files)
    start = time.monotonic()
    if work.output and is_folder(work.output):
        before, tally = _to_folder(work, work.output)
    elif work.resume:
        msg = "--resume needs a folder to go on in: --output DIR"
        raise typer.BadParameter(msg)
    else:
        before, tally = Tally(), _as_they_come(work)
    if work.output and not work.quiet:
        _sum_up(tally, tally.articles - before.articles, work.output, time.monotonic() - start)
    raise typer.Exit(FAILED if tally.errors else DONE)


def _items(work: Work) -> Iterator[Item]:
    """Yield articles and faults of reading; an id that an article has already gets a number."""
    seen: set[str] = set()
    again = 0
    for item in in_place(lambda report: read_articles(work.files, report, work.reading)):
        if not isinstance(item, Article):
            yield item
            continue
        name = item.id if item.id not in seen else _free(item.id, seen)
        seen.add(name)
        again += name != item.id
        if again == 1 and name != item.id:
            tell(f"{item.id}: two articles have this id; the later one is called {name}")
        yield replace(item, id=name)
    if again > 1:
        tell(f"{again - 1:,} more articles were called otherwise, since their id was taken")


def _free(name: str, seen: Container[str]) -> str:
    return next(free for n in count(2) if (free := f"{name}#{n}") not in seen)


def _as_they_come(work: Work) -> Tally:
    """Write what is found to stdout or one file; return how much it was."""
    style = shown_as(work.style, work.output)
    # with results on the terminal a bar would only be in the way
    quiet = work.quiet or work.output is None
    with progress_bar(lambda: count_articles(work.files), quiet=quiet) as move:
        faults = Faults()
        stream = outcomes(_items(work), work.analysis, work.jobs, work.dask)
        with closing(stream):
            watch = _Watch(faults, move)
            try:
                _write(watch.analyzed(stream), work, style)
            except KeyboardInterrupt as stop:
                tell(f"stopped after {watch.tally.articles:,} articles")
                raise typer.Exit(STOPPED) from stop
    return watch.tally


class _Watch:
    """Counts what passes, and tells of what is left out."""

    def __init__(self, faults: Faults, move: Callable[[int], None]) -> None:
        self.tally = Tally()
        self._faults = faults
        self._move = move

    def analyzed(self, found: Iterable[Outcome]) -> Iterator[Analyzed]:
        """Yield the articles that could be read."""
        self._move(0)
        for outcome in found:
            self.tally = self.tally.plus(outcome)
            if isinstance(outcome, InputError):
                self._faults(outcome)
            else:
                _tell_doubtful(outcome.article)
                yield outcome
            self._move(self.tally.articles)


def _tell_doubtful(article: Article) -> None:
    """Say which stretches were left out; that is no failure."""
    for issue in article.issues:
        line = article.text.count("\n", 0, issue.start) + 1
        tell(f"{article.id}:{line}: left out: {issue.reason}")


def _write(found: Iterator[Analyzed], work: Work, style: Shown) -> None:
    analysis = work.analysis
    if style == "html":
        from rhetoric.report import render_results

        pairs = ((one.article, list(one.quotes)) for one in found)
        with destination(work.output, style) as out:
            out.write(render_results(pairs, load_model(analysis)) + "\n")
    else:
        results = ((a.article.id, a.records(with_text=analysis.with_text)) for a in found)
        print_results(results, style, work.output)


def _to_folder(work: Work, folder: Path) -> tuple[Tally, Tally]:
    """Write what is found into a folder of shards; return what there was before and is now."""
    style = work.style or "jsonl"
    if style not in ("jsonl", "csv", "parquet"):
        msg = f"shards are jsonl, csv or parquet, not {style}; or name a file with --output"
        raise typer.BadParameter(msg)
    options = Options(work.analysis, style, work.shard_size, work.jobs, work.dask, work.resume)
    steps: list[Tally] = []
    try:
        with progress_bar(lambda: count_articles(work.files), quiet=work.quiet) as move:

            def told(tally: Tally) -> None:
                steps[1:] = [tally]
                move(tally.articles)

            run(_items(work), folder, options, told=told)
    except KeyboardInterrupt as stop:
        done = done_in(folder).articles
        tell(f"stopped; {done:,} articles are done, the same command with --resume goes on")
        raise typer.Exit(STOPPED) from stop
    return steps[0], steps[-1]


def _sum_up(tally: Tally, now: int, output: Path, seconds: float) -> None:
    """Say what has been found and left out, and how fast."""
    where = f" (in {output / ERRORS})" if tally.errors and output.is_dir() else ""
    tell(
        f"{_counted(tally.articles, 'article')}, {_counted(tally.quotations, 'quotation')}, "
        f"{_counted(tally.errors, 'error')}{where}; "
        f"{now:,} articles in {seconds:.1f} seconds, {now / seconds:.1f} a second"
    )
    if tally.doubtful:
        tell(f"{_counted(tally.doubtful, 'doubtful stretch', 'es')} left out")
    if tally.silent:
        tell(
            f"no quotation found in {_counted(tally.silent, 'article')} with quotation marks, "
            f"the first of them {tally.first_silent}; see --terms"
        )


def _counted(count: int, word: str, ending: str = "s") -> str:
    return f"{count:,} {word}{'' if count == 1 else ending}"
