"""Labelled quotations, and those that are to be labelled."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from rhetoric.errors import InputError
from rhetoric.labelling.samples import Sample
from rhetoric.lexicon.characters import INVISIBLE
from rhetoric.types import Labels

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class LabelledRecord:
    """A quotation with the labels that somebody gave it.

    Attributes
    ----------
    text : str
        The quoted words.
    labels : tuple of str
        Sorted; empty where the annotator found that none fits.
    context : str
        The sentence or sentences that carry it, or "".
    speaker : str
        Who said them, or "".
    group : str
        Its article or source; one group never stands in two folds.
    id : str
        As its tool or file names it, or "".
    source : str
        ``file:line``.
    meta : mapping
        What its record says besides, of our own format.
    """

    text: str
    labels: tuple[str, ...]
    context: str = ""
    speaker: str = ""
    group: str = ""
    id: str = ""
    source: str = ""
    meta: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the record of our own JSONL."""
        return {
            "text": self.text,
            "context": self.context,
            "speaker": self.speaker,
            "group": self.group,
            "id": self.id,
            "labels": list(self.labels),
        }


# what one annotator says of a quotation, or why a row says nothing
Answer: TypeAlias = LabelledRecord | InputError


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A quotation worth labelling, with what a model makes of it.

    Attributes
    ----------
    record : LabelledRecord
        The quotation; nobody has given it labels.
    guess : Labels
        The model's, with the probability of every label that it knows.
    """

    record: LabelledRecord
    guess: Labels


@dataclass(frozen=True, slots=True)
class Labelled:
    """Labelled quotations, and what was left out or doubtful on the way.

    Attributes
    ----------
    records : tuple of LabelledRecord
        In the order of their files.
    left_out : tuple of InputError
        Rows that are no labelled quotation, and why.
    disagreements : tuple of InputError
        Quotations whose annotators did not all say the same; most of them decided.
    """

    records: tuple[LabelledRecord, ...]
    left_out: tuple[InputError, ...] = ()
    disagreements: tuple[InputError, ...] = ()

    @property
    def samples(self) -> list[Sample]:
        """What the classifier sees of each record."""
        return [Sample(record.text, record.context) for record in self.records]

    @property
    def labels(self) -> list[tuple[str, ...]]:
        """The labels of each record."""
        return [record.labels for record in self.records]

    @property
    def groups(self) -> list[str]:
        """The group of each record; where it has none, its words, so that copies stay together."""
        return [record.group or folded(record.text) for record in self.records]

    @property
    def counts(self) -> dict[str, int]:
        """How many records have each label, by its name."""
        found = Counter(label for record in self.records for label in record.labels)
        return dict(sorted(found.items()))

    @property
    def duplicates(self) -> tuple[InputError, ...]:
        """Records whose words and labels a record before them has already."""
        return tuple(
            InputError(f"the same words and labels as {first.source}", record.source)
            for record, first in self._with_earlier()
            if first is not None and record.labels == first.labels
        )

    @property
    def contradictions(self) -> tuple[InputError, ...]:
        """Records whose words stand before them with other labels, and never with these."""
        return tuple(
            InputError(
                f"labelled {named(record.labels)}, but {named(first.labels)} at {first.source}",
                record.source,
            )
            for record, first in self._with_earlier()
            if first is not None and record.labels != first.labels
        )

    @property
    def distinct(self) -> "Labelled":
        """The same without duplicates."""
        kept = tuple(
            record
            for record, first in self._with_earlier()
            if first is None or record.labels != first.labels
        )
        return replace(self, records=kept)

    def _with_earlier(self) -> Iterator[tuple[LabelledRecord, LabelledRecord | None]]:
        """Yield each record with the first before it that has its words, and its labels if any."""
        seen: dict[str, dict[tuple[str, ...], LabelledRecord]] = {}
        for record in self.records:
            alike = seen.setdefault(folded(record.text), {})
            yield record, alike.get(record.labels, next(iter(alike.values()), None))
            alike.setdefault(record.labels, record)


def folded(text: str) -> str:
    """Return the words of a text alone: case, spaces, marks and typography do not count.

    >>> folded("We’ll  never forget —") == folded("we'll never forget")
    True
    """
    plain = unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).casefold()
    return " ".join(_WORD.findall(plain)) or plain.strip()


def named(labels: tuple[str, ...]) -> str:
    """Return labels as a person reads them."""
    return " and ".join(labels) or "none"
