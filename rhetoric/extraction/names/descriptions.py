"""Whom “the minister”, “the Cuban minister” or “the 22-year-old” means."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from rhetoric.extraction.marks.spans import Range, within
from rhetoric.extraction.names.evidence import core_words
from rhetoric.extraction.names.names import Mention, Names
from rhetoric.lexicon.roles import gender_of_title, is_role, role_words
from rhetoric.lexicon.wordlists import read_words

_AGED = re.compile(r"\d{1,3}-year-old$")


def described(names: Names, phrase: str, at: int) -> int | None:
    """Return the person that a description means, when only one fits or one is near.

    Parameters
    ----------
    names : Names
        Who is named and described in the article.
    phrase : str
        Without its article: “Cuban minister”.
    at : int
        Offset of the phrase.
    """
    words = core_words(phrase)
    if not words:
        return None
    if _AGED.match(words[-1]) or words[-1] in read_words("demonyms.txt", "demonym"):
        return _nearest(names, at)
    return _by_role(names, phrase, words, at)


def find_descriptions(names: Names, quoted: Sequence[Range]) -> Iterator[Mention]:
    """Yield where “the minister” or the like means one person alone.

    Parameters
    ----------
    names : Names
        Who is named in the article.
    quoted : sequence of (int, int)
        Quoted stretches in order, which are passed over.
    """
    roles = frozenset[str]().union(*(p.roles for p in names.persons)) & role_words()
    if not roles:
        return
    heads = "|".join(map(re.escape, sorted(roles)))
    pattern = re.compile(rf"\b[Tt]he\s+((?:\w+\s+){{0,2}}(?:{heads}))\b(?!\s+[A-Z])")
    for match in pattern.finditer(names.text):
        if not within(quoted, match.start()):
            who = described(names, match.group(1), match.start())
            if who is not None:
                yield Mention(match.start(), match.end(), who)


def _by_role(names: Names, phrase: str, words: Sequence[str], at: int) -> int | None:
    """Return the person of a role, of whom nothing contradicts the other words."""
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

    near = _nearest(names, at)
    first = list(islice(filter(fits, candidates), 2))
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
    k = names.before(at)
    if not k or names.breaks(names.mentions[k - 1].end, at) > 2:
        return None
    return names.mentions[k - 1].who
