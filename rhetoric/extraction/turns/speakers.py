"""Who speaks in a turn: the fullest name that the labels or the article give."""

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


def name_speakers(labels: Sequence[str], at: int, names: Names) -> list[str]:
    """Return the name of the speaker of each turn; the label itself where nothing tells more.

    Parameters
    ----------
    labels : sequence of str
        As printed, in order.
    at : int
        Where the first of them stands.
    names : Names
        Who is who in the narration around the turns.
    """
    keys = full_keys(labels)
    printed: dict[str, str] = {}
    for key, label in zip(keys, labels, strict=True):
        plain = label.partition(",")[0].strip()
        if len(plain) > len(printed.get(key, "")):
            printed[key] = plain
    known = {key: _name(label, at, names) for key, label in printed.items()}
    return [known[key] for key in keys]


def _name(label: str, at: int, names: Names) -> str:
    low = label.lower()
    if low in _ANSWERS:
        return _interviewed(names, at) or label
    if low in read_words("no_speakers.txt", "interview"):
        return label
    if low.startswith("the "):  # THE PRESIDENT
        who = described(names, low.removeprefix("the "), len(names.text))
        return names.name_of(who) or label[4:]
    if all(word in role_words() or word.isdigit() for word in low.split()):  # MODERATOR
        return label
    return _by_initials(label, names) or _named(_cased(label), names)


def _named(label: str, names: Names) -> str:
    """Return the fullest name for a label, without its title."""
    for run in find_runs(label):
        who = names.register.meant(run.words, gender_of_title(run.title), len(names.text))
        return names.name_of(who) or run.name
    return label


def _cased(label: str) -> str:
    """Return a label in capitals as a name is written.

    >>> _cased("SEN. TOM O'BRIEN III")
    "Sen. Tom O'Brien III"
    """
    if not label.isupper():
        return label
    words = [
        word.lower()
        if word.lower() in PARTICLES
        else word
        if _NUMERAL.fullmatch(word)
        else _SHOUTED.sub(lambda m: m.group().capitalize(), word)
        for word in label.split()
    ]
    return " ".join(words)


def _by_initials(label: str, names: Names) -> str | None:
    """Return the one person with these initials."""
    if not (2 <= len(label) <= 3 and label.isupper()):
        return None
    every = (person.name for person in names.persons)
    fits = [name for name in every if "".join(word[0] for word in name.split()) == label]
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
