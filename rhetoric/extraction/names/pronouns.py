"""Whom a pronoun means: somebody of its gender, named near enough before it."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from rhetoric.extraction.marks.sentences import sentence_starts
from rhetoric.extraction.names.names import Mention, Names
from rhetoric.extraction.names.runs import opens_sentence
from rhetoric.lexicon.given_names import Gender

# how far back a pronoun looks for a name, in characters and in mentions: further up the paragraph
# somebody else may be meant, and each pronoun of a long line would go through all of it
_MEMORY = 2000
_MOST_MENTIONS = 40
# so much of the text before a name tells whether it hangs on a preposition
_LEAD = 48
# not the subject of its sentence: “met with Lee”, “asked about Mr. Lee”
_TIED = re.compile(
    r"\b(?:about|against|around|at|before|behind|beside|between|by|for|from|in|into|like|near|of|on|"
    r"over|than|to|toward|towards|under|with|without|the|and|or)\s+"
    r"(?:(?:the|his|her|its|their|former|fellow|late)\s+)?(?:[a-z]{2,12}(?:er|or|ent|an|ist)\s+)?$"
)
_GOES_ON = {"m": re.compile(r"\W{0,3}He\b"), "f": re.compile(r"\W{0,3}She\b")}
_JOINED = re.compile(r",?\s+and\s+(?:[a-z]+\s+){0,3}$")
# characters: more than “, and ” with three words has; what is longer need not be looked at
_LONGEST_JOINT = 60


def person_meant(names: Names, gender: Gender, at: int, last: str | None) -> int | None:
    """Return the person that “he” or “she” means.

    The subject of the nearest sentence of the paragraph that names somebody who may be meant; the
    last speaker; whoever else the paragraph names; then the nearest person who is surely of that
    gender. Nobody of the other gender is meant, nor who hangs on a preposition in the pronoun's
    own sentence.

    Parameters
    ----------
    names : Names
        Who is named in the article, and where.
    gender : {"m", "f"}
        Of the pronoun: *he* or *she*.
    at : int
        Offset of the pronoun.
    last : str or None
        Name of the last speaker before it.
    """
    tied: int | None = None
    lone: int | None = None
    own = not opens_sentence(names.text, at)
    for start, mentions in _sentences_back(names, at):
        if _GOES_ON[gender].match(names.text, start):  # “He said Lee was ill”: not Lee
            own = False
            continue
        fitting = [m for m in mentions if names.persons[m.who].gender in (gender, "")]
        human = [m for m in fitting if names.persons[m.who].human]
        for m in human:
            if not _TIED.search(names.text, max(0, m.start - _LEAD), m.start):
                return m.who
        if human and not own and tied is None:
            tied = human[0].who
        if lone is None:
            lone = next((m.who for m in fitting if _is_lone_subject(names, m)), None)
        own = False
    spoke = names.register.by_name.get(last or "")
    if spoke is not None and names.persons[spoke].gender not in (gender, ""):
        spoke = None
    k = names.before(at)
    close = k > 0 and not names.breaks(names.mentions[k - 1].start, at)
    order = (tied, lone, spoke) if close else (spoke, tied, lone)
    return next((who for who in order if who is not None), _last_of(names, gender, k))


def _last_of(names: Names, gender: Gender, before: int) -> int | None:
    """Return the person surely of a gender who is mentioned last before a mention."""
    surely = names.gendered[gender]
    j = bisect_left(surely, before)
    return names.mentions[surely[j - 1]].who if j else None


def _is_lone_subject(names: Names, mention: Mention) -> bool:
    """Whether a sentence begins with the one word by which the article names somebody."""
    lone = len(names.persons[mention.who].forms[0]) == 1
    return lone and opens_sentence(names.text, mention.start)


def persons_meant(names: Names, at: int) -> str | None:
    """Return the two persons that “they” means: those joined by “and” last.

    Parameters
    ----------
    names : Names
        Who is named in the article, and where.
    at : int
        Offset of the pronoun.
    """
    k = names.before(at)
    if k < 2:
        return None
    one, other = names.mentions[k - 2 : k]
    between = names.text[one.end : other.start]
    joined = len(between) < _LONGEST_JOINT and _JOINED.fullmatch(between)
    both = f"{names.persons[one.who].name} and {names.persons[other.who].name}"
    near = names.breaks(other.end, at) <= 2
    return both if joined and near and one.who != other.who else None


def body_meant(names: Names, at: int) -> str | None:
    """Return the institution named last before an offset, in the same paragraph."""
    k = bisect_left(names.bodies, (at, ""))
    if not k or names.breaks(names.bodies[k - 1][0], at):
        return None
    return names.bodies[k - 1][1]


def _sentences_back(names: Names, at: int) -> Iterator[tuple[int, list[Mention]]]:
    """Yield where each sentence of the nearest paragraph begins and whom it mentions, from its end.

    The nearest paragraph is the last before the pronoun that mentions somebody.
    """
    k = names.before(at)
    if not k:
        return
    reach = max(0, at - _MEMORY)
    begin = max(reach, names.text.rfind("\n", reach, names.mentions[k - 1].start) + 1)
    starts = sentence_starts(names.text, begin, at)
    mentions = list(names.mentions[max(0, k - _MOST_MENTIONS) : k])
    for start in reversed(starts):
        yield start, [m for m in mentions if m.start >= start]
        mentions = [m for m in mentions if m.start < start]
