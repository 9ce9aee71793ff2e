"""A fitted model at work: scores, probabilities, labels and their evidence, with numpy alone.

The estimator that learns one is `rhetoric.learning.classifier.QuoteClassifier`; this module
needs no scikit-learn, so that labelling one quotation from the command line starts fast.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rhetoric.errors import ModelError
from rhetoric.labelling.features import GAP, SOURCES, Sample, source_text, tokens_of
from rhetoric.labelling.prior import adjusted

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one token of a quotation adds to a label's score.

    Attributes
    ----------
    text : str
        The token as printed.
    start, end : int
        Offsets in the quotation, or in its context where `source` is "context".
    source : {"text", "context", "utterance"}
        The last only where quotations were labelled together: see
        `rhetoric.labelling.utterances.evidence`.
    weight : float
        In units of the score (log odds before calibration); negative speaks against the label.
    """

    text: str
    start: int
    end: int
    source: str
    weight: float


class Scorer(Protocol):
    """What a model needs of whatever scores quotations."""

    def scores(self, samples: Sequence[Sample]) -> Floats:
        """Return the scores, shape (samples, labels)."""
        ...

    def evidence(self, sample: Sample, source: str) -> Floats:
        """Return what each token of a source adds to each score, shape (tokens, labels)."""
        ...

    def select(self, kept: Sequence[int]) -> "Scorer":
        """Return the scorer for some of its labels, by their places."""
        ...


@dataclass(frozen=True, slots=True)
class LabelModel:
    """Everything that labelling needs.

    Attributes
    ----------
    labels : tuple of str
    scorer : Scorer
        The shipped model's is a `rhetoric.labelling.linear.LinearScorer`.
    slope, offset : array, shape (labels,)
        Probability is ``1 / (1 + exp(-(slope * score + offset)))`` (Platt scaling).
    thresholds : array, shape (labels,)
        A label is given from this probability on.
    prior : array, shape (labels,)
        The share of each label that probabilities are meant for.
    bands : array, shape (labels, 2)
        From the first probability to below the second, the model is not sure of the label.
    manifest : mapping
        What the model was built from and what was measured.
    """

    labels: tuple[str, ...]
    scorer: Scorer = field(repr=False)
    slope: Floats = field(repr=False)
    offset: Floats = field(repr=False)
    thresholds: Floats = field(repr=False)
    prior: Floats = field(repr=False)
    bands: Floats = field(repr=False)
    manifest: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def decision_function(self, samples: Sequence[Sample]) -> Floats:
        """Return the scores, shape (samples, labels)."""
        return self.scorer.scores(samples)

    def predict_proba(self, samples: Sequence[Sample]) -> Floats:
        """Return the calibrated probabilities, shape (samples, labels)."""
        scores = self.decision_function(samples) * self.slope + self.offset
        return np.asarray(1 / (1 + np.exp(-scores)))

    def classify(
        self, samples: Sequence[Sample], articles: Sequence[Hashable] | None = None
    ) -> list[tuple[tuple[str, ...], dict[str, float]]]:
        """Return, for each sample, its labels and the probability of every label.

        Parameters
        ----------
        samples : sequence of Sample
        articles : sequence, optional
            The article of each sample, None where it has none. Quotations of one article tell about
            each other: see `rhetoric.labelling.prior`.
        """
        if not samples:
            return []
        probabilities = self.predict_proba(samples)
        for rows in _together(articles or ()):
            probabilities[rows] = adjusted(probabilities[rows], self.prior)
        given = (probabilities >= self.thresholds).tolist()
        return [
            (
                tuple(compress(self.labels, enough)),
                dict(zip(self.labels, row, strict=True)),
            )
            for enough, row in zip(given, probabilities.round(4).tolist(), strict=True)
        ]

    def unsure(self, probabilities: Mapping[str, float]) -> tuple[str, ...]:
        """Return the labels that the model can neither give nor rule out with confidence.

        Parameters
        ----------
        probabilities : mapping of str to float
            As `classify` returns them.
        """
        return tuple(
            label
            for label, (low, high) in zip(self.labels, self.bands.tolist(), strict=True)
            if low <= probabilities[label] < high
        )

    def select(
        self, labels: Sequence[str] | None = None, threshold: float | None = None
    ) -> "LabelModel":
        """Return the model with some of its labels only, or with one threshold for all of them.

        Parameters
        ----------
        labels : sequence of str, optional
            The labels to keep, in the model's order; all when left out.
        threshold : float, optional
            Give a label from this probability on, 0 to 1; the model's own thresholds when left out.

        Raises
        ------
        ModelError
            When the model has no such label.
        ValueError
            When the threshold is no probability.
        """
        if threshold is not None and not 0 <= threshold <= 1:
            msg = f"threshold must lie between 0 and 1, not {threshold}"
            raise ValueError(msg)
        chosen = self.labels if labels is None else labels
        unknown = [label for label in chosen if label not in self.labels]
        if unknown:
            msg = f"the model has no label {unknown[0]!r}; it has {', '.join(self.labels)}"
            raise ModelError(msg)
        kept = [i for i, label in enumerate(self.labels) if label in chosen]
        thresholds = self.thresholds[kept]
        return replace(
            self,
            labels=tuple(self.labels[i] for i in kept),
            scorer=self.scorer.select(kept),
            slope=self.slope[kept],
            offset=self.offset[kept],
            thresholds=thresholds if threshold is None else np.full_like(thresholds, threshold),
            prior=self.prior[kept],
            bands=self.bands[kept],
        )

    def explain(self, sample: Sample, label: str) -> list[Evidence]:
        """Split a label's score over the tokens of a sample.

        The weights add up to ``decision_function`` less the score of an empty quotation. A pair of
        words counts half for each.

        Raises
        ------
        KeyError
            When the model has no such label.
        ModelError
            When the model's estimator is not one whose score splits over tokens.
        """
        if label not in self.labels:
            raise KeyError(label)
        place = self.labels.index(label)
        told: list[Evidence] = []
        for source in SOURCES:
            read = source_text(sample, source)
            weights = self.scorer.evidence(sample, source)[:, place].tolist()
            told += [
                Evidence(read[t.start : t.end], t.start, t.end, source, weight)
                for t, weight in zip(tokens_of(read), weights, strict=True)
            ]
        return told


