"""What is known of who says each quotation of an article."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rhetoric.extraction.attribution.mentions import mention_span
from rhetoric.extraction.marks.spans import Range
from rhetoric.extraction.marks.stretches import Stretch
from rhetoric.extraction.paragraph import Paragraph, Site

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a rule found: token ranges of the speaker's mention, the cue and the channel."""

    speaker: Range
    cue: Range | None = None
    channel: Range | None = None


def told_by(speaker: "Token | Range | None", cue: "Token") -> Found | None:
    """Return a mention, given by its head or its tokens, with its cue; ``None`` without one."""
    if speaker is None:
        return None
    span = speaker if isinstance(speaker, tuple) else mention_span(speaker)
    return Found(span, (cue.i, cue.i + 1))


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says a quotation, in offsets of the article.

    Attributes
    ----------
    speaker : tuple of (int, int) or None
        Nobody where an inscription or a treaty carries the words; it is the channel then.
    cue, channel : tuple of (int, int) or None
    rule : str
    confidence : float
        Of the mention, 0 to 1, by the rule that found it.
    local : bool
        The quotation's own sentence tells it, not its neighbours.
    """

    speaker: Range | None
    cue: Range | None
    channel: Range | None
    rule: str
    confidence: float
    local: bool


class Attributions:
    """Who says the quotations of one article, as far as it has been read.

    Parameters
    ----------
    paragraphs : iterable of Paragraph
        In order.
    """

    def __init__(self, paragraphs: Iterable[Paragraph]) -> None:
        self._paragraphs = list(paragraphs)
        self._number = {site: n for n, p in enumerate(self._paragraphs) for site in p.sites}
        self._known: dict[int, Attribution] = {}
        self._next_told: dict[Site, Attribution] = {}
        self._closing: dict[Paragraph, Attribution | None] = {}

    def of(self, stretch: Stretch) -> Attribution | None:
        """Return who says a quotation, if that is known by now."""
        return self._known.get(stretch.start)

    def add(self, stretch: Stretch, attribution: Attribution | None) -> None:
        """Take in what has been found out about a quotation."""
        if attribution is not None:
            self._known[stretch.start] = attribution

    def look_ahead(self, paragraph: Paragraph) -> None:
        """Remember, for each quotation of a paragraph, the next whose own sentence tells."""
        later: Attribution | None = None
        for site in reversed(paragraph.sites):
            if later is not None:
                self._next_told[site] = later
            later = self.of(site.slot.stretch) or later

    def next_told(self, site: Site) -> Attribution | None:
        """Return who says the next quotation of a paragraph whose own sentence tells."""
        return self._next_told.get(site)

    def neighbour(self, site: Site, step: int) -> Site | None:
        """Return the quoted part so many before (-1) or after (1) one in its paragraph."""
        sites, number = self.paragraph(site).sites, site.number + step
        return sites[number] if 0 <= number < len(sites) else None

    def paragraph(self, site: Site) -> Paragraph:
        """Return the paragraph that a quoted part stands in."""
        return self._paragraphs[self._number[site]]

    def above(self, site: Site, back: int = 1) -> Paragraph | None:
        """Return the paragraph so many above that of a quoted part."""
        number = self._number[site] - back
        return self._paragraphs[number] if number >= 0 else None

    def closing(self, paragraph: Paragraph | None) -> Attribution | None:
        """Return the last attribution in a paragraph, read to its end, that names a speaker."""
        if paragraph and paragraph not in self._closing:
            told = (self.of(site.slot.stretch) for site in reversed(paragraph.sites))
            self._closing[paragraph] = next((t for t in told if t and t.speaker), None)
        return self._closing[paragraph] if paragraph else None
