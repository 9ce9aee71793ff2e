"""How the commands that read articles run: results as they come, or into a folder of shards."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import typer

from rhetoric.cli.output import destination, print_results, shown_as
from rhetoric.cli.progress import count_articles, progress_bar
from rhetoric.cli.shared import DONE, FAILED, STOPPED, Faults, Shown, tell
from rhetoric.corpora.batches import Item, in_place
from rhetoric.corpora.ledger import ERRORS, Progress
from rhetoric.corpora.read import analyzed
from rhetoric.corpora.runs import Options, run
from rhetoric.corpora.worker import Analysis, labeller_of, records_with
from rhetoric.documents import Reading, read_articles
from rhetoric.types import Article, Quote


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
    if work.output and is_folder(work.output):
        failed = _to_folder(work, work.output)
    elif work.resume:
        msg = "--resume needs a folder to go on in: --output DIR"
        raise typer.BadParameter(msg)
    else:
        failed = _as_they_come(work)
    raise typer.Exit(FAILED if failed else DONE)


def _items(work: Work) -> Iterator[Item]:
    return in_place(lambda report: read_articles(work.files, report, work.reading))


def _as_they_come(work: Work) -> int:
    """Write what is found to stdout or one file; return how many faults there were."""
    style = shown_as(work.style, work.output)
    # with results on the terminal a bar would only be in the way
    quiet = work.quiet or work.output is None
    with progress_bar(lambda: count_articles(work.files), quiet=quiet) as move:
        faults = Faults()
        found = analyzed(_items(work), work.analysis, jobs=work.jobs, dask=work.dask, report=faults)
        _write(_moving(_noted(found), faults, move), work, style)
    return faults.count


def _moving(
    found: Iterable[tuple[Article, list[Quote]]], faults: Faults, move: Callable[[int], None]
) -> Iterator[tuple[Article, list[Quote]]]:
    """Move a bar as articles are done, those that failed among them."""
    done = 0
    move(done)
    for done, one in enumerate(found, 1):
        yield one
        move(done + faults.count)
    move(done + faults.count)


def _write(found: Iterator[tuple[Article, list[Quote]]], work: Work, style: Shown) -> None:
    analysis = work.analysis
    if style == "html":
        from rhetoric.report import render_results

        with destination(work.output, style) as out:
            out.write(render_results(found, labeller_of(analysis)) + "\n")
    else:
        labeller = labeller_of(analysis) if analysis.explain else None
        results = ((a.id, records_with(a, quotes, analysis, labeller)) for a, quotes in found)
        print_results(results, style, work.output)


def _noted(
    found: Iterable[tuple[Article, list[Quote]]],
) -> Iterator[tuple[Article, list[Quote]]]:
    """Say on stderr which doubtful stretches were left out; they are no failure."""
    for article, quotes in found:
        for issue in article.issues:
            line = article.text.count("\n", 0, issue.start) + 1
            tell(f"{article.id}:{line}: left out: {issue.reason}")
        yield article, quotes


def _to_folder(work: Work, folder: Path) -> int:
    """Write what is found into a folder of shards; return how many errors the run has had."""
    style = work.style or "jsonl"
    if style not in ("jsonl", "csv", "parquet"):
        msg = f"shards are jsonl, csv or parquet, not {style}; or name a file with --output"
        raise typer.BadParameter(msg)
    options = Options(work.analysis, style, work.shard_size, work.jobs, work.dask, work.resume)
    steps: list[Progress] = []
    start = time.monotonic()
    try:
        with progress_bar(lambda: count_articles(work.files), quiet=work.quiet) as move:

            def told(progress: Progress) -> None:
                steps[1:] = [progress]
                move(progress.articles)

            run(_items(work), folder, options, told=told)
    except KeyboardInterrupt as stop:
        done = steps[-1].articles if steps else 0
        tell(f"stopped after {done:,} articles; the same command with --resume goes on")
        raise typer.Exit(STOPPED) from stop
    if not work.quiet:
        _sum_up(steps[0], steps[-1], folder, time.monotonic() - start)
    return steps[-1].errors


def _sum_up(first: Progress, last: Progress, folder: Path, seconds: float) -> None:
    """Say what the whole run has found, and how fast this part of it was."""
    counts = ((last.articles, "article"), (last.quotations, "quotation"), (last.errors, "error"))
    found = ", ".join(f"{count:,} {word}{'' if count == 1 else 's'}" for count, word in counts)
    where = f" (in {folder / ERRORS})" if last.errors else ""
    now = last.articles - first.articles
    tell(f"{found}{where}; {now:,} articles in {seconds:.1f} seconds, {now / seconds:.1f} a second")
