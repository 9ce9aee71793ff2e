"""The commands that read articles: extract and classify."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from rhetoric.api import label_records, read, records_of
from rhetoric.cli.shared import (
    DONE,
    FAILED,
    Faults,
    Files,
    IdColumn,
    MaxBytes,
    Output,
    SpacyModel,
    Style,
    Terms,
    TextColumn,
    WithText,
    named,
    print_results,
)
from rhetoric.documents import Reading, read_articles, read_quotations
from rhetoric.documents.reading import DEFAULT_MAX_BYTES
from rhetoric.types import Article, Quote
from rhetoric.writers import Record

_BATCH = 256


def extract(
    files: Files = None,
    style: Style = None,
    output: Output = None,
    with_text: WithText = False,
    text_column: TextColumn = "text",
    id_column: IdColumn = None,
    max_bytes: MaxBytes = DEFAULT_MAX_BYTES,
    terms: Terms = False,
    spacy_model: SpacyModel = None,
) -> None:
    """Find the quotations of articles and their speakers.

    For example:

      rhetoric extract seeds/hanoi_bridge_museum.txt

      rhetoric extract --output quotations.csv seeds/

      rhetoric extract --text-column body articles.parquet

      cat article.txt | rhetoric extract -
    """
    faults = Faults()
    articles = read_articles(named(files), faults, Reading(text_column, id_column, max_bytes))
    found = read(articles, classify=False, terms=terms, spacy_model=spacy_model)
    print_results(_records(found, with_text=with_text), style, output)
    raise typer.Exit(FAILED if faults.count else DONE)


def classify(
    files: Files = None,
    text: Annotated[str | None, typer.Option(help="Label this one quotation.")] = None,
    context: Annotated[str, typer.Option(help="The sentence that carries --text.")] = "",
    quotes: Annotated[
        bool, typer.Option("--quotes", help="FILE holds quotations already extracted, as JSONL.")
    ] = False,
    style: Style = None,
    output: Output = None,
    with_text: WithText = False,
    text_column: TextColumn = "text",
    id_column: IdColumn = None,
    max_bytes: MaxBytes = DEFAULT_MAX_BYTES,
    terms: Terms = False,
    model: Annotated[Path | None, typer.Option(help="Folder of the labelling model.")] = None,
    spacy_model: SpacyModel = None,
) -> None:
    """Label quotations: of articles, already extracted, or one given here.

    For example:

      rhetoric classify seeds/*.txt

      rhetoric classify --format jsonl article.txt > quotations.jsonl

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
    if text is not None:
        print_results([("", _label([{"text": text, "context": context}], model))], style, output)
        return
    faults = Faults()
    reading = Reading(text_column, id_column, max_bytes)
    results: Iterator[tuple[str, Sequence[Record]]]
    if quotes:
        records = read_quotations(named(files), faults, reading)
        results = (("quotations", _label(batch, model)) for batch in _batches(records))
    else:
        articles = read_articles(named(files), faults, reading)
        found = read(articles, model=model, terms=terms, spacy_model=spacy_model)
        results = _records(found, with_text=with_text)
    print_results(results, style, output)
    raise typer.Exit(FAILED if faults.count else DONE)


def _records(
    found: Iterable[tuple[Article, list[Quote]]], *, with_text: bool
) -> Iterator[tuple[str, Sequence[Record]]]:
    for article, quotes in _noted(found):
        yield article.id, records_of(article, quotes, with_text=with_text)


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
