"""The command that trains a model on labelled quotations."""

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rhetoric.cli.output import destination
from rhetoric.cli.shared import Data, DataFormat, DataText
from rhetoric.cli.telling import tell, tell_doubtful, tell_left_out
from rhetoric.learning.labelled.records import Labelled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rhetoric.learning.classifier import Report


def train(
    data: Data,
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            "-o",
            metavar="DIR",
            file_okay=False,
            help="Folder to write the model and its card to.",
        ),
    ],
    data_format: DataFormat = None,
    text_column: DataText = None,
    base: Annotated[
        str | None,
        typer.Option(
            metavar="DATA",
            help="Learn from this file besides; “default”: from the shipped model's quotations.",
        ),
    ] = None,
    folds: Annotated[int, typer.Option(min=2, help="Folds to measure on.")] = 5,
    prevalence: Annotated[
        float | None,
        typer.Option(
            min=0.0001,
            max=0.9999,
            help="Share of quotations that a label is expected on; that of DATA if left out.",
        ),
    ] = None,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", help="Folds learned at once; -1: as many as cores.")
    ] = -1,
) -> None:
    """Train a model on labelled quotations.

    It is measured on folds that were held out, and written with its card.

    DATA has columns text and labels (a list, names with ; | or , between, or a column of 0 and 1
    for each label), perhaps context, speaker and group: quotations of one article never stand in
    two folds.

    For example:

      rhetoric train seeds/own_labels.jsonl --out mine

      rhetoric train seeds/own_labels.jsonl --folds 3 --prevalence 0.1 --out mine
    """
    from rhetoric.cli.evaluation_tables import print_evaluation
    from rhetoric.learning.labelled import check_trainable, read_labelled
    from rhetoric.learning.train import train as learn

    labelled = read_labelled(data, data_format, text_column=text_column)
    tell_left_out(labelled)
    _tell_read(labelled)
    check_trainable(labelled)
    with _progress() as report:
        trained = learn(
            labelled, base=base, folds=folds, prevalence=prevalence, n_jobs=jobs, report=report
        )
    trained.save(out)
    typer.echo(f"model and card: {out}", err=True)
    with destination(None) as page:
        print_evaluation(trained.evaluation, page)


def _tell_read(labelled: Labelled) -> None:
    """Say on stderr what was read, before anything is learned from it."""
    shares = ", ".join(f"{label} {count}" for label, count in labelled.counts.items())
    none = sum(not record.labels for record in labelled.records)
    tell(f"read {len(labelled.records)} quotations: {shares}, none {none}")
    tell_doubtful(labelled)


@contextmanager
def _progress() -> "Iterator[Report]":
    """Show a bar on stderr where a person sees it."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("training", total=None)
        yield lambda done, steps: bar.update(task, completed=done, total=steps)
