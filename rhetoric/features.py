"""What the classifier sees of a quotation and of its carrier sentence: two views, four blocks.

Every block is a bag of parts of single words, of word pairs or of word-piece vectors, so that
each feature belongs to one token or to two neighbours and a linear model's score splits exactly
over the tokens. Columns of n-grams are hashed (Weinberger et al., "Feature Hashing for Large Scale
Multitask Learning", ICML 2009): there is no vocabulary to store, and the same text gives the same
columns on every machine.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from zlib import crc32

import numpy as np
from scipy import sparse

from rhetoric.embedding import Embedding

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float32]
# scipy.sparse.csr_matrix; scipy ships no types
Matrix: TypeAlias = Any

_TOKEN = re.compile(r"[#@]?\w+(?:['-]\w+)*|[\U0001F1E6-\U0001F1FF]{2}|[^\w\s.,;:\"“”()\[\]]")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\w")
GAP = "…"  # stands in a carrier where the quoted words were
_SHORTEST, _LONGEST = 3, 5


class Sample(NamedTuple):
    """One quotation as the classifier is given it.

    Attributes
    ----------
    text : str
        The quoted words.
    context : str
        The sentence or sentences that carry them, or "".
    """

    text: str
    context: str = ""


class Token(NamedTuple):
    """A word of the text: what it is compared as, and where it stands."""

    form: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class View:
    """One block of columns.

    Attributes
    ----------
    source : {"text", "context"}
    grams : {"words", "chars", "pieces"}
        Words with their pairs; the character n-grams of each word; the mean of the word-piece
        vectors.
    bits : int
        The block has ``2**bits`` hashed columns; one column a dimension for pieces.
    weight : float
        Length of a row in this block.
    lift : float
        A quotation of ``n`` tokens has a row of length ``weight * (1 + lift / n)``: a short one
        leans on its carrier.
    """

    source: str
    grams: str
    bits: int
    weight: float
    lift: float = 0.0


VIEWS = (
    View("text", "words", 17, 1.0),
    View("text", "chars", 17, 0.8),
    View("context", "words", 16, 0.6, lift=10.0),
    View("text", "pieces", 0, 0.6),
)


def tokens_of(text: str) -> list[Token]:
    """Split a text into tokens: words, hashtags, flags, emoji; case and digits fold.

    >>> [t.form for t in tokens_of("In 1953 #WeRemember it’s over 🇨🇺")]
    ['in', '0000', '#weremember', "it's", 'over', '🇨🇺']
    """
    return [Token(_form(m.group()), m.start(), m.end()) for m in _TOKEN.finditer(_plain(text))]


def source_text(sample: Sample, source: str) -> str:
    """Return what a view reads of a sample: its words, or the carrier with those taken out.

    The carrier is empty where the context is only the quotation again, as in a post.
    """
    if source == "text":
        return sample.text
    rest = without(sample.context, sample.text)
    return rest if _WORD.search(rest) else ""


def without(carrier: str, words: str) -> str:
    """Return a carrier with the quoted words taken out, but not out of other words.

    What is left stands where it stood, so that an offset in it is one in the carrier.

    >>> without("The rally’s host called Kim an “ally”.", "ally")
    'The rally’s host called Kim an “…   ”.'
    """
    kept: list[str] = []
    at = done = 0
    while words and (found := carrier.find(words, at)) >= 0:
        at = found + len(words)
        sides = carrier[max(0, found - 1) : found] + carrier[at : at + 1]
        if not any(_WORD.match(sign) for sign in sides):
            kept += [carrier[done:found], GAP.ljust(len(words))]
            done = at
    return "".join([*kept, carrier[done:]])


def _forms_of(samples: Sequence[Sample]) -> dict[str, list[list[str]]]:
    """Split each sample's words and carrier into tokens, once for all views."""
    return {
        source: [
            [_form(word) for word in _TOKEN.findall(_plain(source_text(sample, source)))]
            for sample in samples
        ]
        for source in ("text", "context")
    }


