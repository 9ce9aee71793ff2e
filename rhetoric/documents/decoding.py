"""Bytes to text: UTF-8, what a byte order mark says, or what the bytes are most likely to be."""

import codecs
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
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
_ENGLISH = ["cp1252", "mac_roman"]
# Bytes beyond ASCII that are too few to tell even these two apart: by far most are the first.
_TOO_FEW = 8
_ASCII = bytes(range(0x80))
# English text in these has NUL bytes; without them any two bytes of "José" are a Chinese character.
_WIDE = ["utf_16_le", "utf_16_be", "utf_32_le", "utf_32_be"]
_NARROWER = [*_WIDE, "utf_16", "utf_32"]

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
    if len(data.translate(None, _ASCII)) < _TOO_FEW:
        try:
            return data.decode(_ENGLISH[0]), _ENGLISH[0]
        except UnicodeDecodeError:
            pass
    best = from_bytes(data, cp_isolation=_ENGLISH).best()
    best = best or from_bytes(data, cp_exclusion=_NARROWER).best()
    if best is None:
        reason = "is in no encoding that could be told; convert it to UTF-8"
        raise InputError(reason, name)
    return str(best), best.encoding


class Decoder:
    """Decodes the records of one file: all that are not UTF-8 in one encoding, guessed once.

    A record may be as short as a cell, which tells little, so the lines behind the first that is
    not UTF-8 are looked at too, as far as they have been read ahead.

    Parameters
    ----------
    stream : io.BufferedReader
        Where the next record begins whenever one is decoded.
    name : str
        The file, for messages.
    """

    def __init__(self, stream: io.BufferedReader, name: str) -> None:
        self._stream = stream
        self._name = name
        self._encoding = ""

    def decode(self, parts: Sequence[bytes], line: int) -> tuple[list[str], str]:
        """Return the texts of the parts of a record, and their encoding where it was guessed.

        Raises
        ------
        InputError
            When a part cannot be decoded, as by `decode`, or not like the records before it.
        """
        texts: list[str] = []
        guessed = ""
        for part in parts:
            if _is_foreign(part):
                guessed = self._encoding = self._encoding or self._guessed(parts, line)
                texts.append(self._decoded(part, line))
            else:
                texts.append(decode(part, self._name, line)[0])
        return texts, guessed

    def _guessed(self, parts: Sequence[bytes], line: int) -> str:
        # the last line may be cut inside a character
        ahead = self._stream.peek().split(b"\n")[:-1]
        sample = b"\n".join(part for part in (*parts, *ahead) if _is_foreign(part))
        return _guess(sample, f"{self._name}:{line}", None)[1]

    def _decoded(self, part: bytes, line: int) -> str:
        try:
            return part.decode(self._encoding)
        except UnicodeDecodeError as error:
            byte = f"byte 0x{part[error.start]:02x}"
            reason = f"is not {self._encoding}, as the file seemed ({byte}); convert it to UTF-8"
            raise InputError(reason, f"{self._name}:{line}") from error


def _is_foreign(raw: bytes) -> bool:
    """Whether bytes are text in another encoding than UTF-8, which nothing but a guess can tell."""
    try:
        raw.decode()
    except UnicodeDecodeError:
        return b"\0" not in raw and not _byte_order(raw) and not _is_broken_utf8(raw)
    return False


def utf8(stream: BinaryIO, name: str) -> io.BufferedReader:
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
