"""What the classifier sees of a quotation and of its carrier sentence: two views, four blocks.

Every block adds up parts of single words, word pairs or word-piece vectors, so that each feature
belongs to one token or to two neighbours and a linear model's score splits exactly over the tokens.
Columns of n-grams are hashed (Weinberger et al., "Feature Hashing for Large Scale Multitask
Learning", ICML 2009): there is no vocabulary to store, and the same text gives the same columns on
every machine.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from zlib import crc32

import numpy as np
from scipy import sparse

from rhetoric.labelling.embedding import Embedding

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float32]
    Sizes: TypeAlias = NDArray[np.int64]
# scipy.sparse.csr_matrix; scipy ships no types
Matrix: TypeAlias = Any

_TOKEN = re.compile(r"[#@]?\w+(?:['-]\w+)*|[\U0001F1E6-\U0001F1FF]{2}|[^\w\s.,;:\"“”()\[\]]")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\w")
GAP = "…"  # stands in a carrier where the quoted words were
_GAP_FORM = "..."
_SHORTEST, _LONGEST = 3, 5
# in a carrier, so many quoted words are a fragment, so many are none, and between they are in part
_FRAGMENT, _NO_FRAGMENT = 4, 10
# by how much more all that is said of a fragment counts: so little never adds up to a statement
_FRAGMENT_MORE = 0.4


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
        Words with their pairs; the character n-grams of each word; word-piece vectors.
    bits : int
        The block has ``2**bits`` hashed columns; one column a dimension for pieces.
    weight : float
        How much the block counts beside the others.
    """

    source: str
    grams: str
    bits: int
    weight: float


VIEWS = (
    View("text", "words", 18, 0.26),
    View("text", "chars", 18, 0.21),
    View("context", "words", 17, 0.3),
    View("text", "pieces", 0, 0.16),
)
SOURCES = ("text", "context")
# the views that read a source, by their own: a carrier's words are also read as if quoted
READ_BY = {"text": ("text",), "context": ("context", "text")}
GRAMS = ("words", "chars", "pieces")


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


def forms_of(samples: Sequence[Sample], source: str) -> list[list[str]]:
    """Split the words or the carrier of each sample into the forms that tokens are compared as."""
    return [_forms(source_text(sample, source)) for sample in samples]


def _forms(text: str) -> list[str]:
    plain = _plain(text)
    if plain.isascii():  # nearly every text, and then folding it whole changes no token
        return _TOKEN.findall(_DIGIT.sub("0", plain.lower()))
    return [_form(word) for word in _TOKEN.findall(plain)]


def reach(quoted: "Sizes", carrying: "Sizes", source: str, view: str) -> "Floats":
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
        counting = (1 + 10 / np.maximum(quoted, 1)) / np.sqrt(tokens)
    else:
        counting = (tokens / 15) ** -0.2 * np.sqrt(np.minimum(1, 60 / tokens))
        if source == "context":
            counting *= fragment
    return np.asarray(counting * (1 + _FRAGMENT_MORE * fragment), dtype=np.float32)


