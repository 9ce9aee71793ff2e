"""Who is named in an article: full names with their titles, roles and gender, and the bodies."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rhetoric.extraction.names.evidence import NameEvidence
from rhetoric.extraction.names.runs import Run, is_place_or_body, may_be_surname, opens_sentence
from rhetoric.extraction.names.spelling import SUFFIXES, key, may_be_one, rows_of, skeleton, surname
from rhetoric.lexicon.given_names import Gender, gender_of_given, is_family_first, is_given
from rhetoric.lexicon.roles import gender_of_title, role_words

Words = tuple[str, ...]
# in words; a longer run is a list or a heading
LONGEST_NAME = 6
# of persons with one surname so many are compared with a new name: a list of hundreds would cost
# their square, and beyond it only equal spellings are one
_MOST_RELATIVES = 20


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the article names.

    Attributes
    ----------
    name : str
        The fullest form, without titles.
    forms : tuple of tuple of str
        The words of each form of the name, as keys, the fullest first.
    gender : {"m", "f", ""}
        As titles and pronouns tell it; "" where nothing does.
    roles : frozenset of str
        Head nouns of titles and appositions ("minister").
    details : frozenset of str
        Every word of those, lower case ("cuban", "culture").
    start : int
        Offset of the first full mention.
    mentions : int
        How often the full name is given.
    human : bool
        Whether more than speaking tells that this is no firm: a title, a role, a given name.
    """

    name: str
    forms: tuple[Words, ...]
    gender: Gender
    roles: frozenset[str]
    details: frozenset[str]
    start: int
    mentions: int = 1
    human: bool = True


def find_persons(text: str, runs: Sequence[Run]) -> list[Person]:
    """Return the persons that an article names; bodies, places and works are left out.

    A run of two words or more is a person when something says so: a title, a given name, a role
    beside it, or the surname alone elsewhere in the article. Forms of one name are one person.

    Parameters
    ----------
    text : str
        The article.
    runs : sequence of Run
        Of the text, in order.

    Examples
    --------
    >>> from rhetoric.extraction.names.runs import find_runs
    >>> text = "Joe Hart spoke. Joseph R. Hart left. Hart smiled."
    >>> [person.name for person in find_persons(text, list(find_runs(text)))]
    ['Joseph R. Hart']
    """
    full: dict[Words, list[Run]] = {}
    alone: defaultdict[str, list[Run]] = defaultdict(list)
    for run in runs:
        if len(run.words) == 1:
            alone[key(run.words[0])].append(run)
        elif len(run.words) <= LONGEST_NAME and not is_body(text, run):
            full.setdefault(tuple(map(key, run.words)), []).append(run)
    families = {surname(words) for words, found in full.items() if is_given(found[0].words[0])}
    named = [
        _person(words, told)
        for words, told in ((words, NameEvidence(text, found)) for words, found in full.items())
        if _is_person(words, told, alone) and not (surname(words) in families and _only_opens(told))
    ]
    fullest = _joined(named)
    return [*fullest, *_surnamed(text, alone, fullest)]


def is_body(text: str, run: Run) -> bool:
    """Whether a run names an institution, a place or a work rather than a person."""
    if is_place_or_body(run.words):
        return True
    before = text[max(0, run.start - 4) : run.start].lower()
    return before.endswith(("the ", "& ")) and not run.title and not run.shortened


def _is_person(words: Words, told: NameEvidence, alone: Mapping[str, Sequence[Run]]) -> bool:
    printed = told.printed
    titled = told.is_titled or bool(told.roles & role_words())
    lone = NameEvidence(told.text, alone.get(surname(words), ()))
    acts = (told.roles or told.speaks or lone.speaks or told.is_told_human) and not told.is_placed
    if may_be_surname(printed) and is_place_or_body(printed[-1:]):  # Ellen Park, or a park
        return titled or bool(acts)
    family = is_family_first(printed[0]) or is_family_first(printed[-1])
    if titled or acts or (family and len(words) < 4 and "-" in "".join(words)):
        return True
    if any(alone.get(word) for word in words[1:] if word not in SUFFIXES):
        return True
    given = _is_given(printed[0]) or len(words[0]) == 1
    return bool(gender_of_given(printed[0])) or (given and not told.is_placed)


