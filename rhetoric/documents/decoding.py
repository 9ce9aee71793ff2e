"""Bytes to text: UTF-8, what a byte order mark says, or what the bytes are most likely to be."""

import codecs
import warnings

from rhetoric.errors import InputError, InputWarning

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


def marked_encoding(head: bytes) -> str | None:
    """Return the encoding that a byte order mark names."""
    return next((name for mark, name in _BYTE_ORDER_MARKS if head.startswith(mark)), None)


class Decoder:
    """Decodes the lines of one file: UTF-8, and those that are not in one encoding, guessed once.

    That an encoding was guessed is told once a file, by an `InputWarning`.

    Parameters
    ----------
    name : str
        The file, for messages.
    sample : bytes
        Lines of the file: those that are not UTF-8 tell the encoding, since one alone may be as
        short as a cell.
    declared : str, optional
        The encoding that the file itself names, of its lines that are not UTF-8.

    Attributes
    ----------
    sample : bytes
        As given; its last line may be cut.
    encoding : str
        The one that was guessed; empty as long as every line was UTF-8.
    """

    def __init__(self, name: str, sample: bytes = b"", declared: str | None = None) -> None:
        self._name = name
        self.sample = sample
        self._declared = declared
        self.encoding = ""

    def decode(self, raw: bytes, line: int) -> str:
        """Return the text of a line.

        Raises
        ------
        InputError
            When it is UTF-8 with a broken place, not in the encoding of the lines before it, or
            nothing tells its encoding; the message names the line.
        """
        place = f"{self._name}:{line}"
        try:
            return raw.decode()
        except UnicodeDecodeError as error:
            if not _is_foreign(raw):
                raise _broken(raw, error, place) from error
        if not self.encoding:
            lines = (raw, *self.sample.splitlines()[:-1])
            foreign = b"\n".join(line for line in lines if _is_foreign(line))
            self.encoding = _guessed(foreign, place, self._declared)
            _tell_guessed(self.encoding, place)
        try:
            return raw.decode(self.encoding)
        except UnicodeDecodeError as error:
            byte = f"byte 0x{raw[error.start]:02x}"
            reason = f"is not {self.encoding}, as the file seemed ({byte}); convert it to UTF-8"
            raise InputError(reason, place) from error


def decode(raw: bytes, name: str, declared: str | None = None) -> tuple[str, dict[str, str]]:
    """Return the text of a whole file, and its encoding where it had to be guessed.

    A file may be in two encodings, as when paragraphs were pasted into it; a line is in one.

    Parameters
    ----------
    raw : bytes
        What the file holds.
    name : str
        The file, for messages.
    declared : str, optional
        The encoding that the file itself names; counts where it is not UTF-8.

    Raises
    ------
    InputError
        When the bytes are no text, or UTF-8 with a broken place, or nothing tells their encoding.

    Examples
    --------
    >>> decode("“Ja,” she said.".encode(), "a.txt")
    ('“Ja,” she said.', {})
    """
    marked = marked_encoding(raw)
    try:
        if marked or b"\0" not in raw:
            return raw.decode(marked or "utf-8"), {}
    except UnicodeDecodeError as error:
        if marked and marked != "utf-8-sig":
            line = 1 + raw.count(b"\n", 0, error.start)
            raise _broken(raw, error, f"{name}:{line}", marked) from error
        raw = raw.removeprefix(codecs.BOM_UTF8)
    if b"\0" in raw:
        encoding = _most_likely(raw, _WIDE)
        if encoding is None:
            reason = "is binary, not text"
            raise InputError(reason)
        _tell_guessed(encoding, name)
        return raw.decode(encoding), {"encoding": encoding}
    decoder = Decoder(name, raw, declared)
    lines = raw.splitlines(keepends=True)
    text = "".join(decoder.decode(line, number) for number, line in enumerate(lines, 1))
    return text, {"encoding": decoder.encoding}


def declared_encoding(raw: bytes) -> str | None:
    """Return the encoding that HTML or XML names; what pages call Latin-1 is Windows-1252."""
    from charset_normalizer.utils import any_specified_encoding

    name = any_specified_encoding(raw[:8192])
    return "cp1252" if name in ("latin_1", "ascii") else name


def _broken(
    raw: bytes, error: UnicodeDecodeError, place: str, encoding: str = "utf-8"
) -> InputError:
    name = encoding.upper().removesuffix("-SIG")
    return InputError(f"is not {name} (byte 0x{raw[error.start]:02x}); convert it first", place)


def _is_foreign(raw: bytes) -> bool:
    """Whether a line is in another encoding than UTF-8, of which few characters would be good."""
    text = raw.decode(errors="replace")
    bad = text.count("\ufffd") - raw.count("\ufffd".encode())
    return bad > 0 and sum(not character.isascii() for character in text) <= 2 * bad


def _tell_guessed(encoding: str, place: str) -> None:
    warnings.warn(InputWarning(f"{place}: is not UTF-8; read as {encoding}"), stacklevel=3)


def _guessed(raw: bytes, place: str, declared: str | None) -> str:
    few = [_ENGLISH[0]] if len(raw.translate(None, _ASCII)) < _TOO_FEW else []
    for encoding in filter(None, (declared, *few)):
        try:
            raw.decode(encoding)
        except (UnicodeError, LookupError):
            continue  # pages that name a wrong encoding are common
        return encoding
    best = _most_likely(raw, _ENGLISH) or _most_likely(raw, None, _NARROWER)
    if best is None:
        reason = "is in no encoding that could be told; convert it to UTF-8"
        raise InputError(reason, place)
    return best


def _most_likely(
    raw: bytes, among: list[str] | None, beside: list[str] | None = None
) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(raw, cp_isolation=among, cp_exclusion=beside).best()
    return best.encoding if best else None
