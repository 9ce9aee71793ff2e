"""Fits one learner a label to the features of quotations: to those inside a fold, and to all."""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from rhetoric.arrays import Booleans, Floats, Integers, Singles
from rhetoric.labelling.estimators import EstimatorScorer, scores_of, weights_of
from rhetoric.labelling.features import Features
from rhetoric.labelling.linear import fold_weights
from rhetoric.labelling.model import Scorer
from rhetoric.labelling.samples import Sample

Settings: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Lessons:
    """Quotations and what is known of them, a row each.

    Attributes
    ----------
    samples : sequence of Sample
        The quotations.
    gold, known : array of bool, shape (samples, labels)
        Which labels each has, and of which anybody said so.
    vectors : array, shape (samples, width), or None
        The encoder's, as `Fitter.encode` returns them.
    """

    samples: Sequence[Sample]
    gold: Booleans
    known: Booleans
    vectors: Singles | None = None

    def of(self, rows: Integers) -> "Lessons":
        """Return some of them.

        Parameters
        ----------
        rows : array of int
            Which, from 0 on.
        """
        samples = [self.samples[row] for row in rows]
        vectors = None if self.vectors is None else self.vectors[rows]
        return Lessons(samples, self.gold[rows], self.known[rows], vectors)

    @property
    def given(self) -> tuple[Any, ...]:
        """What features are given: the samples, and their vectors where there are any."""
        return (self.samples,) if self.vectors is None else (self.samples, self.vectors)

    @property
    def columns(self) -> Iterator[tuple[Booleans, Booleans]]:
        """Which samples have each label, and of which anybody said so."""
        return zip(self.gold.T, self.known.T, strict=True)


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

    def encode(self, samples: Sequence[Sample]) -> Singles | None:
        """Return the encoder's vector of each sample, None where our features have no encoder.

        Made once, since each fold needs them again.

        Parameters
        ----------
        samples : sequence of Sample
            All that are learned from.
        """
        if isinstance(self.features, Features) and self.features.encoder is not None:
            return self.features.encode(samples)
        return None

    def held_out(self, train: Lessons, test: Lessons, settings: Sequence[Settings]) -> Floats:
        """Return the scores of a fold, shape (settings, samples of the fold, labels).

        Parameters
        ----------
        train, test : Lessons
            What is learned from, and the fold.
        settings : sequence of mapping
            Those to try, for every label.
        """
        with threadpool_limits(1):
            features, inside = self._fitted(train)
            outside = features.transform(*test.given)
            if (used := self._used(inside)) is not None:
                inside, outside = inside[:, used], outside[:, used]

            def scored(some: Settings, column: Booleans, rows: Booleans) -> Floats:
                learner = self._learner(**some).fit(inside[rows], column[rows])
                return scores_of(learner, outside)

            return np.stack(
                [[scored(some, *column) for some in settings] for column in train.columns], axis=-1
            )

    def scorer(self, lessons: Lessons, settings: Sequence[Settings]) -> Scorer:
        """Return what scores quotations, fitted to all lessons.

        Parameters
        ----------
        lessons : Lessons
            What is learned from.
        settings : sequence of mapping
            Those of each label.
        """
        features, matrix = self._fitted(lessons)
        used = self._used(matrix)
        if used is not None:
            matrix = matrix[:, used]
        with threadpool_limits(1):
            fitted = [
                self._learner(**some).fit(matrix[rows], column[rows])
                for some, (column, rows) in zip(settings, lessons.columns, strict=True)
            ]
        learned = [weights_of(each, matrix.shape[1]) for each in fitted]
        linear = [each for each in learned if each is not None]
        if not isinstance(features, Features) or len(linear) < len(fitted):
            return EstimatorScorer(features, tuple(fitted))
        coef = np.zeros((len(fitted), features.width))
        coef[:, slice(None) if used is None else used] = [weights for weights, _ in linear]
        intercept = np.array([shift for _, shift in linear])
        return fold_weights(features, coef, intercept)

    def _learner(self, **settings: Any) -> Any:
        """Return a learner, not fitted; a logistic regression where none was given."""
        if self.estimator is not None:
            learner = clone(self.estimator)
        else:
            # as little penalised as the heads of the shipped model, for which folds chose it
            learner = LogisticRegression(C=10.0, solver="liblinear")
        return learner.set_params(**settings)

    def _used(self, matrix: Any) -> Integers | None:
        """Return the columns that any row has, where only these need be learned.

        Most hashed columns are empty on little data, and each costs time all the same.
        """
        if self.estimator is None and hasattr(matrix, "indices"):
            return np.unique(matrix.indices)
        return None

    def _fitted(self, lessons: Lessons) -> tuple[Any, Any]:
        """Return features fitted to the samples, and the matrix of these."""
        features = Features() if self.features is None else copy(self.features)
        if isinstance(features, Features):
            return features, features.fit_transform(*lessons.given)
        features = features.fit(*lessons.given)
        return features, features.transform(*lessons.given)