def _is_given(word: str) -> bool:
    """Whether a word, or what stands before its hyphen, is a given name."""
    return is_given(word) or is_given(word.partition("-")[0])


def _only_opens(told: NameEvidence) -> bool:
    """Whether two words are no name but a surname after what opens a sentence: Whereas Pierce."""
    run = told.runs[0]
    other = run.title or run.shortened or len(run.words) != 2 or _is_given(run.words[0])
    return not other and all(opens_sentence(told.text, run.start) for run in told.runs)


def _person(words: Words, told: NameEvidence) -> Person:
    name = max((run.name for run in told.runs), key=len)
    start = min(run.start for run in told.runs)
    first, gender = told.printed[0], told.gender
    titled = bool(gender or told.roles or is_family_first(first) or told.is_titled)
    human = titled or _is_given(first) or told.is_told_human
    return Person(name, (words,), gender, told.roles, told.details, start, len(told.runs), human)


def _joined(named: Sequence[Person]) -> list[Person]:
    """Join the forms of one name, the fullest first; a form that fits two persons joins none."""
    persons: list[Person] = []
    rows: defaultdict[Words, set[int]] = defaultdict(set)
    relatives: defaultdict[str, list[int]] = defaultdict(list)
    for person in sorted(named, key=_fullness):
        words = person.forms[0]
        bones = tuple(map(skeleton, words))
        same = {i for i in rows[bones] if not _is_younger(persons[i], person)}
        kin = relatives[skeleton(surname(words))]
        same |= {i for i in kin[:_MOST_RELATIVES] if _is_same(persons[i], person)}
        if len(same) > 1:
            continue
        if same:
            (i,) = same
            persons[i] = _join(persons[i], person)
        else:
            i = len(persons)
            persons.append(person)
            kin.append(i)
        for row in rows_of(bones):
            rows[row].add(i)
    return persons


def _fullness(person: Person) -> tuple[int, bool, int, int]:
    """Return what orders the forms of a name: words, no initials, how often, where first."""
    words = person.forms[0]
    return -len(words), len(words[0]) == 1, -person.mentions, person.start


def _is_same(one: Person, other: Person) -> bool:
    agree = not one.gender or not other.gender or one.gender == other.gender
    return agree and not _is_younger(one, other) and may_be_one(one.forms[0], other.forms[0])


def _is_younger(full: Person, short: Person) -> bool:
    """Whether one is Jr. and the other is named before him, without it."""
    junior = full.forms[0][-1] in SUFFIXES and short.forms[0][-1] not in SUFFIXES
    return junior and short.start < full.start


def _join(one: Person, other: Person) -> Person:
    return replace(
        one,
        forms=(*one.forms, *other.forms),
        gender=one.gender or other.gender,
        roles=one.roles | other.roles,
        details=one.details | other.details,
        start=min(one.start, other.start),
        mentions=one.mentions + other.mentions,
    )


def _surnamed(
    text: str, alone: Mapping[str, Sequence[Run]], persons: Sequence[Person]
) -> Iterator[Person]:
    """Yield the persons whom the article only names by one word.

    Whoever has a title or speaks is one. Where only Michelle Obama is named in full, “Mr. Obama”
    is somebody else, and a bare “Obama” is unsure.
    """
    bearers: defaultdict[str, set[Gender]] = defaultdict(set)
    for person in persons:
        for word in {skeleton(word) for form in person.forms for word in form}:
            bearers[word].add(person.gender)
    for word, found in alone.items():
        told = NameEvidence(text, found)
        genders = {gender for run in found if (gender := gender_of_title(run.title))}
        named = bearers.get(skeleton(word))
        if named is not None and (not genders or "" in named or named & genders):
            continue
        kin = is_given(told.printed[0]) and told.roles & role_words()  # her grandson Ben
        acts = told.speaks or told.is_told_human or kin
        if told.is_titled or (acts and not all(is_body(text, run) for run in found)):
            yield _person((word,), told)
