"""From scores on held-out folds to probabilities, thresholds and bands of doubt, label by label."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_recall_curve

from rhetoric.arrays import Booleans, Floats, Integers

# quotations with a label from which on its scores tell a slope; a convention of ours, not measured
_FEWEST_FOR_SIGMOID = 20
# beyond its band, a label that is given is right, and one that is due is given, this often; a
# convention
_SURE = 0.9
# F1 that tells no two thresholds apart. Of 0 to 0.03 it gave the best F1 on real statements by
# thresholds that other documents chose: 0.748, and 0.743 with 0
_AS_GOOD = 0.02


@dataclass(frozen=True, slots=True)
class Calibration:
    """What held-out scores tell of each label.

    Attributes
    ----------
    slope, offset : array, shape (labels,)
        Of the sigmoid that makes a probability of a score.
    thresholds : array, shape (labels,)
        From which on a label is given.
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
    held_out = expit(scores * slope + offset)
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

    Examples
    --------
    >>> calibrations_of(["blame"], np.ones((20, 1), dtype=bool))
    "Platt's sigmoid: blame"
    """
    ways: dict[str, list[str]] = {}
    for name, count in zip(names, gold.sum(axis=0), strict=True):
        few = count < _FEWEST_FOR_SIGMOID
        alone = f"offset alone (fewer than {_FEWEST_FOR_SIGMOID} quotations)"
        way = alone if few else "Platt's sigmoid"
        ways.setdefault(way, []).append(name)
    return "; ".join(f"{way}: {', '.join(of)}" for way, of in ways.items())


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
    # of a label that no sample has, any share will do: no weight depends on it
    share = np.maximum((gold * weights).sum(axis=0) / weights.sum(axis=0), np.finfo(float).tiny)
    return np.asarray(weights * np.where(gold, prevalence / share, (1 - prevalence) / (1 - share)))


def fit_sigmoid(scores: Floats, gold: Booleans, weights: Floats) -> tuple[float, float]:
    """Fit Platt's sigmoid to the held-out scores of one label; return its slope and offset.

    With few positives the slope stays 1 and only the offset is fitted: they cannot tell a slope.

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
    if gold.sum() < _FEWEST_FOR_SIGMOID:
        return 1.0, _offset(scores, gold, weights)
    # as good as no penalty: Platt's sigmoid has none
    sigmoid = LogisticRegression(C=1e6, max_iter=500)
    sigmoid.fit(scores[:, None], gold, sample_weight=weights)
    return float(sigmoid.coef_[0, 0]), float(sigmoid.intercept_[0])


def _offset(scores: Floats, gold: Booleans, weights: Floats) -> float:
    """Return the shift with which the expected positives are as many as the observed."""
    expected = weights @ gold
    # at 60 a probability is 0 or 1 to the last digit of a double
    ends = -60.0 - scores.max(), 60.0 - scores.min()
    return float(brentq(lambda shift: weights @ expit(scores + shift) - expected, *ends))


def best_threshold(probabilities: Floats, gold: Booleans, weights: Floats) -> float:
    """Return the probability that, as a threshold, gives the best weighted F1.

    Where many do nearly as well it is the one in their middle: the very best among them is best by
    chance, and others are on other documents.

    Parameters
    ----------
    probabilities, weights : array, shape (samples,)
        That each sample has the label, and how much it counts.
    gold : array of bool, shape (samples,)
        Whether each sample has the label.
    """
    precision, recall, said = precision_recall_curve(gold, probabilities, sample_weight=weights)
    f1 = 2 * precision * recall / np.maximum(precision + recall, np.finfo(float).tiny)
    between = (said + np.concatenate([[0.0], said[:-1]])) / 2
    return float(np.median(between[f1[:-1] >= f1.max() - _AS_GOOD]))


def band_of(
    probabilities: Floats, gold: Booleans, weights: Floats, threshold: float
) -> tuple[float, float]:
    """Return the probabilities between which a label is in doubt, around its threshold.

    From the upper end on, nine in ten quotations have the label; below the lower one lies at most
    one in ten of those that have it.

    Parameters
    ----------
    probabilities, gold, weights : array, shape (samples,)
        As in `best_threshold`.
    threshold : float
        From which on the label is given.
    """
    precision, recall, said = precision_recall_curve(gold, probabilities, sample_weight=weights)
    high = said[precision[:-1] >= _SURE].min(initial=1.0)
    low = said[recall[:-1] >= _SURE].max()
    return min(float(low), threshold), max(float(high), threshold)


def held_out_decisions(
    probabilities: Floats, gold: Booleans, weights: Floats, folds: Sequence[Integers]
) -> Booleans:
    """Return whether each quotation is given each label, by thresholds that never saw its fold.

    Parameters
    ----------
    probabilities : array, shape (samples, labels)
        Of each label.
    gold, weights, folds
        As in `calibrate`.
    """
    given = np.zeros(gold.shape, dtype=bool)
    for rows in folds:
        others = np.setdiff1d(np.arange(len(gold)), rows)
        for i in range(gold.shape[1]):
            least = best_threshold(probabilities[others, i], gold[others, i], weights[others, i])
            given[rows, i] = probabilities[rows, i] >= least
    return given
