"""Who is named in an article: full names with their titles, roles and gender, and the bodies.

No model and no list of persons: capitalised runs, the titles before them and the appositions
beside them, in linear time.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rhetoric.wordlists import read_words

_PARTICLE = r"(?:de|da|do|dos|del|della|der|den|di|du|la|le|van|von|bin|bint|ben|al|el|ter|zu|y|e)"
_WORD = r"(?:[A-Z]\.(?:\s?[A-Z]\.)*|(?:O’|O'|D’|D'|Mc|Mac)?[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]*\w|[A-Z])"
RUN = re.compile(rf"{_WORD}(?:[ \u00a0]+(?:{_PARTICLE}[ \u00a0]+){{0,2}}{_WORD})*")
_POSSESSIVE = re.compile(r"[’']s?$")
_OWNER = re.compile(r"[’']s?(?=\s)")
_IN_PLACE = re.compile(r"\b(?:of|in|at|from|near|to|for|into|on|than)\s+$")
_LEAD = re.compile(r"((?:[\w-]+[ ]){1,4})$")
_APPOSED = re.compile(
    r",\s+(?:\d+,\s+)?(?:then\s+|now\s+)?(?:(?:the|a|an|his|her|their)\s+)?([^,.;:“”\"]{3,80})"
)
_BEFORE_APPOSED = re.compile(
    r"(?:^|[\s“\"])(?:the|a|an|his|her|their)\s+([^,.;:“”\"]{3,60}),\s*$", re.IGNORECASE
)
_CORE = re.compile(r"^(.*?)(?:\s+(?:of|for|in|at|from|who|with|to|on|and|whose|that|which)\b.*)?$")
_LONGEST_NAME = 6


@dataclass(frozen=True, slots=True)
class Run:
    """A run of capitalised words: those of a title, then those of a name."""

    start: int
    end: int
    title: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the article names in full.

    Attributes
    ----------
    name : str
        The fullest form, without titles.
    words : tuple of str
        The words of the name, lower case.
    gender : {"m", "f", ""}
    roles : frozenset of str
        Head nouns of titles and appositions ("minister").
    details : frozenset of str
        Every word of those, lower case ("cuban", "culture").
    start : int
        Offset of the first full mention.
    """

    name: str
    words: tuple[str, ...]
    gender: str
    roles: frozenset[str]
    details: frozenset[str]
    start: int


def find_runs(text: str, quoted: Sequence[tuple[int, int]] = ()) -> Iterator[Run]:
    """Yield the capitalised runs of the narration that hold a name.

    Parameters
    ----------
    text : str
        The article as given.
    quoted : sequence of (int, int)
        Quoted stretches in order; what stands inside them is passed over.

    Examples
    --------
    >>> [(r.title, r.words) for r in find_runs("Then Foreign Minister Ana Ruiz left.")]
    [(('Foreign', 'Minister'), ('Ana', 'Ruiz'))]
    """
    starters = read_words("starters.txt", "starter")
    for match in RUN.finditer(text):
        if within(quoted, match.start()):
            continue
        start, raw = match.start(), match.group()
        owner = _OWNER.search(raw)
        if owner:  # “Russia’s Kursk” is two names
            raw = raw[: owner.start() + 2]
        while raw.partition(" ")[0] in starters:
            rest = raw.partition(" ")[2].lstrip()
            start += len(raw) - len(rest)
            raw = rest
        title, words = split_title(raw)
        if words:
            yield Run(start, start + len(raw), title, words)


def find_persons(text: str, runs: Sequence[Run]) -> list[Person]:
    """Merge the full mentions into persons; bodies, places and works are left out.

    A run of two words or more is a person when something says so: a title, a given name, a role
    beside it, or the surname alone elsewhere in the article.
    """
    full: dict[tuple[str, ...], list[Run]] = {}
    for run in runs:
        if 2 <= len(run.words) <= _LONGEST_NAME and not is_body(text, run):
            full.setdefault(tuple(w.lower() for w in run.words), []).append(run)
    surnames = {run.words[0].lower() for run in runs if len(run.words) == 1}
    kept = []
    for words, found in full.items():
        roles, details = _roles(text, found)
        gender = _gender(words, found, roles)
        placed = all(_IN_PLACE.search(text[max(0, r.start - 8) : r.start]) for r in found)
        told = gender or any(r.title for r in found) or roles & role_words()
        if told or (roles and not placed) or surnames & set(words):
            start = min(r.start for r in found)
            kept.append(Person(" ".join(found[0].words), words, gender, roles, details, start))
    return [p for p in kept if not any(stands_in(p.words, q.words) for q in kept if q is not p)]


