"""Lines that stand apart from the article's sentences: headlines, bylines, captions, bullets."""

import re
from collections.abc import Iterator

from rhetoric.extraction.marks.sentences import paragraphs, sentence_starts
from rhetoric.extraction.marks.spans import Range
from rhetoric.lexicon.wordlists import read_words

_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_OPENING = re.compile(
    r"\s*(?:[•◦▪‣·*–—-]\s|[Bb]y [A-Z]|By: |BY |©|Copyright\b|\(c\)|"
    r"(?:Photo(?:graph)?s?|Image|Picture|Pictured|File|Caption|Credit|Source|Video|Illustration|"
    r"Reporting|Editing|Written|Edited|Reported|Additional reporting)\b[^.!?\n]{0,24}(?::|\bby\b))"
)
# a credit behind a caption, also glued to it as converted pages have it: “Ann Lee.Photo: Bo Carr”
_CREDITS = (word.capitalize() for word in sorted(read_words("no_speakers.txt", "credit")))
_CREDIT = re.compile(rf"(?:{'|'.join(_CREDITS)})\s*:")
_ENDS = tuple(".!?…:;,”\"’'»)]—–-")
# a line of which so many words are capitalised is a headline, and names nobody for certain
_HEADLINE = 0.7
# characters; what is longer is a sentence, also without its stop
_LONGEST = 200


def headlines(text: str) -> Iterator[Range]:
    """Yield the lines that are printed in title case."""
    for line in _LINE.finditer(text):
        words = _WORD.findall(line.group())
        capital = sum(word[0].isupper() for word in words)
        title_case = len(words) > 3 and capital >= _HEADLINE * len(words)
        leads_in = line.group().rstrip().endswith(":")
        if title_case and not leads_in and len(sentence_starts(text, *line.span())) == 1:
            yield line.span()


def lines_apart(text: str) -> list[Range]:
    r"""Return the lines whose names are no subject of what follows.

    Examples
    --------
    >>> text = "Carr wins\n\nPhoto: Ann Lee.\n\nTom Hart spoke."
    >>> [text[start:end] for start, end in lines_apart(text)]
    ['Carr wins', 'Photo: Ann Lee.']
    """
    return [span for span in paragraphs(text) if _is_apart(text, *span)]


def has_credit(text: str, start: int, end: int) -> bool:
    """Whether a line says whose a picture or film is: “Photo: Bo Carr”.

    Parameters
    ----------
    text : str
        The article.
    start, end : int
        A line, or its beginning.

    Examples
    --------
    >>> line = "Ann Lee at the gate.Photo: Bo Carr."
    >>> has_credit(line, 0, len(line)), has_credit("Lee: We won.", 0, 12)
    (True, False)
    """
    return _CREDIT.search(text, start, end) is not None


def _is_apart(text: str, start: int, end: int) -> bool:
    """Whether a line is a bullet or a credit, or short and without a stop as a headline is."""
    line = text[start:end].rstrip()
    marked = any(mark in line for mark in '“”"')
    if _OPENING.match(text, start, end) or (not marked and has_credit(text, start, end)):
        return end - start <= _LONGEST
    if len(line) > _LONGEST or line.endswith(_ENDS) or marked:
        return False
    # the last line may have lost its stop
    return bool(text[end:].strip()) and len(sentence_starts(text, start, end)) == 1
