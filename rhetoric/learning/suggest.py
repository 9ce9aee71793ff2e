"""What to label next: the quotations that would teach a model most.

After Zhdanov, "Diverse Mini-Batch Active Learning" (arXiv:1901.05954, 2019): the quotations that
the model is least sure of are clustered by meaning, weighted by how unsure it is, and one of each
cluster is taken. He takes the one nearest to the middle; here it is the least sure one, which
measured better. Labels are rare in the news, and a model that has seen few of them is least sure
of those that it half recognises, so this finds positives too. ``tests/benchmarks/suggesting.py``
measures what it saves.
"""

import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from rhetoric.arrays import Floats, Integers
from rhetoric.learning.labelled import LabelledRecord, Suggestion, folded
from rhetoric.learning.labelled.answers import about
from rhetoric.types import Quote

if TYPE_CHECKING:
    from rhetoric.labelling.model import LabelModel
    from rhetoric.labelling.ngrams import Matrix
    from rhetoric.labelling.samples import Sample


# the least sure quotations, this many for each that is wanted, are clustered; chosen by hand
_CANDIDATES = 6
# cosine of two quotations' n-grams from which on they are nearly the same; chosen by hand, so that
# a short word more does not tell two sentences of ten words apart
_ALIKE = 0.8
# rows compared with one another at a time, so that memory does not grow with the square of all
_CHUNK = 512


def suggest(
    quotations: Iterable[Quote | Mapping[str, Any]],
    model: "LabelModel",
    n: int = 50,
    labelled: Iterable[LabelledRecord] = (),
) -> list[Suggestion]:
    """Pick the quotations whose labels would teach a model most.

    Parameters
    ----------
    quotations : iterable of Quote or mapping
        Not labelled yet; records have a ``text`` and, where known, ``context``, ``speaker``,
        ``group`` or ``article`` and ``id``.
    model : LabelModel
        Whose doubt tells what to label.
    n : int
        How many at most.
    labelled : iterable of LabelledRecord
        What is labelled already; nothing nearly the same is picked.

    Returns
    -------
    list of Suggestion
        The least sure first, no two nearly the same, each with the model's guess. The same
        quotations give the same ones.

    Examples
    --------
    >>> from rhetoric.labelling.store import load
    >>> pool = [{"text": "We mourn the dead."}, {"text": "We mourn the dead"}, {"text": "No."}]
    >>> len(suggest(pool, load()))
    2
    """
    from rhetoric.labelling.samples import Sample

    done = [Sample(record.text, record.context) for record in labelled]
    pool = _fresh(map(_described, quotations), {folded(sample.text) for sample in done})
    if not pool or n < 1:
        return []
    samples = [Sample(s.text, s.context) for s in pool]
    unsure = uncertainty(model.decision_function(samples))
    order = np.argsort(-unsure, kind="stable")
    grams, meanings = _likeness(model, [*samples, *done])
    kept = _distinct(grams[: len(pool)], order, grams[len(pool) :], _CANDIDATES * n)
    picked = kept[_diverse(meanings[kept], unsure[kept], n)]
    guesses = model.label([samples[row] for row in picked])
    return [Suggestion(pool[row], guess) for row, guess in zip(picked, guesses, strict=True)]


def uncertainty(scores: Floats) -> Floats:
    """Return how unsure a model is: the variance of each label, summed over the labels.

    Parameters
    ----------
    scores : array, shape (quotations, labels)
        Log odds, before calibration.

    Examples
    --------
    >>> uncertainty(np.array([[0.0, 0.0], [9.0, -9.0]])).round(2).tolist()
    [0.5, 0.0]
    """
    odds = np.exp(-np.abs(scores))
    return np.asarray((odds / (1 + odds) ** 2).sum(axis=1))


def _described(quotation: Quote | Mapping[str, Any]) -> LabelledRecord:
    record = quotation.to_dict() if isinstance(quotation, Quote) else quotation
    known = about(record)
    place = f"{record.get('article')}:{record.get('start')}-{record.get('end')}"
    return replace(known, id=known.id or (place if "start" in record else ""))


def _fresh(pool: Iterable[LabelledRecord], seen: set[str]) -> list[LabelledRecord]:
    """Return the first of each that have the same words; none whose words were seen before."""
    firsts: dict[str, LabelledRecord] = {}
    for record in pool:
        firsts.setdefault(folded(record.text), record)
    return [record for words, record in firsts.items() if words and words not in seen]


def _likeness(model: "LabelModel", samples: "Sequence[Sample]") -> "tuple[Matrix, Matrix]":
    """Return what tells near-duplicates, n-grams of the words, and what tells like meanings.

    Meanings are the encoder's vectors where the model has an encoder, and the n-grams where it has
    none. Rows have length 1.
    """
    from sklearn.preprocessing import normalize

    from rhetoric.labelling.features import Features
    from rhetoric.labelling.ngrams import VIEWS

    words = Features(views=[view for view in VIEWS if view.source == "text"]).fit(samples)
    grams = normalize(words.transform(samples))
    encoder = getattr(model.scorer, "encoder", None)
    return grams, grams if encoder is None else normalize(encoder.encode(samples))


def _distinct(grams: "Matrix", order: Integers, taken: "Matrix", most: int) -> Integers:
    """Return the first rows of an order that are not nearly the same as one before them."""
    from scipy import sparse

    kept: list[int] = []
    for start in range(0, len(order), _CHUNK):
        chunk = order[start : start + _CHUNK]
        rows = grams[chunk]
        free = np.ones(len(chunk), dtype=bool)
        if taken.shape[0]:
            free = (rows @ taken.T).max(axis=1).toarray().ravel() < _ALIKE
        alike = (rows @ rows.T).toarray() >= _ALIKE
        chosen: list[int] = []
        for i in np.flatnonzero(free):
            if not alike[i, chosen].any():
                chosen.append(int(i))
        kept += chunk[chosen].tolist()
        if len(kept) >= most:
            break
        taken = sparse.vstack([taken, rows[chosen]]).tocsr()
    return np.array(kept[:most], dtype=np.int64)


def _diverse(vectors: "Matrix", weights: Floats, n: int) -> Integers:
    """Return the first row of each of n weighted clusters, in the order of the rows."""
    from sklearn.cluster import KMeans
    from sklearn.exceptions import ConvergenceWarning

    if len(weights) <= n:
        return np.arange(len(weights))
    # relative, and never nothing: a model may be all but sure of everything
    weights = np.maximum(weights / (weights.max() or 1.0), 1e-6)
    with warnings.catch_warnings():
        # rows without a known word are all one point; the first rows then make up for clusters
        warnings.simplefilter("ignore", ConvergenceWarning)
        clusters = KMeans(n, n_init=1, random_state=0).fit(vectors, sample_weight=weights)
    _, firsts = np.unique(clusters.labels_, return_index=True)
    others = np.setdiff1d(np.arange(len(weights)), firsts)
    return np.sort(np.concatenate([firsts, others[: n - len(firsts)]]))
