"""Who is named in an article: full names with their titles, roles and gender, and the bodies.

No model and no list of persons: capitalised runs, the titles before them and the appositions
beside them.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rhetoric.extraction.marks.sentences import sentence_starts
from rhetoric.lexicon.cues import saying_pattern
from rhetoric.lexicon.roles import PARTICLES, gender_of_title, is_given, is_role, role_words
from rhetoric.lexicon.wordlists import read_words

_PARTICLE = rf"(?:{'|'.join(sorted(PARTICLES))})"
_ABBREVIATED = (
    r"(?:Mr|Mrs|Ms|Mx|Dr|Prof|Rev|Fr|St|Gov|Sen|Sens|Rep|Reps|Gen|Lt|Col|Maj|Capt|Cmdr|Sgt|Cpl|Pvt|"
    r"Adm|Pres|Hon|Amb|Supt|Det|Insp|Jr|Sr)\."
)
_UPPER = "".join(
    sign
    for sign in map(chr, range(0x41, 0x1F00))
    if sign.isupper() and unicodedata.name(sign, "").startswith("LATIN")
)
_INITIALS = r"[A-Z]\.(?:\s?[A-Z]\.)*"
_PLAIN = rf"(?:O’|O'|D’|D'|Mc|Mac)?[{_UPPER}][\w’'-]*\w|[A-Z]"
_WORD = rf"(?:{_ABBREVIATED}|{_INITIALS}|{_PLAIN})"
RUN = re.compile(rf"(?<!\w){_WORD}(?:[ \u00a0]+(?:{_PARTICLE}[ \u00a0]+){{0,2}}{_WORD})*")
POSSESSIVE = re.compile(r"[’']s?$")
_SPACED = re.compile(r"\S+")
_IN_PLACE = re.compile(r"\b(?:of|in|at|from|near|to|for|into|on|than)\s+$")
_LEAD = re.compile(r"((?:[\w-]+[ ]){1,4})$")
_APPOSED = re.compile(
    r",\s+(?:\d+,\s+)?(?:then\s+|now\s+)?(?:(?:the|a|an|his|her|their)\s+)?([^,.;:“”\"]{3,80})"
)
_BEFORE_APPOSED = re.compile(
    r"(?:^|[\s“\"])(?:the|a|an|his|her|their)\s+([^,.;:“”\"]{3,60}),\s*$", re.IGNORECASE
)
_CORE = re.compile(
    r"^(.*?)(?:(?<!\s)\s++(?:of|for|in|at|from|who|with|to|on|and|whose|that|which)\b.*)?$"
)
_SAID_AFTER = re.compile(rf",?\s++(?:{saying_pattern()}|who)\b")
_SAID_BEFORE = re.compile(rf"\b{saying_pattern()}\s+$")
_LINE = re.compile(r"[^\n]+")
_LONGEST_NAME = 6
_FORMER = frozenset(("Former", "Interim", "Acting", "Retired", "Longtime"))
# a line of which so many words are capitalised is a headline, and names nobody for certain
_HEADLINE = 0.7


@dataclass(frozen=True, slots=True)
class Run:
    """A run of capitalised words: those of a title, then those of a name."""

    start: int
    end: int
    title: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the article names in full.

    Attributes
    ----------
    name : str
        The fullest form, without titles.
    words : tuple of str
        The words of the name, lower case.
    gender : {"m", "f", ""}
    roles : frozenset of str
        Head nouns of titles and appositions ("minister").
    details : frozenset of str
        Every word of those, lower case ("cuban", "culture").
    start : int
        Offset of the first full mention.
    """

    name: str
    words: tuple[str, ...]
    gender: str
    roles: frozenset[str]
    details: frozenset[str]
    start: int


def find_runs(text: str, quoted: Sequence[tuple[int, int]] = ()) -> Iterator[Run]:
    """Yield the capitalised runs of the narration that hold a name.

    Parameters
    ----------
    text : str
        The article as given.
    quoted : sequence of (int, int)
        Quoted stretches in order; what stands inside them is passed over.

    Examples
    --------
    >>> [(r.title, r.words) for r in find_runs("Then Foreign Minister Ana Ruiz left the room.")]
    [(('Foreign', 'Minister'), ('Ana', 'Ruiz'))]
    """
    passed = _merged([*quoted, *_headlines(text)])
    for match in RUN.finditer(text):
        if within(passed, match.start()):
            continue
        for start, raw in _pieces(match.start(), match.group()):
            run = _run(start, raw)
            if run is not None:
                yield run


