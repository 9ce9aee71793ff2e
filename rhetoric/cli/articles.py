"""The commands that read articles: extract and classify."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rhetoric.api import label_records, read
from rhetoric.cli.shared import (
    DONE,
    FAILED,
    Faults,
    Files,
    Model,
    Shown,
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
from rhetoric.writers import Record

if TYPE_CHECKING:
    from rhetoric.scoring import LabelModel

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
    if verbose:
        tell_model(model)
        if text is None and not quotes:
            tell_pipeline(spacy_model)
    if text is None and not quotes:
        _run_articles(
            names,
            style,
            terms=terms,
            spacy_model=spacy_model,
            classify=True,
            model=model,
            explain=explain,
        )
    elif style == "html":
        msg = "html shows whole articles; give FILE of articles, or another --format"
        raise typer.BadParameter(msg)
    elif text is not None:
        labelled = _label([{"text": text, "context": context}], model, explain=explain)
        print_results([("", labelled)], style)
    else:
        faults = Faults()
        batches = _batches(read_quotations(names, faults))
        found = (_label(batch, model, explain=explain) for batch in batches)
        print_results((("quotations", records) for records in found), style)
        raise typer.Exit(FAILED if faults.count else DONE)


def _run_articles(
    files: list[str], style: Shown | None, *, explain: bool = False, **options: Any
) -> None:
    faults = Faults()
    found = _noted(read(read_articles(files, faults), **options))
    if style == "html":
        from rhetoric.report import render_results

        typer.echo(render_results(found, _model_in_use(**options)))
    else:
        model = _model_in_use(**options) if explain else None
        print_results(((article.id, _records(quotes, model)) for article, quotes in found), style)
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


def _records(quotes: Sequence[Quote], model: "LabelModel | None") -> Sequence[Record]:
    """Return the records to print, with evidence where a model is there to tell it."""
    records = [quote.to_dict() for quote in quotes]
    return _explained(records, model) if model else records


def _explained(records: Sequence[Record], model: "LabelModel") -> Sequence[Record]:
    from rhetoric.utterances import with_evidence

    return with_evidence(records, model)


def _label(records: list[dict[str, Any]], model: Path | None, *, explain: bool) -> Sequence[Record]:
    from rhetoric.store import load

    labeller = load(model)
    labelled = label_records(records, labeller)
    return _explained(labelled, labeller) if explain else labelled


def _batches(records: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for record in records:
        batch.append(record)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
