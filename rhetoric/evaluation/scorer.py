"""The figures of predictions for any weights of the quotations, and the weights of resamples.

Figures are sums with weights, so that a resample is the same computation as the data itself with
other weights. scikit-learn's functions would sort a thousand times over; for the data itself the
figures agree with theirs.
"""

from collections.abc import Iterator

import numpy as np

from rhetoric.evaluation.predictions import Floats, Labelling, Numbers, Predictions

DRAWS = 1000
METRICS = ("precision", "recall", "f1", "average_precision", "brier")
# the share of resamples that must hold a label: one on two quotations is missing from every eighth,
# and what the others say of it hardly varies
_ENOUGH = 0.9


class Scorer:
    """Computes the figures of some predictions for any weights of the quotations.

    What does not depend on the weights, above all the ranking, is computed once.
    """

    def __init__(self, predictions: Predictions) -> None:
        gold, given = predictions.gold, predictions.given
        squared = np.square(predictions.probabilities - gold)
        calibration = np.ones(gold.shape) if predictions.weights is None else predictions.weights
        summed = [gold & given, given, gold, squared * calibration, calibration]
        self._summed = np.stack([values.astype(np.float64) for values in summed])
        unlabelled = predictions.unlabelled
        self._kept = np.stack([unlabelled & ~given.any(axis=1), unlabelled]).astype(np.float64)
        self._rankings = [
            ranking(p, g) for p, g in zip(predictions.probabilities.T, gold.T, strict=True)
        ]

    def figures(self, weights: Floats) -> Floats:
        """Return the figures of each label, shape (labels, len(METRICS)); nan where undefined."""
        # einsum, since "@" starts threads that a busy machine keeps waiting, a thousand times over
        hits, given, gold, squared, calibration = np.einsum("i,kij->kj", weights, self._summed)
        precision = np.divide(hits, given, out=np.zeros_like(hits), where=given > 0)
        found = [
            np.where(gold > 0, precision, np.nan),
            _ratio(hits, gold),
            np.where(gold > 0, _ratio(2 * hits, given + gold), np.nan),
            np.array([_average_precision(*ranked, weights) for ranked in self._rankings]),
            squared / calibration,
        ]
        return np.stack(found, axis=1)

    def none_kept(self, weights: Floats) -> float:
        """Return the share of quotations without a label that are given none."""
        kept, unlabelled = np.einsum("i,ki->k", weights, self._kept)
        return float(kept / unlabelled) if unlabelled else float("nan")


def resamples(groups: Numbers, draws: int, seed: int) -> Iterator[Floats]:
    """Yield, for each resample, how often each quotation is in it, drawing whole groups."""
    rng = np.random.default_rng(seed)
    count = int(groups.max()) + 1
    for _ in range(draws):
        drawn = np.bincount(rng.integers(0, count, count), minlength=count)
        yield drawn[groups].astype(np.float64)


def interval(drawn: Floats) -> tuple[Floats, Floats]:
    """Return the ends of the middle 95% along the first axis; nan where too few are defined."""
    known = np.mean(~np.isnan(drawn), axis=0) >= _ENOUGH
    low, high = np.nanquantile(np.where(known, drawn, 0.0), [0.025, 0.975], axis=0)
    return np.where(known, low, np.nan), np.where(known, high, np.nan)


def mean_of_labels(figures: Floats) -> Floats:
    """Return the mean over the labels for which a figure is defined; nan where it is for none.

    Of many rare labels nearly every resample lacks one.

    Parameters
    ----------
    figures : array, shape (labels, figures)
    """
    defined = ~np.isnan(figures)
    return _ratio(np.where(defined, figures, 0.0).sum(axis=0), defined.sum(axis=0, dtype=float))


def _ratio(part: Floats, whole: Floats) -> Floats:
    """Divide; nan where there is nothing to divide by."""
    undefined = np.full_like(whole, np.nan)
    return np.asarray(np.divide(part, whole, out=undefined, where=whole > 0))


def ranking(probabilities: Floats, gold: Labelling) -> tuple[Numbers, Floats, Numbers]:
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
    return float(np.sum(np.diff(hits, prepend=0) * precision) / hits[-1])