def is_body(text: str, run: Run) -> bool:
    """Whether a run names an institution, a place or a work rather than a person."""
    words = {w.lower() for w in run.words}
    if any(words & read_words("institutions.txt", kind) for kind in ("body", "place", "work")):
        return True
    return text[max(0, run.start - 4) : run.start].lower().endswith("the ") and not run.title


def split_title(run: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part the title from the name.

    >>> split_title("Deputy Prime Minister Nguyen Duc Khoat")
    (('Deputy', 'Prime', 'Minister'), ('Nguyen', 'Duc', 'Khoat'))
    """
    words = [_POSSESSIVE.sub("", w) for w in run.split()]
    last = -1
    for i, word in enumerate(words):
        low = word.lower()
        if low in role_words() or low.rpartition("-")[2] in role_words():
            last = i
    return tuple(words[: last + 1]), tuple(words[last + 1 :])


def core_words(phrase: str) -> list[str]:
    """Return the words of a noun phrase up to its head, lower case.

    >>> core_words("deputy speaker of the State Duma")
    ['deputy', 'speaker']
    """
    core = _CORE.match(phrase.strip())
    return (core.group(1) if core else phrase).lower().split()


def gender_of_title(title: Sequence[str]) -> str:
    """Return "m" or "f" where a title tells it, else ""."""
    for word in title:
        if word.lower() in read_words("titles.txt", "man"):
            return "m"
        if word.lower() in read_words("titles.txt", "woman"):
            return "f"
    return ""


def role_words() -> frozenset[str]:
    """Return the nouns that say what somebody is."""
    sections = ("title", "man", "woman")
    return frozenset[str]().union(*(read_words("titles.txt", section) for section in sections))


def stands_in(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether the words of a shorter name stand in a row in a longer one."""
    n = len(part)
    return n < len(whole) and any(
        tuple(whole[i : i + n]) == tuple(part) for i in range(len(whole) - n + 1)
    )


def within(spans: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether an offset lies in one of these ordered spans."""
    k = bisect_right(spans, (at, 1 << 62)) - 1
    return k >= 0 and at < spans[k][1]


def _roles(text: str, found: Sequence[Run]) -> tuple[frozenset[str], frozenset[str]]:
    """Collect head nouns and all words of the titles and appositions of a name."""
    phrases: list[str] = []
    for run in found:
        if run.title:
            phrases.append(" ".join(run.title))
        lead = _LEAD.search(text[max(0, run.start - 60) : run.start])
        if lead and lead.group(1).split()[-1] in role_words():
            phrases.append(lead.group(1))
        after = _APPOSED.match(text, run.end)
        if after:
            phrases += [after.group(1), *re.split(r"\s+and\s+(?:the\s+)?", after.group(1))[1:]]
        before = _BEFORE_APPOSED.search(text[max(0, run.start - 80) : run.start])
        if before:
            phrases.append(before.group(1))
    heads = {words[-1] for words in map(core_words, phrases) if words}
    details = {w for phrase in phrases for w in re.findall(r"[\w’'-]+", phrase.lower())}
    return frozenset(heads), frozenset(details)


def _gender(words: Sequence[str], found: Sequence[Run], roles: frozenset[str]) -> str:
    told = next(filter(None, (gender_of_title(run.title) for run in found)), "")
    if told:
        return told
    for gender, section in (("m", "man"), ("f", "woman")):
        given = words[0] in read_words("given_names.txt", section)
        if given or roles & read_words("titles.txt", section):
            return gender
    return ""
