"""Who said it: the sieve of rules over the parsed narration, then what carries over.

The rules of `rhetoric.rules` look at one quotation in its sentence. What they leave open is
settled by those of `rhetoric.carry`, from the neighbours: an interrupted quotation has one
speaker, one that follows in the same paragraph keeps the last one, a dialogue alternates.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rhetoric.carry import CARRY_RULES, Same, Scene
from rhetoric.channel import find_channel
from rhetoric.cues import Cues
from rhetoric.narration import Passage
from rhetoric.rules import RULES, governing_verb
from rhetoric.site import Found, Site

if TYPE_CHECKING:
    from spacy.tokens import Doc

# of a speaker found only because nothing better stands in the sentence
_LAST_RESORT = 0.4


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
        Of the speaker, 0 to 1.
    """

    speaker: tuple[int, int] | None
    cue: tuple[int, int] | None
    channel: tuple[int, int] | None
    rule: str
    confidence: float


def attribute(
    passages: Sequence[Passage],
    docs: "Sequence[Doc]",
    sites: Sequence[Sequence[Site]],
    cues: Cues,
) -> list[Attribution | None]:
    """Attribute every quotation of one article.

    Parameters
    ----------
    passages : sequence of Passage
        As `rhetoric.narration.mask` returns them.
    docs : sequence of spacy.tokens.Doc
        Their parses, in the same order.
    sites : sequence of sequence of Site
        The quoted parts of each passage, as `rhetoric.site.find_sites` yields them.
    cues : Cues

    Returns
    -------
    list of Attribution or None
        One for each stretch.
    """
    count = 1 + max((s.slot.stretch for here in sites for s in here), default=-1)
    known: list[Attribution | None] = [None] * count
    history: list[tuple[int, int, tuple[int, int]]] = []
    for n, (passage, here) in enumerate(zip(passages, sites, strict=True)):
        for site in here:
            if known[site.slot.stretch] is None:
                known[site.slot.stretch] = _sieve(passage, site, here, cues)
        for k, site in enumerate(here):
            if known[site.slot.stretch] is None:
                told = frozenset(i for i, a in enumerate(known) if a)
                scene = Scene(site, k, here, passages[: n + 1], docs[: n + 1], told, history)
                known[site.slot.stretch] = _carried(scene, known, cues)
        for site in reversed(here):
            last = known[site.slot.stretch]
            if last and last.speaker:
                history.append((n, site.slot.stretch, last.speaker))
                break
    return known


def _sieve(passage: Passage, site: Site, here: Sequence[Site], cues: Cues) -> Attribution | None:
    for rule, confidence in RULES:
        found = rule(site, cues)
        if found is None or any(s.holds(i) for s in here for i in range(*found.speaker)):
            continue
        placed = _placed(passage, site.doc, found, rule.__name__, confidence)
        head = site.doc[slice(*found.speaker)].root
        if head.lower_ in cues.inscriptions:
            carrier = _place(passage, site.doc, (found.speaker[0], head.i + 1))
            return replace(placed, speaker=None, channel=carrier)
        channel = find_channel(site, cues)
        return replace(placed, channel=_place(passage, site.doc, channel)) if channel else placed
    return None


def _carried(scene: Scene, known: Sequence[Attribution | None], cues: Cues) -> Attribution | None:
    for rule, confidence in CARRY_RULES:
        settled = rule(scene, cues)
        if settled is None:
            continue
        if isinstance(settled, Same):
            other = known[settled.stretch]
            return replace(other, rule=rule.__name__, confidence=confidence) if other else None
        passage, doc = scene.passages[settled.passage], scene.docs[settled.passage]
        return _placed(passage, doc, settled.found, rule.__name__, confidence)
    found = governing_verb(scene.site, cues)
    if found is None or any(s.holds(i) for s in scene.sites for i in range(*found.speaker)):
        return None
    rule_name = governing_verb.__name__
    return _placed(scene.passages[-1], scene.site.doc, found, rule_name, _LAST_RESORT)


def _placed(
    passage: Passage, doc: "Doc", found: Found, rule: str, confidence: float
) -> Attribution:
    """Turn token ranges into the article's offsets."""
    cue = _place(passage, doc, found.cue) if found.cue else None
    return Attribution(_place(passage, doc, found.speaker), cue, None, rule, confidence)


def _place(passage: Passage, doc: "Doc", tokens: tuple[int, int]) -> tuple[int, int]:
    span = doc[tokens[0] : tokens[1]]
    start = passage.to_article(span.start_char)
    return start, start + len(span.text)
