"""An article as its reader sees it: what stands for a mark, an accent or a line break is one.

Texts come with HTML, Markdown, TeX or escapes left in them, with marks that OCR or a wrong
encoding made, with lines that end where the page did. The text as given is not rewritten: a
`ReadText` holds what is read, and where each of its characters stands in the text as given.
"""

import re
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from rhetoric.extraction.marks.characters import decode, settle_marks, show_plainly, unescape
from rhetoric.extraction.marks.lines import unwrap
from rhetoric.extraction.marks.markup import strip_markup
from rhetoric.extraction.marks.spans import Range
from rhetoric.lexicon.characters import SURROGATE
from rhetoric.types import Span


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text as it is read, with the way back to the text as given.

    Attributes
    ----------
    given : str
        The text as given.
    text : str
        What is read: plain marks, no markup, every line break ends a paragraph, and U+FFFD stands
        for half of a surrogate pair, which no parser takes.
    begins, ends : sequence of int
        Where each character of ``text`` begins and ends in ``given``.
    """

    given: str = field(repr=False)
    text: str
    begins: Sequence[int] = field(repr=False)
    ends: Sequence[int] = field(repr=False)

    def place(self, start: int, end: int) -> Range:
        """Return where ``text[start:end]``, which is not empty, stands in the text as given."""
        return self.begins[start], self.ends[end - 1]

    def span(self, start: int, end: int) -> Span:
        """Return the stretch of the text as given that ``text[start:end]`` is read from."""
        there = self.place(start, end)
        return Span(*there, self.given[slice(*there)])

    def replaced(
        self, pattern: re.Pattern[str], by: str | Callable[[re.Match[str]], str | None]
    ) -> "ReadText":
        """Return the reading with each match replaced; ``None`` leaves it as it is."""
        pieces: list[str] = []
        begins, ends = array("I"), array("I")
        at = 0

        def copy(upto: int) -> None:
            pieces.append(self.text[at:upto])
            begins.extend(self.begins[at:upto])
            ends.extend(self.ends[at:upto])

        for match in pattern.finditer(self.text):
            sign = by if isinstance(by, str) else by(match)
            if sign is None:
                continue
            start, end = match.span()
            copy(start)
            pieces.append(sign)
            begins.extend([self.begins[start]] * len(sign))
            ends.extend([self.ends[end - 1]] * len(sign))
            at = end
        if not at:
            return self
        copy(len(self.text))
        return ReadText(self.given, "".join(pieces), begins, ends)


def read(text: str) -> ReadText:
    r"""Read a text as given.

    Examples
    --------
    >>> reading = read("<p>&ldquo;We stay,&rdquo; said\nAna&nbsp;Ruiz.</p>")
    >>> reading.text.strip()
    '“We stay,” said Ana Ruiz.'
    >>> at = reading.text.index("“")
    >>> reading.given[slice(*reading.place(at, at + 1))]
    '&ldquo;'
    """
    reading = ReadText(text, text, range(len(text)), range(1, len(text) + 1))
    for step in (decode, unescape, strip_markup, show_plainly, settle_marks):
        reading = step(reading)
    # last, since a character that an encoding has lost may stand for a mark, which this is not
    return replace(reading, text=SURROGATE.sub("\ufffd", unwrap(reading.text)))
