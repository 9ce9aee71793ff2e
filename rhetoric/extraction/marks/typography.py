"""The marks themselves: which characters open or close a quotation, and which only look so.

Nothing here knows about sentences or speakers: a character and its two neighbours are enough to
tell an apostrophe, an inch sign and a quotation mark apart, or to say that they are not enough.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rhetoric.lexicon.characters import JOINERS

Style = Literal["double", "single", "guillemet", "corner", "white corner", "angle"]

# Of each style the characters that open, close, and may do either. What may do both is settled by
# its neighbours, and where they do not settle it, by what stands open. German closes with “,
# Swedish opens with ”, Danish and some German printers turn their guillemets round: those are read
# from the neighbours.
_SIGNS: dict[Style, tuple[str, str, str]] = {
    "double": ("“ „ ‟ 〝 `` ‘‘", "” 〞 ’’", "\" ＂ ''"),
    "single": ("‘ ‚ ‛", "’", "'"),
    "guillemet": ("«", "»", ""),
    "angle": ("‹", "›", ""),
    "corner": ("「", "」", ""),
    "white corner": ("『", "』", ""),
}
# style, may open, may close
_TABLE = {
    sign: (style, opens, closes)
    for style, groups in _SIGNS.items()
    for group, opens, closes in zip(groups, (True, False, True), (False, True, True), strict=True)
    for sign in group.split()
}
# In CJK text a mark has letters on both sides, so its neighbours say nothing.
_FIXED = frozenset("「」『』〝〞„‚")
_MARK = re.compile("|".join(sorted(map(re.escape, _TABLE), key=len, reverse=True)))
_ANY_MARK = frozenset("".join(_TABLE))

# Words that begin with a dropped letter: ’em, ’til, ’twas. After a left-turned mark too, because
# word processors turn the apostrophe of ‘em the wrong way.
_ELISION = re.compile(
    r"(?:em|til|till|tis|twas|twere|cause|cuz|coz|bout|round|n|neath|tween|ere|cept|fraid|nother|"
    r"nuff|s|tude|burb|hood)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\d\ds?\b")
# the value of an attribute in stray markup: <img alt="...">
_ATTRIBUTE = re.compile(r"""(?<=[\w-]=)["“”][^"“”<>\n]*["“”]""")
_FEET_BEFORE = re.compile(r"\d\s?['’′]\s?\d{1,2}(?:[.,]\d+|\s?[½¼¾])?$")
_MEASURE_AFTER = re.compile(
    r"\s?(?:\d{1,2}\b|[x×]\s?\d|by\s\d|(?:long|wide|tall|high|deep|thick)\b)"
)


@dataclass(frozen=True, slots=True)
class Mark:
    r"""One quotation mark in the text.

    Attributes
    ----------
    start, end : int
        Character offsets; two characters for `` and ''.
    style : str
        Marks pair with marks of their own style only.
    opens, closes : bool
        What it may do where it stands. Both, when its neighbours do not settle it.
    measure : bool
        It may be an inch or a second sign ("a 12\" pipe") if that leaves its neighbours paired.
    """

    start: int
    end: int
    style: Style
    opens: bool
    closes: bool
    measure: bool = False


def is_mark(sign: str) -> bool:
    """Whether a character is one that may open or close a quotation.

    >>> is_mark("«"), is_mark(","), is_mark("")
    (True, False, False)
    """
    return sign in _ANY_MARK


def find_marks(text: str, start: int, end: int) -> Iterator[Mark]:
    r"""Yield the quotation marks of ``text[start:end]`` in order.

    Apostrophes and signs of feet, inches, minutes and seconds are left out.

    Parameters
    ----------
    text : str
        The article.
    start, end : int
        Character offsets, usually of one paragraph: neighbours outside are not looked at.

    Examples
    --------
    >>> [m.start for m in find_marks("The '90s: “it’s 6'2\" tall”", 0, 26)]
    [10, 25]
    """
    markup = deque(m.span() for m in _ATTRIBUTE.finditer(text, start, end))
    for match in _MARK.finditer(text, start, end):
        sign, i, j = match.group(), match.start(), match.end()
        while markup and markup[0][1] <= i:
            markup.popleft()
        if markup and markup[0][0] <= i:
            continue
        style, opens, closes = _TABLE[sign]
        if sign in _FIXED:
            yield Mark(i, j, style, opens, closes)
            continue
        before = text[i - 1] if i > start else ""
        after = text[j] if j < end else ""
        if style == "single" and _is_apostrophe(text, i, j, before, after, sign):
            continue
        measure = False
        if sign in ('"', "''", "”"):
            if _FEET_BEFORE.search(text, max(start, i - 12), i):
                continue
            measure = before.isdigit() and sign != "”"
        opens, closes = _settle(opens, closes, before, after)
        yield Mark(i, j, style, opens, closes, measure)


def _settle(opens: bool, closes: bool, before: str, after: str) -> tuple[bool, bool]:
    """Tell what a mark may do, given the characters on its two sides."""
    free_left = _is_free(before, "([{<—–-/…")
    free_right = _is_free(after, ".,;:!?)]}>—–-/…")
    if opens and closes:
        if free_left and not free_right:
            return True, False
        if free_right and not free_left:
            return False, True
        return True, True
    # A mark turned the wrong way in print: “Hello,“ he said; ”Hello,” he said.
    if opens and free_right and not free_left:
        return True, True
    if closes and free_left and (not free_right or not before):
        return True, True
    return opens, closes


def _is_free(neighbour: str, punctuation: str) -> bool:
    """Whether a mark could stand at the edge of its quotation on this side."""
    return (
        not neighbour
        or neighbour.isspace()
        or neighbour in punctuation
        or neighbour in _ANY_MARK
        or neighbour in JOINERS
    )


def _is_apostrophe(text: str, i: int, j: int, before: str, after: str, sign: str) -> bool:
    """Whether a single mark is an apostrophe or a foot or minute sign, whatever stands open."""
    word_before, word_after = before.isalnum(), after.isalnum()
    if word_before and word_after:
        # Thai-style ‘word’word never occurs in English: a mark inside a word is an apostrophe.
        return True
    if word_after:
        if _YEAR.match(text, j) and (sign != "‘" or text[j + 2 : j + 3] == "s"):
            return True
        elided = _ELISION.match(text, j)
        if elided and not (
            sign == "‘" and elided.group().lower() in ("round", "cause", "s", "till")
        ):
            return True
    if sign in ("'", "’") and before.isdigit() and _MEASURE_AFTER.match(text, j):
        return True
    # the second half of rock ’n’ roll
    return (
        before in ("n", "N")
        and i >= 2
        and text[i - 2] in "'’‘"
        and text[i - 3 : i - 2] in ("", " ")
    )


def may_be_possessive(text: str, mark: Mark) -> bool:
    """Whether a single mark after a word could be a plural possessive or a dropped letter.

    >>> may_be_possessive("the veterans’ home", Mark(12, 13, "single", False, True))
    True
    >>> may_be_possessive("said ‘go’ twice", Mark(8, 9, "single", False, True))
    False
    """
    word = re.search(r"\w+$", text[max(0, mark.start - 24) : mark.start])
    if not word or not re.match(r"\s+\w", text[mark.end : mark.end + 3]):
        return False
    return (
        word.group()[-1] in "sSzxX"
        or re.search(r"(?:\win|^o|^th)$", word.group().lower()) is not None
    )
