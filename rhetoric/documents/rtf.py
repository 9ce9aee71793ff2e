"""RTF: the text of a document of a word processor."""

from rhetoric.errors import InputError, needing


def read_rtf(raw: bytes) -> str:
    """Return the text of an RTF document, a line for each paragraph.

    Raises
    ------
    InputError
        When it is no RTF, or there is no striprtf.
    """
    with needing("rtf"):
        from striprtf.striprtf import rtf_to_text
    if not raw.lstrip().startswith(b"{\\rtf"):
        reason = "is not RTF"
        raise InputError(reason)
    # what is not ASCII is escaped, but for files that nobody should have written
    plain = raw.decode("cp1252", "replace")
    return str(rtf_to_text(plain, errors="replace"))  # type: ignore[no-untyped-call]
