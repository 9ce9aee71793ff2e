"""The journalist's own words: an article with its quotations masked, and the map of offsets back.

Speaker and cue stand outside the marks, so only the narration is parsed. A quotation that is a
sentence of its own becomes one short word between marks, with its closing punctuation; one that
is woven into the journalist's sentence keeps its first words, which that sentence's grammar needs.
"""

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter

from rhetoric.extraction.marks.sentences import paragraphs, sentence_spans
from rhetoric.extraction.marks.spans import Range
from rhetoric.extraction.marks.stretches import Part, Stretch
from rhetoric.lexicon.characters import DASHES
from rhetoric.lexicon.cues import saying_pattern

_PLACEHOLDER = "Yes"
# of woven words so many are kept, set by hand: fewer lose a clause's verb, more slow the parser
_WOVEN_WORDS = 12
_FINAL = re.compile(r"[,.!?…;:]|--?|—|–")
_WORDS = re.compile(r"\S+")
_CLOSERS = ":”\"’'»"
_BREAKS = ".!?,;" + _CLOSERS
_CLOSING = "”»"
# a lead-in on the line above is a sentence, not a paragraph without stops
_LONGEST_LEAD = 400
_DASHED = re.compile(r"\s*[-–—―~]")
_SIGNED = re.compile(r"\s*[-–—―~]\s?[A-Z][^.!?:\n]{2,80}\.?\s*$")
# “…” -Ana Ruiz: the tokenizer needs the space
_GLUED = re.compile(r"\s*[-–—―~](?=[A-Z])")

# a part of a stretch, with its place in it
_Located = tuple[Stretch, int, Part]


@cache
def _ends_in_cue() -> re.Pattern[str]:
    return re.compile(rf"\b{saying_pattern()}$")


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a quoted part stands in a passage.

    Attributes
    ----------
    stretch : Stretch
        The quotation that it stands for.
    part : int
        Which of the stretch's parts, from 0.
    start, end : int
        Character offsets into the passage's text, marks included where they are kept.
    woven : bool
        The quoted words are part of the journalist's sentence and were kept.
    final : str
        The punctuation that closes the quoted words, or "".
    """

    stretch: Stretch
    part: int
    start: int
    end: int
    woven: bool
    final: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph to parse: narration, with a slot for each quotation.

    Attributes
    ----------
    text : str
        What the parser reads.
    start, end : int
        Offsets of the paragraph in the article.
    slots : tuple of Slot
        The places of its quotations, in order.
    anchors : tuple of (int, int)
        Offset in ``text`` and in the article at which each copied piece begins.
    reach : tuple of (int, int)
        Offsets of all that was copied: a lead-in that ends the paragraph above and a signature on
        the line below are read as parts of the paragraph.
    lead : int
        How many characters of ``text`` are such a lead-in.
    """

    text: str
    start: int
    end: int
    slots: tuple[Slot, ...]
    anchors: tuple[Range, ...]
    reach: Range
    lead: int = 0

    def to_article(self, offset: int) -> int:
        """Return the article's offset for an offset into ``text`` outside the slots."""
        here, there = self.anchors[bisect_right(self.anchors, offset, key=itemgetter(0)) - 1]
        return there + offset - here


def mask(text: str, stretches: Sequence[Stretch]) -> list[Passage]:
    """Return the passages worth parsing, in order.

    Paragraphs that hold a quotation, and before each of those the sentence that leads into it
    from the paragraph above.

    Parameters
    ----------
    text : str
        The article as it is read.
    stretches : sequence of Stretch
        As `marks.stretches.find_stretches` returns them.

    Examples
    --------
    >>> from rhetoric.extraction.marks.stretches import find_stretches
    >>> text = "“We must all go home now,” Kim said."
    >>> mask(text, find_stretches(text)[0])[0].text
    '“Yes,” Kim said.'
    """
    passages: list[Passage] = []
    spans = paragraphs(text)
    located = deque((s, n, part) for s in stretches for n, part in enumerate(s.parts))
    for n, (start, end) in enumerate(spans):
        inside: list[_Located] = []
        while located and located[0][2].outer_start < end:
            inside.append(located.popleft())
        if inside:
            if n and (not passages or passages[-1].end < spans[n - 1][0]):
                passages.append(_last_sentence(text, spans[n - 1]))
            lead = _lead_in(text, spans[n - 1], inside) if n else None
            below = spans[n + 1 : n + 2]
            alone = below and (not located or located[0][2].outer_start >= below[0][1])
            tail = _signature(text, spans[n : n + 3], inside) if alone else None
            passages.append(_passage(text, (start, end), inside, lead, tail))
    return passages


