"""The evaluation as tables on a terminal."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

from rhetoric.errors import printable
from rhetoric.evaluation.compare import Comparison
from rhetoric.evaluation.curves import ThresholdRow
from rhetoric.evaluation.figures import Figure, Figures
from rhetoric.evaluation.mistakes import Mistake
from rhetoric.evaluation.results import Evaluation
from rhetoric.writers.terminal import console, shortened

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_LONGEST = 200


def print_evaluation(
    evaluation: Evaluation, out: TextIO, comparison: Comparison | None = None
) -> None:
    """Print figures, thresholds, the worst mistakes and how the model compares.

    Parameters
    ----------
    evaluation : Evaluation
        What was measured.
    out : text stream
        Where the tables are printed.
    comparison : Comparison, optional
        With another model, to be printed too.
    """
    with console(out) as page:
        _print(evaluation, comparison, page)


def _print(evaluation: Evaluation, comparison: Comparison | None, page: "Console") -> None:
    page.print(printable(_heading(evaluation)), style="bold")
    page.print(_figures(evaluation))
    none_kept = evaluation.measured.none_kept
    if none_kept:
        count = int(evaluation.predictions.unlabelled.sum())
        page.print(f"Of {count:,} quotations without a label, {_share(none_kept)} stay so.")
    for note in evaluation.notes:
        page.print(printable(note))
    if comparison:
        _print_comparison(comparison, page)
    page.print("\nBy threshold, mean over the labels", style="bold")
    page.print(_thresholds(evaluation.thresholds["macro"]))
    if evaluation.mistakes:
        page.print("The most confident mistakes", style="bold")
        page.print(_mistakes(evaluation.mistakes))


def _heading(evaluation: Evaluation) -> str:
    count = evaluation.quotations
    heading = f"{evaluation.name} on {count:,} quotation{'s' if count > 1 else ''}"
    if evaluation.predictions.grouped:
        heading += f" in {evaluation.predictions.group_count:,} groups"
    return heading


def _share(figure: Figure) -> str:
    return f"{figure.value:.0%} ({figure.ends('.0%')})"


def _table(first: str, numbers: Iterable[str]) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column(first, overflow="fold")
    for name in numbers:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _figures(evaluation: Evaluation) -> "Table":
    names = ("Support", "Prec.", "Recall", "F1", "95%", "AP", "Brier", "ECE")
    table = _table("Label", names)
    for row in evaluation.measured.labels:
        table.add_row(printable(row.label), f"{row.support:,}", *_cells(row.figures))
    table.add_section()
    table.add_row("macro", "", *_cells(evaluation.measured.macro))
    return table


def _cells(figures: Figures) -> list[str]:
    return [
        f"{figures.precision.value:.2f}",
        f"{figures.recall.value:.2f}",
        f"{figures.f1.value:.2f}",
        figures.f1.ends(".2f", "–"),
        f"{figures.average_precision.value:.2f}",
        f"{figures.brier.value:.3f}",
        f"{figures.calibration_error:.3f}",
    ]


def _thresholds(rows: Iterable[ThresholdRow]) -> "Table":
    table = _table("Threshold", ("Precision", "Recall", "F1", "Labelled"))
    for row in rows:
        shown = "the model's own" if row.own else f"{row.threshold}"
        values = (f"{value:.2f}" for value in (row.precision, row.recall, row.f1))
        table.add_row(shown, *values, f"{row.share:.0%}", style="bold" if row.own else None)
    return table


def _mistakes(mistakes: Iterable[Mistake]) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, expand=True)
    table.add_column("Record", justify="right")
    table.add_column("Mistake", no_wrap=True)
    table.add_column("Quotation", overflow="fold", ratio=5)
    table.add_column("Led there by", overflow="fold", ratio=3)
    for mistake in mistakes:
        what = "missed" if mistake.missed else "wrongly given"
        table.add_row(
            str(mistake.record),
            f"{what}\n{printable(mistake.label)} {mistake.probability:.2f}",
            printable(shortened(mistake.sample.text, _LONGEST)),
            printable(_led_by(mistake)),
        )
    return table


def _led_by(mistake: Mistake) -> str:
    if not mistake.evidence:
        return "cannot be told"
    return ", ".join(e.text for e in mistake.top) or "too little for it"


def _print_comparison(comparison: Comparison, page: "Console") -> None:
    page.print(f"\n{comparison.sentence}", style="bold")
    table = _table("Figure", (comparison.a, comparison.b, "Difference", "95%", "p"))
    for d in comparison.differences:
        table.add_row(
            f"{printable(d.label)} {'F1' if d.metric == 'f1' else 'AP'}",
            f"{d.a:.3f}",
            f"{d.b:.3f}",
            f"{d.difference.value:+.3f}",
            d.difference.ends("+.3f"),
            f"{d.p:.3f}",
        )
    page.print(table)
