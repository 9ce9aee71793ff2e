"""Questions about a parsed sentence: whose verb is this, and which words name that person.

The parse may come from any spaCy pipeline with a parser and a tagger of the Penn tags. A small
pipeline errs most where names and quotations meet, so every answer here also looks at the words
beside the verb.
"""

from typing import TYPE_CHECKING, TypeGuard

from rhetoric.extraction.marks.spans import Range
from rhetoric.lexicon.cues import Cues
from rhetoric.lexicon.roles import HUMAN_ENDINGS, role_words
from rhetoric.lexicon.wordlists import read_words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj", "expl"))
_SHARES_SUBJECT = frozenset("conj xcomp advcl pcomp prep dep ccomp parataxis".split())
# how many heads up a parse is climbed: no sentence that was written to be read has so many
DEEPEST = 100
# how many heads up a subject may stand
HIGHEST = 6
_RELATIVE = frozenset(("who", "which", "that", "whom", "whose"))
TIES = frozenset(("of", "for", "from", "at", "with", "in", "de"))
_NAME_TAGS = frozenset(("NNP", "NNPS"))
_NOUN_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS", "PRP", "DT", "CD", "JJ", "WP"))
# what the words of a title and a name are tagged as
NAMING = frozenset(("NN", "NNS", "NNP", "NNPS", "JJ", "DT", "PRP", "PRP$", "HYPH", "POS"))
PERSONAL = frozenset(("he", "she", "they"))
_PRONOUNS = PERSONAL | {"it", "who", "which", "that"}


def is_verb(token: "Token") -> bool:
    """Whether the tagger sees a verb form."""
    return token.tag_.startswith("VB")


def is_name(token: "Token") -> bool:
    """Whether the tagger sees a proper noun."""
    return token.tag_ in _NAME_TAGS


def is_cue(token: "Token", cues: Cues, *sections: str) -> bool:
    """Whether a token is a verb of these sections of the cue list, and an act of speech."""
    if not is_verb(token) or cues.verbs.get(token.lower_) not in sections:
        return False
    # “the so-called”, “a planned call”: no act of speech
    return not (token.i and token.nbor(-1).text == "-") and token.dep_ not in ("amod", "compound")


def is_passive(verb: "Token") -> bool:
    """Whether a verb has its speaker behind “by”: “was called”, “a plan called”."""
    relations = {child.dep_ for child in verb.children}
    reduced = verb.tag_ == "VBN" and verb.dep_ == "acl" and "aux" not in relations
    return reduced or "auxpass" in relations


def subject_of(verb: "Token") -> "Token | None":
    """Return the head word of a verb's subject, found through coordination and control.

    Returns
    -------
    spacy.tokens.Token or None
        A noun, name or pronoun: of “Kim rose and said”, ``Kim`` for ``said``; of “Smith, who
        called it”, ``Smith`` for ``called``.
    """
    at = verb
    for _ in range(HIGHEST):
        own = [c for c in at.children if c.dep_ in SUBJECTS and c.tag_ in _NOUN_TAGS]
        if own:
            return _antecedent(own[-1] if own[-1].i < at.i else own[0], at)
        if at.dep_ in ("acl", "relcl"):
            return at.head if at.head.tag_ in _NOUN_TAGS else None
        if at.dep_ not in _SHARES_SUBJECT or at.head == at:
            return None
        at = at.head
        if not (is_verb(at) or at.dep_ in ("prep", "pcomp") or at.tag_ in ("MD", "IN")):
            return None
    return None


def _antecedent(subject: "Token", verb: "Token") -> "Token":
    """Return the noun that a relative pronoun stands for."""
    if subject.lower_ in _RELATIVE:
        if verb.dep_ == "relcl":
            return verb.head
        for before in reversed(list(subject.doc[max(0, subject.i - 3) : subject.i])):
            if before.tag_ in _NOUN_TAGS:
                return before
    return subject


def object_of(preposition: "Token") -> "Token | None":
    """Return the head of what a preposition governs."""
    return next((c for c in preposition.children if c.dep_ == "pobj"), None)


