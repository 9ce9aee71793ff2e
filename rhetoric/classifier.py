"""Learns to label quotations: a scikit-learn estimator over the features of `rhetoric.features`.

One logistic regression a label. Scores are calibrated and thresholds chosen on predictions for
folds that were held out; a group of near neighbours never straddles two folds.
"""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, KFold
from sklearn.utils.validation import check_is_fitted

from rhetoric.embedding import Embedding
from rhetoric.errors import TrainingError
from rhetoric.features import Features, Sample
from rhetoric.labelled import FEWEST_POSITIVES
from rhetoric.scoring import LabelModel

Floats: TypeAlias = NDArray[np.float64]
Labelling: TypeAlias = NDArray[np.bool_]


class QuoteClassifier(BaseEstimator):  # type: ignore[misc]
    """Multi-label classifier of quotations.

    Parameters
    ----------
    embedding : Embedding, optional
        A static embedding beside the n-grams.
    c : float
        Inverse strength of the penalty.
    folds : int
        Folds that calibration and thresholds are learned on.
    prevalence : float or None
        The share of quotations that a label is expected on where the model is used. Training data
        holds far more positives than the news does; calibration weighs them to this share.

    n_jobs : int, optional
        Folds learned at once, as joblib counts them; the result is the same for any number.

    Attributes
    ----------
    labels_ : tuple of str
    model_ : LabelModel
    held_out_ : array, shape (samples, labels)
        Probabilities for each sample from the fold that did not see it.
    """

    def __init__(
        self,
        embedding: Embedding | None = None,
        *,
        c: float = 10.0,
        folds: int = 5,
        prevalence: float | None = 0.08,
        n_jobs: int | None = None,
    ) -> None:
        self.embedding = embedding
        self.c = c
        self.folds = folds
        self.prevalence = prevalence
        self.n_jobs = n_jobs

    def fit(
        self,
        samples: Sequence[Sample],
        labels: Sequence[Sequence[str]],
        groups: Sequence[str] | None = None,
    ) -> "QuoteClassifier":
        """Learn from labelled quotations.

        Parameters
        ----------
        samples : sequence of Sample
        labels : sequence of sequence of str
            The labels of each sample, none for an empty one.
        groups : sequence of str, optional
            Samples of one group (an article, a batch) never stand in two folds.

        Raises
        ------
        TrainingError
            When there is no label, or one with too few positives.
        """
        names = tuple(sorted({label for given in labels for label in given}))
        gold = _as_matrix(labels, names)
        _check(names, gold)
        self.labels_ = names
        scores = self._held_out(samples, names, gold, groups)
        slope, offset = _calibrate(scores, gold, self.prevalence)
        self.held_out_: Floats = 1 / (1 + np.exp(-(scores * slope + offset)))
        weights = prevalence_weights(gold, self.prevalence)
        thresholds = np.array(
            [
                best_threshold(self.held_out_[:, i], gold[:, i], weights[:, i])
                for i in range(len(names))
            ]
        )
        features = Features(self.embedding).fit(samples)
        coef, intercept = self._learn(features, samples, gold)
        self.model_ = LabelModel(
            names, features, coef.astype(np.float32), intercept, slope, offset, thresholds
        )
        return self

    def predict_proba(self, samples: Sequence[Sample]) -> Floats:
        """Return calibrated probabilities, shape (samples, labels)."""
        check_is_fitted(self)
        return self.model_.predict_proba(samples)

    def predict(self, samples: Sequence[Sample]) -> list[tuple[str, ...]]:
        """Return the labels of each sample."""
        check_is_fitted(self)
        return [given for given, _ in self.model_.classify(samples)]

    def _learn(
        self, features: Features, samples: Sequence[Sample], gold: Labelling
    ) -> tuple[Floats, Floats]:
        matrix = features.transform(samples)
        coef, intercept = [], []
        for column in gold.T:
            learner = LogisticRegression(C=self.c, max_iter=500)
            learner.fit(matrix, column)
            coef.append(learner.coef_[0])
            intercept.append(learner.intercept_[0])
        return np.array(coef), np.array(intercept)

    def _held_out(
        self,
        samples: Sequence[Sample],
        names: Sequence[str],
        gold: Labelling,
        groups: Sequence[str] | None,
    ) -> Floats:
        splits = _splits(len(samples), groups, self.folds)
        for train, _ in splits:
            _check(names, gold[train], fewest=1)
        parts = Parallel(n_jobs=self.n_jobs)(
            delayed(self._fold)(
                [samples[i] for i in train], gold[train], [samples[i] for i in test]
            )
            for train, test in splits
        )
        scores = np.zeros(gold.shape)
        for (_, test), part in zip(splits, parts, strict=True):
            scores[test] = part
        return scores

    def _fold(self, inside: Sequence[Sample], gold: Labelling, outside: Sequence[Sample]) -> Floats:
        features = Features(self.embedding).fit(inside)
        coef, intercept = self._learn(features, inside, gold)
        return np.asarray(features.transform(outside) @ coef.T + intercept)


