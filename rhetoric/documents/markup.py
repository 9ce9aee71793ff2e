"""Markup to text: a line for each block, quotations that only markup shows with marks."""

import re
from html.parser import HTMLParser

# blocks of HTML, of NITF (body.content, hl1, bq) and of what trafilatura gives (lb, quote, row)
_BLOCKS = frozenset(
    "address article aside block blockquote body body.content bq br byline caption dd div dl dt "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hl1 hl2 hr item lb li main media ol p "
    "pre quote row section table tr ul".split()
)
_ITEMS = frozenset(("li", "item"))
_QUOTES = frozenset(("blockquote", "bq", "quote"))
_SKIPPED = frozenset(("script", "style", "template", "head", "nav"))
_TAG = re.compile(
    r"</?(?:a|b|blockquote|br|div|em|figcaption|figure|h[1-6]|i|img|li|ol|p|q|span|strong|ul)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(
    r"&(?:[lr][ds]quo|quot|apos|nbsp|amp|[lg]t|[mn]dash|hellip|#\d{2,5}|#x\w{2,5});"
)
_BLOCK_TAG = re.compile(r"</?(?:blockquote|br|div|figcaption|h[1-6]|li|p)\b[^<>]*>", re.IGNORECASE)
# an element without another q in it, so that the inner one of two comes first
_Q = re.compile(r"<q(?:\s[^<>]*)?>((?:(?!<q[\s>]).)*?)</q\s*>", re.IGNORECASE | re.DOTALL)
_BULLET = "- "
_MARKED = tuple('“”"‘«„')
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")


def is_markup(text: str) -> bool:
    """Whether a text plainly is HTML: it has tags or entities of HTML.

    Examples
    --------
    >>> is_markup("He said: 1 < 2 & 3 > 2."), is_markup("&ldquo;Yes&rdquo;"), is_markup("<p>Yes.")
    (False, True, True)
    """
    return bool(_TAG.search(text) or _ENTITY.search(text))


def text_of_markup(markup: str) -> str:
    r"""Return the text of a piece of HTML.

    Where only entities and tags inside of lines stand, the ends of lines are those of the text.

    Examples
    --------
    >>> text_of_markup("<p>She said in a statement:</p><blockquote>We stay.</blockquote>")
    'She said in a statement: “We stay.”'
    """
    parser = _Parser(wrapped=bool(_BLOCK_TAG.search(markup)))
    parser.feed(with_marks(markup))
    parser.close()
    return parser.text.joined()


def with_marks(markup: str) -> str:
    """Return HTML whose ``<q>`` elements have quotation marks instead, as browsers show them.

    Examples
    --------
    >>> with_marks("She told them <q>we stay</q> and <q>“go”</q>.")
    'She told them “we stay” and “go”.'
    """
    while (marked := _Q.sub(_marked, markup)) != markup:
        markup = marked
    return markup


def _marked(q: re.Match[str]) -> str:
    inner = q[1]
    return inner if inner.lstrip().startswith(_MARKED) else f"“{inner}”"


class Lines:
    """Puts the text of a page together from its tags and characters, as a parser meets them.

    Parameters
    ----------
    wrapped : bool
        Whether the end of a line means no more than a space.
    """

    def __init__(self, *, wrapped: bool = True) -> None:
        self._wrapped = wrapped
        self._lines: list[str] = [""]
        self._quotes: list[int] = []
        self._skipped = 0

    def open(self, tag: str) -> None:
        """Begin an element."""
        self._skipped = self._skipped + (tag in _SKIPPED) if tag != "body" else 0
        if tag in _BLOCKS:
            self._break()
        if tag in _QUOTES:
            self._quotes.append(len(self._lines) - 1)
        if tag in _ITEMS and not self._skipped:
            self._lines[-1] = _BULLET

    def close(self, tag: str) -> None:
        """End an element."""
        if tag in _SKIPPED:
            self._skipped = max(0, self._skipped - 1)
        if tag in _BLOCKS:
            self._break()
        if tag in _ITEMS and self._lines[-1] == _BULLET:
            self._lines[-1] = ""
        if tag in _QUOTES and self._quotes:
            self._mark(self._quotes.pop())

    def add(self, characters: str) -> None:
        """Add characters between two tags."""
        if self._skipped:
            return
        for n, part in enumerate(_BLANK_LINE.split(characters) if self._wrapped else [characters]):
            if n:
                self._break()
            self._lines[-1] += part

    def joined(self) -> str:
        """Return the text so far."""
        return "\n".join(filter(None, (self._line(line) for line in self._lines)))

    def _line(self, line: str) -> str:
        return " ".join(line.split()) if self._wrapped else line

    def _break(self) -> None:
        if self._lines[-1].strip(" -"):
            self._lines.append("")

    def _mark(self, first: int) -> None:
        """Give the lines of a block quotation marks where the line before it announces it.

        They go on in that line, as they would in print, so that it tells the speaker.
        """
        lines = [n for n in range(first, len(self._lines)) if self._lines[n].strip()]
        before = self._lines[first - 1].rstrip() if first else ""
        if not lines or not before.endswith((":", ",")):
            return
        if self._lines[lines[0]].lstrip().startswith(_MARKED):
            return
        for n in lines:
            self._lines[n] = f"“{self._lines[n].strip()}"
        self._lines[lines[-1]] += "”"
        self._lines[first - 1 : lines[0] + 1] = [f"{before} {self._lines[lines[0]]}"]


class _Parser(HTMLParser):
    """Hands what stands in HTML to the lines of a text."""

    def __init__(self, *, wrapped: bool) -> None:
        super().__init__()
        self.text = Lines(wrapped=wrapped)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - as it is called
        self.text.open(tag)

    def handle_endtag(self, tag: str) -> None:
        self.text.close(tag)

    def handle_data(self, data: str) -> None:
        self.text.add(data)