class Features:
    """Turns samples into a sparse matrix.

    Parameters
    ----------
    embedding : Embedding, optional
        Leave it out for n-grams alone.
    views : sequence of View
    idf : list of array, optional
        For each view of n-grams, the inverse document frequency of its columns, shape
        ``(2**bits,)``; learned by `fit` when left out.
    """

    def __init__(
        self,
        embedding: Embedding | None = None,
        views: Sequence[View] = VIEWS,
        idf: "Sequence[Floats] | None" = None,
    ) -> None:
        self.embedding = embedding
        self.views = tuple(v for v in views if v.grams != "pieces" or embedding is not None)
        self.idf = list(idf) if idf is not None else []

    def width_of(self, view: View) -> int:
        """Return the number of columns of a view."""
        if view.grams == "pieces":
            return self.embedding.width if self.embedding else 0
        return 1 << view.bits

    @property
    def width(self) -> int:
        """Number of columns in all."""
        return sum(map(self.width_of, self.views))

    def fit(self, samples: Sequence[Sample]) -> "Features":
        """Learn how rare each column is; return self."""
        self.idf = []
        forms = _forms_of(samples)
        for view in self.views:
            if view.grams == "pieces":
                continue
            counts = self._counts(forms[view.source], view)
            seen = np.bincount(counts.indices, minlength=counts.shape[1])
            idf = np.log((1 + len(samples)) / (1 + seen)) + 1
            # a column that one sample alone has would only tell that sample
            self.idf.append(np.where(seen > 1, idf, 0).astype(np.float32))
        return self

    def transform(self, samples: Sequence[Sample]) -> Matrix:
        """Return the matrix of the samples, shape ``(len(samples), self.width)``."""
        idf = iter(self.idf)
        forms = _forms_of(samples)
        sizes = np.array([max(1, len(words)) for words in forms["text"]])
        blocks = []
        for view in self.views:
            block = self._counts(forms[view.source], view)
            if view.grams != "pieces":
                block.data = (1 + np.log(block.data)) * next(idf)[block.indices]
            blocks.append(_with_length(block, view.weight * (1 + view.lift / sizes)))
        return sparse.hstack(blocks, format="csr")

    def _counts(self, samples: Sequence[Sequence[str]], view: View) -> Matrix:
        """Add up, for each sample, the columns of its words, each word looked up once a batch."""
        known: dict[str, int] = {}
        flat: list[int] = []
        lengths = [0]
        for words in samples:
            forms = [*words]
            if view.grams == "words":
                forms += [f"{a} {b}" for a, b in pairwise(words)]
            flat += [known.setdefault(form, len(known)) for form in forms]
            lengths.append(len(forms))
        shape = (len(samples), len(known))
        ones = np.ones(len(flat), dtype=np.float32)
        by_sample = sparse.csr_matrix((ones, np.array(flat, np.int32), np.cumsum(lengths)), shape)
        counted = (by_sample @ self._table(list(known), view)).tocsr()
        counted.sort_indices()
        return counted

    def _table(self, forms: Sequence[str], view: View) -> Matrix:
        """Return the columns of each word, shape ``(len(forms), width of the view)``."""
        width = self.width_of(view)
        if view.grams == "pieces":
            rows = [self.embedding.vector_of(f) for f in forms] if self.embedding else []
            return sparse.csr_matrix(np.array(rows, dtype=np.float32).reshape(len(forms), width))
        hashed = [columns_of(form, view) for form in forms]
        indptr = np.cumsum([0, *map(len, hashed)])
        indices = np.array([column for row in hashed for column in row], dtype=np.int32)
        ones = np.ones(len(indices), dtype=np.float32)
        return sparse.csr_matrix((ones, indices, indptr), (len(forms), width))


def columns_of(gram: str, view: View) -> list[int]:
    """Return the hashed columns of a word (or of a pair of words) in a view of n-grams."""
    mask = (1 << view.bits) - 1
    if view.grams == "words":
        return [crc32(gram.encode(errors="surrogatepass")) & mask]
    padded = f"<{gram}>"
    return [
        crc32(padded[i : i + n].encode(errors="surrogatepass")) & mask
        for n in range(_SHORTEST, _LONGEST + 1)
        for i in range(len(padded) - n + 1)
    ]


def _with_length(block: Matrix, length: "NDArray[np.float64]") -> Matrix:
    """Scale each row of a block to its length; rows of zeros stay."""
    norms = np.sqrt(np.asarray(block.multiply(block).sum(axis=1)).ravel())
    scale = np.divide(length, norms, out=np.zeros_like(norms), where=norms > 0)
    block.data = block.data * np.repeat(scale, np.diff(block.indptr)).astype(np.float32)
    return block


def _plain(text: str) -> str:
    return text.replace("’", "'").replace("‘", "'")


def _form(word: str) -> str:
    if word.isascii() and word.isalpha():  # nearly every word
        return word.lower()
    return _DIGIT.sub("0", unicodedata.normalize("NFKC", word).lower())
