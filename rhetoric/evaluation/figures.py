"""Precision, recall, F1, average precision, Brier score and calibration error, with intervals."""

from dataclasses import dataclass

import numpy as np

from rhetoric.arrays import Floats
from rhetoric.evaluation.curves import calibration_error
from rhetoric.evaluation.predictions import Predictions
from rhetoric.evaluation.resampling import DRAWS, METRICS, WeightedFigures, interval, resamples


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and its 95% interval.

    Attributes
    ----------
    value : float
        On the data itself.
    low, high : float
        The ends of the interval.
    """

    value: float
    low: float
    high: float

    def ends(self, form: str, between: str = " to ") -> str:
        """Return the interval as it is shown.

        >>> Figure(0.5, 0.25, 0.75).ends(".2f")
        '0.25 to 0.75'
        """
        return f"{self.low:{form}}{between}{self.high:{form}}"


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


@dataclass(frozen=True, slots=True)
class LabelFigures:
    """The figures of one label.

    Attributes
    ----------
    label : str
        Its name.
    support : int
        Quotations that have the label.
    given : int
        Quotations that the model gives it to.
    threshold : float
        The probability from which on it was given.
    figures : Figures
        Precision, recall, F1 and what else is measured, each with its interval.
    """

    label: str
    support: int
    given: int
    threshold: float
    figures: Figures


@dataclass(frozen=True, slots=True)
class Measured:
    """All figures of a model.

    Attributes
    ----------
    labels : tuple of LabelFigures
        Those of each label.
    macro : Figures
        The mean over the labels.
    none_kept : Figure or None
        Share of the quotations without a label that are given none; None where all have one.
    """

    labels: tuple[LabelFigures, ...]
    macro: Figures
    none_kept: Figure | None


def measure(predictions: Predictions, draws: int = DRAWS) -> Measured:
    """Return every figure with its interval, the same each time.

    Parameters
    ----------
    predictions : Predictions
        Of one model.
    draws : int
        Resamples that the intervals are read from.
    """
    whole = predictions.with_none()
    weighted = WeightedFigures(whole)
    value = _with_mean(weighted.figures(np.ones(len(whole.gold))))
    drawn = [
        _with_mean(weighted.figures(weights, added.sum(axis=2)))
        for weights, added in resamples(whole.groups, len(whole.labels), draws)
    ]
    low, high = interval(value, np.array(drawn))
    *labels, none, macro = (
        {metric: Figure(*map(float, row[i])) for i, metric in enumerate(METRICS)}
        for row in np.stack([value, low, high], axis=-1)
    )
    errors = [calibration_error(predictions, column) for column in range(len(labels))]
    rows = zip(
        predictions.labels,
        predictions.gold.sum(axis=0).tolist(),
        predictions.given.sum(axis=0).tolist(),
        predictions.thresholds.tolist(),
        [Figures(**f, calibration_error=e) for f, e in zip(labels, errors, strict=True)],
        strict=True,
    )
    return Measured(
        tuple(LabelFigures(*row) for row in rows),
        Figures(**macro, calibration_error=float(np.mean(errors))),
        none["recall"] if predictions.unlabelled.any() else None,
    )


def _with_mean(figures: Floats) -> Floats:
    """Add the mean over the labels; the row before it is that of no label at all."""
    return np.vstack([figures, figures[:-1].mean(axis=0)])
