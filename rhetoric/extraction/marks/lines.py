"""Which line breaks end a paragraph, and which only the page made.

Text copied from a page, a mail or a PDF breaks its lines at a column. Two things tell such a break:
the next word would not have fitted, and the sentence plainly goes on.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rhetoric.lexicon.cues import saying_pattern

_LINE = re.compile(r"[^\n\r\u2028\u2029]*(?:\r\n|[\n\r\u2028\u2029]|\Z)")
_BREAK = re.compile(r"[\n\r\u2028\u2029]")
_STOPS = ".!?…:"
_CLOSERS = "\"'”’»)]›"
# how wide a column may be; longer lines are paragraphs
_WIDEST = 120
# lines of proportional type end within so much of the column
_RAGGED = 0.8
# of so many breaks the next word must not have fitted, and the sentence must not have ended
_FULL, _CUT = 0.7, 0.4
# fewer breaks than this show a column only if one of them plainly cuts a sentence
_FEW = 4

_OWN_LINE = re.compile(
    r"\s*(?:[•‣◦▪·*–—~-]\s|[–—~-][A-Z]|\(?\d{1,2}[.)]\s"  # a bullet, a number, a signature
    r"|(?:[A-Z][\w.’'-]*[ ]){0,3}[A-Z][\w.’'-]*[ ]?:(?:\s|$))"  # Name: of a turn, a caption
)
_UNFINISHED = re.compile(
    r"\b(?:the|an|of|to|in|and|or|for|with|by|on|at|from|that|his|her|their|its|was|is|are|were|"
    r"has|have|had|as|than|but)$"
)
_MARKS = '"“”'
_COMMA_CLOSES = re.compile(r",[\"”’'»]")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line: its words and where they stand."""

    start: int
    end: int
    words: str


def unwrap(text: str) -> str:
    r"""Return the text with a space for each line break that ends no paragraph.

    Offsets stay the same.

    Examples
    --------
    >>> unwrap("“We stay,” said\nAna Ruiz.\nThen she left.")
    '“We stay,” said Ana Ruiz.\nThen she left.'
    """
    if not _BREAK.search(text):
        return text
    signs = list(text)
    blocks = list(_blocks(text))
    column = _column(blocks)
    for block in blocks:
        for line, following in pairwise(block):
            if _OWN_LINE.match(following.words):
                continue
            if _goes_on(line.words, following.words) or (
                column and _joined_in_column(line, following, column)
            ):
                signs[line.end : following.start] = " " * (following.start - line.end)
    return "".join(signs)


def _blocks(text: str) -> Iterator[list[_Line]]:
    """Yield the lines between two blank ones."""
    block: list[_Line] = []
    for match in _LINE.finditer(text):
        raw = match.group()
        words = raw.strip()
        if words:
            start = match.start() + len(raw) - len(raw.lstrip())
            block.append(_Line(start, start + len(words), words))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _column(blocks: Sequence[Sequence[_Line]]) -> int:
    """Return the width of the column that the lines break at, 0 where they break at none."""
    pairs = [
        (line.words, following.words)
        for block in blocks
        for line, following in pairwise(block)
        if not _OWN_LINE.match(following.words)
    ]
    if not pairs:
        return 0
    lengths = sorted(len(line) for line, _ in pairs)
    width = lengths[min(len(lengths) - 1, int(0.9 * len(lengths)))]
    longest = max(len(line.words) for block in blocks for line in block)
    if width > _WIDEST or longest > 2 * width:
        return 0
    full = sum(_is_full(line, following, width) for line, following in pairs)
    cut = sum(not _ends(line) for line, _ in pairs)
    if full < _FULL * len(pairs) or cut < _CUT * len(pairs):
        return 0
    plain = len(pairs) >= _FEW or any(_goes_on(*pair) for pair in pairs)
    return width if plain else 0


def _joined_in_column(line: _Line, following: _Line, column: int) -> bool:
    """Whether a break in a text set in a column is the column's."""
    if len(line.words) + 1 + len(_first(following.words)) > column:
        return True
    return not _ends(line.words) and len(line.words) >= _RAGGED * column


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether the first word of the next line would not have fitted."""
    return len(line) + 1 + len(_first(following)) > _RAGGED * width


def _goes_on(line: str, following: str) -> bool:
    """Whether a sentence plainly goes on over the end of a line."""
    if _ends(line):
        return False
    if following[0].islower():
        return True
    if _awaits_cue(line, following):
        return True
    if line[-1].isalpha() and _UNFINISHED.search(line):
        return True
    return _left_open(line) and _closes_first(following)


def _awaits_cue(line: str, following: str) -> bool:
    """Whether the cue of “…,” or its subject stands on the next line."""
    closed = [m.end() for m in _COMMA_CLOSES.finditer(line)]
    if not closed:
        return False
    rest = line[closed[-1] :].strip()
    if re.search(rf"\b{saying_pattern()}\b", rest):
        return re.fullmatch(rf"{saying_pattern()}(?:\s+[a-z]+)*", rest) is not None
    return re.match(rf"(?:\S+\s+){{0,7}}?{saying_pattern()}\b", following[:160]) is not None


def _ends(line: str) -> bool:
    """Whether a line ends a sentence."""
    return line.rstrip(_CLOSERS)[-1:] in tuple(_STOPS)


def _left_open(line: str) -> bool:
    opened = line.count("“") - line.count("”")
    return opened > 0 or (not opened and line.count('"') % 2 == 1)


def _closes_first(line: str) -> bool:
    first = next((i for i, sign in enumerate(line) if sign in _MARKS), -1)
    return first > 0 and not line[first - 1].isspace() and line[first] != "“"


def _first(line: str) -> str:
    return line.split(maxsplit=1)[0]
