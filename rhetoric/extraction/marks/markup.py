"""HTML and Markdown left in a text: taken out, and marks put where tags stand for them."""

import re
from collections.abc import Set
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rhetoric.extraction.marks.reading import ReadText

_BLOCKS = (
    "p|div|br|hr|li|ul|ol|dl|dt|dd|tr|td|th|table|tbody|thead|blockquote|section|article|header|"
    "footer|figure|figcaption|aside|main|nav|pre|center|h[1-6]"
)
_INLINE = (
    "a|abbr|b|big|cite|code|del|em|font|i|img|ins|label|mark|q|s|small|span|strong|sub|sup|time|u"
)
_TAG = re.compile(rf"<(/?)({_BLOCKS}|{_INLINE})\b[^<>]*>|<!--[^<>]*-->", re.IGNORECASE)
_BLOCK = re.compile(_BLOCKS, re.IGNORECASE)
# a quotation that has tags around it and no marks
_BLOCK_QUOTATION = re.compile(
    r"<blockquote\b[^<>]*>((?:<(?!/?blockquote)[^<>]*>|[^<“”„\"«»])++)</blockquote>", re.IGNORECASE
)
_QUOTATION_EDGE = re.compile(
    r"<blockquote\b[^<>]*>(?:\s*<[a-z][^<>]*>)*\s*|(?:</[a-z]+>\s*)*</blockquote>", re.IGNORECASE
)
# Markdown: a quoted or a heading line, emphasis, a link
_MARKDOWN_LINE = re.compile(r"^[ \t]{0,3}(?:(?:>[ \t]?)+|#{1,6}[ \t]+)", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<![\w*_])[*_]{1,3}(?=[^\s*_])|(?<=[^\s*_])[*_]{1,3}(?![\w*_])")
_LINK = re.compile(r"!?\[(?=[^\[\]\n]{1,200}\]\([^()\s]{1,500}\))|(?<=\S)\]\([^()\s]{1,500}\)")


def strip_markup(reading: "ReadText") -> "ReadText":
    """Leave out HTML and Markdown; a quotation that only tags show gets marks."""
    text = reading.text
    if "<" in text:
        unmarked = {at for m in _BLOCK_QUOTATION.finditer(text) for at in m.span()}
        reading = reading.replaced(_QUOTATION_EDGE, lambda m: _edge_mark(m, unmarked))
        reading = reading.replaced(_TAG, _untagged)
    if ">" in text or "#" in text:
        reading = reading.replaced(_MARKDOWN_LINE, "")
    if "](" in text:
        reading = reading.replaced(_LINK, "")
    if "*" in text or "_" in text:
        reading = reading.replaced(_EMPHASIS, "")
    return reading


def _edge_mark(found: re.Match[str], unmarked: Set[int]) -> str | None:
    if found.start() in unmarked:
        return "\n“"
    return "”\n" if found.end() in unmarked else None


def _untagged(found: re.Match[str]) -> str:
    closes, name = found.group(1, 2)
    if name and name.lower() == "q":
        return "”" if closes else "“"
    return "\n" if name and _BLOCK.fullmatch(name) else ""
