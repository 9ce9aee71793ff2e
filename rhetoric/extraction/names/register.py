"""The persons of one article, to be looked up by their names, their roles and their gender.

However many persons an article names, each question is answered without going through them all.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rhetoric.extraction.names.persons import Person, rows_of


@dataclass(frozen=True, slots=True)
class Register:
    """Indexes of persons, by their place in the article's list of them.

    Attributes
    ----------
    persons : tuple of Person
    by_words : mapping of (tuple of str, str) to list of int
        Neighbouring words of a name, lower case, and a gender, to the persons.
    by_role : mapping of str to list of int
    by_detail : mapping of (str, str) to list of int
        A role and a word that its title or apposition has.
    by_name : mapping of str to int
    """

    persons: tuple[Person, ...]
    by_words: Mapping[tuple[tuple[str, ...], str], Sequence[int]]
    by_role: Mapping[str, Sequence[int]]
    by_detail: Mapping[tuple[str, str], Sequence[int]]
    by_name: Mapping[str, int]

    def only(self, words: Sequence[str], gender: str = "") -> int | None:
        """Return the one person whose name holds these words in a row.

        Parameters
        ----------
        words : sequence of str
        gender : {"m", "f", ""}
            Settles it where several persons have the words.
        """
        low = tuple(word.lower() for word in words)
        genders = ("m", "f", "")
        fits = [i for g in genders for i in self.by_words.get((low, g), ())[:2]]
        if len(fits) > 1 and gender:
            fits = [i for g in (gender, "") for i in self.by_words.get((low, g), ())[:2]]
        return fits[0] if len(fits) == 1 else None

    def described(self, role: str, details: Iterable[str]) -> Iterator[int]:
        """Yield the persons of a role of whom all these words are said, in order.

        Parameters
        ----------
        role : str
        details : iterable of str
        """
        wanted = set(details)
        lists = [self.by_detail.get((role, word), ()) for word in wanted]
        for i in min(lists, key=len, default=self.by_role.get(role, ())):
            if self.persons[i].details.issuperset(wanted):
                yield i


def register(persons: Sequence[Person]) -> Register:
    """Return the indexes of an article's persons.

    Examples
    --------
    >>> ana = Person("Ana Ruiz", ("ana", "ruiz"), "f", frozenset({"mayor"}), frozenset(), 0)
    >>> known = register([ana])
    >>> known.only(["Ruiz"]), known.only(["Lee"]), list(known.described("mayor", []))
    (0, None, [0])
    """
    by_words: defaultdict[tuple[tuple[str, ...], str], list[int]] = defaultdict(list)
    by_role: defaultdict[str, list[int]] = defaultdict(list)
    by_detail: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    by_name: dict[str, int] = {}
    for i, person in enumerate(persons):
        for row in rows_of(person.words):
            by_words[row, person.gender].append(i)
        for role in person.roles:
            by_role[role].append(i)
            for word in person.details:
                by_detail[role, word].append(i)
        by_name.setdefault(person.name, i)
    return Register(tuple(persons), by_words, by_role, by_detail, by_name)