def _pieces(start: int, run: str) -> Iterator[tuple[int, str]]:
    """Part “Russia’s Vladimir Putin” and “Pyongyang Thursday Kim” into the names they hold."""
    days = read_words("starters.txt", "day")
    piece: list[str] = []
    begin = at = 0
    for word in _SPACED.finditer(run):
        at = word.end()
        if word.group() in days:
            if piece:
                yield start + begin, run[begin : word.start()].rstrip()
            piece, begin = [], at + 1
            continue
        piece.append(word.group())
        if POSSESSIVE.search(word.group()):
            yield start + begin, run[begin:at]
            piece, begin = [], at + 1
    if piece:
        yield start + begin, run[begin:]


def _run(start: int, raw: str) -> Run | None:
    """Read one name, what opens a sentence left out; ``None`` where only a title stands."""
    starters = read_words("starters.txt", "starter")
    at = next((m.start() for m in _SPACED.finditer(raw) if m.group() not in starters), len(raw))
    start, raw = start + at, raw[at:]
    title, words = split_title(raw)
    if len(words) > 2 and is_given(words[1]) and not is_given(words[0]):
        words = words[1:]  # “Rival Hillary Clinton said”
    if len(words) > 1 and words[0] in _FORMER:
        words = words[1:]
    return Run(start, start + len(raw), title, words) if words else None


def _headlines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines that are printed in title case."""
    for line in _LINE.finditer(text):
        words = re.findall(r"[^\W\d_][\w’'-]*", line.group())
        capital = sum(word[0].isupper() for word in words)
        title_case = len(words) > 3 and capital >= _HEADLINE * len(words)
        if title_case and len(sentence_starts(text, *line.span())) == 1:
            yield line.span()


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join the spans that overlap."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def find_persons(text: str, runs: Sequence[Run]) -> list[Person]:
    """Merge the full mentions into persons; bodies, places and works are left out.

    A run of two words or more is a person when something says so: a title, a given name, a role
    beside it, or the surname alone elsewhere in the article.
    """
    full: dict[tuple[str, ...], list[Run]] = {}
    for run in runs:
        if 2 <= len(run.words) <= _LONGEST_NAME and not is_body(text, run):
            full.setdefault(tuple(w.lower() for w in run.words), []).append(run)
    surnames = {run.words[0].lower() for run in runs if len(run.words) == 1}
    kept = []
    for words, found in full.items():
        roles, details = _roles(text, found)
        gender = _gender(words, found, roles)
        placed = all(_IN_PLACE.search(text[max(0, r.start - 8) : r.start]) for r in found)
        told = gender or any(r.title for r in found) or roles & role_words()
        acts = (roles or _speaks(text, found)) and not placed
        if told or acts or surnames & set(words):
            start = min(r.start for r in found)
            kept.append(Person(" ".join(found[0].words), words, gender, roles, details, start))
    shorter = {row for p in kept for row in rows_of(p.words) if row != p.words}
    fullest = [p for p in kept if p.words not in shorter]
    return [*fullest, *_surnamed(text, runs, fullest)]


def _surnamed(text: str, runs: Sequence[Run], persons: Sequence[Person]) -> Iterator[Person]:
    """Yield the persons whom the article only names by one word.

    Whoever has a title or speaks is one. Where only Michelle Obama is named in full, “Mr. Obama”
    is somebody else, and a bare “Obama” is unsure.
    """
    alone: dict[str, list[Run]] = {}
    for run in runs:
        if len(run.words) == 1 and not is_body(text, run):
            alone.setdefault(run.words[0], []).append(run)
    bearing: dict[str, list[Person]] = {}
    for person in persons:
        for part in set(person.words):
            bearing.setdefault(part, []).append(person)
    for word, found in alone.items():
        low = (word.lower(),)
        bearers = bearing.get(word.lower(), [])
        gender = _titled_gender(found)
        if bearers and not (gender and all(p.gender not in (gender, "") for p in bearers)):
            continue
        if bearers or any(run.title for run in found) or _speaks(text, found):
            roles, details = _roles(text, found)
            yield Person(word, low, _gender(low, found, roles), roles, details, found[0].start)


def _speaks(text: str, found: Sequence[Run]) -> bool:
    """Whether a verb of saying stands right beside one of these mentions, or “who”."""
    return any(
        _SAID_AFTER.match(text, run.end)
        or _SAID_BEFORE.search(text[max(0, run.start - 24) : run.start])
        for run in found
    )


def is_body(text: str, run: Run) -> bool:
    """Whether a run names an institution, a place or a work rather than a person."""
    words = {w.lower() for w in run.words}
    if any(words & read_words("institutions.txt", kind) for kind in ("body", "place", "work")):
        return True
    if all(len(word) > 2 and word.isupper() for word in run.words):  # MIDWAY ATOLL, NATO
        return True
    before = text[max(0, run.start - 4) : run.start].lower()
    return before.endswith(("the ", "& ")) and not run.title


def split_title(run: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part the title from the name.

    >>> split_title("Deputy Prime Minister Nguyen Duc Khoat")
    (('Deputy', 'Prime', 'Minister'), ('Nguyen', 'Duc', 'Khoat'))
    """
    words = [POSSESSIVE.sub("", w) for w in run.split()]
    words = [w.rstrip(".") if w in ("Jr.", "Sr.") else w for w in words]
    last = -1
    for i, word in enumerate(words):
        low = word.lower()
        if low in role_words() or low.rpartition("-")[2] in role_words():
            last = i
    if 0 < last == len(words) - 1 and (words[last - 1].endswith(".") or is_given(words[last - 1])):
        last = -1 if is_given(words[last - 1]) else last - 1  # “Mr. King”, “Stephen King”
    return tuple(words[: last + 1]), tuple(words[last + 1 :])


