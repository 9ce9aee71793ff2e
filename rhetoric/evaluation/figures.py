"""Precision, recall, F1, average precision, Brier score and calibration error, with intervals.

Intervals are 95% by the percentile bootstrap (Efron and Tibshirani, "An Introduction to the
Bootstrap", 1993), which draws whole groups where groups are given: quotations of one article are
alike, and intervals that take them for independent come out too narrow. The figures are sums with
weights, so that a resample is the same computation as the data itself with other weights; those
of the data agree with scikit-learn's functions.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rhetoric.evaluation.curves import calibration_error
from rhetoric.evaluation.predictions import Floats, Labelling, Numbers, Predictions

DRAWS = 1000
METRICS = ("precision", "recall", "f1", "average_precision", "brier")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and its 95% interval."""

    value: float
    low: float
    high: float

    def to_dict(self) -> dict[str, float]:
        """Return ``{"value", "low", "high"}``, rounded to four places."""
        return {name: round(getattr(self, name), 4) for name in ("value", "low", "high")}


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


class Scorer:
    """Computes the figures of some predictions for any weights of the quotations.

    What does not depend on the weights, above all the ranking, is computed once.
    """

    def __init__(self, predictions: Predictions) -> None:
        gold, given = predictions.gold, predictions.given
        self._hits = (gold & given).astype(np.float64)
        self._given = given.astype(np.float64)
        self._gold = gold.astype(np.float64)
        self._squared = np.square(predictions.probabilities - gold)
        self._calibration = (
            np.ones(gold.shape) if predictions.weights is None else predictions.weights
        )
        self._rankings = [
            _ranking(p, g) for p, g in zip(predictions.probabilities.T, gold.T, strict=True)
        ]
        self._unlabelled = predictions.unlabelled.astype(np.float64)
        self._kept = self._unlabelled * ~given.any(axis=1)

    def figures(self, weights: Floats) -> Floats:
        """Return the figures of each label, shape (labels, len(METRICS)); nan where undefined."""
        hits, given, gold = weights @ self._hits, weights @ self._given, weights @ self._gold
        calibration = weights[:, None] * self._calibration
        found = [
            np.divide(hits, given, out=np.zeros_like(hits), where=given > 0),
            _ratio(hits, gold),
            np.where(gold > 0, _ratio(2 * hits, given + gold), np.nan),
            np.array([_average_precision(*ranking, weights) for ranking in self._rankings]),
            (calibration * self._squared).sum(axis=0) / calibration.sum(axis=0),
        ]
        return np.stack(found, axis=1)

    def none_kept(self, weights: Floats) -> float:
        """Return the share of quotations without a label that are given none."""
        unlabelled = weights @ self._unlabelled
        return float(weights @ self._kept / unlabelled) if unlabelled else float("nan")


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
    cells = [
        {
            metric: Figure(float(value[i, j]), float(low[i, j]), float(high[i, j]))
            for j, metric in enumerate(METRICS)
        }
        for i in range(len(value))
    ]
    rows = [
        Figures(**cell, calibration_error=error)
        for cell, error in zip(cells, [*errors, float(np.mean(errors))], strict=True)
    ]
    none_kept = None
    if predictions.unlabelled.any():
        ends = interval(np.array(kept))
        none_kept = Figure(scorer.none_kept(ones), float(ends[0]), float(ends[1]))
    return Measured(_label_figures(predictions, rows), rows[-1], none_kept)


def resamples(groups: Numbers, draws: int, seed: int) -> Iterator[Floats]:
    """Yield, for each resample, how often each quotation is in it, drawing whole groups."""
    rng = np.random.default_rng(seed)
    count = int(groups.max()) + 1
    for _ in range(draws):
        drawn = np.bincount(rng.integers(0, count, count), minlength=count)
        yield drawn[groups].astype(np.float64)


def interval(drawn: Floats) -> tuple[Floats, Floats]:
    """Return the ends of the middle 95% along the first axis, without undefined values."""
    low, high = np.nanquantile(drawn, [0.025, 0.975], axis=0)
    return low, high


def _label_figures(predictions: Predictions, rows: list[Figures]) -> tuple[LabelFigures, ...]:
    support = predictions.gold.sum(axis=0)
    given = predictions.given.sum(axis=0)
    return tuple(
        LabelFigures(label, int(support[i]), int(given[i]), float(predictions.thresholds[i]), row)
        for i, (label, row) in enumerate(zip(predictions.labels, rows, strict=False))
    )


def _with_mean(figures: Floats) -> Floats:
    return np.vstack([figures, figures.mean(axis=0)])


def _ratio(part: Floats, whole: Floats) -> Floats:
    """Divide; nan where there is nothing to divide by."""
    undefined = np.full_like(whole, np.nan)
    return np.asarray(np.divide(part, whole, out=undefined, where=whole > 0))


def _ranking(probabilities: Floats, gold: Labelling) -> tuple[Numbers, Floats, Numbers]:
    """Return the order from the most probable on, its gold, and the last place of each tie."""
    order = np.argsort(-probabilities, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(probabilities[order])), len(order) - 1)
    return order, gold[order].astype(np.float64), ends


def _average_precision(order: Numbers, gold: Floats, ends: Numbers, weights: Floats) -> float:
    ranked = weights[order]
    hits = np.cumsum(ranked * gold)[ends]
    given = np.cumsum(ranked)[ends]
    if not hits[-1]:
        return float("nan")
    precision = np.divide(hits, given, out=np.zeros_like(hits), where=given > 0)
    return float(np.diff(hits, prepend=0) @ precision / hits[-1])