class Features:
    """Turns samples into a sparse matrix.

    Parameters
    ----------
    embedding : Embedding, optional
        Leave it out for n-grams alone.
    views : sequence of View

    Attributes
    ----------
    worth : list of array
        For each view, what one occurrence of a column counts, shape ``(width of the view,)``:
        its inverse document frequency, on a scale that all views share. Learned by `fit`.
    """

    def __init__(self, embedding: Embedding | None = None, views: Sequence[View] = VIEWS) -> None:
        self.embedding = embedding
        self.views = tuple(v for v in views if v.grams != "pieces" or embedding is not None)
        self.worth: list[Floats] = []

    @property
    def width(self) -> int:
        """Number of columns in all."""
        return sum(width_of(view, self.embedding) for view in self.views)

    def fit(self, samples: Sequence[Sample]) -> "Features":
        """Learn how rare each column is; return self."""
        self.worth = []
        read = _forms_by_source(samples)
        for view in self.views:
            forms = read[view.source]
            counts = self._counts(forms, view)
            worth = np.ones(counts.shape[1], dtype=np.float32)
            if view.grams != "pieces":
                seen = np.bincount(counts.indices, minlength=counts.shape[1])
                idf = np.log((1 + len(samples)) / (1 + seen)) + 1
                # a column that one sample alone has would only tell that sample
                worth = np.where(seen > 1, idf, 0).astype(np.float32)
            unit = np.float32(view.weight / _typical_norm(counts, worth, forms))
            self.worth.append(worth * unit)
        return self

    def transform(self, samples: Sequence[Sample]) -> Matrix:
        """Return the matrix of the samples, shape ``(len(samples), self.width)``."""
        read = _forms_by_source(samples)
        sizes = {
            source: np.array([len(words) for words in forms], dtype=np.int64)
            for source, forms in read.items()
        }
        blocks = []
        for view, worth in zip(self.views, self.worth, strict=True):
            block = sparse.csr_matrix((len(samples), len(worth)), dtype=np.float32)
            for source in (source for source in SOURCES if view.source in READ_BY[source]):
                counting = reach(sizes["text"], sizes["context"], source, view.source)
                counted = zip(read[source], counting, strict=True)
                counts = self._counts([forms if some else [] for forms, some in counted], view)
                row_scale = np.repeat(counting, np.diff(counts.indptr))
                counts.data = counts.data * worth[counts.indices] * row_scale
                block = block + counts
            block.eliminate_zeros()
            blocks.append(block)
        return sparse.hstack(blocks, format="csr")

    def _counts(self, samples: Sequence[Sequence[str]], view: View) -> Matrix:
        """Add up, for each sample, the columns of its words, each word looked up once a batch."""
        grams = samples
        if view.grams == "words":
            grams = [[*words, *map(" ".join, pairwise(words))] for words in samples]
        known, by_sample = occurrences(grams)
        counted = (by_sample @ table_of(known, view, self.embedding)).tocsr()
        counted.sort_indices()
        return counted


def _forms_by_source(samples: Sequence[Sample]) -> dict[str, list[list[str]]]:
    return {source: forms_of(samples, source) for source in SOURCES}


def _typical_norm(counts: Matrix, worth: "Floats", forms: Sequence[Sequence[str]]) -> float:
    """Return the median length of a row, for the square root of the number of its words."""
    weighed = counts.multiply(worth).tocsr()
    norms = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    norms /= np.sqrt([max(1, len(words)) for words in forms])
    return float(np.median(norms[norms > 0])) if norms.any() else 1.0


def width_of(view: View, embedding: Embedding | None) -> int:
    """Return the number of columns of a view."""
    if view.grams == "pieces":
        return embedding.width if embedding else 0
    return 1 << view.bits


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


def table_of(forms: Sequence[str], view: View, embedding: Embedding | None) -> Matrix:
    """Return the columns of each word, shape ``(len(forms), width of the view)``."""
    width = width_of(view, embedding)
    if view.grams == "pieces":
        words = ["" if form == _GAP_FORM else form for form in forms]
        return sparse.csr_matrix(embedding.vectors_of(words) if embedding else (len(forms), 0))
    columns = [columns_of(form, view) for form in forms]
    indptr = np.cumsum([0, *map(len, columns)])
    indices = np.array([column for row in columns for column in row], dtype=np.int32)
    ones = np.ones(len(indices), dtype=np.float32)
    return sparse.csr_matrix((ones, indices, indptr), (len(forms), width))


def columns_of(gram: str, view: View) -> list[int]:
    """Return the hashed columns of a word (or of a pair of words) in a view of n-grams."""
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


def _plain(text: str) -> str:
    """Write marks in ASCII, so that most texts are; each stays where it is."""
    return text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')


def _form(word: str) -> str:
    if word.isascii() and word.isalpha():  # nearly every word
        return word.lower()
    return _DIGIT.sub("0", unicodedata.normalize("NFKC", word).lower())
