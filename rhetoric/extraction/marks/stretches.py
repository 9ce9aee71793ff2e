"""Finds the quoted stretches of a raw text: pure Python, no model, linear in its length.

Paragraph by paragraph, marks are paired; a paragraph that opens again without the last one having
closed continues one quotation; a lost mark is put back where the text shows where it stood
(`marks.repair`), and otherwise the doubtful stretch is left out and reported. One bad
paragraph never costs another.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rhetoric.extraction.marks.pairs import Pair, pair_marks, singles_lead, whole_pairs
from rhetoric.extraction.marks.repair import missing_closing, missing_opening
from rhetoric.extraction.marks.sentences import paragraphs
from rhetoric.extraction.marks.spans import Range, trimmed
from rhetoric.extraction.marks.typography import Mark, Style, find_marks
from rhetoric.types import Issue

_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Part:
    """The quoted words of one paragraph: content, and content with its marks."""

    start: int
    end: int
    outer_start: int
    outer_end: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """One quotation as printed.

    Attributes
    ----------
    parts : tuple of Part
        One a paragraph, in order; nearly always a single one.
    style : str
        Of its marks, as in `marks.typography.Mark`.
    repaired : bool
        One mark was missing and has been put back.
    nested : tuple of (int, int)
        Contents of the quotations inside it.
    subordinate : bool
        Its marks are of the style that this article uses inside others or for terms only.
    """

    parts: tuple[Part, ...]
    style: Style
    repaired: bool = False
    nested: tuple[Range, ...] = ()
    subordinate: bool = False

    @property
    def start(self) -> int:
        """Offset of the first quoted character."""
        return self.parts[0].start

    @property
    def end(self) -> int:
        """Offset after the last quoted character."""
        return self.parts[-1].end


def find_stretches(text: str) -> tuple[list[Stretch], list[Issue]]:
    """Return the quoted stretches of a text in order, and what was doubtful and left out.

    Parameters
    ----------
    text : str
        An article as it is read.

    Returns
    -------
    stretches : list of Stretch
        Ordered, never overlapping.
    issues : list of Issue
        What was doubtful and left out, in order.

    Examples
    --------
    >>> text = "“We stay,” she said. We will not go,” he added."
    >>> stretches, issues = find_stretches(text)
    >>> [(text[s.start : s.end], s.repaired) for s in stretches]
    [('We stay,', False), ('We will not go,', True)]
    """
    spans = paragraphs(text)
    marks = [list(find_marks(text, start, end)) for start, end in spans]
    british = singles_lead(text, marks)
    leading = [[m for m in line if (m.style == "single") == british] for line in marks]
    others = [[m for m in line if (m.style == "single") != british] for line in marks]
    pairs = [pair_marks(text, line) for line in leading]
    joined, issues = _join(text, spans, pairs, may_repair=not british)
    found = [stretch for stretch in joined if _is_worded(text, stretch)]
    inside, outside = _split(found, others)
    found = [
        replace(s, nested=tuple(trimmed(text, a.end, b.start) for a, b in whole_pairs(text, inner)))
        for s, inner in zip(found, inside, strict=True)
    ]
    between = (
        Stretch((_part(text, *pair),), pair[0].style, subordinate=not british)
        for gap in outside
        for pair in whole_pairs(text, gap)
    )
    found += [stretch for stretch in between if _is_worded(text, stretch)]
    return sorted(found, key=lambda s: s.start), sorted(issues, key=lambda i: i.start)


def _is_worded(text: str, stretch: Stretch) -> bool:
    """Whether a stretch holds a word, unlike empty marks and ``“...”``."""
    return _WORD.search(text, stretch.start, stretch.end) is not None


def _join(
    text: str,
    spans: Sequence[Range],
    lines: Sequence[Sequence[Pair]],
    *,
    may_repair: bool,
) -> tuple[list[Stretch], list[Issue]]:
    """Turn the pairs of all paragraphs into stretches: join what continues, repair what is lost."""
    found: list[Stretch] = []
    issues: list[Issue] = []
    running: list[Part] = []
    for n, ((begin, end), line) in enumerate(zip(spans, lines, strict=True)):
        floor, at_paragraph = begin, True
        for k, pair in enumerate(line):
            ceiling = next((q.open.start for q in line[k + 1 : k + 2] if q.open), end)
            last = k == len(line) - 1
            if pair.open and pair.close:
                running.append(_part(text, pair.open, pair.close))
                found.append(Stretch(_worded(text, running), pair.open.style))
                running = []
            elif pair.open and last and _continues(text, spans, lines, n):
                stop = begin + len(text[begin:end].rstrip())
                running.append(Part(pair.open.end, stop, pair.open.start, end))
                continue
            elif may_repair or running:
                made = _repair(text, pair, running, floor, ceiling, at_paragraph=at_paragraph)
                running = []
                if isinstance(made, Stretch):
                    found.append(made)
                else:
                    issues.append(made)
            closing = pair.close or pair.open
            floor = max(
                found[-1].parts[-1].outer_end if found else begin, closing.end if closing else begin
            )
            at_paragraph = False
    return found, issues


def _continues(text: str, spans: Sequence[Range], lines: Sequence[Sequence[Pair]], n: int) -> bool:
    """Whether the quotation that paragraph ``n`` leaves open goes on in the next one.

    It does when the next paragraph opens again with its first character, or closes first of all.
    """
    if n + 1 >= len(lines) or not lines[n + 1]:
        return False
    opened, first = lines[n][-1].open, lines[n + 1][0]
    begin = spans[n + 1][0]
    if first.open is None:
        close = first.close
        if close is None or opened is None or close.style != opened.style:
            return False
        # where the text shows another start, two marks were lost: two quotations
        shown = missing_opening(text, begin, close.start, at_paragraph=True)
        return shown is None or shown == begin
    return (
        opened is not None
        and first.open.style == opened.style
        and not text[begin : first.open.start].strip()
    )


def _repair(
    text: str, pair: Pair, running: Sequence[Part], floor: int, ceiling: int, *, at_paragraph: bool
) -> Stretch | Issue:
    """Put back the missing mark of a pair, or say that the text does not show where it stood."""
    if pair.open is None:
        assert pair.close is not None  # noqa: S101 - a pair has at least one mark
        close = pair.close
        if running and at_paragraph:
            part = Part(floor, close.start, floor, close.end)
            return Stretch(_worded(text, [*running, part]), close.style, repaired=True)
        start = missing_opening(text, floor, close.start, at_paragraph=at_paragraph)
        if start is None:
            return Issue(floor, close.end, "a closing quotation mark without an opening one")
        return Stretch((Part(start, close.start, start, close.end),), close.style, repaired=True)
    begin = pair.open.end
    resumes = text[floor : pair.open.start].rstrip().endswith(",")
    stop = missing_closing(text, begin, ceiling, resumes=resumes)
    if stop is None:
        return Issue(pair.open.start, ceiling, "an opening quotation mark without a closing one")
    part = Part(begin, stop, pair.open.start, stop)
    return Stretch(_worded(text, [*running, part]), pair.open.style, repaired=True)


def _part(text: str, opened: Mark, closed: Mark) -> Part:
    """Return the content between two marks, without the space at its edges."""
    return Part(*trimmed(text, opened.end, closed.start), opened.start, closed.end)


def _worded(text: str, parts: Sequence[Part]) -> tuple[Part, ...]:
    """Leave out the parts that a mark alone on its line makes: they hold no word."""
    *before, last = parts
    return (*(part for part in before if _WORD.search(text, part.start, part.end)), last)


def _split(
    stretches: Sequence[Stretch], lines: Sequence[Sequence[Mark]]
) -> tuple[list[list[Mark]], list[list[Mark]]]:
    """Sort marks of the other style into those inside each stretch and those between two.

    What stands between is parted by paragraphs too: such marks never pair over a line's end.
    """
    inside: list[list[Mark]] = [[] for _ in stretches]
    outside: list[list[Mark]] = []
    k = 0
    for line in lines:
        outside.append([])
        for mark in line:
            while k < len(stretches) and stretches[k].parts[-1].outer_end <= mark.start:
                k += 1
                outside.append([])
            within = k < len(stretches) and stretches[k].parts[0].outer_start <= mark.start
            (inside[k] if within else outside[-1]).append(mark)
    return inside, outside
