"""From a mention to the fullest name that the article gives: “Kim”, “he”, “the leader”.

All evidence comes from this article: its full names (`rhetoric.persons`), what was printed last,
number and gender. A wrong full name is worse than the bare mention, so where two persons fit, the
mention stays.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from rhetoric.persons import (
    POSSESSIVE,
    RUN,
    Person,
    core_words,
    find_persons,
    find_runs,
    is_body,
    split_title,
    stands_in,
    within,
)
from rhetoric.roles import gender_of_title, is_role, role_words
from rhetoric.sentences import sentence_starts
from rhetoric.wordlists import read_words

_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_DETERMINED = re.compile(r"^(?:the|this|that|his|her|their|our|a|an)\s+(.+)$", re.IGNORECASE)
_TIED = re.compile(r"(?:^|\s)(?!The\b)[a-z][\w’'-]*\s+(?:of|for|in|at|from|with)\s")
_MARKS = " ,.;:()“”\"‘’'"
_GENDER = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}
# how far back a pronoun looks for a name, in characters
_MEMORY = 2000


@dataclass(frozen=True, slots=True)
class Names:
    """Who is who in one article.

    Attributes
    ----------
    text : str
    persons : tuple of Person
    mentions : tuple of (int, int, int)
        Offset, end and index of the person, of every unambiguous name or description (“the
        minister”) in the narration, in order.
    bodies : tuple of (int, str)
        Offset and name of the institutions, in order.
    """

    text: str = field(repr=False)
    persons: tuple[Person, ...]
    mentions: tuple[tuple[int, int, int], ...] = field(repr=False)
    bodies: tuple[tuple[int, str], ...] = field(repr=False)


def find_names(text: str, quoted: Sequence[tuple[int, int]] = ()) -> Names:
    """Collect the persons that an article names in full, and where it mentions them.

    Parameters
    ----------
    text : str
        The article as given.
    quoted : sequence of (int, int)
        Quoted stretches in order; names inside them are not looked at.

    Examples
    --------
    >>> text = "Foreign Minister Ana Ruiz arrived. Ruiz smiled."
    >>> names = find_names(text)
    >>> names.persons[0].name, resolve(names, "Ruiz", 35)
    ('Ana Ruiz', 'Ana Ruiz')
    """
    runs = list(find_runs(text, quoted))
    persons = tuple(find_persons(text, runs))
    bodies = tuple((r.start, " ".join((*r.title, *r.words))) for r in runs if is_body(text, r))
    named = {
        (run.start, run.end, fits[0])
        for run in runs
        if len(fits := _fitting(persons, run.words)) == 1
    }
    names = Names(text, persons, tuple(sorted(named)), bodies)
    described = _described(names, quoted)
    return replace(names, mentions=tuple(sorted({*named, *described})))


def resolve(names: Names, mention: str, at: int, last: str | None = None) -> str:
    """Return the fullest name for a mention, or the mention without its article when unsure.

    Parameters
    ----------
    names : Names
    mention : str
        As printed: “Kim”, “he”, “the Spanish minister”.
    at : int
        Offset of the mention.
    last : str, optional
        Name of the last speaker before it, for pronouns.
    """
    clean = POSSESSIVE.sub("", mention.strip(_MARKS))
    low = clean.lower()
    if " and " in clean and all(part[:1].isupper() for part in clean.split(" and ")):
        return " and ".join(resolve(names, part, at, last) for part in clean.split(" and "))
    if low in _GENDER:
        person = _pronoun(names, _GENDER[low], at, last)
        return person.name if person else clean
    if low == "it":
        return _body_before(names, at) or clean
    title, words = split_title(_capitalised_tail(clean))
    if clean.istitle() and len(title) == 1 and not words:
        title, words = (), title  # “King” of Stephen King
    if words:
        fits = _fitting(names.persons, words, gender_of_title(title))
        if len(fits) == 1:
            return names.persons[fits[0]].name
        return " ".join(words) if title else _ARTICLE.sub("", clean)
    determined = _DETERMINED.match(clean)
    person = _by_role(names, determined.group(1), at) if determined else None
    return person.name if person else _ARTICLE.sub("", clean)


def _described(names: Names, quoted: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Yield where “the minister” or the like means one person alone."""
    roles = frozenset[str]().union(*(p.roles for p in names.persons)) & role_words()
    if not roles:
        return
    heads = "|".join(map(re.escape, sorted(roles)))
    pattern = re.compile(rf"\b[Tt]he\s+((?:\w+\s+){{0,2}}(?:{heads}))\b(?!\s+[A-Z])")
    for match in pattern.finditer(names.text):
        if not within(quoted, match.start()):
            person = _by_role(names, match.group(1), match.start())
            if person is not None:
                yield match.start(), match.end(), names.persons.index(person)


