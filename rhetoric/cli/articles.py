"""The commands that read articles: extract and classify."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer

from rhetoric.analysis import Analysis
from rhetoric.api import label_records
from rhetoric.cli.output import print_results, shown_as
from rhetoric.cli.run import Work, is_folder, run_articles
from rhetoric.cli.shared import (
    DONE,
    FAILED,
    ArticleTimeout,
    Dask,
    Faults,
    Files,
    IdColumn,
    Jobs,
    MaxBytes,
    Model,
    Output,
    Quiet,
    Resume,
    ShardSize,
    SpacyModel,
    Style,
    Terms,
    TextColumn,
    Verbose,
    WithText,
    named,
)
from rhetoric.cli.verbose import tell_model, tell_pipeline
from rhetoric.documents import Reading, read_quotations
from rhetoric.documents.reading import DEFAULT_MAX_BYTES
from rhetoric.writers import Record

_BATCH = 256


def extract(
    files: Files = None,
    text_column: TextColumn = "text",
    id_column: IdColumn = None,
    max_bytes: MaxBytes = DEFAULT_MAX_BYTES,
    style: Style = None,
    output: Output = None,
    with_text: WithText = False,
    terms: Terms = False,
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
        with_text=with_text,
        article_timeout=article_timeout,
    )
    run_articles(
        Work(names, reading, analysis, style, output, shard_size, resume, jobs, dask, quiet)
    )


def classify(
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
    model: Model = None,
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
    if text is not None:
        if files or quotes:
            msg = "give FILE or --text, not both"
            raise typer.BadParameter(msg)
    elif context:
        msg = "--context goes with --text"
        raise typer.BadParameter(msg)
    names = [] if text is not None else named(files)
    reading = Reading(text_column, id_column, max_bytes)
    if verbose:
        tell_model(model)
        if text is None and not quotes:
            tell_pipeline(spacy_model)
    if text is None and not quotes:
        analysis = Analysis(
            model=model,
            spacy_model=spacy_model,
            terms=terms,
            explain=explain,
            with_text=with_text,
            article_timeout=article_timeout,
        )
        run_articles(
            Work(names, reading, analysis, style, output, shard_size, resume, jobs, dask, quiet)
        )
    if is_folder(output):
        msg = "a folder is for articles; name a file with --output"
        raise typer.BadParameter(msg)
    chosen = shown_as(style, output)
    if text is not None:
        labelled = _label([{"text": text, "context": context}], model, explain=explain)
        print_results([("", labelled)], chosen, output)
    else:
        faults = Faults()
        batches = _batches(read_quotations(names, faults, reading))
        found = (_label(batch, model, explain=explain) for batch in batches)
        print_results((("quotations", records) for records in found), chosen, output)
        raise typer.Exit(FAILED if faults.count else DONE)


def _label(records: list[dict[str, Any]], model: Path | None, *, explain: bool) -> Sequence[Record]:
    from rhetoric.store import load
    from rhetoric.utterances import with_evidence

    labeller = load(model)
    labelled = label_records(records, labeller)
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
    if record.get("article") is not None:
        return ("article", record["article"])
    # the parts of an interrupted quotation have one carrier
    return ("context", record["context"]) if record.get("context") else (number,)
