"""Who speaks in a turn: the fullest name that the turns or the article give."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from rhetoric.extraction.names.descriptions import described
from rhetoric.extraction.names.names import Names
from rhetoric.extraction.names.runs import find_runs
from rhetoric.extraction.turns.layout import full_keys
from rhetoric.lexicon.roles import PARTICLES, gender_of_title, role_words
from rhetoric.lexicon.wordlists import read_words

_TALKED_TO = re.compile(
    r"\b(?:interview(?:ed)?|conversation|talk(?:s|ed|ing)?|sp[eo]aks?|spoke|speaking|sat\s+down|met|"
    r"asked|questions?|Q\s?(?:&|and)\s?A)\b(?:\s+(?:with|to|for))?",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.:;\n]")
_ANSWERS = ("a", "answer")
_SHOUTED = re.compile(r"[^\W\d_]{2,}")
_NUMERAL = re.compile(r"[IVX]+")


def name_speakers(printed: Sequence[str], at: int, names: Names) -> list[str]:
    """Return the full name of the speaker of each turn; the printed one where nothing tells more.

    Parameters
    ----------
    printed : sequence of str
        What stands before each turn, in order.
    at : int
        Where the first of them stands.
    names : Names
        Who is who in the narration around the turns.
    """
    keys = full_keys(printed)
    longest: dict[str, str] = {}
    for key, name in zip(keys, printed, strict=True):
        plain = name.partition(",")[0].strip()
        if len(plain) > len(longest.get(key, "")):
            longest[key] = plain
    known = {key: _name(name, at, names) for key, name in longest.items()}
    return [known[key] for key in keys]


def _name(printed: str, at: int, names: Names) -> str:
    low = printed.lower()
    if low in _ANSWERS:
        return _interviewed(names, at) or printed
    if low in read_words("no_speakers.txt", "interview"):
        return printed
    if low.startswith("the "):  # THE PRESIDENT
        who = described(names, low.removeprefix("the "), len(names.text))
        return names.name_of(who) or printed[4:]
    if all(word in role_words() or word.isdigit() for word in low.split()):  # MODERATOR
        return printed
    return _by_initials(printed, names) or _named(_cased(printed), names)


def _named(printed: str, names: Names) -> str:
    """Return the fullest name for what is printed, without its title."""
    for run in find_runs(printed):
        who = names.register.meant(run.words, gender_of_title(run.title), len(names.text))
        return names.name_of(who) or run.name
    return printed


def _cased(printed: str) -> str:
    """Return a name in capitals as it is written elsewhere.

    >>> _cased("SEN. TOM O'BRIEN III")
    "Sen. Tom O'Brien III"
    """
    if not printed.isupper():
        return printed
    words = [
        word.lower()
        if word.lower() in PARTICLES
        else word
        if _NUMERAL.fullmatch(word)
        else _SHOUTED.sub(lambda m: m.group().capitalize(), word)
        for word in printed.split()
    ]
    return " ".join(words)


def _by_initials(printed: str, names: Names) -> str | None:
    """Return the one person with these initials."""
    if not (2 <= len(printed) <= 3 and printed.isupper()):
        return None
    every = (person.name for person in names.persons)
    fits = [name for name in every if "".join(word[0] for word in name.split()) == printed]
    return fits[0] if len(fits) == 1 else None


def _interviewed(names: Names, at: int) -> str | None:
    """Return the person who answers: the one talked to, or the only one named before."""
    for match in _TALKED_TO.finditer(names.text, 0, at):
        k = bisect_left(names.runs, match.end(), key=lambda run: run.start)
        for run in names.runs[k : k + 1]:
            if not _STOP.search(names.text, match.end(), run.start) and len(run.words) > 1:
                return _named(run.name, names)
    persons = {mention.who for mention in names.mentions[: names.before(at)]}
    return names.name_of(persons.pop()) if len(persons) == 1 else None
