"""An article as its reader sees it: what stands for a mark, an accent or a line break is one.

Texts come with HTML, Markdown, TeX or escapes left in them, with marks that OCR or a wrong
encoding made, with lines that end where the page did. The text as given is not rewritten: a
`Reading` holds what is read, and where each of its characters stands in the text as given.
"""

import html
import re
import unicodedata
from array import array
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field, replace

from rhetoric.extraction.marks.lines import unwrap
from rhetoric.types import Span


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it is read, with the way back to the text as given.

    Attributes
    ----------
    given : str
        The text as given.
    text : str
        What is read: plain marks, no markup, and every line break ends a paragraph.
    begins, ends : sequence of int
        Where each character of ``text`` begins and ends in ``given``.
    """

    given: str = field(repr=False)
    text: str
    begins: Sequence[int] = field(repr=False)
    ends: Sequence[int] = field(repr=False)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where ``text[start:end]``, which is not empty, stands in the text as given."""
        return self.begins[start], self.ends[end - 1]

    def span(self, start: int, end: int) -> Span:
        """Return the stretch of the text as given that ``text[start:end]`` is read from."""
        there = self.place(start, end)
        return Span(*there, self.given[slice(*there)])


def read(text: str) -> Reading:
    r"""Read a text as given.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> reading = read("<p>&ldquo;We stay,&rdquo; said\nAna&nbsp;Ruiz.</p>")
    >>> reading.text.strip()
    '“We stay,” said Ana Ruiz.'
    >>> at = reading.text.index("“")
    >>> reading.given[slice(*reading.place(at, at + 1))]
    '&ldquo;'
    """
    reading = Reading(text, text, range(len(text)), range(1, len(text) + 1))
    for step in (_decode, _unescape, _strip_markup, _show_plainly, _settle_marks):
        reading = step(reading)
    return replace(reading, text=unwrap(reading.text))


# --- characters that an encoding or an escape stands for ---------------------------------------

# what the bytes 0x80 to 0xBF look like where UTF-8 was read as Windows-1252 or Latin-1
_CONTINUING = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MISREAD = re.compile(rf"[ÂÃÄÅ][{_CONTINUING}]|â[€\u0080‚„][{_CONTINUING}]|â€|[\u0080-\u009f]")
_TWICE = 2  # UTF-8 that was misread twice takes two turns
_ENTITY = re.compile(r"&(?:amp;)?(?:[A-Za-z]{2,24}|#\d{1,7}|#[xX][\dA-Fa-f]{1,6});")
_ESCAPED = re.compile(r"\\(?:u[\da-fA-F]{4}|r\\n|[rn]|[\"'])")
# a backslash and an n before a small letter may be a path: C:\news
_ESCAPED_BREAK = re.compile(r"\\n(?![a-z])")
_BREAKS = {r"\n": "\n", r"\r": "\n", r"\r\n": "\n"}


def _decode(reading: Reading) -> Reading:
    for _ in range(_TWICE):
        reading = _replaced(reading, _MISREAD, _decoded)
    return reading


def _decoded(found: re.Match[str]) -> str | None:
    """Return what Windows-1252 or misread UTF-8 stands for, ``None`` where it is neither."""
    signs = found.group()
    if signs == "â€":  # the last byte of ” is none in Windows-1252 and often lost
        return "”"
    if len(signs) == 1:  # U+0085 is a line break where it is no mark
        return None if signs == "\x85" else _byte(signs).decode("cp1252", "ignore") or None
    try:
        return b"".join(map(_byte, signs)).decode()
    except UnicodeDecodeError:
        return None


def _byte(sign: str) -> bytes:
    return sign.encode("latin-1") if ord(sign) < 0x100 else sign.encode("cp1252")


def _unescape(reading: Reading) -> Reading:
    if "&" in reading.text:
        reading = _replaced(reading, _ENTITY, _named)
    if "\\" in reading.text:
        breaks = _ESCAPED_BREAK.search(reading.text) is not None
        reading = _replaced(reading, _ESCAPED, lambda m: _meant(m.group(), breaks=breaks))
    return reading


def _named(found: re.Match[str]) -> str | None:
    """Return what an entity stands for, also where it was escaped twice."""
    sign = html.unescape(html.unescape(found.group()))
    return None if sign.startswith("&") and len(sign) > 1 else sign


def _meant(escape: str, *, breaks: bool) -> str | None:
    if escape[1] == "u":
        return chr(int(escape.removeprefix(r"\u"), base=16))
    if escape in _BREAKS:
        return _BREAKS[escape] if breaks else None
    return escape[1:]


# --- markup ------------------------------------------------------------------------------------

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


def _strip_markup(reading: Reading) -> Reading:
    text = reading.text
    if "<" in text:
        unmarked = {at for m in _BLOCK_QUOTATION.finditer(text) for at in m.span()}
        reading = _replaced(reading, _QUOTATION_EDGE, lambda m: _edge_mark(m, unmarked))
        reading = _replaced(reading, _TAG, _untagged)
    if ">" in text or "#" in text:
        reading = _replaced(reading, _MARKDOWN_LINE, _nothing)
    if "](" in text:
        reading = _replaced(reading, _LINK, _nothing)
    if "*" in text or "_" in text:
        reading = _replaced(reading, _EMPHASIS, _nothing)
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


