"""Learns to label quotations: a scikit-learn estimator over `rhetoric.labelling.features`.

One classifier a label. Settings, calibration and thresholds are chosen on predictions for folds
that were held out; a group of near neighbours never straddles two folds.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.metrics import average_precision_score, f1_score
from sklearn.model_selection import ParameterGrid
from sklearn.utils.validation import check_is_fitted

from rhetoric.arrays import Booleans, Floats, Integers
from rhetoric.labelling.model import LabelModel, gold_matrix
from rhetoric.labelling.samples import Sample
from rhetoric.labelling.saving import save, versions
from rhetoric.learning.calibration import calibrate, calibrations_of, prevalence_weights
from rhetoric.learning.fitting import Fitter, Lessons
from rhetoric.learning.folds import check_labels, splits


class QuoteClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Multi-label classifier of quotations.

    Parameters
    ----------
    features : Features or transformer, optional
        What turns samples into a matrix: `Features`, or anything with ``fit(samples)`` and
        ``transform(samples)``. N-grams alone when left out.
    estimator : scikit-learn classifier, optional
        Learns one label; a logistic regression when left out. One that has neither
        ``decision_function`` nor ``predict_proba`` will not do.
    grid : mapping of str to sequence, optional
        Settings of the estimator to choose from, for each label by its average precision on the
        folds; the first are kept where no other is better.
    folds : int
        Folds that calibration and thresholds are learned on, at least 2; fewer where the data has
        fewer groups, or fewer samples of each kind.
    prevalence : float or None
        The share of quotations that a label is expected on where the model is used. Training data
        often holds far more positives than the news does; calibration weighs them to this share.
        None leaves the data as it is.
    n_jobs : int, optional
        Folds learned at once, as joblib counts them; the result is the same for any number.

    Attributes
    ----------
    labels_ : tuple of str
        In alphabetical order, that of every array's last axis.
    classes_ : array of str, shape (labels,)
        The labels, as scikit-learn names them.
    model_ : LabelModel
        The fitted model, to be saved and used.
    held_out_ : array, shape (samples, labels)
        Probabilities for each sample from the folds that did not see it.
    held_out_labels_ : array of bool, shape (samples, labels)
        The labels of each sample by thresholds from the other folds.
    settings_ : dict of str to dict
        The estimator's settings chosen for each label.
    folds_ : int
        Folds that there were.
    calibration_ : str
        How scores became probabilities, and for which labels.

    Examples
    --------
    >>> from rhetoric.labelling.samples import Sample
    >>> texts = [f"we remember the dead of the {place}" for place in "hill lake road town".split()]
    >>> others = [f"bread costs more in the {place}" for place in "hill lake road town".split()]
    >>> samples = [Sample(text) for text in (texts + others) * 2]
    >>> labels = [("memory",)] * 4 + [()] * 4
    >>> classifier = QuoteClassifier(folds=2).fit(samples, labels * 2)
    >>> classifier.predict([Sample("they remember the dead")])
    [('memory',)]
    """

    def __init__(
        self,
        features: Any = None,
        estimator: Any = None,
        *,
        grid: Mapping[str, Sequence[Any]] | None = None,
        folds: int = 5,
        prevalence: float | None = None,
        n_jobs: int | None = None,
    ) -> None:
        self.features = features
        self.estimator = estimator
        self.grid = grid
        self.folds = folds
        self.prevalence = prevalence
        self.n_jobs = n_jobs

    def fit(
        self,
        X: Sequence[Sample | str],  # noqa: N803 - scikit-learn's name
        y: Sequence[Sequence[str]],
        groups: Sequence[str] | None = None,
        *,
        known: Booleans | None = None,
        report: Callable[[int, int], object] | None = None,
    ) -> "QuoteClassifier":
        """Learn from labelled quotations.

        Parameters
        ----------
        X : sequence of Sample or str
            Quotations; words alone have no context.
        y : sequence of sequence of str
            The labels of each sample, none for an empty one.
        groups : sequence of str, optional
            Samples of one group (an article, a batch) never stand in two folds.
        known : array of bool, shape (samples, labels), optional
            Whether anybody said if a sample has a label, in the order of `labels_`: data labelled
            for other labels teaches nothing about this one. All are known when left out.
        report : callable, optional
            Told, after each step, how many are done and how many there are.

        Raises
        ------
        TrainingError
            When there is no label, one with too few positives, or only one group.
        ValueError
            When fewer than two folds are asked for.
        """
        samples = _as_samples(X)
        names = tuple(sorted({label for given in y for label in given}))
        gold = gold_matrix(names, y)
        known = np.ones(gold.shape, dtype=bool) if known is None else known
        check_labels(names, gold, known)
        self.labels_ = names
        self.classes_ = np.array(names)
        parts = splits(gold, groups, self.folds)
        self.folds_ = len(parts)
        for train, _ in parts:
            check_labels(names, gold[train], known[train], 1, ", in every training fold too")
        report = report or (lambda _done, _steps: None)
        fitter = Fitter(self.features, self.estimator)
        lessons = Lessons(samples, gold, known, fitter.encode(samples))
        scores = self._search(fitter, lessons, parts, report)
        weights = prevalence_weights(gold, self.prevalence, known)
        found = calibrate(scores, gold, weights, [test for _, test in parts])
        self.calibration_ = calibrations_of(names, gold)
        self.held_out_ = found.held_out
        self.held_out_labels_ = found.decided
        self.model_ = LabelModel(
            names,
            fitter.scorer(lessons, [self.settings_[name] for name in names]),
            found.slope,
            found.offset,
            found.thresholds,
            found.bands,
            np.zeros(len(names)),
        )
        report(len(parts) + 1, len(parts) + 1)
        return self

    def predict_proba(self, X: Sequence[Sample | str]) -> Floats:  # noqa: N803
        """Return calibrated probabilities, shape (samples, labels).

        Parameters
        ----------
        X : sequence of Sample or str
            Quotations, as in `fit`.
        """
        check_is_fitted(self)
        return self.model_.predict_proba(_as_samples(X))

    def predict(self, X: Sequence[Sample | str]) -> list[tuple[str, ...]]:  # noqa: N803
        """Return the labels of each sample.

        Parameters
        ----------
        X : sequence of Sample or str
            Quotations, as in `fit`.
        """
        check_is_fitted(self)
        return [tuple(labels) for labels in self.model_.label(_as_samples(X))]

    def save(
        self,
        path: Path | str,
        manifest: Mapping[str, Any] | None = None,
        write_more: Callable[[Path], None] | None = None,
    ) -> None:
        """Write the model to a folder that `rhetoric.load` reads.

        Parameters
        ----------
        path : pathlib.Path or str
            The folder; made where there is none, and a model in it is replaced.
        manifest : mapping, optional
            What to record beside versions and settings.
        write_more : callable, optional
            Writes what else belongs in the folder, such as a card, to the path that it is given.

        Raises
        ------
        ModelError
            When the folder cannot be written, or swapped estimators or features cannot be kept:
            see `rhetoric.labelling.estimators`.
        """
        check_is_fitted(self)
        parameters = {
            "folds": self.folds_,
            "prevalence": self.prevalence,
            "settings": self.settings_,
        }
        told = {**versions(), **(manifest or {}), "parameters": parameters}
        save(self.model_, Path(path), told, write_more)

    def score(
        self,
        X: Sequence[Sample | str],  # noqa: N803
        y: Sequence[Sequence[str]],
    ) -> float:
        """Return the macro F1 of the labels given to some samples.

        Parameters
        ----------
        X, y
            Quotations and their labels, as in `fit`.
        """
        true, found = (gold_matrix(self.labels_, rows) for rows in (y, self.predict(X)))
        return float(f1_score(true, found, average="macro", zero_division=0))

    def _search(
        self,
        fitter: Fitter,
        lessons: Lessons,
        folds: Sequence[tuple[Integers, Integers]],
        report: Callable[[int, int], object],
    ) -> Floats:
        """Choose each label's settings; return its scores with them, each from outside its fold."""
        settings = list(ParameterGrid(self.grid or {}))
        parts = Parallel(n_jobs=self.n_jobs, return_as="generator")(
            delayed(fitter.held_out)(lessons.of(train), lessons.of(test), settings)
            for train, test in folds
        )
        scores = np.zeros((len(settings), *lessons.gold.shape))
        for done, ((_, test), part) in enumerate(zip(folds, parts, strict=True), 1):
            scores[:, test] = part
            report(done, len(folds) + 1)
        best = [
            int(np.argmax([average_precision_score(column[rows], s[rows, i]) for s in scores]))
            if len(settings) > 1
            else 0
            for i, (column, rows) in enumerate(lessons.columns)
        ]
        self.settings_ = {
            name: dict(settings[k]) for name, k in zip(self.labels_, best, strict=True)
        }
        return np.stack([scores[k, :, i] for i, k in enumerate(best)], axis=1)


def _as_samples(quotations: Sequence[Sample | str]) -> list[Sample]:
    return [Sample(q) if isinstance(q, str) else Sample(*q) for q in quotations]
