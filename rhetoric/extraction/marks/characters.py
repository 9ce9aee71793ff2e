"""Characters that stand for others: misread bytes, escapes, those of odd fonts, typed marks."""

import html
import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from rhetoric.lexicon.characters import INVISIBLE

if TYPE_CHECKING:
    from rhetoric.extraction.marks.reading import ReadText

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


def decode(reading: "ReadText") -> "ReadText":
    """Read characters that a wrong encoding made as those that were meant."""
    for _ in range(_TWICE):
        reading = reading.replaced(_MISREAD, _decoded)
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


def unescape(reading: "ReadText") -> "ReadText":
    """Read entities of HTML and escapes of strings as the characters that they stand for."""
    if "&" in reading.text:
        reading = reading.replaced(_ENTITY, _named)
    if "\\" in reading.text:
        breaks = _ESCAPED_BREAK.search(reading.text) is not None
        reading = reading.replaced(_ESCAPED, lambda m: _meant(m.group(), breaks=breaks))
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


# --- characters of odd fonts -------------------------------------------------------------------

_DECOMPOSED = re.compile("[^\\W\\d_][\u0300-\u036f]+")
_PLAIN = str.maketrans(
    "❝❞❛❜❟❠🙶🙷🙸⹂ˮʺ″‶′‵´ʹʼʽ＇｢｣❮❯≪≫\u00a0\u1680\u202f\u205f\u3000",
    "“”‘’‚„“”„„”””“'‘''’‘'「」‹›«»     ",
)
_PLAIN.update(dict.fromkeys(range(0x2000, 0x200B), ord(" ")))


def show_plainly(reading: "ReadText") -> "ReadText":
    """Read accents as one with their letters, and odd marks and spaces as plain ones."""
    if reading.text.isascii():
        return reading
    reading = reading.replaced(INVISIBLE, "")
    reading = reading.replaced(_DECOMPOSED, lambda m: unicodedata.normalize("NFC", m.group()))
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


def settle_marks(reading: "ReadText") -> "ReadText":
    """Read doubled, typed, misread and lost quotation marks as marks."""
    text = reading.text
    doubled = len(_DOUBLED_OPENING.findall(text)) if '""' in text or "““" in text else 0
    # ““ may also open a quotation in a quotation; where it is the rule, it opens one
    if doubled and doubled >= len(_PLAIN_OPENING.findall(text)):
        if _is_field(text):
            reading = reading.replaced(_FIELD, "")
        reading = reading.replaced(_DOUBLED, lambda m: m.group(1))
    if any(sign in text for sign in ("`", ",,", "<<", ">>")):
        reading = reading.replaced(_TYPED, _typed)
    if "Ò" in text and "Ó" in text:
        reading = reading.replaced(_MACINTOSH, lambda m: "“”’"["ÒÓÕ".index(m.group())])
    if "\ufffd" in text:
        reading = reading.replaced(_LOST, lambda m: "”" if m.start() and _stops(m) else "“")
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
