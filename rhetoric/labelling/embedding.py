"""A static sentence embedding: a table of word-piece vectors, looked up and averaged.

The table is distilled offline from a sentence encoder (``training/distil.py``) in the manner of
model2vec: each piece is encoded alone, the vectors are reduced by principal components and
weighted down where the piece is frequent (Arora et al., "A Simple but Tough-to-Beat Baseline for
Sentence Embeddings", ICLR 2017). At run time there is no encoder: numpy alone.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from rhetoric.errors import ModelError
from rhetoric.labelling.arrays import numbers, read_arrays

if TYPE_CHECKING:
    Floats: TypeAlias = NDArray[np.float32]

_PART = re.compile(r"[^\W_]+|\S")
_LONGEST_WORD = 64


@dataclass(frozen=True, slots=True)
class Embedding:
    """A quantised table of word-piece vectors.

    Attributes
    ----------
    pieces : dict of str to int
        Word piece to row; pieces that continue a word begin with ``##``.
    vectors : array of int8, shape (pieces, dimensions)
    scale : array of float32, shape (dimensions,)
        What a unit of each column is worth.
    """

    pieces: dict[str, int]
    vectors: NDArray[np.int8] = field(repr=False)
    scale: "Floats" = field(repr=False)

    @property
    def width(self) -> int:
        """Number of dimensions."""
        return int(self.vectors.shape[1])

    def rows_of(self, form: str) -> list[int]:
        """Return the rows of a word's pieces, found greedily from the left.

        A part of the word that no piece begins with is left out.
        """
        if (row := self.pieces.get(form)) is not None and form.isalnum():  # nearly every word
            return [row]
        plain = unicodedata.normalize("NFD", form)
        plain = "".join(c for c in plain if not unicodedata.combining(c))
        return [row for part in _PART.findall(plain) for row in self._split(part[:_LONGEST_WORD])]

    def _split(self, part: str) -> list[int]:
        rows: list[int] = []
        start = 0
        while start < len(part):
            for end in range(len(part), start, -1):
                row = self.pieces.get(part[start:end] if not start else "##" + part[start:end])
                if row is not None:
                    rows.append(row)
                    start = end
                    break
            else:
                return []
        return rows

    def vectors_of(self, forms: Sequence[str]) -> "Floats":
        """Return the sum of the piece vectors of each word, shape (words, dimensions)."""
        rows = [self.rows_of(form) for form in forms]
        flat = [row for of in rows for row in of]
        ends = np.cumsum([0, *map(len, rows)])
        ones = np.ones(len(flat), dtype=np.float32)
        holds = sparse.csr_matrix((ones, flat, ends), (len(forms), len(self.vectors)))
        used = np.unique(np.array(flat, dtype=np.int64))
        return np.asarray(holds[:, used] @ (self.vectors[used] * self.scale), dtype=np.float32)

    def save(self, path: Path) -> None:
        """Write the table: an ``.npz`` of plain arrays."""
        names = np.array("\n".join(self.pieces).encode())
        np.savez_compressed(path, pieces=names, vectors=self.vectors, scale=self.scale)


def load_embedding(path: Path) -> Embedding:
    """Read a table; nothing in the file is executed.

    Raises
    ------
    ModelError
        When the file is missing or is no such table.
    """
    arrays = read_arrays(path)
    try:
        names = bytes(arrays["pieces"]).decode().split("\n")
        width = len(arrays["scale"])
        vectors = numbers(arrays, "vectors", (len(names), width))
        scale = numbers(arrays, "scale", (width,))
    except (KeyError, TypeError, ValueError) as error:
        msg = f"{path}: not a table of word-piece vectors ({error}); build the model again"
        raise ModelError(msg) from error
    return Embedding({name: i for i, name in enumerate(names)}, vectors, scale)
