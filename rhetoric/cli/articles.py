"""The commands that read articles: extract and classify."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from rhetoric.api import label_records
from rhetoric.cli.output import print_results, refuse_inputs, shown_as
from rhetoric.cli.run import Work, is_folder, run_articles
from rhetoric.cli.shared import (
    Alone,
    ArticleTimeout,
    Dask,
    Files,
    IdColumn,
    Jobs,
    MaxBytes,
    Model,
    NoTurns,
    Output,
    Quiet,
    Resume,
    ShardSize,
    Shown,
    SpacyModel,
    Style,
    Terms,
    TextColumn,
    Threshold,
    Verbose,
    WithText,
    named,
    thresholds_of,
)
from rhetoric.cli.telling import DONE, FAILED, Faults
from rhetoric.cli.verbose import tell_model, tell_pipeline
from rhetoric.corpora.folder import shards_of
from rhetoric.corpora.outcomes import Analysis
from rhetoric.documents import Reading, read_quotations
from rhetoric.documents.reading import DEFAULT_MAX_BYTES
from rhetoric.writers import Record

_BATCH = 256
# options that say nothing about quotations that are there already, or about a single one
_FOR_ARTICLES = (
    "id_column",
    "with_text",
    "terms",
    "no_turns",
    "spacy_model",
    "jobs",
    "dask",
    "article_timeout",
    "shard_size",
    "resume",
)
_FOR_FILES = ("text_column", "max_bytes")

Label = Callable[[list[dict[str, Any]]], Sequence[Record]]


def extract(
    files: Files = None,
    text_column: TextColumn = "text",
    id_column: IdColumn = None,
    max_bytes: MaxBytes = DEFAULT_MAX_BYTES,
    style: Style = None,
    output: Output = None,
    with_text: WithText = False,
    terms: Terms = False,
    no_turns: NoTurns = False,
    spacy_model: SpacyModel = None,
    jobs: Jobs = None,
    dask: Dask = None,
    article_timeout: ArticleTimeout = None,
    shard_size: ShardSize = 1000,
    resume: Resume = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Find the quotations of articles and their speakers.

    For example:

      rhetoric extract seeds/hanoi_bridge_museum.txt

      rhetoric extract --format csv seeds/ > quotations.csv

      rhetoric extract seeds/ --output results

      cat seeds/la_paz_two_seas.txt | rhetoric extract -
    """
    names, reading = named(files), Reading(text_column, id_column, max_bytes)
    if verbose:
        tell_pipeline(spacy_model)
    analysis = Analysis(
        classify=False,
        spacy_model=spacy_model,
        terms=terms,
        turns=not no_turns,
        with_text=with_text,
        article_timeout=article_timeout,
    )
    run_articles(
        Work(names, reading, analysis, style, output, shard_size, resume, jobs, dask, quiet)
    )