def _capitalised_tail(mention: str) -> str:
    """Return the capitalised run that ends a mention.

    >>> _capitalised_tail("Tulsa police Chief Chuck Jordan")
    'Chief Chuck Jordan'
    """
    head = re.split(r"\s[(,]|,\s", mention)[0]
    head = re.sub(r"^.*\w[’']s?\s+(?=[A-Z])", "", head)  # “Russia’s Vladimir Putin”
    if _TIED.search(head):  # “the dockers’ union of Marseille” is not Marseille
        return ""
    head = POSSESSIVE.sub("", head)
    found = [m.group() for m in RUN.finditer(head) if m.end() == len(head)]
    if not found or found[-1] in read_words("starters.txt", "starter"):
        return ""
    return found[-1].removeprefix("The ")


def _fitting(persons: Sequence[Person], words: Sequence[str], gender: str = "") -> list[int]:
    """Return the indexes of the persons whose name holds these words in a row."""
    low = tuple(w.lower() for w in words)
    fits = [i for i, p in enumerate(persons) if p.words == low or stands_in(low, p.words)]
    if gender and len(fits) > 1:
        fits = [i for i in fits if persons[i].gender in (gender, "")]
    return fits


def _by_role(names: Names, phrase: str, at: int) -> Person | None:
    """Return the person that “the Cuban minister” means, when only one fits or one is near."""
    words = core_words(phrase)
    if not words:
        return None
    fits = [
        p
        for p in names.persons
        if words[-1] in p.roles and p.start < at and not _has_rival(names, words, p)
    ]
    if len(fits) > 1:
        fits = [p for p in fits if p.details.issuperset(words)] or fits
    if len(fits) == 1:
        return fits[0]
    near = _nearest(names, at)
    if near is None or fits:
        return near if near in fits else None
    # “the leader” of somebody whose role the article has not told
    told = near.roles & role_words()
    gender = gender_of_title(words[-1:])
    fitting = is_role(words[-1]) and gender in ("", near.gender) and len(words) < 3
    plain = phrase.islower() and "’" not in phrase and "'" not in phrase
    return near if fitting and plain and not told else None


def _has_rival(names: Names, words: Sequence[str], person: Person) -> bool:
    """Whether another person has the role with the adjectives that this one lacks."""
    lacking = set(words[:-1]) - person.details
    return any(
        other.details >= lacking and words[-1] in other.roles
        for other in names.persons
        if lacking and other is not person
    )


def _nearest(names: Names, at: int) -> Person | None:
    """Return the person mentioned last before an offset, in its paragraph or the one above."""
    k = bisect_left(names.mentions, (at, 0, 0))
    if not k or names.text.count("\n", names.mentions[k - 1][1], at) > 2:
        return None
    return names.persons[names.mentions[k - 1][2]]


def _pronoun(names: Names, gender: str, at: int, last: str | None) -> Person | None:
    """Return the person that “he” or “she” means.

    The first person named in the nearest sentence before it that names one; the last speaker
    when no name there fits; then the nearest person who is surely of that gender.
    """
    earlier = names.mentions[: bisect_left(names.mentions, (at, 0, 0))]
    if earlier:
        nearest = earlier[-1][0]
        starts = sentence_starts(names.text, max(0, nearest - _MEMORY), at)
        opening = max(s for s in starts if s <= nearest)
        for start, _, who in earlier:
            if start >= opening and names.persons[who].gender in (gender, ""):
                return names.persons[who]
    spoke = next((p for p in names.persons if p.name == last), None)
    if spoke is not None and spoke.gender in (gender, ""):
        return spoke
    surely = (names.persons[who] for _, _, who in reversed(earlier))
    return next((p for p in surely if p.gender == gender), None)


def _body_before(names: Names, at: int) -> str | None:
    """Return the institution named last before an offset, in the same paragraph."""
    k = bisect_left(names.bodies, (at, ""))
    if not k or "\n" in names.text[names.bodies[k - 1][0] : at]:
        return None
    return names.bodies[k - 1][1]
