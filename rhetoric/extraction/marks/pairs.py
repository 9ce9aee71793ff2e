"""Which opening mark belongs to which closing one, within a paragraph."""

from collections.abc import Sequence
from dataclasses import dataclass

from rhetoric.extraction.marks.repair import starts_narration
from rhetoric.extraction.marks.typography import Mark, may_be_possessive


@dataclass(frozen=True, slots=True)
class Pair:
    """An opening and a closing mark; one of them may be missing."""

    open: Mark | None
    close: Mark | None


def pair_marks(text: str, marks: Sequence[Mark]) -> list[Pair]:
    """Pair the marks of one paragraph, left to right.

    Marks of another style inside an open quotation are nested in it and settle nothing.
    """
    pairs: list[Pair] = []
    opened: Mark | None = None
    depth = 0
    for i, mark in enumerate(marks):
        if opened is None:
            if mark.opens and not (mark.measure and mark.closes):
                opened, depth = mark, 0
            elif mark.closes and not mark.measure and mark.style != "single":
                pairs.append(Pair(None, mark))
        elif mark.style != opened.style or (mark.closes and _belongs_to_word(text, marks, i)):
            continue
        elif mark.closes or _turned_closer(text, mark):
            if depth:
                depth -= 1
            else:
                pairs.append(Pair(opened, mark))
                opened = None
        elif _opens_inner(marks, i):
            depth += 1
        else:
            pairs.append(Pair(opened, None))
            opened, depth = mark, 0
    if opened is not None:
        pairs.append(Pair(opened, None))
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


def whole_pairs(text: str, marks: Sequence[Mark]) -> list[tuple[Mark, Mark]]:
    """Return the pairs of a paragraph's marks of which neither is missing."""
    return [(p.open, p.close) for p in pair_marks(text, marks) if p.open and p.close]


def singles_lead(text: str, lines: Sequence[Sequence[Mark]]) -> bool:
    """Whether single marks are this article's main ones, as in British print."""
    singles = doubles = 0
    for line in lines:
        doubles += sum(m.style != "single" and m.opens for m in line)
        singles += sum(
            text[closed.start - 1] in ",.!?" or not may_be_possessive(text, closed)
            for _, closed in whole_pairs(text, [m for m in line if m.style == "single"])
        )
    return singles > doubles
