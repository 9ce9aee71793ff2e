"""Who said it: the sieve of rules over the parsed narration, then what carries over.

The rules of `attribution.rules` look at one quotation in its sentence. What they leave open is
settled by those of `attribution.neighbours`, from the neighbours: an interrupted quotation has one
speaker, one that follows in the same paragraph keeps the last one, a dialogue alternates.
"""

from bisect import bisect_right
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rhetoric.extraction.attribution.channel import find_channel
from rhetoric.extraction.attribution.neighbours import CARRY_RULES, Same, Scene, first_narration
from rhetoric.extraction.attribution.rules import RULES, governing_verb
from rhetoric.extraction.attribution.site import Found, Site
from rhetoric.extraction.narration import Passage
from rhetoric.lexicon.cues import Cues

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
        As `rhetoric.extraction.narration.mask` returns them.
    docs : sequence of spacy.tokens.Doc
        Their parses, in the same order.
    sites : sequence of sequence of Site
        The quoted parts of each passage, as `attribution.site.find_sites` yields them.
    cues : Cues

    Returns
    -------
    list of Attribution or None
        One for each stretch.
    """
    count = 1 + max((s.slot.stretch for here in sites for s in here), default=-1)
    known: list[Attribution | None] = [None] * count
    told: set[int] = set()
    history: list[tuple[int, int, tuple[int, int]]] = []
    for n, (passage, here) in enumerate(zip(passages, sites, strict=True)):
        for site in here:
            if known[site.slot.stretch] is None:
                known[site.slot.stretch] = _sieve(passage, site, here, cues)
        told.update(s.slot.stretch for s in here if known[s.slot.stretch])
        narration = first_narration(docs[n], here)
        following = _following(here, told)
        for k, site in enumerate(here):
            if known[site.slot.stretch] is None:
                scene = Scene(
                    site, k, here, passages, docs, n, narration, following[k], told, history
                )
                known[site.slot.stretch] = _carried(scene, sites, known, cues)
            if known[site.slot.stretch]:
                told.add(site.slot.stretch)
        for site in reversed(here):
            last = known[site.slot.stretch]
            if last and last.speaker:
                history.append((n, site.slot.stretch, last.speaker))
                break
    return known


def _following(here: Sequence[Site], told: Set[int]) -> list[int | None]:
    """Return, for each site of a passage, the next stretch in it whose speaker is known."""
    following: list[int | None] = []
    later: int | None = None
    for site in reversed(here):
        following.append(later)
        if site.slot.stretch in told:
            later = site.slot.stretch
    return following[::-1]


def _sieve(passage: Passage, site: Site, here: Sequence[Site], cues: Cues) -> Attribution | None:
    for rule, confidence in RULES:
        found = _clear(rule(site, cues), site, here)
        if found is None:
            continue
        placed = _placed(passage, site.doc, found, rule.__name__, confidence)
        head = site.doc[slice(*found.speaker)].root
        if head.lower_ in cues.inscriptions:
            carrier = _place(passage, site.doc, (found.speaker[0], head.i + 1))
            return replace(placed, speaker=None, channel=carrier)
        channel = _outside(found.channel or find_channel(site, cues), here)
        return replace(placed, channel=_place(passage, site.doc, channel)) if channel else placed
    return None


def _clear(found: Found | None, site: Site, here: Sequence[Site]) -> Found | None:
    """Cut a speaker's mention where a quotation begins; nobody is named inside his own words."""
    if found is None or any(site.holds(i) for i in range(*found.speaker)):
        return None
    speaker = _outside(found.speaker, here)
    return replace(found, speaker=speaker) if speaker else None


def _outside(tokens: tuple[int, int] | None, here: Sequence[Site]) -> tuple[int, int] | None:
    """Return a range of tokens that neither begins nor ends inside a quotation.

    One may stand in its middle: Robert “Bobby” Scott.
    """
    if tokens is None or _holder(here, tokens[0]):
        return None
    holder = _holder(here, tokens[1] - 1)
    return tokens[0], holder.first if holder else tokens[1]


def _holder(here: Sequence[Site], token: int) -> Site | None:
    """Return the quoted part of a passage that a token stands in."""
    k = bisect_right(here, token, key=lambda site: site.first) - 1
    return here[k] if k >= 0 and here[k].holds(token) else None


def _carried(
    scene: Scene,
    sites: Sequence[Sequence[Site]],
    known: Sequence[Attribution | None],
    cues: Cues,
) -> Attribution | None:
    for rule, confidence in CARRY_RULES:
        settled = rule(scene, cues)
        if settled is None:
            continue
        if isinstance(settled, Same):
            other = known[settled.stretch]
            return replace(other, rule=rule.__name__, confidence=confidence) if other else None
        speaker = _outside(settled.found.speaker, sites[settled.passage])
        if speaker is None:
            continue
        found = replace(settled.found, speaker=speaker)
        passage, doc = scene.passages[settled.passage], scene.docs[settled.passage]
        return _placed(passage, doc, found, rule.__name__, confidence)
    last = _clear(governing_verb(scene.site, cues), scene.site, scene.sites)
    if last is None:
        return None
    rule_name = governing_verb.__name__
    return _placed(scene.passages[scene.place], scene.site.doc, last, rule_name, _LAST_RESORT)


def _placed(
    passage: Passage, doc: "Doc", found: Found, rule: str, confidence: float
) -> Attribution:
    """Turn token ranges into the article's offsets."""
    cue = _place(passage, doc, found.cue) if found.cue else None
    return Attribution(_place(passage, doc, found.speaker), cue, None, rule, confidence)


def _place(passage: Passage, doc: "Doc", tokens: tuple[int, int]) -> tuple[int, int]:
    span = doc[tokens[0] : tokens[1]]
    return passage.to_article(span.start_char), passage.to_article(span.end_char - 1) + 1
