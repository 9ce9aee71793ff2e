"""The commands that work on labelled data: evaluate."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from rhetoric.cli.shared import DONE, FAILED, Faults
from rhetoric.documents import Report, read_quotations
from rhetoric.errors import InputError

if TYPE_CHECKING:
    from rhetoric.evaluation import Evaluation

_SHIPPED = "default"


def evaluate(
    data: Annotated[
        list[str],
        typer.Argument(metavar="DATA…", help="Labelled quotations, as JSONL; - is stdin."),
    ],
    model: Annotated[
        Path | None, typer.Option(help="Folder of the model; the shipped one if left out.")
    ] = None,
    compare: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Is the model in this folder better?")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE.html", help="Also write a page with the curves.")
    ] = None,
    style: Annotated[
        Literal["table", "json"] | None,
        typer.Option("--format", "-f", help="By default a table on a terminal, JSON when piped."),
    ] = None,
) -> None:
    """Measure how good a model is on labelled quotations that it was not trained on.

    A record has a text, its labels (none for an empty list) and, where they are known, a context
    and a group: the article or speech it comes from, which intervals then draw as a whole.

    For example:

      rhetoric evaluate labelled.jsonl

      rhetoric evaluate labelled.jsonl --model mine --report mine.html

      rhetoric evaluate labelled.jsonl --model old --compare new
    """
    from rhetoric import evaluation

    faults = Faults()
    records = _labelled(data, faults)
    if faults.count and not records:
        raise typer.Exit(FAILED)
    found = _measured(records, model)
    comparison = None
    if compare is not None:
        other = _measured(records, compare)
        comparison = evaluation.compare(found, other)
    if (style or ("table" if sys.stdout.isatty() else "json")) == "table":
        evaluation.print_evaluation(found, sys.stdout, comparison)
    else:
        shown = found.to_dict() | {"comparison": comparison.to_dict() if comparison else None}
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=1))
    if report is not None:
        evaluation.write_page(report, found, comparison)
    raise typer.Exit(FAILED if faults.count else DONE)


def _measured(records: list[dict[str, Any]], folder: Path | None) -> "Evaluation":
    from rhetoric.evaluation import evaluate as measure
    from rhetoric.scoring import as_samples
    from rhetoric.store import load

    samples = as_samples(
        [record["text"] for record in records], [record.get("context") or "" for record in records]
    )
    return measure(
        load(folder),
        samples,
        [record["labels"] for record in records],
        [None if record.get("group") is None else str(record["group"]) for record in records],
        name=str(folder) if folder else _SHIPPED,
    )


def _labelled(paths: list[str], report: Report) -> list[dict[str, Any]]:
    """Return the records that have labels; report the others."""
    records = []
    for number, record in enumerate(read_quotations(paths, report), 1):
        labels = record.get("labels")
        if isinstance(labels, list) and all(isinstance(label, str) for label in labels):
            records.append(record)
        else:
            report(InputError('has no list of "labels"', f"quotation {number}"))
    return records
