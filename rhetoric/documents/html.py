"""HTML: the main text of a page, as trafilatura finds it, and what the page says of itself."""

import logging

from rhetoric.documents.markup import text_of_markup, with_marks
from rhetoric.errors import needing

# trafilatura's name of what is known of a page -> ours
_META = {"title": "title", "date": "date", "sitename": "outlet", "author": "author", "url": "url"}

# a page that cannot be read is reported; what trafilatura logs beside goes to a user's own handlers
logging.getLogger("trafilatura").addHandler(logging.NullHandler())


def read_html(page: str) -> tuple[str, dict[str, str]]:
    """Return the main text of a page, and its title, date, outlet, author and address.

    Menus, scripts, comments and advertisements are left out (Barbaresi, "Trafilatura: A Web
    Scraping Library and Command-Line Tool for Text Discovery and Extraction", ACL 2021). Headings
    and items of lists stay lines of their own; what only an element shows to be a quotation gets
    marks (`rhetoric.documents.markup`).

    Parameters
    ----------
    page : str
        Its HTML, decoded.

    Raises
    ------
    InputError
        When there is no trafilatura.
    """
    with needing("html"):
        from lxml.etree import tostring
        from trafilatura import bare_extraction
    page = with_marks(page)
    if "<html" not in page.lower():  # trafilatura refuses a piece of a page
        page = f"<html><body>{page}</body></html>"
    found = bare_extraction(
        page,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    body = getattr(found, "body", None)
    if body is None:
        return "", {}
    for heading in body.iter("head"):
        heading.tag = "h2"
    known = {ours: getattr(found, theirs, None) for theirs, ours in _META.items()}
    meta = {key: str(value) for key, value in known.items() if value}
    return text_of_markup(tostring(body, encoding="unicode")), meta
