"""Finds the quoted stretches of a raw text: pure Python, no model, linear in its length.

Paragraph by paragraph, marks are paired; a paragraph that opens again without the last one having
closed continues one quotation; a lost mark is put back where the text shows where it stood
(`marks.repair`), and otherwise the doubtful stretch is left out and reported. One bad
paragraph never costs another.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rhetoric.extraction.marks.repair import missing_closing, missing_opening, starts_narration
from rhetoric.extraction.marks.sentences import paragraphs
from rhetoric.extraction.marks.typography import Mark, Style, find_marks, may_be_possessive
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
    nested: tuple[tuple[int, int], ...] = ()
    subordinate: bool = False

    @property
    def start(self) -> int:
        """Offset of the first quoted character."""
        return self.parts[0].start

    @property
    def end(self) -> int:
        """Offset after the last quoted character."""
        return self.parts[-1].end


@dataclass(frozen=True, slots=True)
class _Pair:
    """An opening and a closing mark; one of them may be missing."""

    open: Mark | None
    close: Mark | None


def find_stretches(text: str) -> tuple[list[Stretch], list[Issue]]:
    """Return the quoted stretches of a text in order, and what was doubtful and left out.

    Parameters
    ----------
    text : str
        An article, as given.

    Returns
    -------
    stretches : list of Stretch
        Ordered, never overlapping.
    issues : list of Issue

    Examples
    --------
    >>> text = "“We stay,” she said. We will not go,” he added."
    >>> stretches, issues = find_stretches(text)
    >>> [(text[s.start : s.end], s.repaired) for s in stretches]
    [('We stay,', False), ('We will not go,', True)]
    """
    spans = paragraphs(text)
    marks = [list(find_marks(text, start, end)) for start, end in spans]
    singles_lead = _singles_lead(text, marks)
    leading = [[m for m in line if (m.style == "single") == singles_lead] for line in marks]
    others = [[m for m in line if (m.style == "single") != singles_lead] for line in marks]
    pairs = [_pair(text, line) for line in leading]
    found, issues = _join(text, spans, pairs, may_repair=not singles_lead)
    found = _drop_empty(text, found)
    inside, outside = _split(found, others)
    found = [
        replace(stretch, nested=tuple(_contents(text, inner)))
        for stretch, inner in zip(found, inside, strict=True)
    ]
    for gap in outside:
        found += [
            Stretch((_part(text, opened, closed),), opened.style, subordinate=not singles_lead)
            for opened, closed in _whole_pairs(text, gap)
        ]
    found = _drop_empty(text, found)
    return sorted(found, key=lambda s: s.start), sorted(issues, key=lambda i: i.start)


def _singles_lead(text: str, lines: Sequence[Sequence[Mark]]) -> bool:
    """Whether single marks are this article's main ones, as in British print."""
    singles = doubles = 0
    for line in lines:
        doubles += sum(m.style != "single" and m.opens for m in line)
        singles += sum(
            text[closed.start - 1] in ",.!?" or not may_be_possessive(text, closed)
            for _, closed in _whole_pairs(text, [m for m in line if m.style == "single"])
        )
    return singles > doubles


def _pair(text: str, marks: Sequence[Mark]) -> list[_Pair]:
    """Pair the marks of one paragraph, left to right.

    Marks of another style inside an open quotation are nested in it and settle nothing.
    """
    pairs: list[_Pair] = []
    opened: Mark | None = None
    depth = 0
    for i, mark in enumerate(marks):
        if opened is None:
            if mark.opens and not (mark.measure and mark.closes):
                opened, depth = mark, 0
            elif mark.closes and not mark.measure and mark.style != "single":
                pairs.append(_Pair(None, mark))
        elif mark.style != opened.style or (mark.closes and _belongs_to_word(text, marks, i)):
            continue
        elif mark.closes or _turned_closer(text, mark):
            if depth:
                depth -= 1
            else:
                pairs.append(_Pair(opened, mark))
                opened = None
        elif _opens_inner(marks, i):
            depth += 1
        else:
            pairs.append(_Pair(opened, None))
            opened, depth = mark, 0
    if opened is not None:
        pairs.append(_Pair(opened, None))
    return pairs


def _turned_closer(text: str, mark: Mark) -> bool:
    """Whether a straight mark stands on the wrong side of the space: ``"We go, "he said``."""
    return text[mark.start] == '"' and starts_narration(" " + text[mark.end : mark.end + 80], 0)


def _belongs_to_word(text: str, marks: Sequence[Mark], i: int) -> bool:
    """Whether a closing mark is an apostrophe or an inch sign, since a better closer follows."""
    mark = marks[i]
    if not (mark.measure or (mark.style == "single" and may_be_possessive(text, mark))):
        return False
    following = next((m for m in marks[i + 1 : i + 12] if m.style == mark.style), None)
    return following is not None and following.closes and not following.opens


def _opens_inner(marks: Sequence[Mark], i: int) -> bool:
    """Whether a second opening mark of the same style begins an inner quotation: ``“a “b” c”``."""
    same = [m for m in marks[i + 1 : i + 12] if m.style == marks[i].style][:2]
    return len(same) == 2 and all(m.closes and not m.opens for m in same)


def _join(
    text: str,
    spans: Sequence[tuple[int, int]],
    lines: Sequence[Sequence[_Pair]],
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
                running.append(Part(pair.open.end, _rstrip(text, end), pair.open.start, end))
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


def _continues(
    text: str, spans: Sequence[tuple[int, int]], lines: Sequence[Sequence[_Pair]], n: int
) -> bool:
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
    text: str, pair: _Pair, running: Sequence[Part], floor: int, ceiling: int, *, at_paragraph: bool
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
    """Return the content between two marks, trimmed of space."""
    start, end = opened.end, closed.start
    while start < end and text[start].isspace():
        start += 1
    return Part(start, max(start, _rstrip(text, end, start)), opened.start, closed.end)


def _worded(text: str, parts: Sequence[Part]) -> tuple[Part, ...]:
    """Leave out the parts that a mark alone on its line makes: they hold no word."""
    *before, last = parts
    return (*(part for part in before if _WORD.search(text, part.start, part.end)), last)


def _rstrip(text: str, end: int, start: int = 0) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _whole_pairs(text: str, marks: Sequence[Mark]) -> Iterator[tuple[Mark, Mark]]:
    for pair in _pair(text, marks):
        if pair.open and pair.close:
            yield pair.open, pair.close


def _contents(text: str, marks: Sequence[Mark]) -> Iterator[tuple[int, int]]:
    for opened, closed in _whole_pairs(text, marks):
        part = _part(text, opened, closed)
        yield part.start, part.end


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


def _drop_empty(text: str, stretches: Sequence[Stretch]) -> list[Stretch]:
    """Leave out what holds no word: empty marks, ``“...”``."""
    return [s for s in stretches if _WORD.search(text, s.start, s.end)]
