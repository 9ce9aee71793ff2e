"""Paragraphs and sentences of raw text, by rule and in linear time.

Used where no parse exists: to repair marks before anything is parsed, and to cut the carrier
sentence of a quotation.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_BLANK = re.compile(r"(?:\r\n?|\n)[ \t\u00a0]*(?:\r\n?|\n)\s*")
_WRAP_WIDTH = range(50, 101)
_TERMINAL = ".!?…:”\"’')"

# Not the end of a sentence: a title, an initial, a dotted abbreviation, a month.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[“‘\"'—–-])(?:Mr|Mrs|Ms|Mx|Dr|Prof|Rev|Fr|Sr|Jr|St|Ste|Gen|Col|Maj|Capt|Cmdr|Lt|Sgt|"
    r"Cpl|Pvt|Adm|Gov|Sen|Sens|Rep|Reps|Pres|Hon|Amb|Supt|Det|Insp|vs|v|No|Nos|Art|Inc|Ltd|Corp|Co|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Ave|Blvd|Rd|Mt|Ft|Messrs|Mmes|D-[A-Z][a-z]+|"
    r"R-[A-Z][a-z]+|e\.g|i\.e|cf|[A-Z]|(?:[A-Za-z]\.)+[A-Za-z])\.$"
)
_BREAK = re.compile(
    # possessive, and anchored at the start of a run, so that “......” stays linear
    r"(?<![.!?…])[.!?…]++(?:\[\d{1,3}\])?[\"'”’»)\]]*+[ \t\u00a0\n\r]++"
    r"(?=[\"'“‘„«(\[]{0,3}[A-Z0-9À-ÖØ-Þ@#])"
)


def paragraphs(text: str) -> list[tuple[int, int]]:
    r"""Return the ``(start, end)`` of each paragraph that holds more than space.

    A line is a paragraph, unless the text is wrapped at a column: then blank lines part them.

    Examples
    --------
    >>> paragraphs("One line.\nAnother.")
    [(0, 9), (10, 18)]
    """
    if _is_wrapped(text):
        return list(_blocks(text))
    spans: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        if line.group().isspace():
            continue
        if spans and _runs_on(text, spans[-1][1], line.start()):
            spans[-1] = (spans[-1][0], line.end())
        else:
            spans.append(line.span())
    return spans


def _runs_on(text: str, end: int, start: int) -> bool:
    """Whether one line break cuts a sentence: no stop before it, a small letter after it."""
    gap = text[end:start]
    broken = gap in ("\n", "\r\n") and text[start].islower()
    return broken and text[end - 1] not in _TERMINAL


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in _BLANK.finditer(text):
        if text[start : gap.start()].strip():
            yield start, gap.start()
        start = gap.end()
    if text[start:].strip():
        yield start, len(text)


def _is_wrapped(text: str) -> bool:
    """Whether lines end at a column rather than where a paragraph does."""
    if not _BLANK.search(text):
        return False
    # the last line of each block is short in wrapped text, so only the others tell
    lines = [line.rstrip() for line in text.splitlines()]
    inner = [line for line, following in pairwise(lines) if line and following]
    if len(inner) < 4:
        return False
    full = sum(len(line) in _WRAP_WIDTH for line in inner)
    cut = sum(line[-1:] not in _TERMINAL for line in inner)
    return full > 0.7 * len(inner) and cut > 0.5 * len(inner)


def sentence_starts(text: str, start: int, end: int) -> list[int]:
    """Return where each sentence of ``text[start:end]`` begins, ``start`` first.

    Examples
    --------
    >>> sentence_starts("Gov. Lee spoke. He left.", 0, 24)
    [0, 16]
    """
    starts = [start]
    for match in _BREAK.finditer(text, start, end):
        head = text[max(starts[-1], match.start() - 24) : match.start() + 1]
        if text[match.start()] == "." and _ABBREVIATION.search(head):
            continue
        starts.append(match.end())
    return starts


def sentence_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the ``(start, end)`` of each sentence of ``text[start:end]``."""
    starts = sentence_starts(text, start, end)
    return list(zip(starts, [*starts[1:], end], strict=True))
