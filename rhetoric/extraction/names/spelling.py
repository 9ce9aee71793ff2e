"""When two names are one: accents, spellings, initials, short forms, what is left out."""

import re
from collections.abc import Sequence
from functools import lru_cache

from rhetoric.lexicon.given_names import fold, may_be_short_for

POSSESSIVE = re.compile(r"[’']s?$")
SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_ARTICLE = re.compile(r"^(?:al|el|ad|ar|as|ash|at|an|az|ul|ud)-(?=\w{2})")
# what several spellings of one foreign name differ in: Zelensky and Zelenskiy, Khalid and Halid
_SPELLINGS = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"ph", "f"), (r"kh", "h"), (r"ck", "k"), (r"ou", "u"), (r"w", "v"), (r"[yj]", "i"),
        (r"(.)\1+", r"\1"), (r"ia$", "a"), (r"ei", "i"),
    )
)  # fmt: skip
_VOWELS = re.compile(r"[aeiou]")
# a given name so long may be spelled with other vowels: Mohammed, Muhammad
_LONG = 6


@lru_cache(maxsize=1 << 14)
def key(word: str) -> str:
    """Return what a word of a name is compared by.

    Parameters
    ----------
    word : str
        As printed.

    Examples
    --------
    >>> key("el-Sissi"), key("Erdoğan’s"), key("Jr.")
    ('sissi', 'erdogan', 'jr')
    """
    return _ARTICLE.sub("", fold(POSSESSIVE.sub("", word))).strip(".") or word


@lru_cache(maxsize=1 << 14)
def skeleton(word: str) -> str:
    """Return what the spellings of one name share.

    Parameters
    ----------
    word : str
        A key.

    Examples
    --------
    >>> skeleton("zelenskyy") == skeleton("zelensky") == skeleton("zelenskii")
    True
    """
    for pattern, plain in _SPELLINGS:
        word = pattern.sub(plain, word)
    return word


def rows_of(words: Sequence[str]) -> set[tuple[str, ...]]:
    """Return every row of neighbouring words of a name.

    Examples
    --------
    >>> sorted(rows_of(("ana", "ruiz")))
    [('ana',), ('ana', 'ruiz'), ('ruiz',)]
    """
    ends = range(len(words) + 1)
    return {tuple(words[i:j]) for i in ends for j in ends[i + 1 :]}


def surname(words: Sequence[str]) -> str:
    """Return the last word of a name that is no suffix.

    Parameters
    ----------
    words : sequence of str
        Keys.
    """
    return next((word for word in reversed(words) if word not in SUFFIXES), words[-1])


def may_be_one(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two full names may be of one person.

    Parameters
    ----------
    one, other : sequence of str
        Keys, two or more.

    Examples
    --------
    >>> may_be_one(("joe", "biden"), ("joseph", "r", "biden", "jr"))
    True
    >>> may_be_one(("joe", "biden"), ("jill", "biden"))
    False
    """
    (first, *more), (given, *others) = (
        [w for w in words if w not in SUFFIXES] or list(words) for words in (one, other)
    )
    if not more or not others or skeleton(more[-1]) != skeleton(others[-1]):
        return False
    if not _same_given(first, given):
        return False
    short, long = sorted((more[:-1], others[:-1]), key=len)
    return all(any(_same_middle(word, there) for there in long) for word in short)


def _same_given(one: str, other: str) -> bool:
    """Whether two given names may be one: the same, an initial, a short form, a spelling."""
    if skeleton(one) == skeleton(other) or may_be_short_for(one, other):
        return True
    if min(len(one), len(other)) == 1:
        return one[0] == other[0]
    long = min(len(one), len(other)) >= _LONG
    return long and one[0] == other[0] and _consonants(one) == _consonants(other)


def _same_middle(one: str, other: str) -> bool:
    """Whether two middle names may be one."""
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _consonants(word: str) -> str:
    return _VOWELS.sub("", skeleton(word))