def classify(
    ctx: typer.Context,
    files: Files = None,
    text: Annotated[
        str | None, typer.Option(help="Label this one quotation.", rich_help_panel="Input")
    ] = None,
    context: Annotated[
        str, typer.Option(help="The sentence that carries --text.", rich_help_panel="Input")
    ] = "",
    quotes: Annotated[
        bool,
        typer.Option(
            "--quotes",
            help="FILE holds quotations already extracted, as JSONL.",
            rich_help_panel="Input",
        ),
    ] = False,
    text_column: TextColumn = "text",
    id_column: IdColumn = None,
    max_bytes: MaxBytes = DEFAULT_MAX_BYTES,
    style: Style = None,
    output: Output = None,
    with_text: WithText = False,
    terms: Terms = False,
    no_turns: NoTurns = False,
    model: Model = None,
    threshold: Threshold = None,
    alone: Alone = False,
    spacy_model: SpacyModel = None,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="Tell which words each label comes from.",
            rich_help_panel="Output",
        ),
    ] = False,
    jobs: Jobs = None,
    dask: Dask = None,
    article_timeout: ArticleTimeout = None,
    shard_size: ShardSize = 1000,
    resume: Resume = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Label quotations: of articles, extracted already, or one.

    For example:

      rhetoric classify seeds/*.txt

      rhetoric classify --format jsonl seeds/*.txt > quotations.jsonl

      rhetoric classify --quotes quotations.jsonl

      rhetoric classify --text "We will never forget those who fell." --explain

      rhetoric classify --format html seeds/*.txt > report.html
    """
    of_articles = text is None and not quotes
    names = _named(ctx, files, text, context, quotes=quotes)
    if not of_articles and is_folder(output):
        msg = "a folder is for articles; name a file with --output"
        raise typer.BadParameter(msg)
    if verbose:
        tell_model(model)
        if of_articles:
            tell_pipeline(spacy_model)
    reading = Reading(text_column, id_column, max_bytes)
    thresholds = thresholds_of(threshold)
    label = partial(_label, model=model, threshold=thresholds, alone=alone, explain=explain)
    if text is not None:
        labelled = label([{"text": text, "context": context}])
        print_results([("", labelled)], shown_as(style, output), output)
    elif quotes:
        _label_quotations(names, reading, label, style, output)
    else:
        analysis = Analysis(
            model=model,
            threshold=thresholds,
            alone=alone,
            spacy_model=spacy_model,
            terms=terms,
            turns=not no_turns,
            explain=explain,
            with_text=with_text,
            article_timeout=article_timeout,
        )
        run_articles(
            Work(names, reading, analysis, style, output, shard_size, resume, jobs, dask, quiet)
        )


def _named(
    ctx: typer.Context, files: list[str] | None, text: str | None, context: str, *, quotes: bool
) -> list[str]:
    """Return the files to read; refuse options that say nothing about what is to be labelled."""
    if text is None:
        if context:
            msg = "--context goes with --text"
            raise typer.BadParameter(msg)
        if quotes:
            _refuse(ctx, _FOR_ARTICLES, "--quotes")
        return named(files)
    if files or quotes:
        msg = "give FILE or --text, not both"
        raise typer.BadParameter(msg)
    _refuse(ctx, (*_FOR_ARTICLES, *_FOR_FILES), "--text")
    for option, words in (("--text", text), ("--context", context)):
        if not _is_utf8(words):
            msg = f"{option} is not UTF-8"
            raise typer.BadParameter(msg)
    return []


def _refuse(ctx: typer.Context, names: Iterable[str], beside: str) -> None:
    """Refuse options that were given and would count for nothing."""
    for name in names:
        source = ctx.get_parameter_source(name)
        if source is not None and source.name != "DEFAULT":
            msg = f"--{name.replace('_', '-')} does not go with {beside}"
            raise typer.BadParameter(msg)


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _label_quotations(
    names: list[str], reading: Reading, label: Label, style: Shown | None, output: Path | None
) -> NoReturn:
    """Label quotations that were extracted already, and exit."""
    sources = shards_of(names)
    refuse_inputs(output, sources)
    faults = Faults()
    found = map(label, _batches(read_quotations(sources, faults, reading)))
    results = (("quotations", records) for records in found)
    print_results(results, shown_as(style, output), output)
    raise typer.Exit(FAILED if faults.count else DONE)


def _label(
    records: list[dict[str, Any]],
    *,
    model: Path | None,
    threshold: float | dict[str, float] | None,
    alone: bool,
    explain: bool,
) -> Sequence[Record]:
    from rhetoric.labelling.store import load
    from rhetoric.labelling.utterances import with_evidence

    labeller = load(model).select(threshold=threshold)
    labelled = label_records(records, labeller, alone=alone)
    return with_evidence(labelled, labeller) if explain else labelled


def _batches(records: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Yield records by many, those of one article together: they tell about each other."""
    batch: list[dict[str, Any]] = []
    for _, group in groupby(enumerate(records), lambda numbered: _origin(*numbered)):
        together = [record for _, record in group]
        if batch and len(batch) + len(together) > _BATCH:
            yield batch
            batch = []
        batch += together
    if batch:
        yield batch


def _origin(number: int, record: dict[str, Any]) -> tuple[object, ...]:
    """Return what a record has in common with those that tell about it, and with no others."""
    if record.get("article"):
        return ("article", record["article"])
    # the parts of an interrupted quotation have one carrier
    return ("context", record["context"]) if record.get("context") else (number,)
