"""HTML: the main text of a page, as trafilatura finds it, and what the page says of itself."""

import logging

from rhetoric.documents.decoding import clean, decode
from rhetoric.documents.reading import missing_extra
from rhetoric.errors import InputError

# trafilatura's name of what is known of a page -> ours
_META = {"title": "title", "date": "date", "sitename": "outlet", "author": "author", "url": "url"}

# a page that cannot be read is reported; what trafilatura logs beside goes to a user's own handlers
logging.getLogger("trafilatura").addHandler(logging.NullHandler())


def read_html(raw: bytearray, name: str, _limit: int) -> tuple[str, dict[str, str]]:
    """Return the main text of a page, and its title, date, outlet, author and address.

    Menus, scripts, comments and advertisements are left out (Barbaresi, "Trafilatura: A Web
    Scraping Library and Command-Line Tool for Text Discovery and Extraction", ACL 2021).

    Parameters
    ----------
    raw : bytearray
    name : str
        The file, for messages.

    Raises
    ------
    InputError
        When there is no text, or no trafilatura.
    """
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        raise missing_extra(name, "html") from error
    page, encoding = decode(raw, name, declared=_declared(raw))
    if "<html" not in page.lower():  # trafilatura refuses a piece of a page
        page = f"<html><body>{page}</body></html>"
    try:
        found = bare_extraction(
            page,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except Exception as error:  # a broken page raises whatever its parsers trip over
        reason = f"is damaged HTML: {type(error).__name__}"
        raise InputError(reason, name) from error
    text = getattr(found, "text", None) or ""
    if not text.strip():
        reason = "is HTML without a main text"
        raise InputError(reason, name)
    known = {ours: getattr(found, theirs, None) for theirs, ours in _META.items()}
    if encoding:
        known["encoding"] = encoding
    return text, {key: clean(str(value)) for key, value in known.items() if value}


def _declared(raw: bytearray) -> str | None:
    """Return the encoding that a page names; what pages call Latin-1 is Windows-1252."""
    from charset_normalizer.utils import any_specified_encoding

    name = any_specified_encoding(bytes(raw[:8192]))
    return "cp1252" if name in ("latin_1", "ascii") else name
