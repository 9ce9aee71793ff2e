"""HTML: the main text of a page, as trafilatura finds it, and what the page says of itself."""

import logging

from rhetoric.documents.decoding import declared_encoding, decode
from rhetoric.documents.markup import text_of_markup, with_marks
from rhetoric.documents.reading import missing_extra
from rhetoric.errors import InputError

# trafilatura's name of what is known of a page -> ours
_META = {"title": "title", "date": "date", "sitename": "outlet", "author": "author", "url": "url"}

# a page that cannot be read is reported; what trafilatura logs beside goes to a user's own handlers
logging.getLogger("trafilatura").addHandler(logging.NullHandler())


def read_html(raw: bytes, name: str, _limit: int) -> tuple[str, dict[str, str]]:
    """Return the main text of a page, and its title, date, outlet, author and address.

    Menus, scripts, comments and advertisements are left out (Barbaresi, "Trafilatura: A Web
    Scraping Library and Command-Line Tool for Text Discovery and Extraction", ACL 2021). Headings
    and items of lists stay lines of their own; what only an element shows to be a quotation gets
    marks (`rhetoric.documents.markup`).

    Parameters
    ----------
    raw : bytes
    name : str
        The file, for messages.

    Raises
    ------
    InputError
        When there is no text, or no trafilatura.
    """
    try:
        from lxml.etree import tostring
        from trafilatura import bare_extraction
    except ImportError as error:
        raise missing_extra(name, "html") from error
    page, encoding = decode(raw, name, declared_encoding(raw))
    page = with_marks(page)
    if "<html" not in page.lower():  # trafilatura refuses a piece of a page
        page = f"<html><body>{page}</body></html>"
    try:
        found = bare_extraction(
            page,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
        body = getattr(found, "body", None)
        for heading in () if body is None else body.iter("head"):
            heading.tag = "h2"
        text = "" if body is None else text_of_markup(tostring(body, encoding="unicode"))
    except Exception as error:  # a broken page raises whatever its parsers trip over
        reason = f"is damaged HTML: {type(error).__name__}"
        raise InputError(reason, name) from error
    if not text.strip():
        reason = "is HTML without a main text"
        raise InputError(reason, name)
    known = {ours: getattr(found, theirs, None) for theirs, ours in _META.items()}
    return text, {key: str(value) for key, value in known.items() if value} | encoding