def _together(articles: Sequence[Hashable]) -> list[list[int]]:
    """Return the rows of each article."""
    rows: dict[Hashable, list[int]] = {}
    for row, article in enumerate(articles):
        if article is not None:
            rows.setdefault(article, []).append(row)
    return list(rows.values())


def top_evidence(model: LabelModel, sample: Sample, label: str, most: int = 8) -> list[Evidence]:
    """Return the tokens that weigh most for or against a label, the heaviest first.

    The gap that the quoted words leave in their carrier is no word and is left out.

    Parameters
    ----------
    model : LabelModel
    sample : Sample
        As it was labelled: see `rhetoric.labelling.utterances.utterances`.
    label : str
    most : int
        How many tokens at most.

    Raises
    ------
    KeyError
        When the model has no such label.
    """
    told = [e for e in model.explain(sample, label) if e.weight and e.text != GAP]
    return sorted(told, key=lambda e: -abs(e.weight))[:most]


def gold_matrix(names: Sequence[str], labels: Sequence[Sequence[str]]) -> NDArray[np.bool_]:
    """Return which of some labels each quotation has, shape (quotations, names).

    >>> gold_matrix(["a", "b"], [["b"], []]).tolist()
    [[False, True], [False, False]]
    """
    rows = [[name in given for name in names] for given in labels]
    return np.array(rows, dtype=bool).reshape(len(labels), len(names))


def as_samples(quotations: str | Iterable[str], context: str | Iterable[str] = "") -> list[Sample]:
    """Pair texts with their contexts.

    Raises
    ------
    ValueError
        When there are not as many contexts as texts.
    """
    texts = [quotations] if isinstance(quotations, str) else list(quotations)
    contexts = [context] * len(texts) if isinstance(context, str) else list(context)
    if len(texts) != len(contexts):
        msg = f"{len(texts)} quotations but {len(contexts)} contexts; give one each, or one for all"
        raise ValueError(msg)
    return [Sample(t, c) for t, c in zip(texts, contexts, strict=True)]
