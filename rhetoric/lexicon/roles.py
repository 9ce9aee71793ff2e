"""What a word says of a person: titles, role nouns, given names, and the gender that they tell."""

from collections.abc import Sequence
from functools import cache

from rhetoric.lexicon.cues import load_cues
from rhetoric.lexicon.wordlists import read_words

# the words inside a name that begin with a small letter
PARTICLES = frozenset(
    "de da do dos del della der den di du la le van von bin bint ben al el ter zu y e".split()
)
HUMAN_ENDINGS = ("er", "or", "ist", "man", "woman", "ian", "ant", "ent", "ee")


@cache
def role_words() -> frozenset[str]:
    """Return the nouns that say what somebody is."""
    sections = ("title", "man", "woman")
    return frozenset[str]().union(*(read_words("titles.txt", section) for section in sections))


def is_role(word: str) -> bool:
    """Whether a noun says what a person is, by the list or by its ending."""
    human = word.endswith(HUMAN_ENDINGS) and word not in load_cues().carriers
    return word in role_words() or human


def is_given(word: str) -> bool:
    """Whether a word is a given name that tells a gender."""
    return any(word.lower() in read_words("given_names.txt", s) for s in ("man", "woman"))


def gender_of_title(title: Sequence[str]) -> str:
    """Return "m" or "f" where a title tells it, else ""."""
    for word in title:
        if word.lower() in read_words("titles.txt", "man"):
            return "m"
        if word.lower() in read_words("titles.txt", "woman"):
            return "f"
    return ""
