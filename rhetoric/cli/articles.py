"""The commands that read articles: extract and classify."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from rhetoric.api import label_records, read
from rhetoric.cli.shared import (
    DONE,
    FAILED,
    Faults,
    Files,
    Model,
    SpacyModel,
    Style,
    Terms,
    Verbose,
    named,
    print_results,
)
from rhetoric.cli.verbose import tell_model, tell_pipeline
from rhetoric.documents import read_articles, read_quotations
from rhetoric.types import Article, Quote
from rhetoric.writers import Format, Record

_BATCH = 256


def extract(
    files: Files = None,
    style: Style = None,
    terms: Terms = False,
    spacy_model: SpacyModel = None,
    verbose: Verbose = False,
) -> None:
    """Find the quotations of articles and their speakers.

    For example:

      rhetoric extract seeds/hanoi_bridge_museum.txt

      rhetoric extract --format csv seeds/*.txt > quotations.csv

      cat seeds/la_paz_two_seas.txt | rhetoric extract -
    """
    names = named(files)
    if verbose:
        tell_pipeline(spacy_model)
    _run_articles(names, style, terms=terms, spacy_model=spacy_model, classify=False)


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
    style: Style = None,
    terms: Terms = False,
    model: Model = None,
    spacy_model: SpacyModel = None,
    verbose: Verbose = False,
) -> None:
    """Label quotations: of articles, extracted already, or one.

    For example:

      rhetoric classify seeds/*.txt

      rhetoric classify --format jsonl seeds/*.txt > quotations.jsonl

      rhetoric classify --quotes quotations.jsonl

      rhetoric classify --text "We will never forget those who fell."
    """
    if text is not None:
        if files or quotes:
            msg = "give FILE or --text, not both"
            raise typer.BadParameter(msg)
    elif context:
        msg = "--context goes with --text"
        raise typer.BadParameter(msg)
    names = [] if text is not None else named(files)
    if verbose:
        tell_model(model)
        if text is None and not quotes:
            tell_pipeline(spacy_model)
    if text is not None:
        print_results([("", _label([{"text": text, "context": context}], model))], style)
    elif quotes:
        faults = Faults()
        records = read_quotations(names, faults)
        print_results((("quotations", _label(batch, model)) for batch in _batches(records)), style)
        raise typer.Exit(FAILED if faults.count else DONE)
    else:
        _run_articles(
            names, style, terms=terms, spacy_model=spacy_model, classify=True, model=model
        )


def _run_articles(files: list[str], style: Format | None, **options: Any) -> None:
    faults = Faults()
    articles = read_articles(files, faults)
    found = read(articles, **options)
    print_results(((a.id, [q.to_dict() for q in quotes]) for a, quotes in _noted(found)), style)
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


def _label(records: list[dict[str, Any]], model: Path | None) -> Sequence[Record]:
    from rhetoric.store import load

    return label_records(records, load(model))


def _batches(records: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for record in records:
        batch.append(record)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
