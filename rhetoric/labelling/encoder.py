"""A small sentence encoder that reads a quotation and its carrier and gives them one vector.

The encoder is all-MiniLM-L6-v2 (Wang et al., "MiniLM: Deep Self-Attention Distillation", NeurIPS
2020; Reimers and Gurevych, "Sentence-BERT", EMNLP 2019), fine-tuned by ``training/encoder.py`` and
kept as eight-bit integers. It reads a quotation that stands between marks where it stands in its
carrier, so that who does what to whom keeps its order; what nobody quotes, a sentence of a speech,
comes before its neighbours. The quotation is one segment, what is around it another. Its vector is
the mean of the vectors of the word pieces of each, the quotation's counting three times as much, so
that what a linear head makes of it is a sum over the pieces, and its own explanation.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from rhetoric.arrays import Singles
from rhetoric.errors import ModelError
from rhetoric.labelling.samples import GAP, Sample, source_text
from rhetoric.lexicon.shipped import find_shipped

NETWORK, PIECES = "encoder.onnx", "tokenizer.json"
# Word pieces that are read. Three quarters of the quotations of the news have at most 31 pieces and
# one in twenty more than 63: of a longer one, its beginning and its end are read.
_QUOTED, _LAST = 72, 16
# Quotation and carrier together: what is left for the carrier of a long quotation, which says most
# by itself, is less than for that of a fragment; but never less than `_AROUND`.
_TOGETHER, _AROUND = 96, 20
# What stands before quoted words in print. The room of marks knows more of them, and labels do not
# look into it; of » German and Danish printers make an opening one.
_OPENING = frozenset("“\"‘'«»„‚‹「『")


class Piece(NamedTuple):
    """A word piece as the encoder reads it.

    Attributes
    ----------
    id : int
        Its number in the vocabulary.
    segment : int
        0 in the quotation, 1 in the carrier.
    start, end : int
        Offsets in the quotation or in its context; both -1 for the signs that stand between.
    """

    id: int
    segment: int
    start: int = -1
    end: int = -1


class PieceReader:
    """Turns samples into the word pieces that an encoder reads.

    Parameters
    ----------
    path : pathlib.Path
        A ``tokenizer.json``.

    Raises
    ------
    ModelError
        When it cannot be read, or lacks the signs of BERT.
    """

    def __init__(self, path: Path) -> None:
        from tokenizers import Tokenizer

        try:
            self._tokenizer: Tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # the library raises nothing narrower
            msg = f"{path} is no tokenizer ({error}); install the package again"
            raise ModelError(msg) from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._begin, self._end, self._mask = (
            self._number(sign, path) for sign in ("[CLS]", "[SEP]", "[MASK]")
        )

    def _number(self, sign: str, path: Path) -> int:
        number = self._tokenizer.token_to_id(sign)
        if number is None:
            msg = f"{path} has no sign {sign}; install the package again"
            raise ModelError(msg)
        return number

    def read(self, sample: Sample) -> list[Piece]:
        """Return the pieces of a quotation, segment 0, and of its carrier, segment 1.

        Between marks a quotation is read where it stands; what stands without comes first, and its
        carrier after it, the quoted words masked.
        """
        quoted = self._pieces(sample.text, 0, 0)
        around = max(_AROUND, _TOGETHER - len(quoted))
        if len(quoted) > _QUOTED:
            quoted = [*quoted[: _QUOTED - _LAST], *quoted[-_LAST:]]
        begin, end = Piece(self._begin, 0), Piece(self._end, 0)
        carrier = source_text(sample, "context")
        if not carrier:
            return [begin, *quoted, end]
        gap = _gap(carrier, sample.context)
        before, after = self._sides(carrier, gap, around)
        if gap > 0 and carrier[gap - 1] in _OPENING:
            return [begin, *before, *quoted, *after, end]
        masked = [Piece(self._mask, 1, gap, gap + 1)] if gap >= 0 else []
        return [begin, *quoted, end, *before, *masked, *after, Piece(self._end, 1)]

    def _sides(self, carrier: str, gap: int, most: int) -> tuple[list[Piece], list[Piece]]:
        """Return the pieces before and after the first gap, as many where both sides have them."""
        before = self._pieces(carrier[: max(0, gap)], 1, 0)
        after: list[Piece] = []
        start = gap + 1
        for part in carrier[start:].split(GAP):
            after += self._pieces(part, 1, start)
            start += len(part) + 1
            after.append(Piece(self._mask, 1, start - 1, start))
        after.pop()  # no gap comes after the last part
        room = max(most // 2, most - len(after))
        before = before[max(0, len(before) - room) :]
        return before, after[: most - len(before)]

    def _pieces(self, text: str, segment: int, shift: int) -> list[Piece]:
        # half of a surrogate pair is no text to the tokenizer
        plain = text.encode("utf-8", "replace").decode() if not text.isascii() else text
        encoded = self._tokenizer.encode(plain, add_special_tokens=False)
        return [
            Piece(number, segment, shift + start, shift + end)
            for number, (start, end) in zip(encoded.ids, encoded.offsets, strict=True)
        ]


def _gap(carrier: str, whole: str) -> int:
    """Return where the quoted words stood in a carrier, -1 where they did not.

    Not at the first ellipsis, which may be the journalist's; but that of an utterance in parts,
    whose carrier comes with gaps, is the first.
    """
    pairs = zip(carrier, whole, strict=True)  # taking words out moves nothing
    differs = next((place for place, (left, was) in enumerate(pairs) if left != was), -1)
    return carrier.find(GAP) if differs < 0 else carrier.rfind(GAP, 0, differs + 1)


@dataclass(frozen=True, slots=True)
class Encoder:
    """A fine-tuned encoder at work; `load_encoder` reads one.

    Quotations are read one by one: in a batch, the eight-bit arithmetic scales each by its
    neighbours, so that a quotation's vector would depend on them; and no time is lost by it.

    Attributes
    ----------
    reader : PieceReader
        What turns a quotation and its carrier into word pieces.
    session : onnxruntime.InferenceSession
        The network, loaded.
    width : int
        Length of a vector.
    digest : str
        SHA-256 of the network and the tokenizer; a model belongs to one encoder.
    folder : pathlib.Path or None
        Where it was loaded from; None for the shipped one.
    """

    reader: PieceReader = field(repr=False)
    session: Any = field(repr=False)
    width: int
    digest: str
    folder: Path | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        """Let another process load it again: a session cannot be sent there."""
        return load_encoder, (self.folder,)

    def encode(self, samples: Iterable[Sample]) -> Singles:
        """Return the vector of each quotation, shape (samples, width)."""
        rows = [self._run(self.reader.read(sample), "pooled") for sample in samples]
        return np.concatenate(rows) if rows else np.zeros((0, self.width), np.float32)

    def encode_pieces(self, sample: Sample) -> tuple[list[Piece], Singles]:
        """Return a quotation's pieces with what each adds to its vector, shape (pieces, width)."""
        pieces = self.reader.read(sample)
        return pieces, self._run(pieces, "vectors")[0]

    def _run(self, pieces: Sequence[Piece], output: str) -> Singles:
        ids = np.array([[piece.id for piece in pieces]], np.int64)
        segments = np.array([[piece.segment for piece in pieces]], np.int64)
        fed = {"ids": ids, "types": segments, "mask": np.ones_like(ids)}
        (found,) = self.session.run([output], fed)
        return np.asarray(found, np.float32)


