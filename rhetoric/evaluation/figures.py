"""Precision, recall, F1, average precision, Brier score and calibration error, with intervals.

Intervals are 95% by the percentile bootstrap (Efron and Tibshirani, "An Introduction to the
Bootstrap", 1993), which draws whole groups where groups are given: quotations of one article are
alike, and intervals that take them for independent come out too narrow. Where fewer than
nine in ten resamples hold a label, its interval is not known.
"""

from dataclasses import dataclass

import numpy as np

from rhetoric.evaluation.curves import calibration_error
from rhetoric.evaluation.predictions import Floats, Predictions
from rhetoric.evaluation.scorer import (
    DRAWS,
    METRICS,
    Scorer,
    interval,
    mean_of_labels,
    resamples,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and its 95% interval.

    Attributes
    ----------
    value : float
    low, high : float or None
        The ends of the interval; None where it is not known.
    """

    value: float
    low: float | None
    high: float | None

    def ends(self, form: str, between: str = " to ") -> str:
        """Return the interval as it is shown.

        >>> Figure(0.5, 0.25, 0.75).ends(".2f"), Figure(1.0, None, None).ends(".2f")
        ('0.25 to 0.75', '–')
        """
        if self.low is None or self.high is None:
            return "–"
        return f"{self.low:{form}}{between}{self.high:{form}}"

    def to_dict(self) -> dict[str, float | None]:
        """Return ``{"value", "low", "high"}``, rounded to four places."""
        cells = {"value": self.value, "low": self.low, "high": self.high}
        return {name: None if cell is None else round(cell, 4) for name, cell in cells.items()}


def figure_of(value: float, low: float, high: float) -> Figure:
    """Return a figure of what `interval` found, which is nan where it is not known."""
    if np.isnan(low) or np.isnan(high):
        return Figure(float(value), None, None)
    return Figure(float(value), float(low), float(high))


@dataclass(frozen=True, slots=True)
class Figures:
    """How good a label's predictions are, or the mean over the labels.

    Attributes
    ----------
    precision, recall, f1 : Figure
        At the model's threshold; 0 where nothing is labelled.
    average_precision : Figure
        Over all thresholds.
    brier : Figure
        Mean squared difference of probability and truth.
    calibration_error : float
        Mean difference of expected and observed share, as `curves.calibration_error`. It has no
        interval: resampling adds noise to every bin, which this figure counts as error.
    """

    precision: Figure
    recall: Figure
    f1: Figure
    average_precision: Figure
    brier: Figure
    calibration_error: float

    def to_dict(self) -> dict[str, object]:
        """Return the figures by name."""
        shown: dict[str, object] = {name: getattr(self, name).to_dict() for name in METRICS}
        return shown | {"calibration_error": round(self.calibration_error, 4)}


@dataclass(frozen=True, slots=True)
class LabelFigures:
    """The figures of one label.

    Attributes
    ----------
    label : str
    support : int
        Quotations that have the label.
    given : int
        Quotations that the model gives it to.
    threshold : float
    figures : Figures
    """

    label: str
    support: int
    given: int
    threshold: float
    figures: Figures

    def to_dict(self) -> dict[str, object]:
        """Return the counts and figures by name."""
        return {
            "label": self.label,
            "support": self.support,
            "given": self.given,
            "threshold": round(self.threshold, 4),
            **self.figures.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Measured:
    """All figures of a model.

    Attributes
    ----------
    labels : tuple of LabelFigures
    macro : Figures
        The mean over the labels.
    none_kept : Figure or None
        Share of the quotations without a label that are given none; None where all have one.
    """

    labels: tuple[LabelFigures, ...]
    macro: Figures
    none_kept: Figure | None


def measure(predictions: Predictions, draws: int = DRAWS, seed: int = 0) -> Measured:
    """Return every figure with its interval.

    Parameters
    ----------
    predictions : Predictions
    draws : int
        Resamples that the intervals are read from.
    seed : int
        The same seed gives the same intervals.
    """
    scorer = Scorer(predictions)
    ones = np.ones(len(predictions.gold))
    value = _with_mean(scorer.figures(ones))
    drawn, kept = [], []
    for weights in resamples(predictions.groups, draws, seed):
        drawn.append(_with_mean(scorer.figures(weights)))
        kept.append(scorer.none_kept(weights))
    low, high = interval(np.array(drawn))
    errors = [calibration_error(predictions, column) for column in range(len(predictions.labels))]
    rows = [
        _figures(*cells)
        for cells in zip(value, low, high, [*errors, float(np.mean(errors))], strict=True)
    ]
    none_kept = None
    if predictions.unlabelled.any():
        ends = interval(np.array(kept))
        none_kept = figure_of(scorer.none_kept(ones), float(ends[0]), float(ends[1]))
    return Measured(_label_figures(predictions, rows[:-1]), rows[-1], none_kept)


def _figures(value: Floats, low: Floats, high: Floats, error: float) -> Figures:
    cells = {metric: figure_of(value[i], low[i], high[i]) for i, metric in enumerate(METRICS)}
    return Figures(**cells, calibration_error=error)


def _label_figures(predictions: Predictions, rows: list[Figures]) -> tuple[LabelFigures, ...]:
    support = predictions.gold.sum(axis=0)
    given = predictions.given.sum(axis=0)
    return tuple(
        LabelFigures(label, int(support[i]), int(given[i]), float(predictions.thresholds[i]), row)
        for i, (label, row) in enumerate(zip(predictions.labels, rows, strict=True))
    )


def _with_mean(figures: Floats) -> Floats:
    return np.vstack([figures, mean_of_labels(figures)])
