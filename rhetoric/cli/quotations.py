"""Labels for quotations that are there already: in files, or one on the command line."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NoReturn

import typer

from rhetoric.api import label_records
from rhetoric.cli.output import print_results, refuse_inputs
from rhetoric.cli.shared import ArticleOptions
from rhetoric.cli.telling import DONE, FAILED, Faults
from rhetoric.cli.verbose import tell_model
from rhetoric.corpora.folder import shards_of
from rhetoric.corpora.outcomes import Analysis
from rhetoric.documents import read_quotations
from rhetoric.types import Origin
from rhetoric.writers import QuoteRecord

_BATCH = 256


def label_one(text: str, context: str, options: ArticleOptions, analysis: Analysis) -> None:
    """Print a quotation with its labels."""
    for option, words in (("--text", text), ("--context", context)):
        try:
            words.encode()
        except UnicodeEncodeError as error:
            msg = f"{option} is not UTF-8"
            raise typer.BadParameter(msg) from error
    _print("", [[{"text": text, "context": context}]], options, analysis)


def label_quotations(options: ArticleOptions, analysis: Analysis) -> NoReturn:
    """Print the quotations of files with their labels, and exit."""
    sources = shards_of(options.names)
    refuse_inputs([options.output], sources)
    faults = Faults()
    batches = _batches(read_quotations(sources, faults, options.reading))
    _print("quotations", batches, options, analysis)
    raise typer.Exit(FAILED if faults.count else DONE)


def _print(
    name: str,
    batches: Iterable[list[dict[str, Any]]],
    options: ArticleOptions,
    analysis: Analysis,
) -> None:
    if options.verbose:
        tell_model(analysis.model)
    results = ((name, labelled) for labelled in _labelled(batches, analysis))
    print_results(results, options.style, options.output)


def _labelled(
    batches: Iterable[list[dict[str, Any]]], analysis: Analysis
) -> Iterator[Sequence[QuoteRecord]]:
    from rhetoric.labelling.store import load

    model = load(analysis.model).select(threshold=analysis.threshold)
    for records in batches:
        yield label_records(records, model, alone=analysis.alone, explain=analysis.explain)


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
    origin = Origin.of(record)
    # the parts of an interrupted quotation have one carrier
    return origin if origin.article else (record.get("context") or number,)
