"""The carrying rules: what a quotation's neighbours tell of its speaker.

They settle what `attribution.rules` leaves open, in the same way: each is a small named function,
`CARRY_RULES` lists them, most certain first, and ``test_neighbours.py`` holds their cases.
"""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rhetoric.extraction.attribution.grammar import (
    is_human_noun,
    is_name,
    may_speak,
    mention_span,
    subject_of,
)
from rhetoric.extraction.attribution.site import Found, Site, ends_sentence
from rhetoric.extraction.narration import Passage
from rhetoric.lexicon.cues import Cues

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PERSONAL = frozenset(("he", "she", "they"))


@dataclass(frozen=True, slots=True)
class Scene:
    """One quotation among its neighbours.

    Attributes
    ----------
    site : Site
    number : int
        Its place among the sites of its paragraph.
    sites : sequence of Site
        All of the paragraph.
    passages, docs : sequence
        Those of the whole article.
    place : int
        Which of them this one is.
    narration : int
        The first word of the passage that stands in no quotation, as a token's number.
    later : int or None
        The next stretch of the passage whose own sentence tells its speaker.
    known : set of int
        The stretches whose speaker is known.
    history : sequence of (int, int, tuple of (int, int))
        For each earlier paragraph with a known speaker: the passage's number, the stretch that was
        attributed last, and the offsets of its speaker's mention.
    """

    site: Site
    number: int
    sites: Sequence[Site]
    passages: Sequence[Passage]
    docs: "Sequence[Doc]"
    place: int
    narration: int
    later: int | None
    known: Set[int]
    history: Sequence[tuple[int, int, tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Same:
    """The speaker is that of another stretch."""

    stretch: int


@dataclass(frozen=True, slots=True)
class Named:
    """The speaker is named in the narration of a passage."""

    passage: int
    found: Found


CarryRule = Callable[[Scene, Cues], Same | Named | None]


def same_sentence(scene: Scene, cues: Cues) -> Same | None:  # noqa: ARG001
    """Share the speaker of another quotation in the same sentence.

    Handles: Kim called it “grand” and the best of “all houses”.
    Leaves: Kim called it “grand”. “All Houses” is a film.
    """
    site = scene.site
    before = scene.sites[scene.number - 1] if scene.number else None
    joined = before and before.last == site.left and (site.slot.woven or before.slot.final == ",")
    if before and joined and before.slot.stretch in scene.known:
        return Same(before.slot.stretch)
    after = scene.sites[scene.number + 1] if scene.number + 1 < len(scene.sites) else None
    runs_on = after and site.slot.woven and after.first == site.right and after.left == site.last
    if after and runs_on and after.slot.stretch in scene.known:
        return Same(after.slot.stretch)
    return None


def same_paragraph(scene: Scene, cues: Cues) -> Same | None:  # noqa: ARG001
    """Keep the speaker for a further quotation that stands alone in the paragraph.

    Handles: “We stay,” Kim said. “We will not move.”
    Leaves: “We stay,” Kim said. Lee stood up. “Never.”
    """
    if scene.site.slot.woven or not scene.number:
        return None
    before = scene.sites[scene.number - 1]
    doc = scene.site.doc
    # the sentences between the two, after the one that names the first speaker
    ends = [t.i + 1 for t in doc[before.last : scene.site.first] if ends_sentence(t)]
    between = _last_subject(doc, ends[0], scene.site.first) if ends else None
    turned = between is not None and is_name(between)
    return Same(before.slot.stretch) if not turned and before.slot.stretch in scene.known else None


def sentence_before(scene: Scene, cues: Cues) -> Named | None:
    """Take the person that the sentence before is about.

    Handles: Kim was unmoved. “We stay.”
    Leaves: The rain went on. “We stay.”
    """
    if scene.site.slot.woven or scene.site.before:
        return None
    floor = scene.sites[scene.number - 1].last if scene.number else 0
    subject = _last_subject(scene.site.doc, floor, scene.site.first)
    if subject is None or not may_speak(subject):
        return None
    speaks = is_human_noun(subject) or subject.tag_ == "NNS" or subject.lower_ in cues.carriers
    spoken = speaks and subject.head.lower_ in cues.verbs
    if not (is_name(subject) or subject.lower_ in _PERSONAL or spoken):
        return None
    return Named(scene.place, Found(mention_span(subject)))


def later_in_paragraph(scene: Scene, cues: Cues) -> Same | None:  # noqa: ARG001
    """Take the speaker that the paragraph names with its next quotation.

    Handles: “We stay.” He paused. “We stay,” Kim said.
    Leaves: “We stay.”
    """
    if scene.site.slot.woven or scene.later is None:
        return None
    return Same(scene.later)


def dialogue(scene: Scene, cues: Cues) -> Same | None:  # noqa: ARG001
    """Alternate between two speakers whose paragraphs follow one another.

    Handles: “Why?” asked Lee. / “It rains,” said Kim. / “So?”
    Leaves: “It rains,” said Kim. / “It always does.”
    """
    here = scene.place
    if not _is_whole_paragraph(scene) or len(scene.history) < 2:
        return None
    (m, other, theirs), (n, _, last) = scene.history[-2:]
    adjacent = n == here - 1 and m == here - 2
    if adjacent and theirs != last and _opens(scene, n) and _opens(scene, m):
        return Same(other)
    return None


def next_paragraph(scene: Scene, cues: Cues) -> Same | None:  # noqa: ARG001
    """Keep the speaker of the paragraph above for one that is nothing but a quotation.

    Handles: “We stay,” Kim said. / “We will not move.”
    Leaves: “We stay,” Kim said. / The “Moves” went on.
    """
    here = scene.place
    if _is_whole_paragraph(scene) and scene.history and scene.history[-1][0] == here - 1:
        return Same(scene.history[-1][1])
    return None


def paragraph_above(scene: Scene, cues: Cues) -> Named | None:  # noqa: ARG001
    """Take the person that the last sentence of the paragraph above is about.

    Handles: Kim was unmoved. / “We stay.”
    Leaves: The rain went on. / “We stay.”
    """
    above = scene.place - 1
    if above < 0 or not _is_whole_paragraph(scene):
        return None
    doc = scene.docs[above]
    subject = _last_subject(doc, 0, len(doc))
    if subject is None or not (is_name(subject) or subject.lower_ in _PERSONAL):
        return None
    return Named(above, Found(mention_span(subject)))


# rule, confidence of its speaker
CARRY_RULES: tuple[tuple[CarryRule, float], ...] = (
    (same_sentence, 0.8),
    (same_paragraph, 0.9),
    (sentence_before, 0.9),
    (later_in_paragraph, 0.5),
    (dialogue, 0.6),
    (next_paragraph, 0.6),
    (paragraph_above, 0.5),
)


def first_narration(doc: "Doc", sites: Sequence[Site]) -> int:
    """Return the number of the first word that stands in none of these quotations."""
    at = 0
    for start, end in [*((site.first, site.last) for site in sites), (len(doc), len(doc))]:
        for token in doc[at:start]:
            if token.is_alpha:
                return token.i
        at = end
    return len(doc)


def _is_whole_paragraph(scene: Scene) -> bool:
    """Whether the paragraph is nothing but quotation up to here."""
    return not scene.site.slot.woven and scene.narration >= scene.site.first


def _opens(scene: Scene, n: int) -> bool:
    """Whether passage ``n`` begins with a quotation."""
    slots = scene.passages[n].slots
    return bool(slots) and slots[0].start <= 1


def _last_subject(doc: "Doc", start: int, end: int) -> "Token | None":
    """Find the subject of the last sentence of a stretch of narration, its main verb's first."""
    ends = [t.i for t in doc[start:end] if ends_sentence(t)]
    if ends and ends[-1] >= end - 1:
        ends.pop()
    begin = ends[-1] + 1 if ends else start
    for token in sorted(doc[begin:end], key=lambda t: t.dep_ != "ROOT"):
        if token.tag_.startswith("VB") or token.tag_ == "MD":
            subject = subject_of(token)
            if subject is not None and begin <= subject.i < end:
                return subject
    return None
