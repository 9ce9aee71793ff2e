"""From a mention to the fullest name that the article gives: “Kim”, “he”, “the leader”.

All evidence comes from this article: its full names (`names.persons`), what was printed last,
number and gender. A wrong full name is worse than the bare mention, so where two persons fit, the
mention stays.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from rhetoric.extraction.marks.sentences import sentence_starts
from rhetoric.extraction.names.persons import (
    POSSESSIVE,
    RUN,
    Person,
    core_words,
    find_persons,
    find_runs,
    is_body,
    split_title,
    within,
)
from rhetoric.extraction.names.register import Register, register
from rhetoric.lexicon.roles import gender_of_title, is_role, role_words
from rhetoric.lexicon.wordlists import read_words

_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_DETERMINED = re.compile(r"^(?:the|this|that|his|her|their|our|a|an)\s+(.+)$", re.IGNORECASE)
_TIED = re.compile(r"(?:^|\s)(?!The\b)[a-z][\w’'-]*\s+(?:of|for|in|at|from|with)\s")
_MARKS = " ,.;:()“”\"‘’'"
_GENDER = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}
# how far back a pronoun looks for a name, in characters
_MEMORY = 2000
# how far past its first letter a sentence is looked at to see that it is one
_OPENING = 8


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
    register : Register
        The persons, to be looked up.
    gendered : mapping of str to sequence of int
        Which mentions are of a man ("m"), of a woman ("f") and of neither for certain ("").
    """

    text: str = field(repr=False)
    persons: tuple[Person, ...]
    mentions: tuple[tuple[int, int, int], ...] = field(repr=False)
    bodies: tuple[tuple[int, str], ...] = field(repr=False)
    register: Register = field(repr=False)
    gendered: Mapping[str, Sequence[int]] = field(repr=False)


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
    known = register(persons)
    bodies = tuple((r.start, " ".join((*r.title, *r.words))) for r in runs if is_body(text, r))
    named = {
        (run.start, run.end, who) for run in runs if (who := known.only(run.words)) is not None
    }
    names = Names(text, persons, tuple(sorted(named)), bodies, known, {})
    mentions = tuple(sorted({*named, *_described(names, quoted)}))
    gendered: dict[str, list[int]] = {"m": [], "f": [], "": []}
    for k, (_, _, who) in enumerate(mentions):
        gendered[persons[who].gender].append(k)
    return replace(names, mentions=mentions, gendered=gendered)


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
        who = names.register.only(words, gender_of_title(title))
        if who is not None:
            return names.persons[who].name
        return " ".join(words) if title else _ARTICLE.sub("", clean)
    determined = _DETERMINED.match(clean)
    who = _by_role(names, determined.group(1), at) if determined else None
    return names.persons[who].name if who is not None else _ARTICLE.sub("", clean)


def _described(names: Names, quoted: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Yield where “the minister” or the like means one person alone."""
    roles = frozenset[str]().union(*(p.roles for p in names.persons)) & role_words()
    if not roles:
        return
    heads = "|".join(map(re.escape, sorted(roles)))
    pattern = re.compile(rf"\b[Tt]he\s+((?:\w+\s+){{0,2}}(?:{heads}))\b(?!\s+[A-Z])")
    for match in pattern.finditer(names.text):
        if not within(quoted, match.start()):
            who = _by_role(names, match.group(1), match.start())
            if who is not None:
                yield match.start(), match.end(), who


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


def _by_role(names: Names, phrase: str, at: int) -> int | None:
    """Return the person that “the Cuban minister” means, when only one fits or one is near."""
    words = core_words(phrase)
    if not words:
        return None
    role, known = words[-1], names.register
    # where somebody is called all of this, everybody else has a rival
    exact = list(islice(known.described(role, words[:-1]), 1)) if len(words) > 1 else []
    candidates = known.described(role, words[:-1]) if exact else known.described(role, ())
    rivals: dict[frozenset[str], bool] = {}

    def fits(who: int) -> bool:
        person = names.persons[who]
        lacking = frozenset(words[:-1]) - person.details
        if lacking not in rivals:
            rivals[lacking] = bool(lacking) and any(True for _ in known.described(role, lacking))
        return role in person.roles and person.start < at and not rivals[lacking]

    first = list(islice(filter(fits, candidates), 2))
    near = _nearest(names, at)
    if not first:
        return near if near is not None and _may_be_called(names, near, phrase, words) else None
    if len(first) == 1:
        return first[0]
    told = list(islice(filter(fits, known.described(role, words)), 2))
    if len(told) == 1:
        return told[0]
    if near is None or not fits(near):
        return None
    return near if not told or names.persons[near].details.issuperset(words) else None


def _may_be_called(names: Names, who: int, phrase: str, words: Sequence[str]) -> bool:
    """Whether a person may be “the leader” of somebody, though the article has told no role."""
    person = names.persons[who]
    gender = gender_of_title(words[-1:])
    fitting = is_role(words[-1]) and gender in ("", person.gender) and len(words) < 3
    plain = phrase.islower() and "’" not in phrase and "'" not in phrase
    return fitting and plain and not person.roles & role_words()


def _nearest(names: Names, at: int) -> int | None:
    """Return the person mentioned last before an offset, in its paragraph or the one above."""
    k = bisect_left(names.mentions, (at, 0, 0))
    if not k or names.text.count("\n", names.mentions[k - 1][1], at) > 2:
        return None
    return names.mentions[k - 1][2]


def _pronoun(names: Names, gender: str, at: int, last: str | None) -> Person | None:
    """Return the person that “he” or “she” means.

    The first person named in the nearest sentence before it that names one; the last speaker
    when no name there fits; then the nearest person who is surely of that gender.
    """
    k = bisect_left(names.mentions, (at, 0, 0))
    if k:
        nearest = names.mentions[k - 1][0]
        end = min(at, nearest + _OPENING)
        starts = sentence_starts(names.text, max(0, nearest - _MEMORY), end)
        opening = max(s for s in starts if s <= nearest)
        j = bisect_left(names.mentions, (opening, 0, 0))
        named = [m for g in (gender, "") if (m := _next(names.gendered[g], j)) is not None]
        if named and min(named) < k:
            return names.persons[names.mentions[min(named)][2]]
    spoke = names.register.by_name.get(last or "")
    if spoke is not None and names.persons[spoke].gender in (gender, ""):
        return names.persons[spoke]
    surely = names.gendered[gender]
    j = bisect_left(surely, k)
    return names.persons[names.mentions[surely[j - 1]][2]] if j else None


def _next(mentions: Sequence[int], at: int) -> int | None:
    """Return the first of these ordered mentions that is no earlier."""
    j = bisect_left(mentions, at)
    return mentions[j] if j < len(mentions) else None


def _body_before(names: Names, at: int) -> str | None:
    """Return the institution named last before an offset, in the same paragraph."""
    k = bisect_left(names.bodies, (at, ""))
    if not k or names.text.find("\n", names.bodies[k - 1][0], at) >= 0:
        return None
    return names.bodies[k - 1][1]
