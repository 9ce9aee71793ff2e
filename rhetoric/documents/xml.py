"""XML of news agencies: the text of NITF and NewsML, and what they say of it."""

from typing import NoReturn
from xml.parsers import expat

from rhetoric.documents.html import read_html
from rhetoric.documents.markup import Lines
from rhetoric.errors import InputError

_ROOTS = frozenset(("nitf", "newsml", "newsitem", "newsmessage", "html"))
# what holds the text: of NITF, of a page inside NewsML, of plain text inside NewsML
_TEXTS = frozenset(("body.content", "body", "inlinedata", "datacontent"))
_META = {
    "title": "title",
    "hl1": "title",
    "headline": "title",
    "by": "author",
    "byline": "author",
    "contentcreated": "date",
    "versioncreated": "date",
    "firstcreated": "date",
}


def read_xml(text: str) -> tuple[str, dict[str, str]]:
    """Return the text of an article in NITF or NewsML, and its title, author and date.

    An entity that a file declares itself is refused: a few lines of them can make gigabytes.

    Parameters
    ----------
    text : str
        The file; XHTML is read as HTML.

    Raises
    ------
    InputError
        When it is XML of another kind.
    """
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.open
    parser.EndElementHandler = reader.close
    parser.CharacterDataHandler = reader.add
    parser.EntityDeclHandler = _refuse
    parser.Parse(text, True)
    if reader.root == "html":
        return read_html(text)
    return reader.lines.joined(), reader.known


class _Reader:
    """Takes what stands in the elements of a file that are known."""

    def __init__(self) -> None:
        self.root = ""
        self.known: dict[str, str] = {}
        self.lines = Lines()
        self._inside: list[str] = []
        self._said = ""

    def open(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2].lower()
        self.root = self.root or tag
        if self.root not in _ROOTS:
            reason = f"is XML of a kind that is not read (<{name}>); save it as text or HTML"
            raise InputError(reason)
        if tag == "date.issue":
            self.known.setdefault("date", attributes.get("norm", ""))
        self._inside.append(tag)
        self._said = ""
        if self._is_text():
            self.lines.open(tag)

    def close(self, _: str) -> None:
        if self._is_text():
            self.lines.close(self._inside[-1])
        tag = self._inside.pop()
        said = " ".join(self._said.split())
        if tag in _META and said:
            self.known.setdefault(_META[tag], said)
        self._said = ""

    def add(self, characters: str) -> None:
        self._said += characters
        if self._is_text():
            self.lines.add(characters)

    def _is_text(self) -> bool:
        """Whether an element is in what holds the text; of NITF the body has a head besides."""
        held = _TEXTS.intersection(self._inside)
        return bool(held - {"body"} if "nitf" in self._inside else held)


def _refuse(*_: object) -> NoReturn:
    reason = "is XML that declares entities of its own, which may be without end; save it as text"
    raise InputError(reason)
