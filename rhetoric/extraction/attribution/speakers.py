"""Who speaks through a cue verb: its subject, wherever the sentence keeps it."""

from itertools import chain, islice
from typing import TYPE_CHECKING

from rhetoric.extraction.attribution.grammar import (
    DEEPEST,
    HIGHEST,
    SUBJECTS,
    agent_of,
    is_name,
    is_passive,
    is_pronoun,
    is_role,
    is_thing,
    is_verb,
    main_subject,
    may_be_same,
    may_speak,
    noun_run,
    subject_of,
)
from rhetoric.extraction.attribution.mentions import mention_span
from rhetoric.extraction.marks.spans import Range
from rhetoric.extraction.paragraph import Site
from rhetoric.lexicon.characters import DASHES
from rhetoric.lexicon.cues import Cues
from rhetoric.lexicon.wordlists import read_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

_PAUSES = frozenset((",", *DASHES))
_NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS", "PRP"))
_PREPOSITIONS = frozenset("on in at to from with by of about against into over under via".split())
# what may stand between a subject and its verb, and between the words of a title
_BESIDE_VERBS = frozenset(("RB", "MD", "VBD", "VBZ", "VBP", "_SP"))
_TITLE_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS", "JJ", "HYPH", ":", "CC", "POS", "CD", "VBN"))


def speaker_before(verb: "Token", site: Site, cues: Cues) -> "Token | None":
    """Return the head of the mention that speaks through a verb before the quotation.

    ``None`` where the sentence names nobody: “was called “the gold standard””.
    """
    if is_passive(verb):
        agent = agent_of(verb)
        return agent if may_speak(agent) else None
    certain = _inserted(verb, site) or _main_of_participle(verb) or _titled_name(verb, site.left)
    if certain is not None:
        return certain
    subject = _true_subject(verb)
    if subject is None or site.holds(subject.i):
        return _leading_noun(verb, site) or _closing_noun(verb, site)
    beside = verb.nbor(-1) if verb.i > site.left else None
    if beside is not None and _is_astray(beside, subject):
        return beside
    return _outermost(subject, verb, site, cues)


def speaker_between(verb: "Token", site: Site) -> Range | None:
    """Return the mention that stands between the quotation and a verb after it."""
    subject = _titled_name(verb, site.last) or _true_subject(verb)
    if subject is not None and site.last <= subject.i < verb.i:
        return mention_span(subject) if may_speak(subject) else None
    return noun_run(site.doc, site.last, verb.i)


def speaker_after(verb: "Token", site: Site) -> Range | None:
    """Return the mention that follows its verb: “said Kim”; failing that, one before the words."""
    own = [c for c in verb.children if c.i > verb.i and c.dep_ in ("nsubj", "dobj", "nsubjpass")]
    for subject in [*own, *_next_noun(verb, site)]:
        span = mention_span(subject)
        if may_speak(subject) and span[0] < site.right:
            return span
    before = subject_of(verb)
    if may_speak(before) and site.left <= before.i < site.first:
        return mention_span(before)
    return None


def _is_astray(name: "Token", subject: "Token") -> bool:
    """Whether a name before the verb is no part of its subject, whatever the parser says.

    So it is in “said Kecman, and his neighbour Stana Vukic agreed”.
    """
    if not is_name(name) or name.dep_ == "pobj":
        return False
    parted = any(t.text == "," for t in subject.doc[subject.i : name.i])
    for token in chain([name], islice(name.ancestors, DEEPEST)):
        if token == subject:
            return False
        if token.dep_ == "conj" and parted:
            return True
    return True


def _next_noun(verb: "Token", site: Site) -> "Iterator[Token]":
    """Yield the noun that heads the phrase right after a verb, if there is one."""
    # as far as a determiner and adjectives may part them
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
    if not verb.i or verb.tag_ == "VBG" or verb.nbor(-1).text not in _PAUSES:
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


def _main_of_participle(verb: "Token") -> "Token | None":
    """Return the subject of the sentence that a participle hangs on as a whole: …, saying …."""
    at = verb.i - 1
    while at > 0 and verb.doc[at].tag_ == "RB":
        at -= 1
    if verb.tag_ != "VBG" or at < 0 or verb.doc[at].lower_ not in (",", "while", "before"):
        return None
    main = main_subject(verb)
    return main if may_speak(main) and main.i < verb.i else None


