"""The command that trains a model on labelled quotations."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rhetoric.cli.data import Data, DataFormat, DataText, tell_doubtful, tell_left_out
from rhetoric.cli.telling import tell
from rhetoric.errors import writing

if TYPE_CHECKING:
    from rhetoric.learning.labelled import Labelled


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
    drop_rare: Annotated[
        bool, typer.Option("--drop-rare", help="Leave out labels on fewer than 8 quotations.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the model that is in --out.")
    ] = False,
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

      rhetoric train seeds/own_labels.jsonl --out mine --folds 3 --force
    """
    from rhetoric.cli.evaluation_tables import print_evaluation
    from rhetoric.cli.output import destination
    from rhetoric.learning.labelled import read_labelled
    from rhetoric.learning.train import train as learn

    with _kept(out, force=force):
        labelled = read_labelled(data, data_format, text_column=text_column)
        tell_left_out(labelled)
        _tell_read(labelled)
        if drop_rare:
            _tell_rare(labelled)
        with _progress() as report:
            trained = learn(
                labelled,
                base=base,
                folds=folds,
                prevalence=prevalence,
                drop_rare=drop_rare,
                n_jobs=jobs,
                report=report,
            )
        trained.save(out)
    typer.echo(f"model and card: {out}", err=True)
    with destination(None) as page:
        print_evaluation(trained.evaluation, page)


@contextmanager
def _kept(out: Path, *, force: bool) -> Iterator[None]:
    """Keep the folder for this training from before it begins until the model is there."""
    from rhetoric.corpora.folder import locked
    from rhetoric.learning.place import check_place

    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
    with locked(out):
        check_place(out, force=force)
        try:
            yield
        finally:
            with suppress(OSError):  # only an empty one, of a training that failed, can go
                out.rmdir()


def _tell_read(labelled: "Labelled") -> None:
    """Say on stderr what was read, before anything is learned from it."""
    shares = ", ".join(f"{label} {count}" for label, count in labelled.counts.items())
    none = sum(not record.labels for record in labelled.records)
    tell(f"read {len(labelled.records)} quotations: {shares}, none {none}")
    tell_doubtful(labelled)


def _tell_rare(labelled: "Labelled") -> None:
    from rhetoric.learning.train import rare_labels

    for label, count in rare_labels(labelled).items():
        tell(f"label {label!r} left out: too few quotations have it ({count})")


@contextmanager
def _progress() -> Iterator[Callable[[int, int], object]]:
    """Show on stderr how far it is: a bar where a person sees it, else a line a tenth."""
    if not sys.stderr.isatty():
        yield _tell_tenth
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("training", total=None)
        yield lambda done, steps: bar.update(task, completed=done, total=steps)


def _tell_tenth(done: int, steps: int) -> None:
    if done * 10 // steps > (done - 1) * 10 // steps:
        tell(f"training: {done} of {steps} steps done")
