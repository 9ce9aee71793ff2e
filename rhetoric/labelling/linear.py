"""A linear scorer: what each token of a quotation and of its carrier adds to each label's score.

What a model learned is folded into one number for each column and label. A word's worth is then the
sum over its columns and over its pieces, a score the sum over words: fast, and its own explanation.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rhetoric.arrays import Floats, Singles
from rhetoric.labelling.encoder import Encoder
from rhetoric.labelling.features import Features
from rhetoric.labelling.ngrams import READ_BY, View, hashed, occurrences, reach, table_of
from rhetoric.labelling.samples import SOURCES, Sample, forms_of, source_text, tokens_of


@dataclass(frozen=True, slots=True)
class LinearScorer:
    """Scores quotations with numpy and scipy, and with the encoder where it has one.

    Attributes
    ----------
    views : tuple of View
        The blocks of n-grams, in the order of the columns.
    weights : tuple of array
        For each view, what one occurrence of a column adds to each label, shape (columns, labels).
    intercept : array, shape (labels,)
        The score of a quotation without any feature.
    encoder : Encoder or None
        What makes the last columns; None where there are n-grams alone.
    heads : array, shape (width of the encoder, labels)
        What a unit of each dimension of the encoder's vector adds.
    """

    views: tuple[View, ...]
    weights: tuple[Singles, ...] = field(repr=False)
    intercept: Floats = field(repr=False)
    encoder: Encoder | None = field(repr=False, default=None)
    heads: Singles | None = field(repr=False, default=None)

    def scores(self, samples: Sequence[Sample]) -> Floats:
        """Return the scores, shape (samples, labels)."""
        total = np.tile(self.intercept, (len(samples), 1))
        if self.encoder is not None and self.heads is not None:
            vectors = self.encoder.encode(samples).astype(np.float64)
            # not the product of matrices, whose last digits depend on how many rows there are
            total += np.einsum("ij,jk->ik", vectors, self.heads)
        if not self.views:
            return total
        forms = {source: forms_of(samples, source) for source in SOURCES}
        sizes = {source: np.array([len(words) for words in forms[source]]) for source in SOURCES}
        for source in SOURCES:
            for view in READ_BY[source]:
                counting = reach(sizes["text"], sizes["context"], source, view)
                rows = np.flatnonzero(counting)
                added = self._sums([forms[source][row] for row in rows], view)
                total[rows] += counting[rows, None] * added
        return total

    def evidence(self, sample: Sample) -> dict[str, Floats]:
        """Return what each token of each source adds to each score, shape (tokens, labels).

        A pair of words counts half for each, a word's pieces count together. The sum over the
        tokens of both sources is the score less what no word carries: the intercept and the
        signs and punctuation that the encoder reads besides.
        """
        told = self._evidence_of_ngrams(sample)
        if self.encoder is not None and self.heads is not None:
            pieces, vectors = self.encoder.encode_pieces(sample)
            worths = vectors @ self.heads
            for source in SOURCES:
                holders = tokens_of(source_text(sample, source))
                places = {i: k for k, t in enumerate(holders) for i in range(t.start, t.end)}
                for piece, worth in zip(pieces, worths, strict=True):
                    if SOURCES[piece.segment] == source and piece.start in places:
                        told[source][places[piece.start]] += worth
        return told

    def select(self, kept: Sequence[int]) -> "LinearScorer":
        """Return the scorer for some of its labels, by their places."""
        columns = list(kept)
        return replace(
            self,
            weights=tuple(_ordered(part[:, columns]) for part in self.weights),
            intercept=self.intercept[columns],
            heads=None if self.heads is None else _ordered(self.heads[:, columns]),
        )

    def _evidence_of_ngrams(self, sample: Sample) -> dict[str, Floats]:
        forms = {source: forms_of([sample], source)[0] for source in SOURCES}
        quoted, carrying = (np.array([len(forms[source])]) for source in SOURCES)
        told = {}
        for source in SOURCES:
            words = forms[source]
            total = np.zeros((len(words), len(self.intercept)))
            for view in READ_BY[source]:
                worth = self._worth_of_words(words, view)
                pairs = self._worth_of_pairs([words], view) / 2
                if len(pairs):
                    worth[:-1] += pairs
                    worth[1:] += pairs
                total += worth * reach(quoted, carrying, source, view)
            told[source] = total
        return told

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
                total += table_of(forms, view) @ weights
        return total

    def _worth_of_pairs(self, samples: Sequence[Sequence[str]], source: str) -> Floats:
        """Return what each pair of neighbours adds, shape (pairs of all samples, labels)."""
        pairs = [" ".join(pair) for words in samples for pair in pairwise(words)]
        total = np.zeros((len(pairs), len(self.intercept)))
        for view, weights in zip(self.views, self.weights, strict=True):
            if view.source == source and view.grams == "words" and pairs:
                total += weights[[hashed(pair, view.bits) for pair in pairs]]
        return total


def fold_weights(features: Features, coef: Floats, intercept: Floats) -> LinearScorer:
    """Fold what a column counts and what a linear model learned for it into one number.

    Parameters
    ----------
    features : Features
        Fitted; the model was fitted to its matrix.
    coef : array, shape (labels, columns)
        The weights that were learned.
    intercept : array, shape (labels,)
        The score of a quotation without any feature.
    """
    weights, start = [], 0
    for view, worth in zip(features.views, features.worth, strict=True):
        weights.append(_ordered((coef[:, start : start + view.width] * worth).T))
        start += view.width
    heads = None if features.encoder is None else _ordered(coef[:, start:].T * features.unit)
    return LinearScorer(
        features.views, tuple(weights), np.asarray(intercept), features.encoder, heads
    )


def _ordered(weights: NDArray[np.floating]) -> Singles:
    """Return weights row by row in memory: in another order, each product would copy them."""
    return np.ascontiguousarray(weights, dtype=np.float32)
