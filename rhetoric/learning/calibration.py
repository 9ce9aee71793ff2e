"""From scores on held-out folds to probabilities, thresholds and bands of doubt, label by label."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rhetoric.arrays import Booleans, Floats, Integers

# quotations with a label from which on its scores tell a slope; a convention of ours, not measured
_FEWEST_FOR_SIGMOID = 20
# beyond its band, a label that is given is right, and one that is due is given, this often
_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Calibration:
    """What held-out scores tell of each label.

    Attributes
    ----------
    slope, offset : array, shape (labels,)
        Of the sigmoid that makes a probability of a score.
    thresholds : array, shape (labels,)
    bands : array, shape (labels, 2)
        The probabilities between which a label is in doubt.
    held_out : array, shape (samples, labels)
        Probabilities of the samples.
    decided : array of bool, shape (samples, labels)
        The labels of each sample by thresholds from the other folds.
    """

    slope: Floats
    offset: Floats
    thresholds: Floats
    bands: Floats
    held_out: Floats
    decided: Booleans


def calibrate(
    scores: Floats, gold: Booleans, weights: Floats, folds: Sequence[Integers]
) -> Calibration:
    """Learn probabilities, thresholds and bands of doubt from held-out scores.

    Parameters
    ----------
    scores, weights : array, shape (samples, labels)
        What folds that did not hold a sample say of it, and how much it counts.
    gold : array of bool, shape (samples, labels)
        Which labels each sample has.
    folds : sequence of array of int
        The rows of each fold.
    """
    sigmoids = [fit_sigmoid(*of) for of in zip(scores.T, gold.T, weights.T, strict=True)]
    slope, offset = np.array(sigmoids).T
    held_out = 1 / (1 + np.exp(-(scores * slope + offset)))
    columns = list(zip(held_out.T, gold.T, weights.T, strict=True))
    thresholds = np.array([best_threshold(*of) for of in columns])
    bands = np.array([band_of(*of, least) for of, least in zip(columns, thresholds, strict=True)])
    decided = held_out_decisions(held_out, gold, weights, folds)
    return Calibration(slope, offset, thresholds, bands, held_out, decided)


def calibrations_of(names: Sequence[str], gold: Booleans) -> str:
    """Say in one line how the scores of each label are calibrated.

    Parameters
    ----------
    names : sequence of str
        The labels.
    gold : array of bool, shape (samples, labels)
        Which of them each sample has.
    """
    ways: dict[str, list[str]] = {}
    for name, column in zip(names, gold.T, strict=True):
        ways.setdefault(calibration_of(column), []).append(name)
    return "; ".join(f"{how}: {', '.join(of)}" for how, of in ways.items())


def prevalence_weights(
    gold: Booleans, prevalence: float | None, known: Booleans | None = None
) -> Floats:
    """Return weights that bring each label to its expected share, shape of ``gold``.

    Parameters
    ----------
    gold : array of bool, shape (samples, labels)
        Which labels each sample has.
    prevalence : float or None
        The expected share; None leaves the data as it is.
    known : array of bool, shape (samples, labels), optional
        Where nobody said whether a sample has a label, its weight is 0.
    """
    weights = np.ones(gold.shape) if known is None else known.astype(np.float64)
    if prevalence is None:
        return weights
    share = (gold * weights).sum(axis=0) / weights.sum(axis=0)
    return np.asarray(weights * np.where(gold, prevalence / share, (1 - prevalence) / (1 - share)))


def fit_sigmoid(scores: Floats, gold: Booleans, weights: Floats) -> tuple[float, float]:
    """Fit Platt's sigmoid to the held-out scores of one label; return its slope and offset.

    With fewer than 20 positives the slope stays 1 and only the offset is fitted: so few cannot tell
    a slope.

    Parameters
    ----------
    scores, weights : array, shape (samples,)
        What held-out folds say of each sample, and how much it counts.
    gold : array of bool, shape (samples,)
        Whether each sample has the label.

    Notes
    -----
    Platt, "Probabilistic Outputs for Support Vector Machines", 1999.
    """
    from sklearn.linear_model import LogisticRegression

    if gold.sum() < _FEWEST_FOR_SIGMOID:
        return 1.0, _offset(scores, gold, weights)
    # as good as no penalty: Platt's sigmoid has none
    sigmoid = LogisticRegression(C=1e6, max_iter=500)
    sigmoid.fit(scores[:, None], gold, sample_weight=weights)
    return float(sigmoid.coef_[0, 0]), float(sigmoid.intercept_[0])


def calibration_of(gold: Booleans) -> str:
    """Say how the scores of one label are calibrated.

    Parameters
    ----------
    gold : array of bool, shape (samples,)
        Whether each sample has it.
    """
    if gold.sum() < _FEWEST_FOR_SIGMOID:
        return "offset alone (fewer than 20 quotations)"
    return "Platt's sigmoid"


def _offset(scores: Floats, gold: Booleans, weights: Floats) -> float:
    """Return the shift with which the expected positives are as many as the observed."""
    # at 60 a probability is 0 or 1 to the last digit of a double, which 80 halvings reach
    low, high = -60.0, 60.0
    target = float(weights @ gold)
    for _ in range(80):
        middle = (low + high) / 2
        if weights @ (1 / (1 + np.exp(-(scores + middle)))) < target:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def best_threshold(probabilities: Floats, gold: Booleans, weights: Floats) -> float:
    """Return the probability that, as a threshold, gives the best weighted F1.

    Parameters
    ----------
    probabilities, weights : array, shape (samples,)
        That each sample has the label, and how much it counts.
    gold : array of bool, shape (samples,)
        Whether each sample has the label.
    """
    ranked, hits, given = _ranked(probabilities, gold, weights)
    f1 = 2 * hits / (given + hits[-1])
    best = int(np.argmax(f1))
    following = ranked[best + 1] if best + 1 < len(ranked) else 0.0
    return float((ranked[best] + following) / 2)


def band_of(
    probabilities: Floats, gold: Booleans, weights: Floats, threshold: float
) -> tuple[float, float]:
    """Return the probabilities between which a label is in doubt, around its threshold.

    From the upper end on, nine in ten quotations have the label; below the lower one lies at most
    one in ten of those that have it.

    Parameters
    ----------
    probabilities, weights : array, shape (samples,)
        That each sample has the label, and how much it counts.
    gold : array of bool, shape (samples,)
        Whether each sample has the label.
    threshold : float
        From which on the label is given.
    """
    ranked, hits, given = _ranked(probabilities, gold, weights)
    precision = np.divide(hits, given, out=np.zeros_like(hits), where=given > 0)
    sure = np.flatnonzero(precision >= _SURE)
    high = float(ranked[sure[-1]]) if len(sure) else 1.0
    covering = int(np.searchsorted(hits, _SURE * hits[-1]))
    low = float(ranked[min(covering, len(ranked) - 1)])
    return min(low, threshold), max(high, threshold)


def _ranked(
    probabilities: Floats, gold: Booleans, weights: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return each probability once, falling, with the hits and the weight of all from it on.

    Each stands for all quotations that are tied on it, since no threshold parts these.
    """
    order = np.argsort(-probabilities, kind="stable")
    ranked = probabilities[order]
    ends = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1)
    hits, given = np.cumsum(weights[order] * gold[order]), np.cumsum(weights[order])
    return ranked[ends], hits[ends], given[ends]


def held_out_decisions(
    probabilities: Floats, gold: Booleans, weights: Floats, folds: Sequence[Integers]
) -> Booleans:
    """Return whether each quotation is given each label, by thresholds that never saw its fold.

    Parameters
    ----------
    probabilities, weights : array, shape (samples, labels)
        Of each label, and how much the sample counts for it.
    gold : array of bool, shape (samples, labels)
        Which labels each sample has.
    folds : sequence of array of int
        The rows of each fold.
    """
    given = np.zeros(gold.shape, dtype=bool)
    for rows in folds:
        others = np.setdiff1d(np.arange(len(gold)), rows)
        for i in range(gold.shape[1]):
            least = best_threshold(probabilities[others, i], gold[others, i], weights[others, i])
            given[rows, i] = probabilities[rows, i] >= least
    return given