# --- characters of odd fonts -------------------------------------------------------------------

# The zero-width joiners stay: emoji and the words of some languages are spelt with them.
_INVISIBLE = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_DECOMPOSED = re.compile("[^\\W\\d_][\u0300-\u036f]+")
_PLAIN = str.maketrans(
    "❝❞❛❜❟❠🙶🙷🙸⹂ˮʺ″‶′‵´ʹʼʽ＇｢｣❮❯≪≫\u00a0\u1680\u202f\u205f\u3000",
    "“”‘’‚„“”„„”””“'‘''’‘'「」‹›«»     ",
)
_PLAIN.update(dict.fromkeys(range(0x2000, 0x200B), ord(" ")))


def _show_plainly(reading: Reading) -> Reading:
    if reading.text.isascii():
        return reading
    reading = _replaced(reading, _INVISIBLE, _nothing)
    reading = _replaced(reading, _DECOMPOSED, lambda m: unicodedata.normalize("NFC", m.group()))
    return replace(reading, text=reading.text.translate(_PLAIN))


# --- marks that other characters stand for -----------------------------------------------------

_DOUBLED = re.compile(r"([\"“”])\1+")
_DOUBLED_OPENING = re.compile(r"(?<![^\s(\[>])(?:\"\"+|““)(?=\w)")
_PLAIN_OPENING = re.compile(r"(?<![^\s(\[>])[\"“](?=\w)")
# a field of CSV as it stands in its file: "He said ""no""."
_FIELD = re.compile(r"\A\s*\"|\"\s*\Z")
_TYPED = re.compile(
    r"(?<![\w`])`(?=[^\s`][^`\n]{0,500}?(?:['’´]|[,.!?]`))"  # `no,' of TeX and OCR
    r"|(?<=[,.!?])`(?![\w`])"
    r"|(?<!\w),,(?=\w)|<<(?=\w)|(?<=[\w,.!?])>>"
)
_TYPED_AS = {",,": "„", "<<": "«", ">>": "»"}
# marks of the Macintosh read as Latin-1, and those that an encoding lost
_MACINTOSH = re.compile(r"(?<!\w)Ò(?=\w)|(?<=[,.!?])Ó(?!\w)|(?<=[a-z])Õ(?=[a-z])")
_LOST = re.compile(r"(?<!\w)\ufffd(?=\w)|(?<=[,.!?])\ufffd(?!\w)")


def _settle_marks(reading: Reading) -> Reading:
    text = reading.text
    doubled = len(_DOUBLED_OPENING.findall(text)) if '""' in text or "““" in text else 0
    # ““ may also open a quotation in a quotation; where it is the rule, it opens one
    if doubled and doubled >= len(_PLAIN_OPENING.findall(text)):
        if _is_field(text):
            reading = _replaced(reading, _FIELD, _nothing)
        reading = _replaced(reading, _DOUBLED, lambda m: m.group(1))
    if any(sign in text for sign in ("`", ",,", "<<", ">>")):
        reading = _replaced(reading, _TYPED, _typed)
    if "Ò" in text and "Ó" in text:
        reading = _replaced(reading, _MACINTOSH, lambda m: "“”’"["ÒÓÕ".index(m.group())])
    if "\ufffd" in text:
        reading = _replaced(reading, _LOST, lambda m: "”" if m.start() and _stops(m) else "“")
    return reading


def _is_field(text: str) -> bool:
    """Whether a pair of marks stands around the whole text, one more than those doubled."""
    core = text.strip()
    edges = (len(core) - len(core.lstrip('"')), len(core) - len(core.rstrip('"')))
    return all(edge % 2 for edge in edges)


def _typed(found: re.Match[str]) -> str:
    sign = found.group()
    if sign == "`":
        return "’" if found.start() and _stops(found) else "‘"
    return _TYPED_AS[sign]


def _stops(found: re.Match[str]) -> bool:
    return found.string[found.start() - 1] in ",.!?"


# --- replacing with the way back ---------------------------------------------------------------


def _nothing(_: re.Match[str]) -> str:
    return ""


def _replaced(
    reading: Reading, pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str | None]
) -> Reading:
    """Return a reading with each match replaced; ``None`` leaves it as it is."""
    text = reading.text
    pieces: list[str] = []
    begins, ends = array("L"), array("L")
    at = 0

    def copy(upto: int) -> None:
        pieces.append(text[at:upto])
        begins.extend(reading.begins[at:upto])
        ends.extend(reading.ends[at:upto])

    for match in pattern.finditer(text):
        sign = replacement(match)
        if sign is None:
            continue
        start, end = match.span()
        copy(start)
        pieces.append(sign)
        begins.extend([reading.begins[start]] * len(sign))
        ends.extend([reading.ends[end - 1]] * len(sign))
        at = end
    if not at:
        return reading
    copy(len(text))
    return Reading(reading.given, "".join(pieces), begins, ends)
