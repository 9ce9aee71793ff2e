"""A parsed paragraph with its quoted parts, each with the narration around it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rhetoric.extraction.marks.spans import Range
from rhetoric.extraction.narration import Passage, Slot

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """One quoted part in its parsed passage.

    Attributes
    ----------
    doc : spacy.tokens.Doc
        The parsed passage.
    slot : Slot
        Its place in the passage.
    number : int
        Its place among the sites of its paragraph.
    first, last : int
        Tokens of the slot, end exclusive.
    left, right : int
        Tokens of the narration around it, up to the sentence's edges or the neighbouring slots:
        the reach of the rules.
    before, after : tuple of spacy.tokens.Token
        That narration before the quotation, nearest last, and after it, nearest first.
    """

    doc: "Doc"
    slot: Slot
    number: int
    first: int
    last: int
    left: int
    right: int
    before: "tuple[Token, ...]"
    after: "tuple[Token, ...]"

    def holds(self, i: int) -> bool:
        """Whether token ``i`` stands inside the quotation."""
        return self.first <= i < self.last


@dataclass(frozen=True, slots=True, eq=False)
class Paragraph:
    """A paragraph that holds quotations, or the sentence above one that leads into it.

    Attributes
    ----------
    passage : Passage
        What the parser read, and the map of its offsets to the article's.
    parse : spacy.tokens.Doc
        Of the passage's text.
    sites : tuple of Site
        The quoted parts, in order.
    narration : int
        The first word that stands in no quotation, as a token's number.
    """

    passage: Passage
    parse: "Doc"
    sites: tuple[Site, ...]
    narration: int

    def span(self, tokens: Range) -> Range:
        """Return the offsets in the article of a range of tokens."""
        words = self.parse[tokens[0] : tokens[1]]
        last = self.passage.to_article(words.end_char - 1)
        return self.passage.to_article(words.start_char), last + 1

    def outside(self, tokens: Range) -> Range | None:
        """Return a range of tokens that neither begins nor ends inside a quotation.

        One may stand in its middle: Robert “Bobby” Scott.
        """
        if self._holder(tokens[0]):
            return None
        holder = self._holder(tokens[1] - 1)
        return tokens[0], holder.first if holder else tokens[1]

    def _holder(self, token: int) -> Site | None:
        k = bisect_right(self.sites, token, key=lambda site: site.first) - 1
        return self.sites[k] if k >= 0 and self.sites[k].holds(token) else None


def read_paragraph(passage: Passage, parse: "Doc") -> Paragraph:
    """Return a passage with its parse and quoted parts.

    Parameters
    ----------
    passage : Passage
        The paragraph's narration.
    parse : spacy.tokens.Doc
        The parse of ``passage.text``.
    """
    sites = tuple(_sites(passage, parse))
    narration = _first_narration(parse, sites, passage.lead)
    return Paragraph(passage, parse, sites, narration)


def ends_sentence(token: "Token") -> bool:
    """Whether a token is the full stop of the narration."""
    return token.text in (".", "!", "?")


def _sites(passage: Passage, doc: "Doc") -> Iterator[Site]:
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
        before, after = tuple(doc[left:first]), tuple(doc[last:right])
        yield Site(doc, slot, k, first, last, left, right, before, after)


def _first_narration(doc: "Doc", sites: Sequence[Site], lead: int) -> int:
    at = sum(token.idx < lead for token in doc) if lead else 0
    for start, end in [*((site.first, site.last) for site in sites), (len(doc), len(doc))]:
        for token in doc[at:start]:
            if token.is_alpha:
                return token.i
        at = end
    return len(doc)