def _last_sentence(text: str, above: Range) -> Passage:
    """Return the last sentence of the paragraph above, which may name who speaks."""
    start, end = sentence_spans(text, *above)[-1]
    return Passage(text[start:end], start, end, (), ((0, start),), (start, end))


def _lead_in(text: str, above: Range, inside: Sequence[_Located]) -> Range | None:
    """Return what leads into a quotation from the line above: “The mayor said:”, “Ana Ruiz:”."""
    first = inside[0][2].outer_start
    if text[above[1] : first].strip():
        return None
    start, end = sentence_spans(text, *above)[-1]
    start = max(start, 1 + max(text.rfind(mark, start, end) for mark in _CLOSING))
    shown = text[start:end].strip()
    leads = shown.endswith(":") or _ends_in_cue().search(shown)
    return (start, end) if leads and len(shown) <= _LONGEST_LEAD else None


def _signature(text: str, spans: Sequence[Range], inside: Sequence[_Located]) -> Range | None:
    """Return the line below a quotation that signs it: “— Mayor Ana Ruiz”. Several are a list."""
    (_, end), (start, stop), *rest = spans
    if text[inside[-1][2].outer_end : end].strip() or not _SIGNED.match(text, start, stop):
        return None
    return None if rest and _DASHED.match(text, rest[0][0]) else (start, stop)


class _Copy:
    """The text of a passage as it grows, with the way back to the article."""

    def __init__(self, text: str, at: int) -> None:
        self._text = text
        self._pieces: list[str] = []
        self.at = at
        self.length = 0
        self.anchors: list[Range] = []

    def copy(self, upto: int) -> None:
        """Take over the article's words up to an offset."""
        self.anchors.append((self.length, self.at))
        self.put(self._text[self.at : upto])
        self.at = upto

    def put(self, words: str) -> None:
        """Add what does not stand in the article."""
        self._pieces.append(words)
        self.length += len(words)

    def shown(self) -> str:
        """Return it."""
        return "".join(self._pieces)


def _passage(
    text: str, span: Range, inside: Sequence[_Located], lead: Range | None, tail: Range | None
) -> Passage:
    start, end = span
    made = _Copy(text, start)
    slots: list[Slot] = []
    if lead:
        made.at = lead[0]
        made.copy(lead[1])
        made.put(" ")
        made.at = start
    begins = made.length
    for stretch, number, part in inside:
        made.copy(part.outer_start)
        woven = number == 0 and _is_woven(text, start, part)
        shown, final = _shown(text, part, woven=woven)
        slots.append(Slot(stretch, number, made.length, made.length + len(shown), woven, final))
        made.put(shown)
        made.at = part.outer_end
        following = text[made.at : made.at + 1]
        if following.isalnum() or following in DASHES:  # “…”— Kim, (“…”): the tokenizer needs it
            made.put(" ")
    for upto in (end, tail[1]) if tail else (end,):
        dash = _GLUED.match(text, made.at, upto)
        if dash:
            made.copy(dash.end())
            made.put(" ")
        if made.at < upto:
            made.copy(upto)
    reach = (lead[0] if lead else start, tail[1] if tail else end)
    return Passage(made.shown(), start, end, tuple(slots), tuple(made.anchors), reach, begins)


def _shown(text: str, part: Part, *, woven: bool) -> tuple[str, str]:
    """Return what the parser sees instead of a quoted part, and the punctuation that closes it."""
    content = text[part.start : part.end]
    last = _FINAL.fullmatch(content[-1:])
    final = last.group() if last else ""
    if not woven:
        return f"“{_PLACEHOLDER}{final}”", final
    words = [m.span() for m in _WORDS.finditer(content)]
    if len(words) > _WOVEN_WORDS:
        return content[: words[_WOVEN_WORDS - 1][1]].rstrip(",.;:!?—–-") + final, final
    return content, final


def _is_woven(text: str, paragraph: int, part: Part) -> bool:
    """Whether the quoted words run on from the journalist's own: ``a “lasting lamp” to them``."""
    before = text[paragraph : part.outer_start].rstrip()
    if not before or before[-1] in _BREAKS:
        return text[part.start].islower() and bool(before) and before[-1] not in _CLOSERS
    return True
