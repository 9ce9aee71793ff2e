"""The figures of predictions for any weights of the quotations, and the weights of resamples.

Intervals are 95%, by the Bayesian bootstrap (Rubin, "The Bayesian Bootstrap", Annals of Statistics
1981): each resample weighs quotations at random, whole groups alike, since quotations of one
article are alike, and intervals that take them for independent come out too narrow. To it is added
half a quotation of each outcome, of each label: seven of seven right do not show that all are.
For precision, recall and F1 of single quotations this is the posterior of Goutte and Gaussier ("A
Probabilistic Interpretation of Precision, Recall and F-Score", ECIR 2005) under Jeffreys' prior,
which Brown, Cai and DasGupta ("Interval Estimation for a Binomial Proportion", 2001) recommend.
"""

from collections.abc import Iterator

import numpy as np
from scipy.stats import rankdata

from rhetoric.arrays import Floats, Integers
from rhetoric.evaluation.predictions import Predictions

# what intervals need, by Efron and Tibshirani, "An Introduction to the Bootstrap" (1993)
DRAWS = 1000
METRICS = ("precision", "recall", "f1", "average_precision", "brier")
_HALF = 0.5


class WeightedFigures:
    """Computes the figures of some predictions for any weights of the quotations.

    Figures are sums with weights, so that a resample is the same computation as the data with
    other weights. What does not depend on the weights, above all the ranking, is computed once:
    scikit-learn's functions, with which the figures of the data agree, would sort at every draw.

    Parameters
    ----------
    predictions : Predictions
        The labels and probabilities that all figures are of.
    """

    def __init__(self, predictions: Predictions) -> None:
        gold, given, said = predictions.gold, predictions.given, predictions.probabilities
        squared = np.square(said - gold)
        calibration = np.ones(gold.shape) if predictions.weights is None else predictions.weights
        summed = [gold & given, given, gold, squared * calibration, calibration]
        self._summed = np.stack([values.astype(np.float64) for values in summed])
        self._gold = np.vstack([gold, np.repeat([[0], [0], [1], [1]], gold.shape[1], axis=1)])
        # the added halves rank in the middle of what is given the label, and of what is not
        self._places = np.stack(
            [
                _places(p, [_middle(p[~g], 0.0), _middle(p[g], 1.0)])
                for p, g in zip(said.T, given.T, strict=True)
            ]
        )

    def figures(self, weights: Floats, added: Floats | None = None) -> Floats:
        """Return the figures of each label, shape (labels, len(METRICS)).

        Parameters
        ----------
        weights : array, shape (quotations,)
            How often each quotation was drawn.
        added : array, shape (2, 2, labels), optional
            The weight of further quotations by whether they have the label and are given it.
        """
        if added is None:
            added = np.zeros((2, 2, len(self._places)))
        # einsum, since "@" starts threads that a busy machine keeps waiting, a thousand times over
        hits, given, gold, squared, calibration = np.einsum("i,kij->kj", weights, self._summed)
        hits, given, gold = hits + added[1, 1], given + added[:, 1].sum(0), gold + added[1].sum(0)
        ranked = np.concatenate([np.repeat(weights[:, None], gold.size, 1), added.reshape(4, -1)])
        found = [
            _ratio(hits, given),
            _ratio(hits, gold),
            _ratio(2 * hits, given + gold),
            np.array(list(map(_average_precision, self._places, self._gold.T, ranked.T))),
            squared / calibration,
        ]
        return np.stack(found, axis=1)


def resamples(groups: Integers, labels: int, draws: int = DRAWS) -> Iterator[tuple[Floats, Floats]]:
    """Yield, for each resample, the weights of the quotations and those of the added ones.

    The latter are those of a pair of models, shape (2, 2, 2, labels): by whether the quotation has
    the label, is given it by the first, and by the second. Summed over one of the models, they are
    the halves of the other.

    Parameters
    ----------
    groups : array of int, shape (quotations,)
        The number of each quotation's group; a group is drawn whole.
    labels, draws : int
        How many labels, and how many resamples.
    """
    rng = np.random.default_rng(0)
    for _ in range(draws):
        drawn = rng.exponential(size=int(groups.max()) + 1)
        yield drawn[groups], rng.gamma(_HALF / 2, size=(2, 2, 2, labels))


def shifted(value: Floats, drawn: Floats) -> tuple[Floats, Floats]:
    """Return the draws as they are and as they lie around the value, the lower and the upper.

    What is added pulls figures of few quotations towards the middle, and their mean over many
    labels away from what was found: an interval has to hold both.

    Parameters
    ----------
    value : array
        What was found.
    drawn : array
        The same of each resample, along the first axis.
    """
    shift = value - drawn.mean(axis=0)
    return drawn + np.minimum(shift, 0), drawn + np.maximum(shift, 0)


def interval(value: Floats, drawn: Floats, least: float = 0.0) -> tuple[Floats, Floats]:
    """Return the ends of the middle 95% of draws, between ``least`` and 1."""
    below, above = shifted(value, drawn)
    low, high = np.quantile(below, 0.025, axis=0), np.quantile(above, 0.975, axis=0)
    return np.clip(low, least, 1), np.clip(high, least, 1)


def _ratio(part: Floats, whole: Floats) -> Floats:
    """Divide; 0 where there is nothing to divide by."""
    return np.asarray(np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0))


def _middle(probabilities: Floats, otherwise: float) -> float:
    return float(np.median(probabilities)) if probabilities.size else otherwise


def _places(probabilities: Floats, pair: list[float]) -> Integers:
    """Return the place of each quotation, 0 for the most probable; likewise of the added ones."""
    ranks = rankdata(-np.concatenate([probabilities, pair, pair]), method="dense")
    return np.asarray(ranks, dtype=np.int64) - 1


def _average_precision(places: Integers, gold: Floats, weights: Floats) -> float:
    hits, given = np.bincount(places, weights * gold), np.bincount(places, weights)
    precision = _ratio(np.cumsum(hits), np.cumsum(given))
    return float(np.sum(hits * precision) / (hits.sum() or 1.0))
