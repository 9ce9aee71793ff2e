"""RTF: the text of a document of a word processor."""

from rhetoric.documents.reading import missing_extra
from rhetoric.errors import InputError


def read_rtf(raw: bytes, name: str, _limit: int) -> tuple[str, dict[str, str]]:
    r"""Return the text of an RTF document, a line for each paragraph.

    Parameters
    ----------
    raw : bytes
    name : str
        The file, for messages.

    Raises
    ------
    InputError
        When it is no RTF, damaged or without a text, or there is no striprtf.

    Examples
    --------
    >>> read_rtf(rb"{\rtf1\ansi \ldblquote We stay,\rdblquote  she said.}", "a.rtf", 1000)
    ('“We stay,” she said.', {})
    """
    try:
        from striprtf.striprtf import rtf_to_text
    except ImportError as error:
        raise missing_extra(name, "rtf") from error
    if not raw.lstrip().startswith(b"{\\rtf"):
        reason = "is not RTF"
        raise InputError(reason, name)
    try:
        # what is not ASCII is escaped, but for files that nobody should have written
        plain = raw.decode("cp1252", "replace")
        text = str(rtf_to_text(plain, errors="replace"))  # type: ignore[no-untyped-call]
    except Exception as error:  # a broken file raises whatever the parser trips over
        reason = f"is damaged RTF: {type(error).__name__}"
        raise InputError(reason, name) from error
    if not text.strip():
        reason = "is RTF without a text"
        raise InputError(reason, name)
    return text, {}
