"""What is known of the names of one article: its persons, and where each is mentioned."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rhetoric.extraction.names.persons import Person
from rhetoric.extraction.names.register import Register
from rhetoric.extraction.names.runs import Run
from rhetoric.lexicon.given_names import Gender


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """Where a person is named or described in the narration.

    Attributes
    ----------
    start, end : int
        Character offsets into the article, end exclusive.
    who : int
        The person's place in the register.
    """

    start: int
    end: int
    who: int


@dataclass(frozen=True)
class Names:
    """Who is who in one article.

    Attributes
    ----------
    text : str
        The article.
    runs : tuple of Run
        The capitalised runs of the narration, in order.
    register : Register
        The persons, to be looked up.
    mentions : tuple of Mention
        Every unambiguous name or description (“the minister”) in the article's sentences, in
        order.
    bodies : tuple of (int, str)
        Offset and name of the institutions, in order.
    """

    text: str = field(repr=False)
    runs: tuple[Run, ...] = field(repr=False)
    register: Register
    mentions: tuple[Mention, ...] = field(repr=False)
    bodies: tuple[tuple[int, str], ...] = field(repr=False)

    @cached_property
    def gendered(self) -> Mapping[Gender, Sequence[int]]:
        """Which mentions are of a man ("m"), of a woman ("f") and of neither for certain ("")."""
        gendered: dict[Gender, list[int]] = {"m": [], "f": [], "": []}
        for k, mention in enumerate(self.mentions):
            gendered[self.persons[mention.who].gender].append(k)
        return gendered

    @property
    def persons(self) -> tuple[Person, ...]:
        """The persons, in the register's order."""
        return self.register.persons

    def name_of(self, who: int | None) -> str | None:
        """Return the name of a person, by his place in the register."""
        return None if who is None else self.persons[who].name

    def before(self, at: int) -> int:
        """Return how many mentions begin before an offset."""
        return bisect_left(self.mentions, at, key=lambda mention: mention.start)

    @cached_property
    def _breaks(self) -> Sequence[int]:
        return [found.start() for found in re.finditer("\n", self.text)]

    def breaks(self, start: int, end: int) -> int:
        """Return how many lines end between two offsets, however far apart they are."""
        return bisect_left(self._breaks, end) - bisect_left(self._breaks, start)
