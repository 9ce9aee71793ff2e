"""One quotation in its parsed sentence, as the attribution rules see it."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rhetoric.extraction.narration import Passage, Slot

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


@dataclass(frozen=True, slots=True)
class Site:
    """One quoted part in its parsed passage.

    Attributes
    ----------
    doc : spacy.tokens.Doc
        The parsed passage.
    slot : Slot
    first, last : int
        Tokens of the slot, end exclusive.
    left, right : int
        Tokens of the narration around it, up to the sentence's edges or the neighbouring slots:
        the reach of the rules.
    """

    doc: "Doc"
    slot: Slot
    first: int
    last: int
    left: int
    right: int

    @property
    def before(self) -> "list[Token]":
        """Narration before the quotation, nearest last."""
        return list(self.doc[self.left : self.first])

    @property
    def after(self) -> "list[Token]":
        """Narration after the quotation, nearest first."""
        return list(self.doc[self.last : self.right])

    def holds(self, i: int) -> bool:
        """Whether token ``i`` stands inside the quotation."""
        return self.first <= i < self.last


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a rule found: token ranges of the speaker's mention, the cue and the channel."""

    speaker: tuple[int, int]
    cue: tuple[int, int] | None = None
    channel: tuple[int, int] | None = None


def find_sites(passage: Passage, doc: "Doc") -> Iterator[Site]:
    """Yield the quoted parts of a parsed passage with the narration in their reach.

    Parameters
    ----------
    passage : Passage
    doc : spacy.tokens.Doc
        The parse of ``passage.text``.
    """
    starts = [token.idx for token in doc]
    final = len(starts) - 1
    spans = [
        # words glued to those before them, 7“go”, have no token of their own
        (min(bisect_left(starts, slot.start), final), bisect_left(starts, slot.end))
        for slot in passage.slots
    ]
    for k, (slot, (first, last)) in enumerate(zip(passage.slots, spans, strict=True)):
        floor = spans[k - 1][1] if k else 0
        ceiling = spans[k + 1][0] if k + 1 < len(spans) else len(doc)
        left = next((t.i + 1 for t in reversed(doc[floor:first]) if ends_sentence(t)), floor)
        right = next((t.i for t in doc[last:ceiling] if ends_sentence(t)), ceiling)
        yield Site(doc, slot, first, last, left, right)


def ends_sentence(token: "Token") -> bool:
    """Whether a token is the full stop of the narration."""
    return token.text in (".", "!", "?")
