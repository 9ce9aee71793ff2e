"""The medium that words came through: “told the agency”, “on Telegram”, “in a statement”."""

from typing import TYPE_CHECKING

from rhetoric.extraction.attribution.grammar import is_name
from rhetoric.extraction.attribution.mentions import mention_span
from rhetoric.extraction.marks.spans import Range
from rhetoric.extraction.paragraph import Site
from rhetoric.lexicon.cues import Cues

if TYPE_CHECKING:
    from spacy.tokens import Token

_THROUGH = frozenset(("in", "on", "via", "through", "to", "by", "during"))
# “a message carried by Angop”
_CARRIED = frozenset(("carried", "published", "broadcast", "aired", "printed", "distributed"))
_TELLING = frozenset(("tell", "told", "tells", "telling"))


def find_channel(site: Site, cues: Cues) -> Range | None:
    """Return the token range of the medium named in a quotation's sentence.

    The deepest one is taken: “in a post on Telegram” gives Telegram.

    Parameters
    ----------
    site : Site
        The quotation in its parsed passage.
    cues : Cues
        Its `media` tell what a medium is called.
    """
    best: Token | None = None
    for token in (*site.before, *site.after):
        through = token.dep_ == "pobj" and token.head.lower_ in _THROUGH
        told = token.dep_ in ("dobj", "dative") and token.head.lower_ in _TELLING
        if (
            (through or told)
            and _is_medium(token, cues)
            and (best is None or best in token.ancestors or (is_name(token) and not is_name(best)))
        ):
            best = token
    if best is None:
        return None
    if is_name(best):
        return mention_span(best)
    start, end = mention_span(best)
    # “a statement in Oslo”: the place is none of it
    phrase = (start, max(best.i + 1, min(end, _preposition(best, end))))
    return _named_by(best, site, cues) or phrase


def _preposition(noun: "Token", end: int) -> int:
    """Return where the first phrase of place behind a noun begins."""
    places = (t.i for t in noun.doc[noun.i + 1 : end] if t.lower_ in ("in", "at", "from"))
    return next(places, end)


def _named_by(noun: "Token", site: Site, cues: Cues) -> Range | None:
    """Find the name of a medium in the phrase that a common noun begins: “a post on Telegram”.

    The day, the place and the audience of “a speech to Congress on Friday” are none.
    """
    for token in site.doc[noun.i + 1 : min(noun.i + 5, site.right)]:
        if token.text == ",":
            return None
        if not is_name(token) or token.nbor(-1).lower_ not in _THROUGH:
            continue
        if _is_medium(token, cues) or token.nbor(-2).lower_ in _CARRIED:
            return mention_span(token)
    return None


def _is_medium(token: "Token", cues: Cues) -> bool:
    """Whether a noun phrase names a medium: by its words, or as an agency's initials."""
    start, end = mention_span(token)
    phrase = token.doc[start:end]
    if is_name(token):
        # “told AFP”, “on CNN”, but “in the USA”
        initials = len(token.text) >= 3 and token.text.isupper() and token.head.lower_ != "in"
        initials = initials and not token.text.endswith(".")
        return initials or any(t.lower_ in cues.media for t in phrase) or _ends(phrase.text, cues)
    return token.lower_ in cues.media or _ends(phrase.text, cues)


def _ends(phrase: str, cues: Cues) -> bool:
    """Whether a phrase ends in a medium of several tokens: “an e-mail”, “Truth Social”."""
    last = phrase.lower().split()
    return last[-1] in cues.media or " ".join(last[-2:]) in cues.media
