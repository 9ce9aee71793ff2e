"""The rules without a verb of saying: a preposition, a noun of saying, the sentence's subject."""

from rhetoric.extraction.attribution.attribution import Found, told_by
from rhetoric.extraction.attribution.grammar import (
    is_name,
    is_pronoun,
    main_subject,
    may_speak,
    object_of,
)
from rhetoric.extraction.attribution.mentions import mention_span
from rhetoric.extraction.paragraph import Site
from rhetoric.lexicon.cues import Cues


def according_to(site: Site, cues: Cues) -> Found | None:
    """Find the source that a preposition names.

    Handles: It was “a disaster”, according to Kim. · In the words of Kim, “a disaster”.
    Leaves: It went according to plan, “a disaster” or not.
    """
    for side in (site.before, site.after):
        words = [t.lower_ for t in side]
        for phrase in map(str.split, cues.according):
            for i in range(len(words) - len(phrase)):
                if words[i : i + len(phrase)] != phrase:
                    continue
                last = side[i + len(phrase) - 1]
                head = object_of(last)
                if may_speak(head) and head.lower_ != "plan":
                    return Found(mention_span(head), (side[i].i, last.i + 1))
    return None


def speech_noun(site: Site, cues: Cues) -> Found | None:
    """Find the owner of a noun of saying that the quotation spells out.

    Handles: Kim’s vow to “stand firm” · the warning from Kim that “nobody is safe”
    Leaves: Kim’s house, “the old mill”, burned.
    """
    for token in reversed(site.before):
        if token.lower_ not in cues.speech_nouns or token.tag_ not in ("NN", "NNS"):
            continue
        for child in token.children:
            owner = child if child.dep_ == "poss" else None
            if child.dep_ == "prep" and child.lower_ in ("by", "from"):
                owner = object_of(child)
            if may_speak(owner):
                return told_by(owner, token)
    return None


def main_clause(site: Site, cues: Cues) -> Found | None:
    """Fall back on the person that a sentence leading up to direct speech is about.

    Handles: Kim came with a new message: “It’s about me.” · Kim shot back, “It’s about me.”
    Leaves: The rain came with a new sound: “drip”.
    """
    last = next((t for t in reversed(site.before) if not t.is_space), None)
    if last is None or not (last.text == ":" or (last.text == "," and _is_whole(site))):
        return None
    subject = main_subject(last)
    if subject is not None and subject.i < site.first and (is_name(subject) or is_pronoun(subject)):
        return told_by(subject, last)
    return None


def _is_whole(site: Site) -> bool:
    """Whether the quoted words are a sentence of their own, as printed."""
    return not site.slot.woven and site.slot.final in (".", "!", "?", "…")
