"""One annotator's answer to one quotation, and how the answers of several are settled."""

import ast
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from numbers import Integral
from typing import Any, TypeAlias

from rhetoric.learning.labelled.records import Labelled, LabelledRecord, Note, named

Row: TypeAlias = Mapping[str, Any]

# the choice that says in so many words that no label fits
NONE = "none"
# where a row may name its article or source: ours, `Quote.to_dict`'s, our training data's
_GROUPS = ("group", "article", "batch")
_IDS = ("record_id", "id")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one annotator said of one quotation.

    Attributes
    ----------
    record : LabelledRecord
    task : str
        What the answers of all annotators to this quotation share.
    """

    record: LabelledRecord
    task: str


@dataclass(frozen=True, slots=True)
class About:
    """What a row says of a quotation besides its labels."""

    text: str
    context: str
    speaker: str
    group: str
    id: str

    def answer(self, labels: Iterable[str], source: str, task: str = "") -> Answer | Note:
        """Return the answer that gives this quotation these labels."""
        given = {label.strip() for label in labels} - {""}
        if NONE in given and len(given) > 1:
            return Note(source, f'"{NONE}" stands beside other labels')
        if not self.text.strip():
            return Note(source, "has no text")
        if _SURROGATE.search("".join((self.text, self.context, self.speaker, *given))):
            return Note(source, "holds half of a surrogate pair (\\ud800 or like)")
        record = LabelledRecord(
            self.text,
            tuple(sorted(given - {NONE})),
            self.context,
            self.speaker,
            self.group,
            self.id,
            source,
        )
        return Answer(record, task or source)


def about(*rows: object) -> About:
    """Gather what rows, and what tools keep in them as metadata, say of one quotation.

    The first that names a field counts.
    """
    given = [_as_row(row) for row in rows]
    nested = [_as_row(row.get(name)) for row in given for name in ("meta", "metadata")]
    known = [*given, *nested]
    return About(
        _first(known, "text"),
        _first(known, "context"),
        _first(known, "speaker", "speaker_name"),
        _first(known, *_GROUPS),
        _first(known, *_IDS),
    )


def _as_row(value: object) -> Row:
    """Return a mapping as it is, or out of the JSON that some tools keep it in."""
    if isinstance(value, str) and value.startswith("{"):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return {}
    return value if isinstance(value, Mapping) else {}


def _first(rows: Sequence[Row], *names: str) -> str:
    for name in names:
        for row in rows:
            value = row.get(name)
            if isinstance(value, Mapping):  # a speaker as `Quote.to_dict` prints it
                value = value.get("name")
            if isinstance(value, str | Integral) and str(value).strip():
                return str(value)
    return ""


def names_in(value: object) -> list[str] | None:
    """Return label names out of a list or set, or one string with ``;`` between; else ``None``.

    >>> names_in("blame; promise"), names_in("['blame']"), names_in(3)
    (['blame', ' promise'], ['blame'], None)
    """
    if isinstance(value, str) and value.startswith("["):  # a list that a table has kept as text
        try:
            value = ast.literal_eval(value)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            return None
    if isinstance(value, str):
        return value.split(";")
    if isinstance(value, list | tuple | Set) and all(isinstance(name, str | int) for name in value):
        return [str(name) for name in value]
    return None


def answer_of(row: Row, source: str) -> Answer | Note:
    """Return the answer of a row with a text and its labels, as our own files have them."""
    labels = names_in(row.get("labels"))
    if row.get("labels") is None:
        return Note(source, 'is not labelled: it has no "labels"')
    if labels is None:
        return Note(source, 'its "labels" are no list of names')
    return about(row).answer(labels, source)


def settle(answers: Iterable[Answer | Note]) -> Labelled:
    """Let the annotators of each quotation vote: a label stands where more than half gave it.

    Parameters
    ----------
    answers : iterable of Answer or Note
        A note is the reason why a row holds no answer.

    Returns
    -------
    Labelled
        A quotation whose annotators are evenly split on a label is left out: nothing says what
        it is.
    """
    left_out: list[Note] = []
    tasks: dict[str, list[LabelledRecord]] = {}
    for answer in answers:
        if isinstance(answer, Note):
            left_out.append(answer)
        else:
            tasks.setdefault(answer.task, []).append(answer.record)
    settled: list[LabelledRecord] = []
    disagreements: list[Note] = []
    for records in tasks.values():
        first = records[0]
        votes = Counter(label for record in records for label in record.labels)
        shares = [(label, votes[label] / len(records)) for label in sorted(votes)]
        said = ", ".join(
            f"{label!r} by {votes[label]} of {len(records)}" for label, share in shares if share < 1
        )
        if any(share == 0.5 for _, share in shares):
            left_out.append(Note(first.source, f"its annotators are evenly split: {said}"))
            continue
        labels = tuple(label for label, share in shares if share > 0.5)
        if said:
            disagreements.append(Note(first.source, f"{said}; taken as {named(labels)}"))
        settled.append(replace(first, labels=labels))
    return Labelled(tuple(settled), tuple(left_out), tuple(disagreements))
