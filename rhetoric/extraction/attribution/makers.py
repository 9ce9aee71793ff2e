"""Who speaks through a text: “the ministry’s warning” and “a letter from Ana Ruiz” are channels."""

from typing import TYPE_CHECKING

from rhetoric.extraction.attribution.grammar import (
    agent_of,
    is_thing,
    is_verb,
    may_speak,
    object_of,
    subject_of,
)
from rhetoric.extraction.attribution.mentions import mention_span
from rhetoric.extraction.marks.spans import Range
from rhetoric.lexicon.wordlists import read_words

if TYPE_CHECKING:
    from spacy.tokens import Token

_TIES = frozenset(("of", "by", "from"))
_ARTICLES = frozenset(("the", "that", "this"))


def find_maker(text: "Token") -> Range | None:
    """Return the tokens that name who speaks through a text, or None where nobody is named.

    Parameters
    ----------
    text : spacy.tokens.Token
        The subject of a verb of saying: “statement”, “website”.
    """
    low = text.lower_
    if read_words("cue_nouns.txt", "text").isdisjoint((low, low.removesuffix("s"))):
        return None
    maker = _owner(text) or _author(text)
    if maker is None and text.i and any(c.lower_ in _ARTICLES for c in text.lefts):
        maker = _issuer(text)
    return mention_span(maker) if maker is not None else None


def _owner(text: "Token") -> "Token | None":
    """Return the owner of a text: “his letter”, “Kim’s letter”."""
    return next((c for c in text.lefts if c.dep_ == "poss" and may_speak(c)), None)


def _author(text: "Token") -> "Token | None":
    """Return who a text is of, by or from."""
    for child in text.rights:
        if child.dep_ in ("prep", "agent") and child.lower_ in _TIES:
            head = object_of(child)
            if may_speak(head) and (child.lower_ != "of" or not is_thing(head)):
                return head
        if child.dep_ == "acl" and child.tag_ == "VBN":
            return agent_of(child)
    return None


def _issuer(text: "Token") -> "Token | None":
    """Return who brought the text out, as told before: “The office issued a warning. It said”."""
    forms = read_words("cue_nouns.txt", "issuing")
    singular = text.lower_.removesuffix("s")
    for token in reversed(text.doc[: text.i]):
        if token.lower_ not in forms or not is_verb(token):
            continue
        objects = (c.lower_.removesuffix("s") for c in token.children if c.dep_ == "dobj")
        if singular in objects:
            subject = subject_of(token)
            return subject if may_speak(subject) else None
    return None
