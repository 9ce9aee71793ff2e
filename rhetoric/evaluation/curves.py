"""The curves of a label: reliability, precision against recall, and figures by threshold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import beta
from sklearn.metrics import precision_recall_curve, precision_recall_fscore_support

from rhetoric.arrays import Booleans, Floats
from rhetoric.evaluation.predictions import Predictions

# a convention: of a hundred quotations, each bin still has ten to tell a share of
BINS = 10
THRESHOLDS = tuple(round(0.1 * i, 1) for i in range(1, 10))
# a plot is some 200 pixels wide: a step for every four of them, a point for every two
_FINE = tuple(round(0.02 * i, 2) for i in range(1, 50))
_POINTS = 120


@dataclass(frozen=True, slots=True)
class Bin:
    """Quotations of like probability.

    Attributes
    ----------
    expected : float
        Their mean probability.
    observed : float
        The share that has the label.
    low, high : float
        95% interval of that share.
    weight : float
        Their share of all quotations.
    """

    expected: float
    observed: float
    low: float
    high: float
    weight: float


@dataclass(frozen=True, slots=True)
class ThresholdRow:
    """Figures at one threshold.

    Attributes
    ----------
    threshold : float or None
        None where every label has the model's own.
    precision, recall, f1 : float
        0 where nothing is labelled.
    share : float
        Share of the quotations that are given the label.
    own : bool
        Whether this is the model's own threshold.
    """

    threshold: float | None
    precision: float
    recall: float
    f1: float
    share: float
    own: bool = False


@dataclass(frozen=True, slots=True)
class Curves:
    """What is plotted of one label.

    Attributes
    ----------
    label : str
        Its name.
    reliability : tuple of Bin
        From the least probable on.
    precision_recall : tuple of (float, float)
        Recall and precision, from the highest threshold down.
    by_threshold : tuple of ThresholdRow
        In small steps.
    """

    label: str
    reliability: tuple[Bin, ...]
    precision_recall: tuple[tuple[float, float], ...]
    by_threshold: tuple[ThresholdRow, ...]


def curves_of(predictions: Predictions) -> tuple[Curves, ...]:
    """Return the curves of every label."""
    return tuple(
        Curves(
            label,
            reliability(predictions, i),
            precision_recall(predictions.probabilities[:, i], predictions.gold[:, i]),
            tuple(_row(predictions, [i], t) for t in _FINE),
        )
        for i, label in enumerate(predictions.labels)
    )


def reliability(predictions: Predictions, column: int) -> tuple[Bin, ...]:
    """Sort the quotations by probability into bins of equal count.

    Bins of equal count keep their error estimable where most probabilities are low (Nixon et al.,
    "Measuring Calibration in Deep Learning", 2019). The interval is Jeffreys'.
    """
    said = predictions.probabilities[:, column]
    gold = predictions.gold[:, column]
    weights = np.ones(len(said)) if predictions.weights is None else predictions.weights[:, column]
    order = np.argsort(said, kind="stable")
    parts = np.array_split(order, min(BINS, len(order)))
    return tuple(_bin(said[rows], gold[rows], weights[rows], weights.sum()) for rows in parts)


def calibration_error(predictions: Predictions, column: int) -> float:
    """Return the expected calibration error: the mean gap of the bins of `reliability`.

    (Naeini, Cooper and Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian
    Binning", AAAI 2015, with bins of equal count.)
    """
    return sum(b.weight * abs(b.expected - b.observed) for b in reliability(predictions, column))


def precision_recall(probabilities: Floats, gold: Booleans) -> tuple[tuple[float, float], ...]:
    """Return recall and precision at falling thresholds, thinned to what a plot can show."""
    precision, recall, _ = precision_recall_curve(gold, probabilities)
    # from the highest threshold down, without the point that scikit-learn adds where none is given
    precision, recall = precision[-2::-1], recall[-2::-1]
    some = np.unique(np.searchsorted(recall, np.linspace(0, 1, _POINTS)))
    return tuple((float(recall[i]), float(precision[i])) for i in some)


def threshold_table(predictions: Predictions) -> dict[str, tuple[ThresholdRow, ...]]:
    """Return figures at 0.1 to 0.9 and at the model's own threshold, by label and as "macro".

    The share of "macro" is that of quotations with any label.
    """
    columns = range(len(predictions.labels))
    tables = {
        label: _rows(predictions, [i], float(predictions.thresholds[i]))
        for i, label in enumerate(predictions.labels)
    }
    return tables | {"macro": _rows(predictions, columns, None)}


def _rows(
    predictions: Predictions, columns: Sequence[int], own: float | None
) -> tuple[ThresholdRow, ...]:
    rows = [_row(predictions, columns, t) for t in THRESHOLDS]
    # as the figures count it: after training, the folds decided, each by thresholds of its own
    rows.append(_counted(predictions, columns, predictions.given, own, own=True))
    return tuple(sorted(rows, key=lambda r: 1 if r.threshold is None else r.threshold))


def _row(predictions: Predictions, columns: Sequence[int], threshold: float) -> ThresholdRow:
    return _counted(predictions, columns, predictions.probabilities >= threshold, threshold)


def _counted(
    predictions: Predictions,
    columns: Sequence[int],
    given: Booleans,
    shown: float | None,
    *,
    own: bool = False,
) -> ThresholdRow:
    figures = [
        precision_recall_fscore_support(gold, one, average="binary", zero_division=0)[:3]
        for gold, one in zip(predictions.gold.T[columns], given.T[columns], strict=True)
    ]
    precision, recall, f1 = map(float, np.mean(figures, axis=0))
    share = float(given[:, columns].any(axis=1).mean())
    return ThresholdRow(shown, precision, recall, f1, share, own)


def _bin(said: Floats, gold: Booleans, weights: Floats, total: float) -> Bin:
    weight = weights.sum()
    observed = float(np.average(gold, weights=weights))
    # the number of equally weighted quotations that would tell as much (Kish, 1965)
    count = weight**2 / np.square(weights).sum()
    low, high = beta.ppf([0.025, 0.975], observed * count + 0.5, (1 - observed) * count + 0.5)
    expected = float(np.average(said, weights=weights))
    return Bin(expected, observed, min(observed, low), max(observed, high), float(weight / total))
