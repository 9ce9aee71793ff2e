"""N-grams of a quotation and of its carrier, in hashed columns.

Every column belongs to one token or to two neighbours, so that a linear model's score splits
exactly over the tokens. Columns are hashed (Weinberger et al., "Feature Hashing for Large Scale
Multitask Learning", ICML 2009): there is no vocabulary to store, and the same text gives the same
columns on every machine.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, TypeAlias
from zlib import crc32

import numpy as np
from scipy import sparse

from rhetoric.arrays import Integers, Singles

# scipy.sparse.csr_matrix; scipy ships no types
Matrix: TypeAlias = Any

_GAP_FORM = "..."
# characters of an n-gram: shorter ones stand in every word, longer ones are nearly the word
_SHORTEST, _LONGEST = 3, 5
# in a carrier, so many quoted words are a fragment, so many are none, and between they are in part
_FRAGMENT, _NO_FRAGMENT = 4, 10
# by how much more all that is said of a fragment counts: so little never adds up to a statement
_FRAGMENT_MORE = 0.4


@dataclass(frozen=True, slots=True)
class View:
    """One block of columns.

    Attributes
    ----------
    source : {"text", "context"}
        Whether it reads the quotation or its carrier.
    grams : {"words", "chars"}
        Words with their pairs; the character n-grams of each word.
    bits : int
        The block has ``2**bits`` hashed columns.
    weight : float
        How much the block counts beside the others.
    """

    source: str
    grams: str
    bits: int
    weight: float

    @property
    def width(self) -> int:
        """Number of columns."""
        return 1 << self.bits


# With fewer bits more words share a column, with more the model is larger. The weights, set by
# hand, let the carrier count a little more than the quoted words, these more than their spelling.
# Either moves every score: what is changed here is for the next model.
VIEWS = (
    View("text", "words", 18, 0.26),
    View("text", "chars", 18, 0.21),
    View("context", "words", 17, 0.3),
)
# the views that read a source, by their own: a carrier's words are also read as if quoted
READ_BY = {"text": ("text",), "context": ("context", "text")}
GRAMS = ("words", "chars")


def reach(quoted: Integers, carrying: Integers, source: str, view: str) -> Singles:
    """Return what each token of a source counts in a view, for each sample, shape (samples,).

    The words of a quotation nearly add up: a long statement that does one thing among others does
    it as much as a short one. Only the longest are damped. A carrier counts as a whole, whatever
    its length, and the more the fewer words are quoted. Of a fragment it is also read as if quoted,
    so that what is known of quoted words tells what “ours” does, said of a grave by who mourns
    there.

    Parameters
    ----------
    quoted : array of int, shape (samples,)
        How many tokens are quoted.
    carrying : array of int, shape (samples,)
        How many tokens the carrier has; 0 where there is none.
    source, view : {"text", "context"}
        Where the tokens stand, and what the view is of.
    """
    fragment = np.clip((_NO_FRAGMENT - quoted) / (_NO_FRAGMENT - _FRAGMENT), 0, 1) * (carrying > 0)
    tokens = np.maximum(quoted if source == "text" else carrying, 1)
    if view == "context":
        # beside one quoted word a carrier counts 11 times, beside ten twice, beside many once
        counting = (1 + 10 / np.maximum(quoted, 1)) / np.sqrt(tokens)
    else:
        # one of 15 tokens counts once, one of 30 less by 13%, from 60 on by the root besides
        counting = (tokens / 15) ** -0.2 * np.sqrt(np.minimum(1, 60 / tokens))
        if source == "context":
            counting *= fragment
    return np.asarray(counting * (1 + _FRAGMENT_MORE * fragment), dtype=np.float32)


def occurrences(samples: Sequence[Sequence[str]]) -> tuple[list[str], Matrix]:
    """Return the different forms of some samples, and how often each sample has each.

    The matrix has the shape (samples, different forms).
    """
    known: dict[str, int] = {}
    flat = [known.setdefault(form, len(known)) for forms in samples for form in forms]
    ends = np.cumsum([0, *map(len, samples)])
    ones = np.ones(len(flat), dtype=np.float32)
    counts = sparse.csr_matrix(
        (ones, np.array(flat, dtype=np.int32), ends), (len(samples), len(known))
    )
    return list(known), counts


def count_columns(samples: Sequence[Sequence[str]], view: View) -> Matrix:
    """Add up the columns of each sample's words, shape (samples, width of the view).

    Parameters
    ----------
    samples : sequence of sequence of str
        The forms of each sample, in order; each is looked up once a call.
    view : View
        The block whose columns they are.
    """
    grams = samples
    if view.grams == "words":
        grams = [[*words, *map(" ".join, pairwise(words))] for words in samples]
    known, by_sample = occurrences(grams)
    counted = (by_sample @ table_of(known, view)).tocsr()
    counted.sort_indices()
    return counted


def table_of(forms: Sequence[str], view: View) -> Matrix:
    """Return the columns of each word, shape (forms, width of the view)."""
    columns = [columns_of(form, view) for form in forms]
    indptr = np.cumsum([0, *map(len, columns)])
    indices = np.array([column for row in columns for column in row], dtype=np.int32)
    ones = np.ones(len(indices), dtype=np.float32)
    return sparse.csr_matrix((ones, indices, indptr), (len(forms), view.width))


def columns_of(gram: str, view: View) -> list[int]:
    """Return the hashed columns of a word (or of a pair of words) in a view."""
    if gram == _GAP_FORM:  # that there is a carrier tells nothing; what stands beside the gap does
        return []
    if view.grams == "chars":
        return char_columns(gram, view.bits)
    return [hashed(gram, view.bits)]


def hashed(gram: str, bits: int) -> int:
    """Return the column of a gram, one of ``2**bits``."""
    return crc32(gram.encode(errors="surrogatepass")) & ((1 << bits) - 1)


@lru_cache(maxsize=1 << 16)
def char_columns(word: str, bits: int) -> list[int]:
    """Return the columns of a word's character n-grams; the words of the news come again."""
    padded = f"<{word}>".encode(errors="surrogatepass")
    mask = (1 << bits) - 1
    if len(padded) == len(word) + 2:  # a character a byte
        return [
            crc32(padded[i : i + n]) & mask
            for n in range(_SHORTEST, _LONGEST + 1)
            for i in range(len(padded) - n + 1)
        ]
    return [
        hashed(f"<{word}>"[i : i + n], bits)
        for n in range(_SHORTEST, _LONGEST + 1)
        for i in range(len(word) + 3 - n)
    ]
