"""Paragraphs and sentences of raw text, by rule and in linear time.

Used where no parse exists: to repair marks before anything is parsed, and to cut the carrier
sentence of a quotation.
"""

import re
from collections.abc import Iterator

from rhetoric.extraction.marks.spans import Range
from rhetoric.lexicon.wordlists import read_words

# a whole article in one line is read as one paragraph, a book is not
_LONGEST = 10_000
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_WORDS = read_words("abbreviations.txt", "title") | read_words("abbreviations.txt", "other")
# Not the end of a sentence: a title, a month, a senator's state, an initial, a dotted abbreviation.
_ABBREVIATION = re.compile(
    rf"(?:^|[\s(\[“‘\"'—–-])(?:{'|'.join(sorted(_WORDS))}|"
    r"[DR]-[A-Z][a-z]+|[A-Z]|(?:[A-Za-z]\.)+[A-Za-z])\.$"
)
_BREAK = re.compile(
    # possessive, and anchored at the start of a run, so that “......” stays linear
    r"(?<![.!?…])[.!?…]++(?:\[\d{1,3}\])?[\"'”’»)\]]*+[ \t\u00a0\n\r]++"
    r"(?=[\"'“‘„«(\[]{0,3}[A-Z0-9À-ÖØ-Þ@#])"
    # a line that has no stop is no part of the next sentence
    r"|[\n\r\u2028\u2029]\s*+"
)


def paragraphs(text: str) -> list[Range]:
    r"""Return the ``(start, end)`` of each line that holds more than space.

    In a text as it is read (`marks.reading.read`) each is a paragraph.

    Examples
    --------
    >>> paragraphs("One line.\n \nAnother.")
    [(0, 9), (12, 20)]
    """
    return [
        span
        for line in _LINE.finditer(text)
        if not line.group().isspace()
        for span in pieces(text, *line.span(), _LONGEST)
    ]


def pieces(text: str, start: int, end: int, longest: int) -> Iterator[Range]:
    """Cut what nobody wrote as one paragraph or sentence, at the end of a sentence if it has one.

    What a parser needs grows with the longest text that it is given. A quotation over the cut
    goes on in the next piece like one over two paragraphs.

    Parameters
    ----------
    text : str
        The article as it is read.
    start, end : int
        Where what may be cut begins and ends, in characters.
    longest : int
        The characters of a piece at most; none but the last has less than half of them.
    """
    while end - start > longest:
        least, most = start + longest // 2, start + longest
        starts = sentence_starts(text, least, most)[1:]
        cut = next((at for at in reversed(starts) if _is_closed(text, start, at)), None)
        if cut is None:
            cut = starts[-1] if starts else text.rfind(" ", least, most) + 1 or most
        yield start, cut
        start = cut
    if text[start:end].strip():
        yield start, end


def _is_closed(text: str, start: int, end: int) -> bool:
    """Whether no quotation stands open."""
    opened = text.count("“", start, end) - text.count("”", start, end)
    return not opened and text.count('"', start, end) % 2 == 0


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
        if match.end() < end:
            starts.append(match.end())
    return starts


def sentence_spans(text: str, start: int, end: int) -> list[Range]:
    """Return the ``(start, end)`` of each sentence of ``text[start:end]``."""
    starts = sentence_starts(text, start, end)
    return list(zip(starts, [*starts[1:], end], strict=True))
