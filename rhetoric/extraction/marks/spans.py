"""Ranges of a text or of its tokens: where they begin and where they end, which is exclusive."""

from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter

Range = tuple[int, int]


def trimmed(text: str, start: int, end: int) -> Range:
    """Return a range without the space at its edges; where it holds nothing else, an empty one."""
    words = text[start:end]
    begin = start + len(words) - len(words.lstrip())
    return begin, max(begin, start + len(words.rstrip()))


def within(spans: Sequence[Range], at: int) -> bool:
    """Whether an offset lies in one of these ordered ranges."""
    k = bisect_right(spans, at, key=itemgetter(0)) - 1
    return k >= 0 and at < spans[k][1]


def merged(spans: Sequence[Range]) -> list[Range]:
    """Return the ranges in order, those that overlap joined."""
    joined: list[Range] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
