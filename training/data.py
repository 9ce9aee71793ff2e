"""The labelled statements that the shipped models learn from, read and checked."""

from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from rhetoric.documents import read_records
from rhetoric.documents.reading import without_faults
from rhetoric.errors import InputError, TrainingError
from rhetoric.labelling.samples import Sample

HERE = Path(__file__).parent
QUOTES, HELD_OUT = HERE / "quotes.jsonl", HERE / "held_out.jsonl"
# the same fields as QUOTES; only measures
UNSEEN = HERE / "unseen.jsonl"
LABELS = ("anti_western", "commemoration", "solidarity")
# written in the manner of the news, or in pairs: a quotation's article or pair is its batch
NEWSLIKE = "news"
# how the batch of an article begins; a pair's begins with what sets it apart
ARTICLE = "news "
# where real statements come from
CORPORA = ("dipromats", "polnear", "ptc", "ungd", "wikinews")
FOLDS = 4


class Statement(NamedTuple):
    """Words with their labels.

    Attributes
    ----------
    text, context : str
        The words, and the sentence or sentences that carry them.
    labels : tuple of str
        In alphabetical order.
    document : str
        What it must not be parted from in folds: its batch, its article, its speech; "" where
        that is not known, and it cannot measure.
    register : str
        "news", "speech", "post" and so on; of a real statement, its corpus.
    sure : bool
        Whether its reader was sure of the labels.
    """

    text: str
    context: str
    labels: tuple[str, ...]
    document: str
    register: str
    sure: bool = True

    @property
    def newslike(self) -> bool:
        """Whether it was written in the manner of the news, or in pairs."""
        return self.register == NEWSLIKE

    @property
    def written(self) -> bool:
        """Whether it was written for this project."""
        return self.register not in CORPORA

    @property
    def key(self) -> str:
        """What it is known by where its words are not kept."""
        words = f"{self.text}\n{self.context}".encode("utf-8", "surrogatepass")
        return sha256(words).hexdigest()[:16]

    @property
    def fold(self) -> int | None:
        """The fold of its document, the same on every machine; None where it is of none known."""
        if not self.document:
            return None
        return int(sha256(self.document.encode()).hexdigest(), 16) % FOLDS

    @property
    def targets(self) -> tuple[float, ...]:
        """1 for each label that it has, 0 for the others, in the order of `LABELS`."""
        return tuple(float(label in self.labels) for label in LABELS)

    @property
    def sample(self) -> Sample:
        """What a classifier is given of it."""
        return Sample(self.text, self.context)


def records_of(path: Path) -> list[dict[str, Any]]:
    """Return what each line of a JSONL file holds.

    Raises
    ------
    TrainingError
        When a line is no record; the message names file and line.
    """
    try:
        return [dict(record.fields) for record in without_faults(read_records(path))]
    except InputError as fault:
        raise TrainingError(str(fault)) from fault


def read_own(path: Path = QUOTES) -> list[Statement]:
    """Read the quotations that were written for this project.

    Raises
    ------
    TrainingError
        When a line is not a labelled quotation; the message names file and line.
    """
    return _read(path, "batch", "register")


def read_real(path: Path) -> list[Statement]:
    """Read real statements, put together by ``training/assemble.py``.

    Raises
    ------
    TrainingError
        When a line is not a labelled statement; the message names file and line.
    """
    return _read(path, "doc", "source")


def read_held_out(path: Path = HELD_OUT) -> dict[str, tuple[float, ...]]:
    """Return, by a statement's key, the scores that an encoder that did not see it gave it."""
    return {record["key"]: tuple(record["scores"]) for record in records_of(path)}


def _read(path: Path, document: str, register: str) -> list[Statement]:
    found = []
    for number, record in enumerate(records_of(path), 1):
        try:
            labels = tuple(sorted(record["labels"]))
            sure = not record.get("doubt", False)
            statement = Statement(
                record["text"], record["context"], labels, record[document], record[register], sure
            )
        except (KeyError, TypeError) as error:
            msg = f"{path}:{number}: not a labelled statement ({error!r})"
            raise TrainingError(msg) from error
        if not set(labels) <= set(LABELS):
            msg = f"{path}:{number}: unknown label among {labels}"
            raise TrainingError(msg)
        found.append(statement)
    return found