def core_words(phrase: str) -> list[str]:
    """Return the words of a noun phrase up to its head, lower case.

    >>> core_words("deputy speaker of the State Duma")
    ['deputy', 'speaker']
    """
    core = _CORE.match(phrase.strip())
    return (core.group(1) if core else phrase).lower().split()


def rows_of(words: Sequence[str]) -> set[tuple[str, ...]]:
    """Return every row of neighbouring words of a name.

    >>> sorted(rows_of(("ana", "ruiz")))
    [('ana',), ('ana', 'ruiz'), ('ruiz',)]
    """
    ends = range(len(words) + 1)
    return {tuple(words[i:j]) for i in ends for j in ends[i + 1 :]}


def within(spans: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether an offset lies in one of these ordered spans."""
    k = bisect_right(spans, (at, 1 << 62)) - 1
    return k >= 0 and at < spans[k][1]


def _roles(text: str, found: Sequence[Run]) -> tuple[frozenset[str], frozenset[str]]:
    """Collect head nouns and all words of the titles and appositions of a name."""
    phrases: list[str] = []
    for run in found:
        if run.title:
            phrases.append(" ".join(run.title))
        lead = _LEAD.search(text[max(0, run.start - 60) : run.start])
        if lead and lead.group(1).split()[-1] in role_words():
            phrases.append(lead.group(1))
        after = _APPOSED.match(text, run.end)
        if after:
            phrases += [after.group(1), *re.split(r"\s+and\s+(?:the\s+)?", after.group(1))[1:]]
        before = _BEFORE_APPOSED.search(text[max(0, run.start - 80) : run.start])
        if before:
            phrases.append(before.group(1))
    heads = {words[-1] for words in map(core_words, phrases) if words and is_role(words[-1])}
    details = {w for phrase in phrases for w in re.findall(r"[\w’'-]+", phrase.lower())}
    return frozenset(heads), frozenset(details)


def _titled_gender(found: Sequence[Run]) -> str:
    return next(filter(None, (gender_of_title(run.title) for run in found)), "")


def _gender(words: Sequence[str], found: Sequence[Run], roles: frozenset[str]) -> str:
    told = _titled_gender(found)
    if told:
        return told
    for gender, section in (("m", "man"), ("f", "woman")):
        given = words[0] in read_words("given_names.txt", section)
        if given or roles & read_words("titles.txt", section):
            return gender
    return ""
