"""The lines of printed pages put together to paragraphs."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# how much of a page's height, at the top and at the bottom, headers and footers stand in
_EDGE = 0.12
_DIGITS = re.compile(r"\d+")
_ENDED = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_CUT_WORD = re.compile(r"[^\W\d_]-$")
_BULLET = re.compile(r"[•‣◦▪*–—-]\s|\d{1,2}[.)]\s")
# a first line that begins further in than this, in points, begins a paragraph
_INDENT = 5.0
# a line that ends before this share of its column's width is the last one of a paragraph
_FULL = 0.8


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line.

    Attributes
    ----------
    text : str
        Its words, without the line end.
    box : int
        The block of lines, on its page, that it belongs to.
    indent : float
        How far in from the left edge of its block it begins, in points.
    width : float
        The share of its block's width at which it ends.
    height : float
        Where on the page it stands: 0 is the bottom, 1 the top.
    """

    text: str
    box: int
    indent: float
    width: float
    height: float


def paragraphs(pages: Sequence[Sequence[Line]]) -> Iterator[str]:
    """Yield the paragraphs of pages, without the headers and footers that run over them.

    Words hyphenated at the end of a line are rejoined. A paragraph goes on in the next block, on
    the same page or the next, where the sentence does.

    Parameters
    ----------
    pages : sequence of sequences of Line
        The lines of each page, from top to bottom.

    Examples
    --------
    >>> first = [Line("“We stay in our fami-", 0, 0, 1, 0.5), Line("lies’", 0, 0, 0.2, 0.4)]
    >>> list(paragraphs([first, [Line("homes,” she said.", 0, 0, 0.9, 0.8)]]))
    ['“We stay in our families’ homes,” she said.']
    """
    text = ""
    last: Line | None = None
    for line in _without_running(pages):
        if last is not None and not _goes_on(text, last, line):
            yield text
            text = ""
        text = _joined(text, line.text)
        last = line
    if text:
        yield text


def _without_running(pages: Sequence[Sequence[Line]]) -> Iterator[Line]:
    """Yield the lines of all pages but those that stand at the edge of several pages alike."""
    there = Counter(key for page in pages for key in {_running(line) for line in page})
    for page in pages:
        yield from (line for line in page if there[_running(line)] < 2 or not _running(line))


def _running(line: Line) -> str:
    """Return what a header or footer has on every page; nothing for a line amid the page."""
    if _EDGE < line.height < 1 - _EDGE:
        return ""
    return _DIGITS.sub("0", line.text)


def _goes_on(text: str, last: Line, line: Line) -> bool:
    """Whether a line belongs to the paragraph before it."""
    if _BULLET.match(line.text):
        return False
    if line.box == last.box and line.height < last.height:
        ended = line.indent > _INDENT >= last.indent or last.width < _FULL
        return not (ended and _ENDED.search(text))
    if _ENDED.search(text):
        return False
    return line.text[0].islower() or text.count("“") > text.count("”") or bool(text.count('"') % 2)


def _joined(text: str, line: str) -> str:
    if _CUT_WORD.search(text) and line[0].islower():
        return text[:-1] + line
    return f"{text} {line}" if text else line