def encoder_path() -> Path:
    """Return the folder of the encoder that comes with the package.

    Raises
    ------
    ModelError
        When it is not there.
    """
    return find_shipped(f"models/encoder/{NETWORK}").parent


@lru_cache(maxsize=2)
def load_encoder(folder: Path | None = None) -> Encoder:
    """Load an encoder, once a process; nothing that a file brings is executed.

    Parameters
    ----------
    folder : pathlib.Path, optional
        With ``encoder.onnx`` and ``tokenizer.json``; the shipped one when left out.

    Raises
    ------
    ModelError
        When a file is missing or damaged.
    """
    import onnxruntime

    place = folder or encoder_path()
    options = onnxruntime.SessionOptions()
    # one thread: workers share the cores, and sums are always taken in one order
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        files = [(place / name).read_bytes() for name in (NETWORK, PIECES)]
        session = onnxruntime.InferenceSession(
            files[0], options, providers=["CPUExecutionProvider"]
        )
        width = {out.name: out.shape for out in session.get_outputs()}["pooled"][-1]
    except Exception as error:  # the library raises nothing narrower
        msg = f"{place}: the encoder cannot be read ({error}); install the package again"
        raise ModelError(msg) from error
    digest = sha256(b"".join(files)).hexdigest()
    return Encoder(PieceReader(place / PIECES), session, int(width), digest, folder)
