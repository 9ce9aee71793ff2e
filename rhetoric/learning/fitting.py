"""Fits one learner a label to the features of quotations: to those inside a fold, and to all."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from rhetoric.labelling.estimators import EstimatorScorer, scores_of, weights_of
from rhetoric.labelling.features import Features, Sample
from rhetoric.labelling.linear import fold
from rhetoric.labelling.model import Scorer

Floats: TypeAlias = NDArray[np.float64]
Labelling: TypeAlias = NDArray[np.bool_]
Rows: TypeAlias = NDArray[np.int64]
Settings: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fitter:
    """Features and a learner, neither of them fitted.

    It works on one thread: on more, sums are taken in another order, and the last digits differ.

    Attributes
    ----------
    features, estimator : Any
        As `rhetoric.learning.classifier.QuoteClassifier` is given them; None for its own.
    """

    features: Any
    estimator: Any

    def held_out(
        self,
        samples: Sequence[Sample],
        gold: Labelling,
        known: Labelling,
        train: Rows,
        test: Rows,
        choices: Sequence[Sequence[Settings]],
    ) -> Floats:
        """Return the scores of a fold, shape (settings, samples of the fold, labels).

        Parameters
        ----------
        samples : sequence of Sample
        gold, known : array of bool, shape (samples, labels)
            Which labels each has, and of which anybody said so.
        train, test : array of int
            The samples to learn from, and those of the fold.
        choices : sequence of sequence of mapping
            For each label, the settings to try; as many for every label.
        """
        with threadpool_limits(1):
            features = self._features().fit([samples[i] for i in train])
            inside = features.transform([samples[i] for i in train])
            outside = features.transform([samples[i] for i in test])
            if (used := self._used(inside)) is not None:
                inside, outside = inside[:, used], outside[:, used]

            def scored(settings: Settings, column: NDArray[np.bool_], rows: Rows) -> Floats:
                learner = self._learner(**settings).fit(inside[rows], column[rows])
                return scores_of(learner, outside)

            by_label = zip(choices, gold[train].T, known[train].T, strict=True)
            return np.stack(
                [[scored(some, column, rows) for some in of] for of, column, rows in by_label],
                axis=-1,
            )

    def scorer(
        self,
        samples: Sequence[Sample],
        gold: Labelling,
        known: Labelling,
        settings: Sequence[Settings],
    ) -> Scorer:
        """Return what scores quotations, fitted to all samples.

        Parameters
        ----------
        samples, gold, known
            As in `held_out`.
        settings : sequence of mapping
            Those of each label.
        """
        features = self._features().fit(samples)
        matrix = features.transform(samples)
        used = self._used(matrix)
        if used is not None:
            matrix = matrix[:, used]
        with threadpool_limits(1):
            fitted = [
                self._learner(**some).fit(matrix[rows], column[rows])
                for some, column, rows in zip(settings, gold.T, known.T, strict=True)
            ]
        learned = [weights_of(each, matrix.shape[1]) for each in fitted]
        linear = [each for each in learned if each is not None]
        if not isinstance(features, Features) or len(linear) < len(fitted):
            return EstimatorScorer(features, tuple(fitted))
        coef = np.zeros((len(fitted), features.width))
        coef[:, slice(None) if used is None else used] = [weights for weights, _ in linear]
        intercept = np.array([shift for _, shift in linear])
        return fold(features.views, features.embedding, features.worth, coef, intercept)

    def _learner(self, **settings: Any) -> Any:
        """Return the estimator of one label, not yet fitted."""
        if self.estimator is not None:
            learner = clone(self.estimator)
        else:
            learner = LogisticRegression(C=10.0, solver="liblinear")
        return learner.set_params(**settings)

    def _features(self) -> Any:
        return Features() if self.features is None else copy(self.features)

    def _used(self, matrix: Any) -> Rows | None:
        """Return the columns that any row has, where only these need be learned.

        Most hashed columns are empty on little data, and each costs time all the same.
        """
        if self.estimator is None and hasattr(matrix, "indices"):
            return np.unique(matrix.indices)
        return None
