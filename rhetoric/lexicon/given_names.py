"""Given and family names of many languages, looked up whatever their accents."""

import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Literal

from rhetoric.lexicon.wordlists import read_sections, read_words

Gender = Literal["m", "f", ""]
# Arabic names of men are made with it without end: Abdelrahim, Abdulrazak
_SERVANT = ("abdel", "abdul", "abdal")
# letters that no decomposition turns into plain ones
_PLAIN = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th"}
    | dict.fromkeys("’‘ʼ`´", "'")
)


@lru_cache(maxsize=1 << 14)
def fold(word: str) -> str:
    """Return a word in small letters without accents.

    Examples
    --------
    >>> fold("Erdoğan"), fold("O’Brien")
    ('erdogan', "o'brien")
    """
    low = word.lower()
    if low.isascii():
        return low
    parts = unicodedata.normalize("NFKD", low.translate(_PLAIN))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def is_given(word: str) -> bool:
    """Whether a word is a given name.

    Parameters
    ----------
    word : str
        In any letters: “Ana”, “ANA”.

    Examples
    --------
    >>> is_given("Zoran"), is_given("Table")
    (True, False)
    """
    folded = fold(word)
    return folded in _genders() or (folded.startswith(_SERVANT) and len(folded) > len(_SERVANT[0]))


def gender_of_given(word: str) -> Gender:
    """Return the gender that a given name tells, or "" when it tells none.

    Examples
    --------
    >>> gender_of_given("Zoran"), gender_of_given("Mei"), gender_of_given("Robin")
    ('m', 'f', '')
    """
    folded = fold(word)
    return _genders().get(folded) or ("m" if folded.startswith(_SERVANT) else "")


def is_family_first(word: str) -> bool:
    """Whether a word is a family name that stands before the given name.

    Examples
    --------
    >>> is_family_first("Nguyen"), is_family_first("Smith")
    (True, False)
    """
    return fold(word) in read_words("family_names.txt", "first")


def may_be_short_for(one: str, other: str) -> bool:
    """Whether two given names may be forms of one: Joe and Joseph.

    Parameters
    ----------
    one, other : str
        Folded.

    Examples
    --------
    >>> may_be_short_for("joe", "joseph"), may_be_short_for("joe", "jack")
    (True, False)
    """
    lines = _short_names()
    return not lines.get(one, frozenset()).isdisjoint(lines.get(other, ()))


@cache
def _genders() -> Mapping[str, Gender]:
    """Return the gender of every given name of the list."""
    genders: dict[str, Gender] = dict.fromkeys(read_words("given_names.txt", "either"), "")
    genders.update(dict.fromkeys(read_words("given_names.txt", "man"), "m"))
    genders.update(dict.fromkeys(read_words("given_names.txt", "woman"), "f"))
    return MappingProxyType(genders)


@cache
def _short_names() -> Mapping[str, frozenset[int]]:
    """Return the numbers of the lines that hold each name."""
    numbers: dict[str, set[int]] = {}
    for number, line in enumerate(read_sections("short_names.txt")["same"]):
        for name in line.split():
            numbers.setdefault(name, set()).add(number)
    return MappingProxyType({name: frozenset(lines) for name, lines in numbers.items()})