def _true_subject(verb: "Token") -> "Token | None":
    """Return a verb's subject; where the parse takes one behind a preposition, the one before it.

    “Ana Ruiz, speaking to the council, called”: not the council. “According to the agency, the
    mayor, Ana Ruiz, said”: the mayor. “Ana Ruiz of Help, a charity, said”: not the charity.
    """
    subject = subject_of(verb)
    if subject is None:
        return None
    other = _beside_source(subject) or _explained(subject)
    if other is not None:
        return other
    taken = subject.dep_ in SUBJECTS or (verb.tag_ == "VBD" and verb.dep_ == "acl")
    first = subject.left_edge.i
    before = subject.doc[first - 1] if first else None
    if before is None or not taken or before.lower_ not in _PREPOSITIONS:
        return subject
    governor = before.head
    other = subject_of(governor) if is_verb(governor) else governor
    return other if may_speak(other) and other.i < subject.i else subject


def _beside_source(subject: "Token") -> "Token | None":
    """Return whom the parse hangs on the source before: “according to the agency, the mayor”."""
    first = subject.left_edge.i
    if first < 2 or [t.lower_ for t in subject.doc[first - 2 : first]] != ["according", "to"]:
        return None
    apposed = (c for c in subject.rights if c.dep_ == "appos" and may_speak(c))
    return next(apposed, None)


def _explained(subject: "Token") -> "Token | None":
    """Return the name before a subject that only says what something of it is: “, a charity,”."""
    first = subject.left_edge
    if first.lower_ not in ("a", "an") or not first.i or first.nbor(-1).text != ",":
        return None
    beside = (c for c in subject.head.lefts if c.dep_ == subject.dep_ and c.i < first.i)
    return next((c for c in beside if is_name(c)), None)


def _titled_name(verb: "Token", floor: int) -> "Token | None":
    """Return the last word of a name between a role and a verb: “bank president Ana Ruiz said”.

    The parser loses the subject in long titles. A role in somebody else’s is none: “the wife of
    senator Ana Ruiz said”.
    """
    doc, end = verb.doc, verb.i
    while end > floor and doc[end - 1].tag_ in _BESIDE_VERBS:
        end -= 1
    start = end
    while start > floor and is_name(doc[start - 1]):
        start -= 1
    role = doc[start - 1] if start > floor else None
    if start == end or role is None or role.tag_ != "NN" or not is_role(role):
        return None
    first = start - 1
    while first > floor and doc[first - 1].tag_ in _TITLE_TAGS:
        first -= 1
    behind = doc[first - 1] if first > floor else None
    owned = behind is not None and behind.tag_ == "IN" and is_role(behind.head)
    return None if owned else doc[end - 1]


def _outermost(subject: "Token", verb: "Token", site: Site, cues: Cues) -> "Token | None":
    """Climb from a pronoun, a thought or a thing that carries words to whoever speaks.

    “Kim said he hopes that …”, “Kim condemned what he called …”: Kim. “The Council issued a
    statement calling …”: the Council.
    """
    at = verb
    for _ in range(HIGHEST):
        # “would continue to”, “wanted to speak”: not said yet, so no saying
        thought = cues.verbs.get(at.lower_) == "think" or at.tag_ == "VB"
        mute = _is_mute(subject, verb, cues)
        points = is_pronoun(subject) and at.dep_ != "conj"
        if not (mute or thought or points):
            return subject
        outer = next((a for a in at.ancestors if is_verb(a) and a.i < at.i), None)
        if outer is None:
            break
        at, above = outer, subject_of(outer)
        if above is None or above == subject or above.i > site.first:
            continue
        if not may_speak(above) or _is_mute(above, outer, cues):
            continue
        told = thought and cues.verbs.get(outer.lower_) == "say"
        same = points and outer.lower_ in cues.verbs and may_be_same(subject, above)
        if mute or told or same:
            subject = above
    weak = verb.lower_ in read_words("cues.txt", "weak") or cues.verbs.get(verb.lower_) == "think"
    return subject if may_speak(subject) and not (weak and is_thing(subject)) else None


def _is_mute(subject: "Token", verb: "Token", cues: Cues) -> bool:
    """Whether a subject does not speak itself: a thing, or a text that others bring out."""
    if subject.lower_ in cues.vehicles:
        return verb.dep_ in ("acl", "relcl")
    return is_thing(subject) or not may_speak(subject)
