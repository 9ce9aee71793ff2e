"""How the commands that read articles run: results as they come, or into a folder of shards."""

import time
from collections.abc import Container, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import NoReturn

import typer

from rhetoric.cli.output import destination, is_folder, print_results, refuse_inputs, shown_as
from rhetoric.cli.progress import count_articles, progress_bar
from rhetoric.cli.shared import ArticleOptions, Shown
from rhetoric.cli.telling import DONE, FAILED, STOPPED, tell
from rhetoric.cli.verbose import tell_model, tell_pipeline
from rhetoric.corpora.folder import ERRORS, shard_name
from rhetoric.corpora.outcomes import Analysis, Analyzed, Item, Tally
from rhetoric.corpora.read import outcomes
from rhetoric.corpora.runs import Options, done_in, run
from rhetoric.corpora.worker import load_model
from rhetoric.documents import read_items
from rhetoric.errors import InputError
from rhetoric.types import Article


def run_articles(options: ArticleOptions, analysis: Analysis) -> NoReturn:
    """Read articles as a command was told to, and exit."""
    output = options.output
    refuse_inputs(_outputs(output, options.style), options.names)
    if options.verbose:
        if analysis.classify:
            tell_model(analysis.model)
        tell_pipeline(analysis.spacy_model)
    start = time.monotonic()
    if output and is_folder(output):
        before, tally = _to_folder(options, analysis, output)
    elif options.resume:
        msg = "--resume needs a folder to go on in: --output DIR"
        raise typer.BadParameter(msg)
    else:
        before, tally = Tally(), _as_they_come(options, analysis)
    if output and not options.quiet:
        _sum_up(tally, tally.articles - before.articles, output, time.monotonic() - start)
    raise typer.Exit(FAILED if tally.errors else DONE)


def _outputs(output: Path | None, style: Shown | None) -> list[Path | None]:
    """Return what is to be written: of the shards of a folder, whose names are alike, the first."""
    if not (output and is_folder(output)):
        return [output]
    return [output, output / shard_name(0, style or "jsonl"), output / ERRORS]


def _items(options: ArticleOptions) -> Iterator[Item]:
    """Yield articles and faults of reading; an id that an article has already gets a number."""
    seen: set[str] = set()
    again = 0
    for item in read_items(options.names, options.reading):
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


def _as_they_come(options: ArticleOptions, analysis: Analysis) -> Tally:
    """Write what is found to stdout or one file; return how much it was."""
    tally = Tally()
    # with results on the terminal a bar would only be in the way
    quiet = options.quiet or options.output is None
    with (
        progress_bar(lambda: count_articles(options.names), quiet=quiet) as move,
        closing(outcomes(_items(options), analysis, options.jobs, options.dask)) as found,
    ):

        def analyzed() -> Iterator[Analyzed]:
            nonlocal tally
            move(0)
            for outcome in found:
                tally = tally.plus(outcome)
                if isinstance(outcome, InputError):
                    tell(str(outcome))
                else:
                    _tell_doubtful(outcome.article)
                    yield outcome
                move(tally.articles)

        try:
            _write(analyzed(), options, analysis)
        except KeyboardInterrupt as stop:
            tell(f"stopped after {tally.articles:,} articles")
            raise typer.Exit(STOPPED) from stop
    return tally


def _tell_doubtful(article: Article) -> None:
    """Say which stretches were left out; that is no failure."""
    for issue in article.issues:
        line = article.text.count("\n", 0, issue.start) + 1
        tell(f"{article.id}:{line}: left out: {issue.reason}")


def _write(found: Iterator[Analyzed], options: ArticleOptions, analysis: Analysis) -> None:
    if shown_as(options.style, options.output) == "html":
        from rhetoric.report import render_results

        pairs = ((one.article, list(one.quotes)) for one in found)
        with destination(options.output, "html") as out:
            out.write(render_results(pairs, load_model(analysis)) + "\n")
    else:
        results = ((a.article.id, a.records(with_text=analysis.with_text)) for a in found)
        print_results(results, options.style, options.output)


def _to_folder(options: ArticleOptions, analysis: Analysis, folder: Path) -> tuple[Tally, Tally]:
    """Write what is found into a folder of shards; return what there was before and is now."""
    style = options.style or "jsonl"
    if style not in ("jsonl", "csv", "parquet"):
        msg = f"shards are jsonl, csv or parquet, not {style}; or name a file with --output"
        raise typer.BadParameter(msg)
    how = Options(analysis, style, options.shard_size, options.jobs, options.dask, options.resume)
    before = done_in(folder)
    try:
        with progress_bar(lambda: count_articles(options.names), quiet=options.quiet) as move:
            return before, run(_items(options), folder, how, told=lambda t: move(t.articles))
    except KeyboardInterrupt as stop:
        done = done_in(folder).articles
        tell(f"stopped; {done:,} articles are done, the same command with --resume goes on")
        raise typer.Exit(STOPPED) from stop


def _sum_up(tally: Tally, now: int, output: Path, seconds: float) -> None:
    """Say what has been found and left out, and how fast."""
    where = f" (in {output / ERRORS})" if tally.errors and output.is_dir() else ""
    tell(
        f"{_counted(tally.articles, 'article')}, {_counted(tally.quotations, 'quotation')}, "
        f"{_counted(tally.errors, 'error')}{where}; "
        f"{_counted(now, 'article')} in {seconds:.1f} seconds, {now / seconds:.1f} a second"
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
