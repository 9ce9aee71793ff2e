"""A linear scorer: what each token of a quotation and of its carrier adds to each label's score.

What a model learned is folded into one number for each column and label. A word's worth is then the
sum over its columns, a score the sum over words and pairs of words: fast, and its own explanation.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from rhetoric.labelling.embedding import Embedding
from rhetoric.labelling.features import (
    READ_BY,
    SOURCES,
    Sample,
    View,
    forms_of,
    hashed,
    occurrences,
    reach,
    table_of,
    width_of,
)

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LinearScorer:
    """Scores quotations with numpy and scipy alone.

    Attributes
    ----------
    views : tuple of View
    embedding : Embedding or None
    weights : tuple of array
        For each view, what one occurrence of a column adds to each label, shape (columns, labels).
    intercept : array, shape (labels,)
    """

    views: tuple[View, ...]
    embedding: Embedding | None = field(repr=False)
    weights: tuple[NDArray[np.float32], ...] = field(repr=False)
    intercept: Floats = field(repr=False)

    def scores(self, samples: Sequence[Sample]) -> Floats:
        """Return the scores, shape (samples, labels)."""
        total = np.tile(self.intercept, (len(samples), 1))
        forms = {source: forms_of(samples, source) for source in SOURCES}
        sizes = {source: np.array([len(words) for words in forms[source]]) for source in SOURCES}
        for source in SOURCES:
            for view in READ_BY[source]:
                counting = reach(sizes["text"], sizes["context"], source, view)
                rows = np.flatnonzero(counting)
                added = self._sums([forms[source][row] for row in rows], view)
                total[rows] += counting[rows, None] * added
        return total

    def evidence(self, sample: Sample, source: str) -> Floats:
        """Return what each token of a source adds to each score, shape (tokens, labels).

        A pair of words counts half for each. The sum over the tokens of both sources is the score
        less the intercept.
        """
        forms = {source: forms_of([sample], source)[0] for source in SOURCES}
        quoted, carrying = (np.array([len(forms[source])]) for source in SOURCES)
        words = forms[source]
        total = np.zeros((len(words), len(self.intercept)))
        for view in READ_BY[source]:
            worth = self._worth_of_words(words, view)
            pairs = self._worth_of_pairs([words], view) / 2
            if len(pairs):
                worth[:-1] += pairs
                worth[1:] += pairs
            total += worth * reach(quoted, carrying, source, view)
        return total

    def select(self, kept: Sequence[int]) -> "LinearScorer":
        """Return the scorer for some of its labels, by their places."""
        return replace(
            self,
            weights=tuple(part[:, list(kept)] for part in self.weights),
            intercept=self.intercept[list(kept)],
        )

    def _sums(self, samples: Sequence[Sequence[str]], source: str) -> Floats:
        """Return what the words and pairs of each sample add up to, shape (samples, labels)."""
        known, counts = occurrences(samples)
        sizes = np.array([len(words) for words in samples], dtype=np.int64)
        of_pairs = self._worth_of_pairs(samples, source)
        # a running sum has a row more than there are pairs, so that no stretch is out of it
        running = np.vstack([np.zeros((1, of_pairs.shape[1])), np.cumsum(of_pairs, axis=0)])
        ends = np.cumsum(np.maximum(sizes - 1, 0))
        pairs = running[ends] - running[ends - np.maximum(sizes - 1, 0)]
        return np.asarray(counts @ self._worth_of_words(known, source) + pairs)

    def _worth_of_words(self, forms: Sequence[str], source: str) -> Floats:
        """Return what each form adds in the views of a source, shape (forms, labels)."""
        total = np.zeros((len(forms), len(self.intercept)))
        for view, weights in zip(self.views, self.weights, strict=True):
            if view.source == source:
                total += table_of(forms, view, self.embedding) @ weights
        return total

    def _worth_of_pairs(self, samples: Sequence[Sequence[str]], source: str) -> Floats:
        """Return what each pair of neighbours adds, shape (pairs of all samples, labels)."""
        pairs = [" ".join(pair) for words in samples for pair in pairwise(words)]
        total = np.zeros((len(pairs), len(self.intercept)))
        for view, weights in zip(self.views, self.weights, strict=True):
            if view.source == source and view.grams == "words" and pairs:
                total += weights[[hashed(pair, view.bits) for pair in pairs]]
        return total


def fold(
    views: Sequence[View],
    embedding: Embedding | None,
    worth: Sequence[NDArray[np.float32]],
    coef: NDArray[np.float64],
    intercept: Floats,
) -> LinearScorer:
    """Fold what a column counts and what a linear model learned for it into one number.

    Parameters
    ----------
    views, embedding, worth
        Of the `Features` that the model was fitted to.
    coef : array, shape (labels, columns of all views)
    intercept : array, shape (labels,)
    """
    weights, start = [], 0
    for view, counts in zip(views, worth, strict=True):
        end = start + width_of(view, embedding)
        weights.append((coef[:, start:end] * counts).T.astype(np.float32))
        start = end
    return LinearScorer(tuple(views), embedding, tuple(weights), np.asarray(intercept))
