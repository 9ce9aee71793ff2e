"""Where a transcript names who speaks at the head of each turn, and what is said in it.

Only a plain layout counts: several turns, of two speakers or more, each with a name at the
start of a line. Press notes, recipes and tables have headings there, but they do not take turns.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rhetoric.extraction.marks.repair import FIRST_PERSON
from rhetoric.extraction.marks.sentences import paragraphs
from rhetoric.extraction.marks.spans import Range, trimmed
from rhetoric.extraction.marks.stretches import Stretch
from rhetoric.extraction.marks.typography import is_mark
from rhetoric.extraction.names.lines import has_credit
from rhetoric.lexicon.given_names import is_given
from rhetoric.lexicon.roles import PARTICLES, is_role, role_words
from rhetoric.lexicon.wordlists import read_words

_STAMP = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?"
_NAMED = re.compile(
    rf"(?:{_STAMP}[ \t]+)?(?:[–—-][ \t]+)?\[?"
    r"(?P<name>[^\W\d_][^\n:“”\"?!;\[\]()]{0,70}?)\]?"
    rf"(?P<note>[ \t]*(?:\([^()\n]{{1,60}}\)|\[[^\[\]\n]{{1,60}}\]|{_STAMP}))?[ \t]*"
    r"(?P<sign>:)(?=\s|\Z)[ \t]*"
)
_QUESTION = re.compile(
    r"(?P<name>[QA])(?P<note>)"
    r"(?:(?P<sign>[.:])[ \t]+|[ \t]{2,}|[ \t]*[–—][ \t]*|[ \t](?=[A-Z].*\?))"
)
_STAGE = re.compile(r"\s*(?:[\[(].*[\])]|[#*\W]*|-?\s*(?:END|ENDS|###)\s*-?)\s*")
_WORD = re.compile(r"[^\W\d_][\w.’'-]*")
_ENDS = re.compile(r"[.!?…—–-][\"'”’)\]]*\s*\Z")
# words of a title and a name; what is longer before a colon is a part of a sentence
_MOST_WORDS = 6
# turns; two lines with a colon are no conversation, but for a question and its answer
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of speech.

    Attributes
    ----------
    name : tuple of (int, int)
        Offsets of the words that name the speaker.
    sign : tuple of (int, int) or None
        The colon after them.
    parts : tuple of (int, int)
        What is said, one a paragraph.
    nested : tuple of (int, int)
        What stands between quotation marks in it.
    """

    name: Range
    sign: Range | None
    parts: tuple[Range, ...]
    nested: tuple[Range, ...] = ()

    @property
    def start(self) -> int:
        """Offset of the first character that is said."""
        return self.parts[0][0]

    @property
    def end(self) -> int:
        """Offset after the last character that is said."""
        return self.parts[-1][1]


def find_turns(text: str) -> list[Turn]:
    r"""Return the turns of a text in order; none where its layout is not plainly one of turns.

    Parameters
    ----------
    text : str
        As it is read: every line break ends a paragraph.

    Examples
    --------
    >>> text = "LEE: Will it open?\nRUIZ: In May.\nLEE: All of it?"
    >>> [(text[slice(*t.name)], text[t.start : t.end]) for t in find_turns(text)]
    [('LEE', 'Will it open?'), ('RUIZ', 'In May.'), ('LEE', 'All of it?')]
    """
    if ":" not in text and "Q" not in text:
        return []
    lines = [(_head(text, *span), *span) for span in paragraphs(text)]
    if not _is_plain(text, [(head, end) for head, _, end in lines if head]):
        return []
    return list(_turns(text, lines))


def take_turns(
    turns: Sequence[Turn], stretches: Sequence[Stretch]
) -> tuple[list[Turn], list[Stretch]]:
    """Return the turns with the quotations that stand in them, and the other quotations.

    Parameters
    ----------
    turns : sequence of Turn
        In order.
    stretches : sequence of Stretch
        In order.
    """
    inside: list[list[Range]] = [[] for _ in turns]
    outside: list[Stretch] = []
    starts = [turn.name[0] for turn in turns]
    for stretch in stretches:
        k = bisect_right(starts, stretch.start) - 1
        if k >= 0 and stretch.start < turns[k].end:
            inside[k].append((stretch.start, stretch.end))
        else:
            outside.append(stretch)
    held = [
        replace(turn, nested=tuple(span for span in spans if span[1] <= turn.end))
        for turn, spans in zip(turns, inside, strict=True)
    ]
    return held, outside


