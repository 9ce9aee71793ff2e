"""What a classifier sees of quotations: n-grams, and the vector of a sentence encoder."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from scipy import sparse

from rhetoric.arrays import Singles
from rhetoric.labelling.encoder import Encoder
from rhetoric.labelling.ngrams import READ_BY, VIEWS, Matrix, View, count_columns, reach
from rhetoric.labelling.samples import SOURCES, Sample, forms_of

# the words of each sample, by where they stand: in the text or in its context
Forms: TypeAlias = dict[str, list[list[str]]]


class Features:
    """Turns samples into a matrix: the columns of n-grams, then those of the encoder.

    Parameters
    ----------
    encoder : Encoder, optional
        Leave it out for n-grams alone.
    views : sequence of View
        The blocks of n-grams; none for the encoder alone.

    Attributes
    ----------
    worth : list of array
        For each view, what one occurrence of a column counts, shape ``(width of the view,)``:
        its inverse document frequency, on a scale that all views share. Learned by `fit`.
    unit : float
        What a unit of the encoder's vector counts, so that a typical one counts 1. Learned by
        `fit`.
    """

    def __init__(self, encoder: Encoder | None = None, views: Sequence[View] = VIEWS) -> None:
        self.encoder = encoder
        self.views = tuple(views)
        self.worth: list[Singles] = []
        self.unit = 1.0

    @property
    def width(self) -> int:
        """Number of columns in all."""
        return sum(view.width for view in self.views) + (self.encoder.width if self.encoder else 0)

    def encode(self, samples: Sequence[Sample]) -> Singles:
        """Return the encoder's vector of each sample, of no columns where there is no encoder."""
        if self.encoder is None:
            return np.zeros((len(samples), 0), np.float32)
        return self.encoder.encode(samples)

    def fit(self, samples: Sequence[Sample], vectors: Singles | None = None) -> "Features":
        """Learn how rare each column is; return self.

        Parameters
        ----------
        samples : sequence of Sample
            Quotations with their carriers.
        vectors : array, shape (samples, width of the encoder), optional
            As `encode` returns them, where they are known already.
        """
        self._learn(*self._read(samples, vectors))
        return self

    def transform(self, samples: Sequence[Sample], vectors: Singles | None = None) -> Matrix:
        """Return the matrix of the samples, sparse, shape ``(len(samples), self.width)``.

        Parameters
        ----------
        samples, vectors
            As in `fit`.
        """
        return self._lay_out(*self._read(samples, vectors))

    def fit_transform(self, samples: Sequence[Sample], vectors: Singles | None = None) -> Matrix:
        """Do both, and split each sample into its words once.

        Parameters
        ----------
        samples, vectors
            As in `fit`.
        """
        read = self._read(samples, vectors)
        self._learn(*read)
        return self._lay_out(*read)

    def _read(self, samples: Sequence[Sample], vectors: Singles | None) -> tuple[Forms, Singles]:
        """Return the words of the samples, and their vectors, known or not."""
        forms = {source: forms_of(samples, source) for source in SOURCES}
        return forms, self.encode(samples) if vectors is None else vectors

    def _learn(self, forms: Forms, vectors: Singles) -> None:
        self.worth = [_worth(forms[view.source], view) for view in self.views]
        if self.encoder is not None:
            self.unit = 1 / (float(np.median(np.linalg.norm(vectors, axis=1))) or 1.0)

    def _lay_out(self, forms: Forms, vectors: Singles) -> Matrix:
        sizes = {
            source: np.array([len(words) for words in of], dtype=np.int64)
            for source, of in forms.items()
        }
        blocks = []
        for view, worth in zip(self.views, self.worth, strict=True):
            block = sparse.csr_matrix((len(vectors), len(worth)), dtype=np.float32)
            for source in (source for source in SOURCES if view.source in READ_BY[source]):
                counting = reach(sizes["text"], sizes["context"], source, view.source)
                counted = zip(forms[source], counting, strict=True)
                counts = count_columns([words if some else [] for words, some in counted], view)
                row_scale = np.repeat(counting, np.diff(counts.indptr))
                counts.data = counts.data * worth[counts.indices] * row_scale
                block = block + counts
            block.eliminate_zeros()
            blocks.append(block)
        if self.encoder is not None:
            blocks.append(sparse.csr_matrix(vectors * np.float32(self.unit)))
        return sparse.hstack(blocks, format="csr")


def _worth(forms: Sequence[Sequence[str]], view: View) -> Singles:
    """Return what one occurrence of each column of a view counts."""
    counts = count_columns(forms, view)
    seen = np.bincount(counts.indices, minlength=view.width)
    idf = np.log((1 + len(forms)) / (1 + seen)) + 1
    # a column that one sample alone has would only tell that sample
    worth = np.where(seen > 1, idf, 0).astype(np.float32)
    return worth * np.float32(view.weight / _typical_norm(counts, worth, forms))


def _typical_norm(counts: Matrix, worth: Singles, forms: Sequence[Sequence[str]]) -> float:
    """Return the median length of a row, for the square root of the number of its words."""
    weighed = counts.multiply(worth).tocsr()
    norms = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    norms /= np.sqrt([max(1, len(words)) for words in forms])
    return float(np.median(norms[norms > 0])) if norms.any() else 1.0
