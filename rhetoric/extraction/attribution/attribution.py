"""What is known of who says each quotation of an article."""

from collections import deque
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
        Where the word that introduces the speech stands, and the medium it came through.
    rule : str
        The name of the rule that found it.
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


# no rule looks further up than two paragraphs; parses are large and let go then
_NEAR = 3


class Attributions:
    """Who says the quotations of one article, as far as it has been read."""

    def __init__(self) -> None:
        self._near: deque[Paragraph] = deque(maxlen=_NEAR)  # the one that is read, last
        self._known: dict[int, Attribution] = {}
        self._next_told: dict[Site, Attribution] = {}
        self._closing: dict[Paragraph, Attribution | None] = {}

    def enter(self, paragraph: Paragraph) -> None:
        """Begin to read the next paragraph of the article."""
        self._near.append(paragraph)
        self._next_told = {}
        self._closing = {near: told for near, told in self._closing.items() if near in self._near}

    def of(self, stretch: Stretch) -> Attribution | None:
        """Return who says a quotation, if that is known by now."""
        return self._known.get(stretch.start)

    def add(self, stretch: Stretch, attribution: Attribution | None) -> None:
        """Take in what has been found out about a quotation."""
        if attribution is not None:
            self._known[stretch.start] = attribution

    def look_ahead(self) -> None:
        """Remember, for each quotation of the paragraph, the next whose own sentence tells."""
        later: Attribution | None = None
        for site in reversed(self.paragraph.sites):
            if later is not None:
                self._next_told[site] = later
            later = self.of(site.slot.stretch) or later

    def next_told(self, site: Site) -> Attribution | None:
        """Return who says the next quotation of the paragraph whose own sentence tells."""
        return self._next_told.get(site)

    def neighbour(self, site: Site, step: int) -> Site | None:
        """Return the quoted part so many before (-1) or after (1) one in the paragraph."""
        sites, number = self.paragraph.sites, site.number + step
        return sites[number] if 0 <= number < len(sites) else None

    @property
    def paragraph(self) -> Paragraph:
        """The paragraph that is read."""
        return self._near[-1]

    def above(self, back: int = 1) -> Paragraph | None:
        """Return the paragraph one or two above the one that is read."""
        return self._near[-1 - back] if back < len(self._near) else None

    def closing(self, paragraph: Paragraph | None) -> Attribution | None:
        """Return the last attribution in a paragraph, read to its end, that names a speaker."""
        if paragraph and paragraph not in self._closing:
            told = (self.of(site.slot.stretch) for site in reversed(paragraph.sites))
            self._closing[paragraph] = next((t for t in told if t and t.speaker), None)
        return self._closing[paragraph] if paragraph else None
