"""Who speaks through a cue verb: its subject, wherever the sentence keeps it."""

from itertools import chain, islice
from typing import TYPE_CHECKING

from rhetoric.extraction.attribution.grammar import (
    DEEPEST,
    is_name,
    is_pronoun,
    is_verb,
    main_subject,
    may_be_same,
    may_speak,
    mention_span,
    noun_run,
    subject_of,
)
from rhetoric.extraction.paragraph import Site
from rhetoric.lexicon.cues import Cues

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

DASHES = frozenset(("—", "–", "-", "--", "―"))
_PAUSES = frozenset((",", *DASHES))
_NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS", "PRP"))
_MAX_CLIMB = 6


def is_cue(token: "Token", cues: Cues, *sections: str) -> bool:
    """Whether a token is a verb of these sections of the cue list, and an act of speech."""
    if not is_verb(token) or cues.verbs.get(token.lower_) not in sections:
        return False
    # “the so-called”, “a planned call”: no act of speech
    return not (token.i and token.nbor(-1).text == "-") and token.dep_ not in ("amod", "compound")


def speaker_before(verb: "Token", site: Site, cues: Cues) -> "Token | None":
    """Return the head of the mention that speaks through a verb before the quotation.

    ``None`` where the sentence names nobody: “was called “the gold standard””.
    """
    if any(c.dep_ == "auxpass" for c in verb.children):
        agent = agent_of(verb)
        return agent if agent is not None and may_speak(agent) else None
    inserted = _inserted(verb, site)
    if inserted is not None:
        return inserted
    if _is_loose_participle(verb):
        main = main_subject(verb)
        if main is not None and main.i < verb.i and may_speak(main):
            return main
    subject = subject_of(verb)
    if subject is None or site.holds(subject.i):
        return _leading_noun(verb, site) or _closing_noun(verb, site)
    beside = verb.nbor(-1) if verb.i > site.left else None
    if beside is not None and is_name(beside) and not _belongs(beside, subject):
        return beside
    return _outermost(subject, verb, site, cues)


def speaker_between(verb: "Token", site: Site) -> tuple[int, int] | None:
    """Return the mention that stands between the quotation and a verb after it."""
    subject = subject_of(verb)
    if subject is not None and site.last <= subject.i < verb.i:
        return mention_span(subject) if may_speak(subject) else None
    return noun_run(site.doc, site.last, verb.i)


def speaker_after(verb: "Token", site: Site) -> tuple[int, int] | None:
    """Return the mention that follows its verb: “said Kim”; failing that, one before the words."""
    own = [c for c in verb.children if c.i > verb.i and c.dep_ in ("nsubj", "dobj", "nsubjpass")]
    for subject in [*own, *_next_noun(verb, site)]:
        span = mention_span(subject)
        if may_speak(subject) and span[0] < site.right:
            return span
    before = subject_of(verb)
    if before is not None and site.left <= before.i < site.first and may_speak(before):
        return mention_span(before)
    return None


def agent_of(verb: "Token") -> "Token | None":
    """Return the doer of a passive verb: “described by Kim”."""
    for child in verb.children:
        if child.dep_ == "agent" or child.lower_ == "by":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def _belongs(name: "Token", subject: "Token") -> bool:
    """Whether a name before the verb is part of its subject.

    It is not in “said Kecman, and his neighbour Stana Vukic agreed”, whatever the parser says.
    """
    parted = any(t.text == "," for t in subject.doc[subject.i : name.i])
    for token in chain([name], islice(name.ancestors, DEEPEST)):
        if token == subject:
            return True
        if token.dep_ == "conj" and parted:
            return False
    return False


def _next_noun(verb: "Token", site: Site) -> "Iterator[Token]":
    """Yield the noun that heads the phrase right after a verb, if there is one."""
    for token in site.doc[verb.i + 1 : min(verb.i + 12, site.right)]:
        if token.tag_ in _NOUNS:
            head = token
            while head.dep_ in ("compound", "amod", "nmod", "poss") and head.head.i > head.i:
                head = head.head
            yield head
            return
        if token.is_punct or is_verb(token) or token.tag_ in ("IN", "TO", "RB"):
            return


def _inserted(verb: "Token", site: Site) -> "Token | None":
    """Find the subject of a cue set between commas: “the plan, declared Kim, was …”."""
    if not verb.i or verb.nbor(-1).text not in _PAUSES:
        return None
    found = speaker_after(verb, site)
    if found and verb.i < found[0] and found[1] < site.first:
        closed = site.doc[found[1]].text in _PAUSES
        return site.doc[found[1] - 1] if closed else None
    return None


def _leading_noun(verb: "Token", site: Site) -> "Token | None":
    """Find the noun that opens the sentence, where the parse lost a verb's subject."""
    for token in site.doc[site.left : verb.i]:
        if token.tag_ in _NOUNS and token.dep_ not in ("compound", "amod"):
            return token if may_speak(token) and token.dep_ != "pobj" else None
    return None


def _closing_noun(verb: "Token", site: Site) -> "Token | None":
    """Find the noun right before a verb, where the parse hung its subject elsewhere."""
    end = verb.i - 1 if verb.i and verb.nbor(-1).text == "," else verb.i
    run = noun_run(site.doc, site.left, end)
    return site.doc[slice(*run)].root if run else None


def _is_loose_participle(verb: "Token") -> bool:
    """Whether a participle hangs on the sentence as a whole: …, saying that …."""
    before = verb.nbor(-1) if verb.i else None
    return verb.tag_ == "VBG" and before is not None and before.lower_ in (",", "while", "before")


def _outermost(subject: "Token", verb: "Token", site: Site, cues: Cues) -> "Token | None":
    """Climb from a pronoun, a thought or a thing that carries words to whoever speaks.

    “Kim said he hopes that …”, “Kim condemned what he called …”: Kim. “The Council issued a
    statement calling …”: the Council.
    """
    at = verb
    for _ in range(_MAX_CLIMB):
        thing = subject.lower_ in cues.carriers and verb.dep_ in ("acl", "relcl")
        # “would continue to”, “wanted to speak”: not said yet, so no saying
        thought = cues.verbs.get(at.lower_) == "think" or at.tag_ == "VB"
        mute = thing or not may_speak(subject)
        points = is_pronoun(subject) and at.dep_ != "conj"
        if not (mute or thought or points):
            return subject
        outer = next((a for a in at.ancestors if is_verb(a) and a.i < at.i), None)
        if outer is None:
            break
        at, above = outer, subject_of(outer)
        if above is None or above == subject or not may_speak(above) or above.i > site.first:
            continue
        told = thought and cues.verbs.get(outer.lower_) == "say"
        if mute or told or (points and may_be_same(subject, above)):
            subject = above
    return subject if may_speak(subject) else None
