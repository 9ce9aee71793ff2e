"""PDF with a text layer: the text of its pages, as pypdf reads it."""

import logging
from io import BytesIO
from typing import TYPE_CHECKING

from rhetoric.documents.decoding import clean
from rhetoric.documents.reading import missing_extra, too_large
from rhetoric.errors import InputError

if TYPE_CHECKING:
    from pypdf import PdfReader

_LOCKED = "is encrypted; save it without a password"

# a file that cannot be read is reported; what pypdf logs beside goes to a user's own handlers
logging.getLogger("pypdf").addHandler(logging.NullHandler())


def read_pdf(raw: bytearray, name: str, limit: int) -> tuple[str, dict[str, str]]:
    """Return the text of a PDF, its pages in order, lines as printed; and its title, author, date.

    Parameters
    ----------
    raw : bytearray
    name : str
        The file, for messages.
    limit : int
        Most characters that its text may have.

    Raises
    ------
    InputError
        When it is encrypted, damaged or without a text layer, or there is no pypdf.
    """
    try:
        from pypdf.errors import DependencyError
    except ImportError as error:
        raise missing_extra(name, "pdf") from error
    try:
        text, meta = _read(raw, name, limit)
    except InputError:
        raise
    except DependencyError as error:  # pypdf knows the older of two ciphers by itself
        raise InputError(_LOCKED, name) from error
    except Exception as error:  # a broken file raises whatever the parser trips over
        reason = f"is a damaged PDF: {type(error).__name__}: {error}".splitlines()[0]
        raise InputError(reason, name) from error
    if not text.strip():
        reason = "is a PDF without a text layer; run text recognition (OCR) on it first"
        raise InputError(reason, name)
    return text, meta


def _read(raw: bytearray, name: str, limit: int) -> tuple[str, dict[str, str]]:
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(raw))
    # many are locked with an empty password, only against printing
    if reader.is_encrypted and not reader.decrypt(""):
        raise InputError(_LOCKED, name)
    pages: list[str] = []
    size = 0
    for page in reader.pages:
        pages.append(page.extract_text())
        size += len(pages[-1])
        if size > limit:
            raise InputError(too_large(limit, "characters"), name)
    # a broken character map gives halves of surrogate pairs
    return "\n".join(pages).encode(errors="replace").decode(), _meta(reader)


def _meta(reader: "PdfReader") -> dict[str, str]:
    """Return what the file says of itself; a date that is none is left out."""
    said = reader.metadata
    if said is None:
        return {}
    try:
        date = said.creation_date.date().isoformat() if said.creation_date else None
    except ValueError:
        date = None
    known = {"title": said.title, "date": date, "author": said.author}
    return {key: clean(str(value)) for key, value in known.items() if value}
