"""The rules on a quotation's neighbours: what they tell of its speaker.

They settle what `attribution.rules` leaves open, in the same way: each is a small named function,
`NEIGHBOUR_RULES` lists them, most certain first, and ``test_neighbours.py`` holds their cases. Last
comes one that guesses from the quotation's own sentence, where no neighbour tells.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from rhetoric.extraction.attribution.attribution import Attribution, Attributions
from rhetoric.extraction.attribution.grammar import (
    DEEPEST,
    PERSONAL,
    is_human_noun,
    is_name,
    is_verb,
    may_speak,
    subject_of,
)
from rhetoric.extraction.attribution.mentions import mention_span
from rhetoric.extraction.marks.spans import Range
from rhetoric.extraction.paragraph import Paragraph, Site, ends_sentence
from rhetoric.lexicon.cues import Cues

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


@dataclass(frozen=True, slots=True)
class Named:
    """The speaker is named in the narration of a paragraph, by these of its tokens."""

    paragraph: Paragraph
    speaker: Range


NeighbourRule = Callable[[Site, Attributions, Cues], Attribution | Named | None]


def same_sentence(site: Site, known: Attributions, cues: Cues) -> Attribution | None:
    """Share the speaker of another quotation in the same sentence.

    Handles: Kim called it “grand” and the best of “all houses”.
    Leaves: Kim called it “grand”. “All Houses” is a film.
    """
    before, after = known.neighbour(site, -1), known.neighbour(site, 1)
    joined = before and before.last == site.left and (site.slot.woven or before.slot.final == ",")
    shared = known.of(before.slot.stretch) if before and joined else None
    if shared is None and after:
        runs_on = site.slot.woven and after.first == site.right and after.left == site.last
        shared = known.of(after.slot.stretch) if runs_on else None
    return shared


def same_paragraph(site: Site, known: Attributions, cues: Cues) -> Attribution | None:
    """Keep the speaker for a further quotation that stands alone in the paragraph.

    Handles: “We stay,” Kim said. “We will not move.”
    Leaves: “We stay,” Kim said. Lee stood up. “Never.”
    """
    before = known.neighbour(site, -1)
    if site.slot.woven or before is None:
        return None
    # the sentences between the two, after the one that names the first speaker
    ends = [t.i + 1 for t in site.doc[before.last : site.first] if ends_sentence(t)]
    between = _last_subject(site.doc, ends[0], site.first) if ends else None
    turned = between is not None and is_name(between)
    return None if turned else known.of(before.slot.stretch)


def sentence_before(site: Site, known: Attributions, cues: Cues) -> Named | None:
    """Take the person that the sentence before is about.

    Handles: Kim was unmoved. “We stay.”
    Leaves: The rain went on. “We stay.”
    """
    if site.slot.woven or site.before:
        return None
    before = known.neighbour(site, -1)
    subject = _last_subject(site.doc, before.last if before else 0, site.first)
    if not may_speak(subject):
        return None
    speaks = is_human_noun(subject) or subject.tag_ == "NNS" or subject.lower_ in cues.vehicles
    spoken = speaks and subject.head.lower_ in cues.verbs
    if not (_is_person(subject) or spoken):
        return None
    return Named(known.paragraph, mention_span(subject))


def later_in_paragraph(site: Site, known: Attributions, cues: Cues) -> Attribution | None:
    """Take the speaker that the paragraph names with its next quotation.

    Handles: “We stay.” He paused. “We stay,” Kim said.
    Leaves: “We stay.”
    """
    return None if site.slot.woven else known.next_told(site)


def dialogue(site: Site, known: Attributions, cues: Cues) -> Attribution | None:
    """Alternate between two speakers whose paragraphs follow one another.

    Handles: “Why?” asked Lee. / “It rains,” said Kim. / “So?”
    Leaves: “It rains,” said Kim. / “It always does.”
    """
    near, far = known.above(), known.above(2)
    if not (_is_whole_paragraph(site, known) and _opens(near) and _opens(far)):
        return None
    last, other = known.closing(near), known.closing(far)
    return other if last and other and last.speaker != other.speaker else None


def next_paragraph(site: Site, known: Attributions, cues: Cues) -> Attribution | None:
    """Keep the speaker of the paragraph above for one that is nothing but a quotation.

    Handles: “We stay,” Kim said. / “We will not move.”
    Leaves: “We stay,” Kim said. / The “Moves” went on.
    """
    return known.closing(known.above()) if _is_whole_paragraph(site, known) else None


def source_line(site: Site, known: Attributions, cues: Cues) -> Named | None:
    """Take the source that a line without a verb names above the quotation.

    Handles: From the desk of Ana Ruiz, senior analyst. / “We stay.”
    Leaves: By Ana Ruiz / “We stay.” · From there the road is bad. / “We stay.”
    """
    above = known.above()
    if above is None or above.sites or not _is_whole_paragraph(site, known):
        return None
    words = [t for t in above.parse if not t.is_space]
    opens = words[0].lower_ == "from" or words[0].lower_ in cues.speech_nouns
    if not opens or any(is_verb(t) for t in words):
        return None
    start = next((t.i for t in words[1:] if is_name(t)), None)
    if start is None or above.parse[start - 1].lower_ not in ("from", "by", "of"):
        return None
    end = next((t.i for t in words if t.i > start and not is_name(t)), len(above.parse))
    return Named(above, (start, end))


def paragraph_above(site: Site, known: Attributions, cues: Cues) -> Named | None:
    """Take the person that the last sentence of the paragraph above is about.

    Handles: Kim was unmoved. / “We stay.”
    Leaves: The rain went on. / “We stay.”
    """
    above = known.above()
    if above is None or not _is_whole_paragraph(site, known):
        return None
    subject = _last_subject(above.parse, 0, len(above.parse))
    if subject is None or not _is_person(subject):
        return None
    return Named(above, mention_span(subject))


def governing_verb(site: Site, known: Attributions, cues: Cues) -> Named | None:
    """Fall back, last of all, on the subject of the sentence that the words are woven into.

    Handles: Officials opened a show against “foreign aggression”.
    Leaves: “Foreign aggression” was the title of the show.
    """
    if not site.slot.woven or not site.before:
        return None
    start = site.doc[site.first]
    for token in [start, *islice(start.ancestors, DEEPEST)]:
        subject = subject_of(token) if is_verb(token) and token.i < site.first else None
        if may_speak(subject) and subject.i < site.first:
            mention = mention_span(subject)
            inside = any(map(site.holds, range(*mention)))
            return None if inside else Named(known.paragraph, mention)
    return None


# most certain first; what each is worth is in `attribution.confidence`
NEIGHBOUR_RULES: tuple[NeighbourRule, ...] = (
    same_sentence,
    same_paragraph,
    sentence_before,
    later_in_paragraph,
    dialogue,
    source_line,
    next_paragraph,
    paragraph_above,
    governing_verb,
)


def _is_person(subject: "Token") -> bool:
    return is_name(subject) or subject.lower_ in PERSONAL


def _is_whole_paragraph(site: Site, known: Attributions) -> bool:
    """Whether the paragraph is nothing but quotation up to here."""
    return not site.slot.woven and known.paragraph.narration >= site.first


def _opens(paragraph: Paragraph | None) -> bool:
    """Whether a paragraph begins with a quotation."""
    if paragraph is None or not paragraph.sites:
        return False
    return paragraph.passage.slots[0].start <= paragraph.passage.lead + 1


def _last_subject(doc: "Doc", start: int, end: int) -> "Token | None":
    """Find the subject of the last sentence of a stretch of narration, its main verb's first."""
    ends = [t.i for t in doc[start:end] if ends_sentence(t)]
    if ends and ends[-1] >= end - 1:
        ends.pop()
    begin = ends[-1] + 1 if ends else start
    for token in sorted(doc[begin:end], key=lambda t: t.dep_ != "ROOT"):
        if is_verb(token) or token.tag_ == "MD":
            subject = subject_of(token)
            if subject is not None and begin <= subject.i < end:
                return subject
    return None
