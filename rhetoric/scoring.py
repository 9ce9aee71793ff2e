"""A fitted model at work: scores, probabilities, labels and their evidence, with numpy alone.

The estimator that learns one is `rhetoric.classifier.QuoteClassifier`; this module needs no
scikit-learn, so that labelling one quotation from the command line starts fast.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rhetoric.errors import ModelError
from rhetoric.features import (
    GAP,
    Features,
    Matrix,
    Sample,
    columns_of,
    source_text,
    tokens_of,
)

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
        The last only where quotations were labelled together: see `rhetoric.utterances.evidence`.
    weight : float
        In units of the score (log odds before calibration); negative speaks against the label.
    """

    text: str
    start: int
    end: int
    source: str
    weight: float


@dataclass(frozen=True, slots=True)
class LabelModel:
    """Everything that labelling needs.

    Attributes
    ----------
    labels : tuple of str
    features : Features
    coef : array, shape (labels, features.width)
    intercept : array, shape (labels,)
    slope, offset : array, shape (labels,)
        Probability is ``1 / (1 + exp(-(slope * score + offset)))`` (Platt scaling).
    thresholds : array, shape (labels,)
        A label is given from this probability on.
    manifest : mapping
        What the model was built from and what was measured.
    """

    labels: tuple[str, ...]
    features: Features = field(repr=False)
    coef: NDArray[np.float32] = field(repr=False)
    intercept: Floats = field(repr=False)
    slope: Floats = field(repr=False)
    offset: Floats = field(repr=False)
    thresholds: Floats = field(repr=False)
    manifest: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def decision_function(self, samples: Sequence[Sample]) -> Floats:
        """Return the scores, shape (samples, labels)."""
        matrix = self.features.transform(samples)
        return np.asarray(matrix @ self.coef.T + self.intercept, dtype=np.float64)

    def predict_proba(self, samples: Sequence[Sample]) -> Floats:
        """Return the calibrated probabilities, shape (samples, labels)."""
        scores = self.decision_function(samples) * self.slope + self.offset
        return np.asarray(1 / (1 + np.exp(-scores)))

    def classify(self, samples: Sequence[Sample]) -> list[tuple[tuple[str, ...], dict[str, float]]]:
        """Return, for each sample, its labels and the probability of every label."""
        if not samples:
            return []
        result = []
        for row in self.predict_proba(samples):
            given = tuple(
                label
                for label, p, least in zip(self.labels, row, self.thresholds, strict=True)
                if p >= least
            )
            shown = {label: round(float(p), 4) for label, p in zip(self.labels, row, strict=True)}
            result.append((given, shown))
        return result

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
            coef=self.coef[kept],
            intercept=self.intercept[kept],
            slope=self.slope[kept],
            offset=self.offset[kept],
            thresholds=thresholds if threshold is None else np.full_like(thresholds, threshold),
        )

    def explain(self, sample: Sample, label: str) -> list[Evidence]:
        """Split a label's score over the tokens of a sample.

        The weights add up to ``decision_function`` less the intercept. A pair of words counts half
        for each; a word that occurs twice shares what both add.

        Raises
        ------
        KeyError
            When the model has no such label.
        """
        if label not in self.labels:
            raise KeyError(label)
        coef = self.coef[self.labels.index(label)]
        row = self.features.transform([sample]).tocsc()
        evidence: list[Evidence] = []
        for source in ("text", "context"):
            read = source_text(sample, source)
            weights = self._token_weights(read, source, row, coef)
            evidence += [
                Evidence(read[t.start : t.end], t.start, t.end, source, w)
                for t, w in zip(tokens_of(read), weights, strict=True)
            ]
        return evidence

    def _token_weights(
        self, read: str, source: str, row: Matrix, coef: NDArray[np.float32]
    ) -> list[float]:
        forms = [t.form for t in tokens_of(read)]
        total = np.zeros(len(forms))
        start = 0
        for view in self.features.views:
            width = self.features.width_of(view)
            if view.source == source and forms:
                block = row[:, start : start + width].toarray().ravel()
                part = coef[start : start + width]
                if view.grams == "pieces":
                    total += self._split_pieces(forms, block, part)
                else:
                    total += _split_grams(forms, block * part, view)
            start += width
        return [float(w) for w in total]

    def _split_pieces(
        self, forms: Sequence[str], block: NDArray[Any], part: NDArray[Any]
    ) -> Floats:
        embedding = self.features.embedding
        vectors = np.array([embedding.vector_of(f) for f in forms]) if embedding else block
        norm = np.linalg.norm(vectors.sum(axis=0))
        length = np.linalg.norm(block)
        return np.asarray(vectors @ part * (length / norm)) if norm else np.zeros(len(forms))


def _split_grams(forms: Sequence[str], worth: NDArray[Any], view: Any) -> Floats:
    """Share what each column is worth among the tokens that fill it."""
    owners: dict[int, list[int]] = {}
    for i, form in enumerate(forms):
        for column in columns_of(form, view):
            owners.setdefault(column, []).extend([i, i])
        if view.grams == "words" and i:
            pair = columns_of(f"{forms[i - 1]} {form}", view)[0]
            owners.setdefault(pair, []).extend([i - 1, i])
    total = np.zeros(len(forms))
    for column, tokens in owners.items():
        for i in tokens:
            total[i] += worth[column] / len(tokens)
    return total


def top_evidence(model: LabelModel, sample: Sample, label: str, most: int = 8) -> list[Evidence]:
    """Return the tokens that weigh most for or against a label, the heaviest first.

    The gap that the quoted words leave in their carrier is no word and is left out.

    Parameters
    ----------
    model : LabelModel
    sample : Sample
        As it was labelled: see `rhetoric.utterances.utterances`.
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
