"""What a word says of a person: titles, role nouns, where he is from, and the gender they tell."""

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Final

from rhetoric.lexicon.cues import load_cues
from rhetoric.lexicon.given_names import Gender
from rhetoric.lexicon.wordlists import read_words

# the words inside a name that begin with a small letter
_SMALL = "de da do dos del della der den di du la le van von bin bint ben ibn abu al el ter zu y e"
PARTICLES = frozenset(_SMALL.split())
GENDER_OF_PRONOUN: Final[Mapping[str, Gender]] = MappingProxyType(
    {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}
)
HUMAN_ENDINGS = ("er", "or", "ist", "man", "woman", "ian", "ant", "ent", "ee")


@cache
def role_words() -> frozenset[str]:
    """Return the nouns that say what somebody is."""
    sections = ("title", "man", "woman")
    return frozenset[str]().union(*(read_words("titles.txt", section) for section in sections))


def is_role(word: str) -> bool:
    """Whether a noun says what a person is, by the list or by its ending."""
    human = word.endswith(HUMAN_ENDINGS) and word not in load_cues().vehicles
    return word in role_words() or human


def is_title(word: str) -> bool:
    """Whether a word before a name is a title or a rank, as printed.

    Parameters
    ----------
    word : str
        With its stop, where it has one.

    Examples
    --------
    >>> is_title("Minister"), is_title("Co-founder"), is_title("DCI"), is_title("Ana")
    (True, True, True, False)
    """
    low = word.lower()
    known = low in role_words() or low.rpartition("-")[2] in role_words()
    return known or word in read_words("titles.txt", "rank")


def is_attribute(word: str) -> bool:
    """Whether a word before a name says of what its bearer is: Foreign, Turkish, Longtime."""
    low = word.lower()
    return low in read_words("titles.txt", "modifier") or low in read_words(
        "demonyms.txt", "demonym"
    )


def gender_of_title(title: Sequence[str]) -> Gender:
    """Return "m" or "f" where a title tells it, else ""."""
    for word in title:
        if word.lower() in read_words("titles.txt", "man"):
            return "m"
        if word.lower() in read_words("titles.txt", "woman"):
            return "f"
    return ""