def agent_of(verb: "Token") -> "Token | None":
    """Return the doer of a passive verb: “described by Kim”."""
    for child in verb.children:
        if child.dep_ == "agent" or child.lower_ == "by":
            return object_of(child)
    return None


def may_speak(token: "Token | None") -> "TypeGuard[Token]":
    """Whether a subject can be a speaker: no expletive, no object form, not the reader."""
    return (
        token is not None
        and token.tag_ in _NOUN_TAGS
        and token.lower_ not in read_words("nobody.txt", "nobody")
        and token.dep_ != "expl"
    )


def is_pronoun(token: "Token") -> bool:
    """Whether a subject only points at somebody named elsewhere."""
    return token.lower_ in _PRONOUNS


def may_be_same(pronoun: "Token", other: "Token") -> bool:
    """Whether a pronoun agrees in number with another subject of its sentence.

    “It” and “they” may both stand for a body of people, “he” and “she” never for a plural.
    """
    plural = other.tag_ in ("NNS", "NNPS") or other.lower_ == "they"
    if pronoun.lower_ in ("he", "she"):
        return not plural and (
            other.lower_ in (pronoun.lower_, "who")
            or other.text[0].isupper()
            or is_human_noun(other)
        )
    return other.lower_ not in ("he", "she") or pronoun.lower_ in ("who", "which", "that")


def is_human_noun(token: "Token") -> bool:
    """Whether a common noun means a person, by the lists or by its ending."""
    low = token.lower_
    listed = low in role_words() or low in read_words("people.txt", "person")
    return token.tag_ == "NN" and (listed or low.endswith(HUMAN_ENDINGS))


def is_role(token: "Token") -> bool:
    """Whether a noun, capitalised or not, of one or of several, says what somebody is."""
    low = token.lower_
    forms = (low, low.removesuffix("s")) if token.tag_ in ("NNS", "NNPS") else (low,)
    people = read_words("people.txt", "person")
    human = any(f in role_words() or f in people or f.endswith(HUMAN_ENDINGS) for f in forms)
    # “Amsterdam”, “Jordan”: the ending alone makes no title of a name
    return human if not is_name(token) else any(f in role_words() or f in people for f in forms)


def is_thing(token: "Token") -> bool:
    """Whether a common noun of one thing can hardly speak: an impasse, the likelihood."""
    low = token.lower_
    groups = read_words("people.txt", "group") | read_words("institutions.txt", "body")
    common = token.tag_ == "NN" and token.text[0].islower()
    return common and low not in groups and not is_human_noun(token)


def main_subject(token: "Token") -> "Token | None":
    """Return the subject of the main clause that a token stands in."""
    top = token
    for head in token.ancestors:
        top = head
    return subject_of(top) if is_verb(top) else None


def noun_run(doc: "Doc", start: int, end: int) -> Range | None:
    """Return the run of nouns, titles and names that ends right before ``end``.

    For the parses that go wrong: “Tulsa police Chief Chuck Jordan said”. Adverbs between the run
    and ``end`` are stepped over.
    """
    while end > start and doc[end - 1].tag_ in ("RB", "MD", "VBD", "VBZ", "VBP", "_SP"):
        end -= 1
    left = end
    while left > start and (
        doc[left - 1].tag_ in _NOUN_TAGS or doc[left - 1].tag_ in ("POS", "VBN")
    ):
        left -= 1
    if left == end or not may_speak(doc[end - 1]):
        return None
    if left > start + 1 and doc[left - 1].lower_ in TIES:  # “the league of Santiago”
        tied = noun_run(doc, start, left - 1)
        left = tied[0] if tied else left
    return without_punctuation(doc, left, end)


def without_punctuation(doc: "Doc", left: int, right: int) -> Range:
    """Return a range of tokens without the punctuation at its edges."""
    while left < right - 1 and (doc[left].is_punct or doc[left].is_space or doc[left].tag_ == "CC"):
        left += 1
    while right > left + 1 and (doc[right - 1].is_punct or doc[right - 1].is_space):
        right -= 1
    return left, right
