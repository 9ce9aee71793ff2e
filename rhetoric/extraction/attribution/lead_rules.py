"""The rules on how a quotation is set: a name and a colon before it, a signature behind it."""

from typing import TYPE_CHECKING

from rhetoric.extraction.attribution.attribution import Found, told_by
from rhetoric.extraction.attribution.grammar import NAMING, is_verb, may_speak, subject_of
from rhetoric.extraction.paragraph import Site
from rhetoric.lexicon.characters import DASHES
from rhetoric.lexicon.cues import Cues
from rhetoric.lexicon.roles import PARTICLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

# tokens of a lead without a verb
_LONGEST_LEAD = 16
# Ann Lee of the Union
_IN_NAMES = PARTICLES | {"of"}
_NO_NAME = frozenset(("IN", "PRP", "WRB", "DT", "CC", "RB", "EX"))
_AFTER_NAMES = frozenset((",", "(", ")", "]", *DASHES))
_BEING = frozenset(("am", "is", "are", "was", "were", "be", "’m", "’s", "’re", "'m", "'s", "'re"))


def signed(site: Site, cues: Cues) -> Found | None:
    """Find the name that signs a quotation after a dash or in brackets.

    Handles: “We stay.” — Kim Jong Un · “We stay.” (Ana Ruiz, the mayor)
    Leaves: “We stay” — a vow often heard — was his answer. · “We stay.” (Applause)
    """
    tokens = [t for t in site.after if not t.is_space]
    if not 2 <= len(tokens) <= _LONGEST_LEAD:
        return None
    bracketed = tokens[0].text in ("(", "[") and tokens[-1].text in (")", "]")
    if not bracketed and tokens[0].text not in (*DASHES, "~"):
        return None
    end = 1
    while end < len(tokens) and _may_be_in_name(tokens[end]):
        end += 1
    if end < 2 + bracketed or (end < len(tokens) and tokens[end].text not in _AFTER_NAMES):
        return None
    return told_by((tokens[1].i, tokens[end - 1].i + 1), tokens[0])


def named_lead(site: Site, cues: Cues) -> Found | None:
    """Find a name and a colon with no verb, or with a cue before the name.

    Handles: Kim: “We stay.” · From Mayor Ruiz: “We stay.” · Ana Ruiz, the mayor: “We stay.”
    Leaves: Two things matter: “peace” and bread.
    """
    tokens = [t for t in site.before if not t.is_space and t.tag_ != "CC"]
    if not 2 <= len(tokens) <= _LONGEST_LEAD or tokens[-1].text != ":":
        return None
    name = _without_source(tokens[:-1], cues)
    comma = next((k for k, t in enumerate(name) if t.text == ","), len(name))
    titled, name = name[comma:], name[:comma]
    if not name or not _capital(name[0]) or name[0].tag_ in _NO_NAME or any(map(is_verb, titled)):
        return None
    if not all(_may_be_in_name(t) or t.text in ("(", ")", "-") for t in name):
        return None
    return told_by((name[0].i, name[-1].i + 1), tokens[-1])


def cue_first(site: Site, cues: Cues) -> Found | None:
    """Find the name between a cue that opens the sentence and the quotation.

    Handles: Said Kim: “We stay.” · Remarked bank president Ana Ruiz, “We stay.”
    Leaves: Said to be lost, the “Anna” came home.
    """
    tokens = [t for t in site.before if not t.is_space]
    if not 3 <= len(tokens) <= _LONGEST_LEAD or tokens[-1].text not in (":", ","):
        return None
    cue, name = tokens[0], tokens[1:-1]
    said = cues.verbs.get(cue.lower_) == "say" and cue.lower_ != "say" and not site.slot.woven
    if not said or not all(t.tag_ in NAMING or t.lower_ in ("of", "for") for t in name):
        return None
    return told_by((name[0].i, name[-1].i + 1), cue) if may_speak(name[-1]) else None


def be_like(site: Site, cues: Cues) -> Found | None:
    """Find the speaker of told talk, which “be like” or “go” leads into.

    Handles: And she’s like, “No way.”
    Leaves: It was like “a bad dream”.
    """
    tokens = [t for t in site.before if not t.is_space and t.text not in (",", ":")]
    if site.slot.woven or len(tokens) < 2 or tokens[-1].lower_ != "like":
        return None
    verb = next((t for t in reversed(tokens[:-1]) if is_verb(t)), None)
    if verb is None or verb.lower_ not in _BEING:
        return None
    subject = subject_of(verb)
    return told_by(subject, tokens[-1]) if may_speak(subject) and subject.lower_ != "it" else None


def _without_source(tokens: "Sequence[Token]", cues: Cues) -> "Sequence[Token]":
    """Leave out what tells that a source follows: “From”, “Statement by”, “Remarks of”."""
    texts = [t.lower_ for t in tokens[:3]]
    if texts[0] in ("from", "by"):
        return tokens[1:]
    noun = next((k for k, text in enumerate(texts[:2]) if text in cues.vehicles), None)
    if noun is not None and texts[noun + 1 :][:1] and texts[noun + 1] in ("from", "by", "of"):
        return tokens[noun + 2 :]
    return tokens


def _may_be_in_name(token: "Token") -> bool:
    return _capital(token) or token.lower_ in _IN_NAMES


def _capital(token: "Token") -> bool:
    return token.text[:1].isupper()