def _head(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the name that a line begins with, and the colon behind it."""
    start, _ = trimmed(text, start, end)
    match = _QUESTION.match(text, start, end) or _NAMED.match(text, start, end)
    if match is None or has_credit(text, start, match.end()):
        return None
    return match if _names_speaker(match.group("name")) else None


def _names_speaker(printed: str) -> bool:
    """Whether a line begins with the name of a person or of a part in a conversation."""
    name = printed.partition(",")[0]
    words = _WORD.findall(name)
    if not 1 <= len(words) <= _MOST_WORDS:
        return False
    # SPEAKER 1 takes turns, Day 1 does not
    if any(sign.isdigit() for sign in name) and not is_role(words[0].lower()):
        return False
    if not {w.lower() for w in words}.isdisjoint(read_words("no_speakers.txt", "heading")):
        return False
    return all(w[0].isupper() or w in PARTICLES or w in ("of", "the") for w in words)


def _is_plain(text: str, heads: Sequence[tuple[re.Match[str], int]]) -> bool:
    """Whether lines that begin with a name are turns: of two speakers or more who come again."""
    keys = full_keys([head.group("name") for head, _ in heads])
    counts = Counter(keys)
    if len(counts) < 2 or not _are_spoken(text, heads):
        return False
    interview = read_words("no_speakers.txt", "interview")
    if all(_is_part(key) or key in interview for key in counts):
        return len(keys) >= _FEWEST or set(counts) <= interview
    if len(keys) < _FEWEST:
        return False
    shouted = all(head.group("name").isupper() for head, _ in heads)
    return max(counts.values()) > 1 or (shouted and any(map(_is_part, counts)))


def _are_spoken(text: str, heads: Sequence[tuple[re.Match[str], int]]) -> bool:
    """Whether most of what follows the names reads as speech, and stands in no marks."""
    said = [text[head.end() : end].strip() for head, end in heads]
    marked = sum(is_mark(words[:1]) for words in said)
    ended = sum(not words or _ENDS.search(words[-4:]) is not None for words in said)
    return 2 * marked < len(said) and 4 * ended >= 3 * len(said)


def _is_part(key: str) -> bool:
    """Whether a speaker is named by a role, or by a title and a name."""
    words = key.split()
    return any(word in role_words() or is_given(word.capitalize()) for word in words)


def full_keys(names: Sequence[str]) -> list[str]:
    """Return the names of speakers as they are compared: no job, no case, the longest form of each.

    Examples
    --------
    >>> full_keys(["MAYOR ANA RUIZ", "RUIZ, mayor", "AR", "LEE"])
    ['ana ruiz', 'ana ruiz', 'ana ruiz', 'lee']
    """
    keys = [_without_title(name.partition(",")[0].lower().split()) for name in names]
    longer: dict[str, set[str]] = {}
    for key in dict.fromkeys(keys):
        words = key.split()
        for short in (words[-1], "".join(word[0] for word in words)) if len(words) > 1 else ():
            longer.setdefault(short, set()).add(key)
    return [next(iter(longer[k])) if len(longer.get(k, ())) == 1 else k for k in keys]


def _without_title(words: Sequence[str]) -> str:
    """Return the words behind the last title or abbreviation, all where nothing else stands.

    >>> _without_title(["foreign", "minister", "ruiz"]), _without_title(["moderator"])
    ('ruiz', 'moderator')
    """
    titles = [
        n
        for n, word in enumerate(words)
        if word.rstrip(".") in role_words() or (len(word) > 2 and word.endswith("."))
    ]
    return " ".join(words[max(titles, default=-1) + 1 :] or words)


def _turns(text: str, lines: Sequence[tuple[re.Match[str] | None, int, int]]) -> Iterator[Turn]:
    """Yield the turns: each from a name to the next."""
    places = [n for n, (head, *_) in enumerate(lines) if head]
    for n, following in zip(places, [*places[1:], len(lines)], strict=True):
        head, _, end = lines[n]
        assert head is not None  # noqa: S101 - places are those of names
        own = trimmed(text, head.end(), end)
        parts = [own] if own[0] < own[1] else []
        if parts and is_mark(text[own[0]]) and is_mark(text[own[1] - 1]):
            continue  # marked words are found by their marks
        last = following == len(lines)
        for _, start, end in lines[n + 1 : following]:
            if last and parts and not FIRST_PERSON.search(text, start, end):
                break
            if not _STAGE.fullmatch(text, start, end):
                parts.append((start, end))
        if parts:
            sign = head.span("sign") if head.group("sign") else None
            yield Turn(head.span("name"), sign, tuple(parts))
