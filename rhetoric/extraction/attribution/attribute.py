"""Who said it: by the quotation's own sentence first, then by its neighbours.

The rules of `attribution.rules` look at one quotation in its sentence. What they leave open is
settled by those of `attribution.neighbours`: an interrupted quotation has one speaker, one that
follows in the same paragraph keeps the last one, a dialogue alternates.
"""

from dataclasses import replace

from rhetoric.extraction.attribution.attribution import Attribution, Attributions, Found
from rhetoric.extraction.attribution.channel import find_channel
from rhetoric.extraction.attribution.confidence import SHARES
from rhetoric.extraction.attribution.makers import find_maker
from rhetoric.extraction.attribution.neighbours import NEIGHBOUR_RULES, Named
from rhetoric.extraction.attribution.rules import RULES
from rhetoric.extraction.paragraph import Paragraph, Site
from rhetoric.lexicon.cues import Cues


def attribute(paragraph: Paragraph, known: Attributions, cues: Cues) -> None:
    """Attribute the quotations of an article's next paragraph.

    Parameters
    ----------
    paragraph : Paragraph
        One that holds quotations, or the sentence that leads into them.
    known : Attributions
        Those of the article so far; takes in what is found.
    cues : Cues
        The words that introduce speech.
    """
    known.enter(paragraph)
    for site in _open(paragraph, known):
        known.add(site.slot.stretch, _by_its_sentence(paragraph, site, cues))
    known.look_ahead()
    for site in _open(paragraph, known):
        known.add(site.slot.stretch, _by_its_neighbours(site, known, cues))


def _open(paragraph: Paragraph, known: Attributions) -> list[Site]:
    """Return the quoted parts of a paragraph whose speaker is not known yet."""
    return [site for site in paragraph.sites if known.of(site.slot.stretch) is None]


def _by_its_sentence(paragraph: Paragraph, site: Site, cues: Cues) -> Attribution | None:
    for rule in RULES:
        found = _clear(rule(site, cues), site, paragraph)
        if found is None:
            continue
        placed = _placed(paragraph, found, rule.__name__, local=True)
        head = site.doc[slice(*found.speaker)].root
        thing = paragraph.span((found.speaker[0], head.i + 1))
        if head.lower_ in cues.inscriptions:
            return replace(placed, speaker=None, channel=thing)
        maker = find_maker(head)
        speaker = paragraph.outside(maker) if maker else None
        if speaker:
            return replace(placed, speaker=paragraph.span(speaker), channel=thing)
        medium = found.channel or find_channel(site, cues)
        channel = paragraph.outside(medium) if medium else None
        return replace(placed, channel=paragraph.span(channel)) if channel else placed
    return None


def _clear(found: Found | None, site: Site, paragraph: Paragraph) -> Found | None:
    """Cut a speaker's mention where a quotation begins; nobody is named inside his own words."""
    if found is None or any(site.holds(i) for i in range(*found.speaker)):
        return None
    speaker = paragraph.outside(found.speaker)
    return replace(found, speaker=speaker) if speaker else None


def _by_its_neighbours(site: Site, known: Attributions, cues: Cues) -> Attribution | None:
    for rule in NEIGHBOUR_RULES:
        settled = rule(site, known, cues)
        name = rule.__name__
        if isinstance(settled, Attribution):
            return replace(settled, rule=name, confidence=SHARES[name], local=False)
        if isinstance(settled, Named):
            speaker = settled.paragraph.outside(settled.speaker)
            if speaker is not None:
                return _placed(settled.paragraph, Found(speaker), name)
    return None


def _placed(paragraph: Paragraph, found: Found, rule: str, *, local: bool = False) -> Attribution:
    """Turn token ranges into the article's offsets."""
    cue = paragraph.span(found.cue) if found.cue else None
    return Attribution(paragraph.span(found.speaker), cue, None, rule, SHARES[rule], local)
