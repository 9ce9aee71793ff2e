"""Markup to text: a line for each block, quotations that only markup shows with marks."""

import re
from html import unescape

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
# where a comment or a tag does not end, it is characters
_ANY_TAG = re.compile(
    r"<!--(?:(?!<!--).)*?-->|<[!?][^<>]*>|<(?P<end>/?)(?P<name>[a-z][\w.:-]*)(?:[\s/][^<>]*)?>",
    re.IGNORECASE | re.DOTALL,
)
_BLOCK_TAG = re.compile(r"</?(?:blockquote|br|div|figcaption|h[1-6]|li|p)\b[^<>]*>", re.IGNORECASE)
# an element without another q in it, so that the inner one of two comes first
_Q = re.compile(r"<q(?:\s[^<>]*)?>((?:(?!<q[\s>]).)*?)</q\s*>", re.IGNORECASE | re.DOTALL)
_BULLET = "- "
# quotations within quotations, from the inside to the outside
_DEEPEST = 3
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
    lines = Lines(wrapped=bool(_BLOCK_TAG.search(markup)))
    markup, at = with_marks(markup), 0
    for tag in _ANY_TAG.finditer(markup):
        lines.add(unescape(markup[at : tag.start()]))
        if tag["name"]:
            (lines.close if tag["end"] else lines.open)(tag["name"].lower())
        at = tag.end()
    lines.add(unescape(markup[at:]))
    return lines.joined()


def with_marks(markup: str) -> str:
    """Return HTML whose ``<q>`` elements have quotation marks instead, as browsers show them.

    Examples
    --------
    >>> with_marks("She told them <q>we stay</q> and <q>“go”</q>.")
    'She told them “we stay” and “go”.'
    """
    for _ in range(_DEEPEST):
        markup = _Q.sub(_marked, markup)
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
        self._lines: list[str] = []
        self._line: list[str] = []
        self._skipped = 0
        # where the outermost block quotation begins, and how many are open
        self._quote = 0
        self._depth = 0

    def open(self, tag: str) -> None:
        """Begin an element."""
        self._skipped = self._skipped + (tag in _SKIPPED) if tag != "body" else 0
        if tag in _BLOCKS:
            self._break()
        if tag in _QUOTES:
            self._quote = self._quote if self._depth else len(self._lines)
            self._depth += 1
        if tag in _ITEMS and not self._skipped:
            self._line = [_BULLET]

    def close(self, tag: str) -> None:
        """End an element."""
        if tag in _SKIPPED:
            self._skipped = max(0, self._skipped - 1)
        if tag in _BLOCKS:
            self._break()
        if tag in _ITEMS and self._line == [_BULLET]:
            self._line = []
        if tag in _QUOTES and self._depth:
            self._depth -= 1
            if not self._depth:
                self._mark()

    def add(self, characters: str) -> None:
        """Add characters between two tags."""
        if self._skipped or not characters:
            return
        for n, part in enumerate(_BLANK_LINE.split(characters) if self._wrapped else [characters]):
            if n:
                self._break()
            if part:
                self._line.append(part)

    def joined(self) -> str:
        """Return the text so far."""
        self._break()
        return "\n".join(self._lines)

    def _break(self) -> None:
        if self._line == [_BULLET]:  # a block inside of an item
            return
        line = "".join(self._line)
        if self._wrapped:
            line = " ".join(line.split())
        if line:
            self._lines.append(line)
        self._line = []

    def _mark(self) -> None:
        """Give the lines of a block quotation marks where the line before it announces it.

        They go on in that line, as they would in print, so that it tells the speaker.
        """
        quoted = self._lines[self._quote :]
        before = self._lines[self._quote - 1] if self._quote else ""
        if quoted and before.endswith((":", ",")) and not quoted[0].startswith(_MARKED):
            marked = [f"“{line}" for line in quoted]
            marked[-1] += "”"
            marked[0] = f"{before} {marked[0]}"
            self._lines[self._quote - 1 :] = marked
