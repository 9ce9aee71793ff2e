"""Which words name a speaker, given their head: “the minister”, but “Ana Ruiz” beside it."""

from typing import TYPE_CHECKING

from rhetoric.extraction.attribution.grammar import (
    TIES,
    is_name,
    is_role,
    is_verb,
    without_punctuation,
)
from rhetoric.extraction.marks.spans import Range
from rhetoric.lexicon.given_names import is_given
from rhetoric.lexicon.roles import PARTICLES
from rhetoric.lexicon.wordlists import read_words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_INSIDE_NAME = frozenset(
    ("compound", "det", "amod", "poss", "nummod", "nmod", "predet", "case", "advmod", "quantmod")
)


# what makes a role somebody’s: “the author and Dr. Lee” are two persons
_BARE = frozenset(("DT", "PRP$", "CD"))
_APPOSITION_ENDS = frozenset((",", ".", "-LRB-", "-RRB-", ":", "''", "``", "_SP"))


def mention_span(head: "Token") -> Range:
    """Return the token range of the words that name a speaker, given their head.

    Determiners, titles and names before the head belong to it; a name in apposition to a role is
    taken instead (“the minister, Ana Ruiz, said”, “the head of the bank, Ana Ruiz”); a common
    noun keeps the phrase that ties it to something (“a spokesman for the alliance”).
    """
    head = _named_apposition(head) or head
    left = head.i
    for child in reversed(list(head.lefts)):
        inside = child.dep_ in _INSIDE_NAME and child.tag_ not in (",", ":")
        if not inside and child.text != "-":
            break
        left = child.left_edge.i
    right = head.i + 1
    for child in head.rights:
        if child.i != right:
            break
        if child.dep_ in ("compound", "flat", "nmod") and is_name(child):
            right = child.i + 1
        elif (child.dep_ == "prep" and not is_name(head) and child.lower_ in TIES) or (
            child.dep_ == "prep" and child.lower_ == "of" and head.tag_ == "NNP"
        ):
            right = _tie_end(child)
        else:
            break
    right = max(right, _joint_end(head))
    span = _whole_words(head.doc, *without_punctuation(head.doc, left, right))
    return named_after(head, span) or span


def named_after(head: "Token", span: Range) -> Range | None:
    """Return the name that follows a role: “the head of the bank, Ana Ruiz”, “author and Dr. Lee”.

    Parameters
    ----------
    head : spacy.tokens.Token
        Of the role.
    span : tuple of (int, int)
        The tokens that name the role.
    """
    doc, (left, right) = head.doc, span
    if right + 1 >= len(doc):
        return None
    role = is_role(head) or is_role(doc[right - 1])
    if doc[right].lower_ == "and" and role and doc[left].tag_ not in _BARE:
        return name_after_role(doc, right + 1, _capitals_end(doc, right + 1))
    if doc[right].text != "," or not role:
        return _examples(doc, right)
    end = _names_end(doc, right + 1)
    if end < len(doc) and not (doc[end].tag_ in _APPOSITION_ENDS or is_verb(doc[end])):
        return None
    words = [t for t in doc[right + 1 : end] if t.lower_ not in PARTICLES]
    tied = right > head.i + 1
    if len(words) < 1 + tied or (not is_given(words[0].text) and any(map(_names_no_person, words))):
        return None
    return right + 1, end


def name_after_role(doc: "Doc", start: int, end: int) -> Range | None:
    """Return the capitalised words of a range that follow its last role word, if there are any."""
    for i in range(end - 1, start - 1, -1):
        if is_role(doc[i]) and i < end - 1:
            return i + 1, end
    return None


def _examples(doc: "Doc", at: int) -> Range | None:
    """Return the names that a plural goes on to give: “critics such as Ana Ruiz and Bo Lee”."""
    plural = doc[at - 1].tag_ in ("NNS", "NNPS")
    if not plural or [t.lower_ for t in doc[at : at + 2]] != ["such", "as"]:
        return None
    end = _names_end(doc, at + 2)
    return (at + 2, end) if end > at + 2 else None


def _capitals_end(doc: "Doc", at: int) -> int:
    """Return where a run of capitalised words ends."""
    while at < len(doc) and doc[at].text[:1].isupper():
        at += 1
    return at


def _names_end(doc: "Doc", at: int) -> int:
    """Return where a run of names ends, those joined by “and” and the particles among them."""
    end = at
    while at < len(doc):
        token = doc[at]
        if token.text[:1].isupper() and (is_name(token) or end > at - 1):
            end = at + 1
        elif token.text != "-" and token.lower_ not in PARTICLES | {"and"}:
            break
        at += 1
    return end


def _names_no_person(token: "Token") -> bool:
    """Whether a word is of the names of places, bodies, days and months."""
    places = read_words("institutions.txt", "place") | read_words("institutions.txt", "body")
    return token.lower_ in places or token.text in read_words("starters.txt", "starter")


def _joint_end(head: "Token") -> int:
    """Return where a second name joined to the first by “and” ends, or 0."""
    last = next((c for c in head.rights if c.dep_ == "conj" and is_name(c)), None)
    if last is None or not is_name(head):
        return 0
    between = head.doc[head.i + 1 : last.left_edge.i]
    return last.i + 1 if [t.lower_ for t in between] == ["and"] else 0


def _whole_words(doc: "Doc", left: int, right: int) -> Range:
    """Take in the halves of words that the tokenizer cut at a hyphen: Ban Ki-moon, co-founder."""
    while left > 1 and doc[left - 1].text == "-" and not doc[left - 1].whitespace_:
        left -= 2
    while right + 1 < len(doc) and doc[right].text == "-" and not doc[right - 1].whitespace_:
        right += 2
        while right < len(doc) and is_name(doc[right]):
            right += 1
    return left, right


def _tie_end(preposition: "Token") -> int:
    """Where the phrase after a preposition ends, relative clauses and appositions left out."""
    end = preposition.i + 1
    for word in preposition.doc[end : preposition.right_edge.i + 1]:
        if word.tag_ in (",", ":", "``", "''", "-LRB-", "WP", "WDT", ".") or is_verb(word):
            break
        end = word.i + 1
    return end


def _named_apposition(head: "Token") -> "Token | None":
    """Return the name that the parser sees in apposition to a common noun, or right behind a title.

    “US Envoy for Iran Brian Hook”: only a comma would part two names.
    """
    for child in head.rights:
        if child.dep_ == "appos" and is_name(child):
            between = [t.text for t in head.doc[head.i + 1 : child.left_edge.i]]
            return child if not is_name(head) or (between and "," not in between) else None
    return None
