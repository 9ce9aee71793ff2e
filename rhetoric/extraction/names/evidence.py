"""What an article says of a name: titles, appositions, age, gender, and whether it speaks."""

import re
from collections.abc import Iterator, Sequence

from rhetoric.extraction.names.runs import Run
from rhetoric.lexicon.cues import saying_pattern
from rhetoric.lexicon.given_names import Gender, gender_of_given, is_family_first
from rhetoric.lexicon.roles import gender_of_title, is_role, role_words

_IN_PLACE = re.compile(r"\b(?:of|in|at|from|near|to|for|into|on|than)\s+$")
_LEAD = re.compile(r"((?:[\w-]+[ ]){1,4})$")
_APPOSED = re.compile(
    r",\s+(?:\d+,\s+)?(?:then\s+|now\s+)?(?:(?:the|a|an|his|her|their)\s+)?([^,.;:“”\"]{3,80})"
)
_BEFORE_APPOSED = re.compile(
    r"(?:^|[\s“\"])(?:the|a|an|his|her|their|[\w-]+[’']s)\s+([^,.;:“”\"]{3,60}),\s*$", re.IGNORECASE
)
_CORE = re.compile(
    r"^(.*?)(?:(?<!\s)\s++(?:of|for|in|at|from|who|with|to|on|and|whose|that|which)\b.*)?$"
)
_SAID_AFTER = re.compile(rf",?\s++{saying_pattern()}\b")
_SAID_BEFORE = re.compile(rf"\b{saying_pattern()}\s+$")
_HUMAN_AFTER = re.compile(
    r",\s(?:aged\s)?\d{1,3}\b(?=[,.;]|\s(?:and|who|of|from)\b)|\s\(\d{1,3}\)|,?\s++who(?:se)?\b"
)
_OWN = re.compile(r"[^.!?\n“\"]{0,80}?\b(he|his|him|she|her)\b", re.IGNORECASE)
_GENDERS: dict[str, Gender] = {"he": "m", "his": "m", "him": "m", "she": "f", "her": "f"}


def core_words(phrase: str) -> list[str]:
    """Return the words of a noun phrase up to its head, lower case.

    Parameters
    ----------
    phrase : str

    Examples
    --------
    >>> core_words("deputy speaker of the State Duma")
    ['deputy', 'speaker']
    """
    core = _CORE.match(phrase.strip())
    return (core.group(1) if core else phrase).lower().split()


def roles_of(text: str, found: Sequence[Run]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the head nouns of the titles and appositions of a name, and all their words.

    Parameters
    ----------
    text : str
    found : sequence of Run
        The mentions of the name.
    """
    phrases = [phrase for run in found for phrase in _phrases(text, run)]
    heads = {words[-1] for words in map(core_words, phrases) if words and is_role(words[-1])}
    details = {w for phrase in phrases for w in re.findall(r"[\w’'-]+", phrase.lower())}
    return frozenset(heads), frozenset(details)


def speaks(text: str, found: Sequence[Run]) -> bool:
    """Whether a verb of saying stands right beside one of these mentions.

    Parameters
    ----------
    text : str
    found : sequence of Run
    """
    return any(
        _SAID_AFTER.match(text, run.end)
        or _SAID_BEFORE.search(text[max(0, run.start - 24) : run.start])
        for run in found
    )


def is_told_human(text: str, found: Sequence[Run]) -> bool:
    """Whether “who” or an age follows one of these mentions.

    Parameters
    ----------
    text : str
    found : sequence of Run
    """
    return any(_HUMAN_AFTER.match(text, run.end) for run in found)


def is_placed(text: str, run: Run) -> bool:
    """Whether a run stands where a place does: in Ellen Park."""
    return bool(_IN_PLACE.search(text[max(0, run.start - 8) : run.start]))


def gender_of(words: Sequence[str], found: Sequence[Run], roles: frozenset[str]) -> Gender:
    """Return the gender that titles, the given name or roles tell, in this order.

    Parameters
    ----------
    words : sequence of str
        Of the name, as printed.
    found : sequence of Run
    roles : frozenset of str
    """
    for told in map(gender_of_title, (run.title for run in found)):
        if told:
            return told
    given = next((word for word in words if len(word.rstrip(".")) > 1), words[0])
    if not (is_family_first(given) and given == words[0]):
        told = gender_of_given(given) or gender_of_given(given.partition("-")[0])
        if told:
            return told
    return next(filter(None, (gender_of_title([role]) for role in sorted(roles))), "")


def gender_of_pronouns(text: str, found: Sequence[Run]) -> Gender:
    """Return the gender of the pronouns that follow a name in its sentences, when they agree.

    Parameters
    ----------
    text : str
    found : sequence of Run
    """
    told = {
        _GENDERS[match.group(1).lower()]
        for run in found
        if (match := _OWN.match(text, run.end)) and not re.search(r"[A-Z]", match.group()[1:])
    }
    return told.pop() if len(told) == 1 else ""


def _phrases(text: str, run: Run) -> Iterator[str]:
    """Yield what stands before and after a name to say who its bearer is."""
    if run.title:
        yield " ".join(run.title)
    lead = _LEAD.search(text[max(0, run.start - 60) : run.start])
    if lead and lead.group(1).split()[-1] in role_words():
        yield lead.group(1)
    after = _APPOSED.match(text, run.end)
    if after:
        yield after.group(1)
        yield from re.split(r"\s+and\s+(?:the\s+)?", after.group(1))[1:]
    before = _BEFORE_APPOSED.search(text[max(0, run.start - 80) : run.start])
    if before:
        yield before.group(1)
