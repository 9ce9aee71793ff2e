"""The evaluation as one self-contained HTML page, with its curves as inline SVG."""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from rhetoric.evaluation.compare import Comparison
from rhetoric.evaluation.mistakes import Mistake
from rhetoric.evaluation.results import Evaluation
from rhetoric.labelling.samples import source_text
from rhetoric.report.filling import fill, write_text
from rhetoric.report.reasons import StyledText, weighed

_RECALLS = tuple(round(0.1 * i, 1) for i in range(1, 11))


def write_page(path: Path, evaluation: Evaluation, comparison: Comparison | None = None) -> None:
    """Write the page.

    Parameters
    ----------
    path : pathlib.Path
        An HTML file; it needs no other file and runs no script.
    evaluation : Evaluation
        What was measured.
    comparison : Comparison, optional
        With another model, to be shown too.

    Raises
    ------
    InputError
        When the file cannot be written.
    """
    html = fill(
        "evaluation.html",
        title=f"How good {evaluation.name} is",
        version=version("rhetoric"),
        script="",
        evaluation=evaluation,
        comparison=comparison,
        mistakes=[(mistake, *highlighted(mistake)) for mistake in evaluation.mistakes],
        reached={
            curves.label: [(r, precision_at(curves.precision_recall, r)) for r in _RECALLS]
            for curves in evaluation.curves
        },
    )
    write_text(path, html)


def highlighted(mistake: Mistake) -> tuple[tuple[StyledText, ...], tuple[StyledText, ...]]:
    """Return the quotation and its carrier in pieces, marked by what they add to the score."""
    words, carrier = (
        weighed(source_text(mistake.sample, source), mistake.evidence, source)
        for source in ("text", "context")
    )
    return words, carrier


def precision_at(curve: Sequence[tuple[float, float]], recall: float) -> float:
    """Return the best precision at which at least this recall is reached.

    >>> precision_at([(0.5, 1.0), (1.0, 0.8)], 0.6)
    0.8
    """
    return max(precision for reached, precision in curve if reached >= recall - 1e-9)
