"""Bytes to text: UTF-8, what a byte order mark says, or what the bytes are most likely to be."""

import codecs
import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from rhetoric.documents.formats import why_not_text
from rhetoric.documents.streams import pieces_of, stream_of
from rhetoric.errors import InputError

_Bytes = bytes | bytearray

# UTF-32 first: its little-endian mark begins with that of UTF-16
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
# What English text that is not UTF-8 comes in. Tried before all others, since a few accents and
# quotation marks do not tell these from the encodings of other languages.
_ENGLISH = ["cp1252", "mac_roman", "utf_16_le", "utf_16_be"]
_WIDE = ["utf_16_le", "utf_16_be", "utf_32_le", "utf_32_be"]

# Characters that do not show and part words, cues and marks: soft hyphen, zero-width space, word
# joiner, byte order mark, directions. The zero-width joiners stay: emoji and the words of some
# languages are spelt with them.
_INVISIBLE = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    r"""Leave out what does not show and compose accents.

    Line ends, spaces and everything else stay as they are.

    Examples
    --------
    >>> clean("“Never\u200b again,”\r\nshe\u00a0sa\u00adid at the cafe\u0301.")
    '“Never again,”\r\nshe\xa0said at the café.'
    """
    if text.isascii():
        return text
    text = _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", text))
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def decode(raw: _Bytes, name: str, line: int = 1, declared: str | None = None) -> tuple[str, str]:
    """Return the text of bytes, and their encoding where it had to be guessed.

    Parameters
    ----------
    raw : bytes
    name : str
        The file, for messages.
    line : int
        The line of the file at which the bytes begin.
    declared : str, optional
        The encoding that the file itself names; counts where it is not UTF-8.

    Returns
    -------
    text : str
    encoding : str
        Empty for UTF-8 and where a byte order mark tells.

    Raises
    ------
    InputError
        When the bytes are no text, or UTF-8 with a broken place, or nothing tells their encoding.

    Examples
    --------
    >>> decode("“Ja,” she said.".encode(), "a.txt")
    ('“Ja,” she said.', '')
    >>> decode("“Ja,” she said.".encode("cp1252"), "a.txt")
    ('“Ja,” she said.', 'cp1252')
    """
    marked = _byte_order(raw)
    try:
        if marked:
            return raw.decode(marked), ""
        if b"\0" not in raw:
            return raw.decode(), ""
    except UnicodeDecodeError as error:
        if marked or _is_broken_utf8(raw):
            line += raw.count(b"\n", 0, error.start)
            encoding = (marked or "utf-8").upper().removesuffix("-SIG")
            reason = f"is not {encoding} (byte 0x{raw[error.start]:02x}); convert it first"
            raise InputError(reason, f"{name}:{line}") from error
    wrong = why_not_text(bytes(raw[:8]))
    if wrong:
        raise InputError(wrong, name)
    return _guess(raw, name, declared)


def read_text(raw: bytearray, name: str, _limit: int) -> tuple[str, dict[str, str]]:
    """Return a file's text, and its encoding where it had to be guessed.

    Parameters
    ----------
    raw : bytearray
    name : str
        The file, for messages.
    """
    text, encoding = decode(raw, name)
    return text, {"encoding": encoding} if encoding else {}


def _byte_order(raw: _Bytes) -> str | None:
    return next((name for mark, name in _BYTE_ORDER_MARKS if raw.startswith(mark)), None)


def _is_broken_utf8(raw: _Bytes) -> bool:
    """Whether most characters beyond ASCII are good UTF-8, so that no other encoding fits."""
    text = raw.decode(errors="replace")
    beyond = sum(not character.isascii() for character in text)
    return beyond > 2 * text.count("\ufffd")


def _guess(raw: _Bytes, name: str, declared: str | None) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    data = bytes(raw)
    if b"\0" in data:
        best = from_bytes(data, cp_isolation=_WIDE).best()
        if best is None:
            reason = "is binary, not text"
            raise InputError(reason, name)
        return str(best), best.encoding
    if declared:
        try:
            return data.decode(declared), declared
        except (UnicodeError, LookupError):
            pass  # pages that name a wrong encoding are common
    best = from_bytes(data, cp_isolation=_ENGLISH).best() or from_bytes(data).best()
    if best is None:
        reason = "is in no encoding that could be told; convert it to UTF-8"
        raise InputError(reason, name)
    return str(best), best.encoding


def utf8(stream: BinaryIO, name: str) -> BinaryIO:
    """Return a stream of UTF-8 from one that may begin with a byte order mark, which is left out.

    Raises
    ------
    InputError
        While it is read, when it is not in the encoding that the mark says.
    """
    head = stream.read(4)
    encoding = _byte_order(head)
    pieces = chain([head], pieces_of(stream))
    if encoding == "utf-8-sig":
        return stream_of(chain([head.removeprefix(codecs.BOM_UTF8)], pieces_of(stream)))
    return stream_of(_transcoded(pieces, encoding, name) if encoding else pieces)


def _transcoded(pieces: Iterable[bytes], encoding: str, name: str) -> Iterator[bytes]:
    try:
        for text in codecs.iterdecode(pieces, encoding):
            yield text.encode()
    except UnicodeDecodeError as error:
        reason = f"is not {encoding.upper()}, as its first bytes say: {error.reason}"
        raise InputError(reason, name) from error
