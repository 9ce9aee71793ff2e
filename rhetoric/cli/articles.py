"""The commands that read articles: extract and classify."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rhetoric.api import label_records, read, records_of
from rhetoric.cli.output import destination, print_results, shown_as
from rhetoric.cli.shared import (
    DONE,
    FAILED,
    Faults,
    Files,
    IdColumn,
    MaxBytes,
    Model,
    Output,
    Shown,
    SpacyModel,
    Style,
    Terms,
    TextColumn,
    Verbose,
    WithText,
    named,
)
from rhetoric.cli.verbose import tell_model, tell_pipeline
from rhetoric.documents import Reading, read_articles, read_quotations
from rhetoric.documents.reading import DEFAULT_MAX_BYTES
from rhetoric.types import Article, Quote
from rhetoric.writers import Record

if TYPE_CHECKING:
    from rhetoric.scoring import LabelModel

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
    verbose: Verbose = False,
) -> None:
    """Find the quotations of articles and their speakers.

    For example:

      rhetoric extract seeds/hanoi_bridge_museum.txt

      rhetoric extract --format csv seeds/ > quotations.csv

      cat seeds/la_paz_two_seas.txt | rhetoric extract -
    """
    names, chosen = named(files), shown_as(style, output)
    if verbose:
        tell_pipeline(spacy_model)
    _run_articles(
        names,
        Reading(text_column, id_column, max_bytes),
        chosen,
        output,
        with_text=with_text,
        terms=terms,
        spacy_model=spacy_model,
        classify=False,
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
    chosen, reading = shown_as(style, output), Reading(text_column, id_column, max_bytes)
    if verbose:
        tell_model(model)
        if text is None and not quotes:
            tell_pipeline(spacy_model)
    if text is None and not quotes:
        _run_articles(
            names,
            reading,
            chosen,
            output,
            with_text=with_text,
            terms=terms,
            spacy_model=spacy_model,
            classify=True,
            model=model,
            explain=explain,
        )
    elif text is not None:
        labelled = _label([{"text": text, "context": context}], model, explain=explain)
        print_results([("", labelled)], chosen, output)
    else:
        faults = Faults()
        batches = _batches(read_quotations(names, faults, reading))
        found = (_label(batch, model, explain=explain) for batch in batches)
        print_results((("quotations", records) for records in found), chosen, output)
        raise typer.Exit(FAILED if faults.count else DONE)


def _run_articles(
    files: list[str],
    reading: Reading,
    style: Shown,
    output: Path | None,
    *,
    with_text: bool,
    explain: bool = False,
    **options: Any,
) -> None:
    faults = Faults()
    found = _noted(read(read_articles(files, faults, reading), **options))
    if style == "html":
        from rhetoric.report import render_results

        with destination(output) as out:
            out.write(render_results(found, _model_in_use(**options)) + "\n")
    else:
        model = _model_in_use(**options) if explain else None
        results = (
            (article.id, _explained(records_of(article, quotes, with_text=with_text), model))
            for article, quotes in found
        )
        print_results(results, style, output)
    raise typer.Exit(FAILED if faults.count else DONE)


def _noted(
    found: Iterable[tuple[Article, list[Quote]]],
) -> Iterator[tuple[Article, list[Quote]]]:
    """Say on stderr which doubtful stretches were left out; they are no failure."""
    for article, quotes in found:
        for issue in article.issues:
            line = article.text.count("\n", 0, issue.start) + 1
            typer.echo(f"rhetoric: {article.id}:{line}: left out: {issue.reason}", err=True)
        yield article, quotes


def _model_in_use(*, classify: bool, model: Path | None = None, **_: object) -> "LabelModel | None":
    from rhetoric.store import load

    return load(model) if classify else None


def _explained(records: Sequence[Record], model: "LabelModel | None") -> Sequence[Record]:
    """Return the records to print, with evidence where a model is there to tell it."""
    if model is None:
        return records
    from rhetoric.utterances import with_evidence

    return with_evidence(records, model)


def _label(records: list[dict[str, Any]], model: Path | None, *, explain: bool) -> Sequence[Record]:
    from rhetoric.store import load

    labeller = load(model)
    labelled = label_records(records, labeller)
    return _explained(labelled, labeller if explain else None)


def _batches(records: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Yield records by many, those of one article together: they tell about each other."""
    batch: list[dict[str, Any]] = []
    for _, group in groupby(records, lambda record: record.get("article")):
        of_article = list(group)
        if batch and len(batch) + len(of_article) > _BATCH:
            yield batch
            batch = []
        batch += of_article
    if batch:
        yield batch
