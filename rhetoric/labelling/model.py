"""A fitted model at work: scores, probabilities, labels and their evidence, without scikit-learn.

The estimator that learns one is `rhetoric.learning.classifier.QuoteClassifier`.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeAlias

import numpy as np

from rhetoric.arrays import Booleans, Floats
from rhetoric.errors import ModelError
from rhetoric.labelling.prior import adjusted
from rhetoric.labelling.samples import GAP, SOURCES, Sample, source_text, tokens_of
from rhetoric.types import Evidence, Labels

# from one probability on, or for each label from its own
Thresholds: TypeAlias = float | Mapping[str, float]


class Scorer(Protocol):
    """What a model needs of whatever scores quotations."""

    def scores(self, samples: Sequence[Sample]) -> Floats:
        """Return the scores, shape (samples, labels)."""
        ...

    def evidence(self, sample: Sample) -> Mapping[str, Floats]:
        """Return what each token of each source adds to each score, shape (tokens, labels)."""
        ...

    def select(self, kept: Sequence[int]) -> "Scorer":
        """Return the scorer for some of its labels, by their places."""
        ...


@dataclass(frozen=True, slots=True)
class Gate:
    """A quick model that decides what is plainly nothing, so that the slow one need not read it.

    Such a cascade is what Khalili, You and Bohannon call inference triage ("BabyBear: Cheap
    Inference Triage for Expensive Language Models", 2022).

    Attributes
    ----------
    model : LabelModel
        Its probabilities stand where it decides.
    bounds : array, shape (labels of the quick model,)
        A quotation is plainly nothing where each probability is below its bound.
    places : tuple of int
        Which of its labels are those of the slow model.
    """

    model: "LabelModel"
    bounds: Floats
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LabelModel:
    """Everything that labelling needs.

    Attributes
    ----------
    labels : tuple of str
        Their names, in the order of every array's last axis.
    scorer : Scorer
        The shipped model's is a `rhetoric.labelling.linear.LinearScorer`.
    slope, offset : array, shape (labels,)
        Probability is ``1 / (1 + exp(-(slope * score + offset)))`` (Platt scaling).
    thresholds : array, shape (labels,)
        A label is given from this probability on.
    bands : array, shape (labels, 2)
        From the first probability to below the second, the model is not sure of the label.
    shares : array, shape (labels,)
        The share of the quotations of the news that a label fits, for those labels that the other
        quotations of the article tell about (see `rhetoric.labelling.prior`); 0 for others.
    gate : Gate or None
        What sets aside quotations that are plainly nothing; None where all are scored.
    manifest : mapping
        What the model was built from and what was measured.
    """

    labels: tuple[str, ...]
    scorer: Scorer = field(repr=False)
    slope: Floats = field(repr=False)
    offset: Floats = field(repr=False)
    thresholds: Floats = field(repr=False)
    bands: Floats = field(repr=False)
    shares: Floats = field(repr=False)
    gate: Gate | None = field(repr=False, default=None)
    manifest: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def decision_function(self, samples: Sequence[Sample]) -> Floats:
        """Return the scores, shape (samples, labels), whatever the gate says."""
        return self.scorer.scores(samples)

    def predict_proba(self, samples: Sequence[Sample]) -> Floats:
        """Return the calibrated probabilities, shape (samples, labels)."""
        if self.gate is None:
            return self._calibrated(samples)
        quick = self.gate.model.predict_proba(samples)
        found = quick[:, self.gate.places]
        unclear = np.flatnonzero((quick >= self.gate.bounds).any(axis=1))
        if len(unclear):
            found[unclear] = self._calibrated([samples[row] for row in unclear.tolist()])
        return found

    def label(
        self, samples: Sequence[Sample], articles: Sequence[Hashable] | None = None
    ) -> list[Labels]:
        """Return the labels of each sample, with the probability of every label.

        Labels and doubts are decided before the probabilities are rounded to four digits.

        Parameters
        ----------
        samples : sequence of Sample
            Quotations with their carriers.
        articles : sequence, optional
            The article of each sample, None where it has none: quotations of one article tell
            about each other. Each is labelled alone when left out.
        """
        if not samples:
            return []
        alone = self.predict_proba(samples)
        found = alone if articles is None else self._together(alone, articles)
        names = np.array(self.labels)
        given = found >= self.thresholds
        unsure = (found >= self.bands[:, 0]) & (found < self.bands[:, 1])
        return [
            Labels(
                names[given[row]].tolist(),
                dict(zip(self.labels, found[row].round(4).tolist(), strict=True)),
                names[unsure[row]].tolist(),
                dict(zip(names[moved].tolist(), alone[row, moved].round(4).tolist(), strict=True)),
            )
            for row, moved in enumerate(found != alone)
        ]

    def select(
        self, labels: Sequence[str] | None = None, threshold: Thresholds | None = None
    ) -> "LabelModel":
        """Return the model with some of its labels only, or with other thresholds.

        Parameters
        ----------
        labels : sequence of str, optional
            The labels to keep, in the model's order; all when left out.
        threshold : float or mapping of str to float, optional
            Give a label from this probability on, 0 to 1: one for all labels, or one for each that
            is named. The model's own thresholds where it is left out.

        Raises
        ------
        ModelError
            When the model has no such label.
        ValueError
            When a threshold is no probability.
        """
        thresholds = self._thresholds({} if threshold is None else threshold)
        kept = self._places(self.labels if labels is None else labels)
        return replace(
            self,
            labels=tuple(self.labels[i] for i in kept),
            scorer=self.scorer.select(kept),
            slope=self.slope[kept],
            offset=self.offset[kept],
            thresholds=thresholds[kept],
            bands=self.bands[kept],
            shares=self.shares[kept],
            gate=self.gate and self._selected_gate(self.gate, thresholds, kept),
        )

    def explain(self, sample: Sample) -> dict[str, list[Evidence]]:
        """Split each label's score over the tokens of a sample.

        The weights of a label add up to its score in `decision_function` less what no word carries:
        the intercept and, with an encoder, its signs and the punctuation. A pair of words counts
        half for each.

        Raises
        ------
        ModelError
            When the model's estimator is not one whose score splits over tokens.
        """
        weights = self.scorer.evidence(sample)
        told: dict[str, list[Evidence]] = {label: [] for label in self.labels}
        for source in SOURCES:
            read = source_text(sample, source)
            for t, row in zip(tokens_of(read), weights[source].tolist(), strict=True):
                for label, weight in zip(self.labels, row, strict=True):
                    told[label].append(
                        Evidence(read[t.start : t.end], t.start, t.end, source, weight)
                    )
        return told

    def _calibrated(self, samples: Sequence[Sample]) -> Floats:
        scores = self.decision_function(samples) * self.slope + self.offset
        return np.asarray(1 / (1 + np.exp(-scores)))

    def _together(self, alone: Floats, articles: Sequence[Hashable]) -> Floats:
        """Return the probabilities of quotations, given the others of their articles."""
        rows: defaultdict[Hashable, list[int]] = defaultdict(list)
        for row, article in enumerate(articles):
            if article is not None:
                rows[article].append(row)
        found = alone.copy()
        for column in np.flatnonzero(self.shares):
            for of in rows.values():
                found[of, column] = adjusted(alone[of, column], self.shares[column])
        return found

    def _selected_gate(self, gate: Gate, thresholds: Floats, kept: Sequence[int]) -> Gate:
        """Return the gate for some labels; one that lets through what a threshold would find."""
        bounds = gate.bounds.copy()
        bounds[list(gate.places)] = np.minimum(bounds[list(gate.places)], thresholds)
        return Gate(gate.model, bounds, tuple(gate.places[i] for i in kept))

    def _places(self, labels: Sequence[str]) -> list[int]:
        unknown = [label for label in labels if label not in self.labels]
        if unknown:
            msg = f"the model has no label {unknown[0]!r}; it has {', '.join(self.labels)}"
            raise ModelError(msg)
        return [i for i, label in enumerate(self.labels) if label in labels]

    def _thresholds(self, threshold: Thresholds) -> Floats:
        """Return the threshold of each label, those that are named replaced."""
        named = (
            threshold if isinstance(threshold, Mapping) else dict.fromkeys(self.labels, threshold)
        )
        self._places(list(named))
        for label, least in named.items():
            if not 0 <= least <= 1:
                msg = f"threshold must lie between 0 and 1, not {least} ({label})"
                raise ValueError(msg)
        own = zip(self.labels, self.thresholds.tolist(), strict=True)
        return np.array([named.get(label, least) for label, least in own])


def top_evidence(model: LabelModel, sample: Sample, most: int = 8) -> dict[str, list[Evidence]]:
    """Return, for each label, the tokens that weigh most for or against it, the heaviest first.

    The gap that the quoted words leave in their carrier is no word and is left out.

    Parameters
    ----------
    model : LabelModel
        The model that labelled them.
    sample : Sample
        As it was labelled: see `rhetoric.labelling.utterances.utterances`.
    most : int
        How many tokens at most.
    """
    return {
        label: sorted(
            (token for token in tokens if token.weight and token.text != GAP),
            key=lambda token: -abs(token.weight),
        )[:most]
        for label, tokens in model.explain(sample).items()
    }


def gold_matrix(names: Sequence[str], labels: Sequence[Sequence[str]]) -> Booleans:
    """Return which of some labels each quotation has, shape (quotations, names).

    >>> gold_matrix(["a", "b"], [["b"], []]).tolist()
    [[False, True], [False, False]]
    """
    rows = [[name in given for name in names] for given in labels]
    return np.array(rows, dtype=bool).reshape(len(labels), len(names))
