"""Runs of capitalised words: where a title ends and a name begins.

No model and no list of persons: the shape of the words, titles, given names, bodies and places.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rhetoric.extraction.marks.spans import Range, merged, within
from rhetoric.extraction.names.lines import headlines, lines_apart
from rhetoric.extraction.names.spelling import POSSESSIVE, SUFFIXES, key
from rhetoric.lexicon.given_names import is_family_first, is_given
from rhetoric.lexicon.roles import PARTICLES, is_attribute, is_title
from rhetoric.lexicon.wordlists import read_words

_PARTICLE = rf"(?:{'|'.join(sorted(PARTICLES))})"
_ABBREVIATED = rf"(?:{'|'.join(sorted(read_words('abbreviations.txt', 'title')))})\."
_UPPER = "".join(
    sign
    for sign in map(chr, range(0x41, 0x1F00))
    if sign.isupper() and unicodedata.name(sign, "").startswith("LATIN")
)
_INITIALS = r"[A-Z]\.(?:\s?[A-Z]\.)*"
# what is joined to a name: al-Rashid, d’Arcy, O’Brien
_JOINED = r"(?:(?:[AaEe]l|a[drsntz]|ash|u[ld]|bin)-|[dl][’'])?(?:[OD][’']|Mc|Mac)?"
_PLAIN = rf"{_JOINED}[{_UPPER}][\w’'-]*\w|[A-HJ-Z]"
_WORD = rf"(?:{_ABBREVIATED}|{_INITIALS}|{_PLAIN})"
_NICKNAME = rf"[“\"‘'(][{_UPPER}][\w’.-]{{0,20}}(?:[ ][{_UPPER}]\w{{0,20}})?[”\"’')](?=[ ])"
_SUFFIX = r"(?:,?[ ](?:[JS]r\b\.?|I{2,3}\b|IV\b))"
_INSIDE = rf"(?:{_NICKNAME}[ ]|(?:{_PARTICLE}[ \u00a0]+){{1,2}})"
RUN = re.compile(rf"(?<!\w){_WORD}(?:[ \u00a0]+{_INSIDE}?{_WORD})*{_SUFFIX}?")
# “Said Ruiz:” names Ruiz, but Said is a name elsewhere
_SAID = ("Said", "Says")
_OPENS = re.compile(r"(?:^|[.!?:”\"’\n])\s*$")
# no name has more characters
_LONGEST = 120
_MARKS = tuple("“\"‘'(")
_SPACED = re.compile(rf"{_NICKNAME}|\S+")


@dataclass(frozen=True, slots=True)
class Run:
    """A run of capitalised words: those of a title, then those of a name.

    Attributes
    ----------
    start, end : int
        Of the whole run in the article.
    title, words : tuple of str
        The titles in front, and the words of the name.
    name : str
        The words as printed, with a nickname in marks.
    opens : int
        Where the name begins.
    shortened : bool
        Whether something other than a title was cut off before the name: “Ukraine Ana Ruiz”.
    apart : bool
        Whether it stands in a line apart, as a byline does.
    """

    start: int
    end: int
    title: tuple[str, ...]
    words: tuple[str, ...]
    name: str
    opens: int
    shortened: bool = False
    apart: bool = False


def find_runs(text: str, quoted: Sequence[Range] = ()) -> Iterator[Run]:
    """Yield the capitalised runs of the narration that hold a name.

    Parameters
    ----------
    text : str
        The article as it is read.
    quoted : sequence of (int, int)
        Quoted stretches in order; what stands inside them is passed over.

    Examples
    --------
    >>> [(r.title, r.name) for r in find_runs("Then Foreign Minister Ana Ruiz left the room.")]
    [(('Foreign', 'Minister'), 'Ana Ruiz')]
    """
    passed = merged([*quoted, *headlines(text)])
    apart = lines_apart(text)
    for match in RUN.finditer(text):
        if within(passed, match.start()):
            continue
        for words in _pieces(text, match):
            run = _run(text, words, within(apart, match.start()))
            if run is not None:
                yield run


def is_place_or_body(words: Sequence[str]) -> bool:
    """Whether words name an institution, a place or a work rather than a person.

    A surname may be such a word: Ellen Park, Park Geun-ju. Then the given name tells.

    Examples
    --------
    >>> is_place_or_body(("Hyde", "Park")), is_place_or_body(("Ellen", "Park"))
    (True, False)
    """
    if len(words) > 1 and all(len(word) > 2 and word.isupper() for word in words):
        return True  # MIDWAY ATOLL
    if len(words) == 1:
        return (words[0].isupper() and len(words[0]) > 1) or _names_thing(words[0])
    inner = words[:-1] if may_be_surname(words) else words
    if len(words) < 4 and (is_family_first(inner[0]) or is_given(inner[0])):
        inner = inner[1:]
    return any(map(_names_thing, inner))


def opens_sentence(text: str, at: int) -> bool:
    """Whether a sentence begins at an offset."""
    return bool(_OPENS.search(text[max(0, at - 4) : at]))


def may_be_surname(words: Sequence[str]) -> bool:
    """Whether the last word of a run may be a surname although it names a place or a thing."""
    initials = all(len(word.rstrip(".")) == 1 for word in words[1:-1])
    return is_given(words[0]) and (initials or (len(words) == 3 and is_given(words[1])))


def _names_thing(word: str) -> bool:
    low = word.lower()
    if not read_words("demonyms.txt", "demonym").isdisjoint((low, low.removesuffix("s"))):
        return True
    return any(low in read_words("institutions.txt", kind) for kind in ("body", "place", "work"))


def _pieces(text: str, run: re.Match[str]) -> Iterator[list[re.Match[str]]]:
    """Part “Russia’s Vladimir Putin” and “Pyongyang Thursday Kim” into the names they hold."""
    piece: list[re.Match[str]] = []
    for word in _SPACED.finditer(text, *run.span()):
        if word.group() in read_words("starters.txt", "day") and not _is_month_surname(piece, word):
            if piece:
                yield piece
            piece = []
            continue
        piece.append(word)
        if POSSESSIVE.search(word.group()) and not word.group().startswith(_MARKS):
            yield piece
            piece = []
    if piece:
        yield piece


def _is_month_surname(piece: Sequence[re.Match[str]], word: re.Match[str]) -> bool:
    """Whether a month is a surname: Ellen March, but “told Ellen March 5”."""
    dated = word.string[word.end() : word.end() + 2].strip().isdigit()
    month = word.group() in read_words("starters.txt", "month")
    return month and not dated and bool(piece) and is_given(piece[-1].group())


def _run(text: str, found: Sequence[re.Match[str]], apart: bool) -> Run | None:
    """Read one name, what opens a sentence left out; ``None`` where only a title stands."""
    skipped = _opening_words(text, found)
    spoken = [m for m in found[skipped:] if not m.group().startswith(_MARKS)]
    words = [_bare(m.group()) for m in spoken]
    at = _title_length(words)
    named = _name_begins(words, at)
    if named >= len(words):
        return None
    first, last = spoken[named].start(), spoken[-1].end()
    if last - first > _LONGEST:
        return None
    name = _bare(text[first:last])
    return Run(
        found[skipped].start(), last, tuple(words[:at]), tuple(words[named:]), name, first,
        named > at, apart,
    )  # fmt: skip


def _opening_words(text: str, found: Sequence[re.Match[str]]) -> int:
    """Return how many words are capitalised only because they open a sentence."""
    starters = read_words("starters.txt", "starter")
    spoken = found[0].group() in _SAID and opens_sentence(text, found[0].start())
    words = range(int(spoken), len(found))
    return next((i for i in words if found[i].group() not in starters), len(found))


def _bare(word: str) -> str:
    """Leave out a possessive ending, and the stop of Jr."""
    word = POSSESSIVE.sub("", word)
    return word.rstrip(".,") if word.endswith(("Jr.", "Sr.", ",")) else word


def _title_length(words: Sequence[str]) -> int:
    """Return how many words of a run are title."""
    if len(words) > 2 and key(words[-1]) in SUFFIXES:
        return _title_length(words[:-1])
    last = max((i for i, word in enumerate(words) if is_title(word)), default=-1)
    if 0 < last == len(words) - 1:  # “Mr. King”, “Stephen King”
        if is_given(words[last - 1]):
            return 0 if not is_title(words[0]) else _title_length(words[:last])
        return last if words[last - 1].endswith(".") else last + 1
    return last + 1


def _name_begins(words: Sequence[str], at: int) -> int:
    """Return where the name begins after the title: what else stands before it is left out.

    “State Ana Ruiz” of a secretary, “Turkish Ana Ruiz”, “NASA Ana Ruiz”, “Rival Ana Ruiz”.
    """
    if any(map(_names_thing, words[-1:])) and not may_be_surname(words[-2:]):
        return at
    while len(words) - at > 1 and (is_attribute(words[at]) or _is_acronym(words, at)):
        if len(words) - at == 2 and is_given(words[at]):  # Christian Roe
            break
        at += 1
    rest = words[at:]
    initial = bool(rest) and len(rest[0].rstrip(".")) == 1
    if len(rest) < 3 or initial or _is_first(rest[0]):
        return at
    return at + next((i for i in range(1, len(rest) - 1) if _is_first(rest[i])), 0)


def _is_acronym(words: Sequence[str], at: int) -> bool:
    """Whether a word is the short name of a body: NASA, but JK in JK Rowling."""
    word = words[at]
    return word.isupper() and len(word) > 1 and word.isalpha() and len(words) - at > 2


def _is_first(word: str) -> bool:
    """Whether a name may begin with a word."""
    return is_given(word) or is_given(word.partition("-")[0]) or is_family_first(word)
