"""The persons of one article, to be looked up by their names, their roles and their gender.

However many persons an article names, each question is answered without going through them all.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rhetoric.extraction.names.persons import Person, Words
from rhetoric.extraction.names.runs import Run
from rhetoric.extraction.names.spelling import key, rows_of, skeleton, surname
from rhetoric.lexicon.given_names import Gender

_GENDERS: tuple[Gender, ...] = ("m", "f", "")
# of several persons with one name, the one named so many times as often as each other is meant: by
# less the mention stays, since a wrong name is worse
_MORE_OFTEN = 3
# of so many a mention is looked for: a list of hundreds with one name would cost their square
_MOST_NAMESAKES = 20


@dataclass(frozen=True, slots=True)
class Register:
    """Indexes of persons, by their place in the article's list of them.

    Attributes
    ----------
    persons : tuple of Person
        Everybody named, in the order of their first full names.
    by_words : mapping of (tuple of str, str) to list of int
        Neighbouring words of a name, however spelled, and a gender, to the persons.
    by_role : mapping of str to list of int
        A role to those who hold it.
    by_detail : mapping of (str, str) to list of int
        A role and a word that its title or apposition has.
    by_name : mapping of str to int
        A name as it is given to the one who bears it.
    by_surname : mapping of str to int
        Of surnames with several bearers, the one for whom it stands alone before another is named.
    """

    persons: tuple[Person, ...]
    by_words: Mapping[tuple[Words, Gender], Sequence[int]]
    by_role: Mapping[str, Sequence[int]]
    by_detail: Mapping[tuple[str, str], Sequence[int]]
    by_name: Mapping[str, int]
    by_surname: Mapping[str, int]

    def meant(self, words: Sequence[str], gender: Gender, at: int) -> int | None:
        """Return the person whom these words mean at an offset.

        Where several bear the name, it is the only one named in full before, or the one whom the
        bare surname has meant before another was named, or whom the article names far more often
        than each other.

        Parameters
        ----------
        words : sequence of str
            As printed.
        gender : {"m", "f", ""}
            Of the one meant, as a title beside the name tells it; "" where none does.
        at : int
            Offset of the mention.
        """
        fits = self._bearers(words, gender)
        before = [i for i in fits if self.persons[i].start < at]
        if len(fits) == 1 or len(before) == 1:
            return (before or fits)[0]
        first = self.by_surname.get(skeleton(key(words[0]))) if len(words) == 1 else None
        if first in before:
            return first
        rest = sorted(before, key=lambda i: -self.persons[i].mentions)
        if not rest:
            return None
        most, second = (self.persons[i].mentions for i in rest[:2])
        return rest[0] if most >= _MORE_OFTEN * second else None

    def _bearers(self, words: Sequence[str], gender: Gender) -> list[int]:
        bones = tuple(skeleton(key(word)) for word in words)
        genders = (gender, _GENDERS[2]) if gender else _GENDERS
        fits = [i for g in genders for i in self.by_words.get((bones, g), ())[:_MOST_NAMESAKES]]
        if len(fits) < 2:
            return fits or [i for g in _GENDERS for i in self.by_words.get((bones, g), ())[:1]]
        keys = tuple(map(key, words))
        exact = [i for i in fits if any(keys in rows_of(f) for f in self.persons[i].forms)]
        return exact or fits

    def described(self, role: str, details: Iterable[str]) -> Iterator[int]:
        """Yield the persons of a role of whom all these words are said, in order."""
        wanted = set(details)
        lists = [self.by_detail.get((role, word), ()) for word in wanted]
        for i in min(lists, key=len, default=self.by_role.get(role, ())):
            if self.persons[i].details.issuperset(wanted):
                yield i


def register(persons: Sequence[Person], runs: Iterable[Run] = ()) -> Register:
    """Return the indexes of an article's persons.

    Parameters
    ----------
    persons : sequence of Person
        Everybody named in the article.
    runs : iterable of Run
        The article's capitalised runs, in order: they tell whom a bare surname means.

    Examples
    --------
    >>> ana = Person("Ana Ruiz", (("ana", "ruiz"),), "f", frozenset({"mayor"}), frozenset(), 0)
    >>> known = register([ana])
    >>> known.meant(["Ruiz"], "", 9), known.meant(["Lee"], "", 9), [*known.described("mayor", [])]
    (0, None, [0])
    """
    by_words: defaultdict[tuple[Words, Gender], list[int]] = defaultdict(list)
    by_role: defaultdict[str, list[int]] = defaultdict(list)
    by_detail: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    by_name: dict[str, int] = {}
    for i, person in enumerate(persons):
        for row in {row for form in person.forms for row in rows_of(tuple(map(skeleton, form)))}:
            by_words[row, person.gender].append(i)
        for role in person.roles:
            by_role[role].append(i)
            for word in person.details:
                by_detail[role, word].append(i)
        by_name.setdefault(person.name, i)
    by_surname = dict(_established(persons, runs))
    return Register(tuple(persons), by_words, by_role, by_detail, by_name, by_surname)


def _established(persons: Sequence[Person], runs: Iterable[Run]) -> Iterator[tuple[str, int]]:
    """Yield the surnames that stand alone for a person before another bearer is named."""
    bearers: defaultdict[str, list[int]] = defaultdict(list)
    for i in sorted(range(len(persons)), key=lambda i: persons[i].start):
        bearers[skeleton(surname(persons[i].forms[0]))].append(i)
    told: set[str] = set()
    for run in runs:
        bone = skeleton(key(run.words[0])) if len(run.words) == 1 and not run.title else ""
        first, *others = bearers.get(bone, ())[:2] or (None,)
        if first is None or not others or bone in told or run.start < persons[first].start:
            continue
        told.add(bone)
        if run.start < persons[others[0]].start:
            yield bone, first