def best_threshold(probabilities: Floats, gold: Labelling, weights: Floats) -> float:
    """Return the probability that, as a threshold, gives the best weighted F1."""
    order = np.argsort(-probabilities, kind="stable")
    hits = np.cumsum(weights[order] * gold[order])
    given = np.cumsum(weights[order])
    f1 = 2 * hits / (given + hits[-1])
    best = int(np.argmax(f1))
    ranked = probabilities[order]
    following = ranked[best + 1] if best + 1 < len(ranked) else 0.0
    return float((ranked[best] + following) / 2)


def _splits(
    count: int, groups: Sequence[str] | None, folds: int
) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    rows = np.arange(count)
    if groups is not None:
        parts = min(folds, len(set(groups)))
        if parts < 2:
            msg = "all quotations are of one group; folds need at least two"
            raise TrainingError(msg)
        return list(GroupKFold(parts).split(rows, groups=groups))
    return list(KFold(min(folds, count), shuffle=True, random_state=0).split(rows))


def prevalence_weights(gold: Labelling, prevalence: float | None) -> Floats:
    """Return weights that bring each label to its expected share, shape of ``gold``."""
    if prevalence is None:
        return np.ones(gold.shape)
    share = gold.mean(axis=0)
    return np.asarray(np.where(gold, prevalence / share, (1 - prevalence) / (1 - share)))


def _calibrate(scores: Floats, gold: Labelling, prevalence: float | None) -> tuple[Floats, Floats]:
    """Fit Platt's sigmoid for each label to scores that were held out."""
    weights = prevalence_weights(gold, prevalence)
    slope, offset = [], []
    for i in range(gold.shape[1]):
        sigmoid = LogisticRegression(C=1e6, max_iter=500)
        sigmoid.fit(scores[:, [i]], gold[:, i], sample_weight=weights[:, i])
        slope.append(sigmoid.coef_[0, 0])
        offset.append(sigmoid.intercept_[0])
    return np.array(slope), np.array(offset)


def _as_matrix(labels: Sequence[Sequence[str]], names: Sequence[str]) -> Labelling:
    return np.array([[name in given for name in names] for given in labels], dtype=bool)


def _check(names: Sequence[str], gold: Labelling, fewest: int = FEWEST_POSITIVES) -> None:
    if not names:
        msg = "no quotation has a label; give each at least one labelled example"
        raise TrainingError(msg)
    for name, column in zip(names, gold.T, strict=True):
        positives = int(column.sum())
        if positives < fewest or positives == len(column):
            msg = (
                f"label {name!r} has {positives} of {len(column)} quotations; it needs at least "
                f"{fewest} with it and some without, in every training fold too"
            )
            raise TrainingError(msg)
