"""What the page shows of an article, ready for the templates: no HTML here, no offsets there."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from rhetoric.arguments import check_type, each_of
from rhetoric.extraction.marks.lines import unwrap
from rhetoric.extraction.marks.sentences import paragraphs
from rhetoric.extraction.marks.typography import is_mark
from rhetoric.report.quotations import Numbers, ShownQuotation, marks_around, quotations_of
from rhetoric.report.reasons import StyledText
from rhetoric.report.segments import Layer, Segment, segment
from rhetoric.types import Article, Quote, Span

if TYPE_CHECKING:
    from rhetoric.labelling.model import LabelModel

_LONGEST_HEADING = 110


@dataclass(frozen=True, slots=True)
class ShownRun:
    """Text of one paragraph that one quotation, or none, lies over.

    Attributes
    ----------
    pieces : tuple of StyledText
        The words, with the marks around them.
    quotation : ShownQuotation or None
        The quotation; None between two of them.
    first, last : bool
        Whether the quotation begins and ends here.
    """

    pieces: tuple[StyledText, ...]
    quotation: ShownQuotation | None = None
    first: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    """A paragraph and the quotations that begin in it; ``look`` is "headline", "heading" or ""."""

    runs: tuple[ShownRun, ...]
    quotations: tuple[ShownQuotation, ...]
    look: str


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article as the page shows it.

    Attributes
    ----------
    prefix : str
        In front of every id of the article.
    article : Article
        The article itself.
    title : str
        Its title, or its id where it has none.
    facts : tuple of str
        Author, outlet and date, where they are known.
    paragraphs : tuple of ShownParagraph
        Its text, cut where quotations and mentions begin and end.
    quotations : tuple of ShownQuotation
        What is noted beside the text, in order.
    """

    prefix: str
    article: Article
    title: str
    facts: tuple[str, ...]
    paragraphs: tuple[ShownParagraph, ...]
    quotations: tuple[ShownQuotation, ...]


def view_of(
    article: Article,
    quotes: Sequence[Quote],
    model: "LabelModel | None",
    labels: Numbers,
    speakers: Numbers,
    number: int = 0,
) -> ArticleView:
    """Return an article as the page shows it.

    Parameters
    ----------
    article : Article
        The article.
    quotes : sequence of Quote
        Its quotations, labelled or not.
    model : LabelModel or None
        Tells why labels were given.
    labels, speakers : Numbers
        Grow with the names that are new.
    number : int
        The article's place in its page, from 1; 0 when it is alone there.

    Raises
    ------
    InputError
        When a quotation is not one of the article.
    TypeError
        When the article is no `Article`, or the quotations are none.
    """
    check_type(article, "article", Article, "an Article", ": rhetoric.Article(text) makes one")
    found = list(each_of(quotes, "quotes", Quote, "Quote"))
    prefix = f"a{number}-" if number else ""
    quotations = quotations_of(article, found, model, labels, speakers, prefix)
    facts = (article.meta.get(key) for key in ("author", "outlet", "date"))
    return ArticleView(
        prefix,
        article,
        str(article.meta.get("title") or article.id or f"Article {number or ''}".strip()),
        tuple(str(fact) for fact in facts if fact),
        tuple(_paragraphs(article.text, quotations)),
        tuple(quotations),
    )


def _paragraphs(text: str, quotations: Sequence[ShownQuotation]) -> list[ShownParagraph]:
    layers = [layer for quotation in quotations for layer in _layers(text, quotation)]
    starts = [start for start, _ in paragraphs(unwrap(text))][1:]
    pieces = segment(_one_kind_of_break(text), layers, starts)
    ends = _ends(pieces)
    anchors = {
        span.start: anchor
        for q in quotations
        for span, anchor in ((q.quote.speaker, q.mention), (q.quote.cue, q.cue))
        if span
    }
    return [
        _paragraph(list(group), quotations, ends, anchors, first=not number)
        for number, group in groupby(pieces, lambda piece: bisect_right(starts, piece.start))
    ]


def _layers(text: str, quotation: ShownQuotation) -> list[Layer]:
    quote, number = quotation.quote, quotation.number
    made: list[Layer] = []
    for part in quote.parts or (Span(quote.start, quote.end, quote.text),):
        opening, closing = marks_around(text, quote, part)
        made.append(Layer(opening, closing, "quotation", number))
    made += [Layer(inner.start, inner.end, "nested", number) for inner in quote.nested]
    for role, span in (("speaker", quote.speaker), ("cue", quote.cue)):
        if span:
            made.append(Layer(span.start, span.end, role, number))
    return made


def _one_kind_of_break(text: str) -> str:
    """Write every line break as HTML does, at the same offsets."""
    return text.replace("\r\n", " \n").replace("\r", "\n")


def _ends(pieces: Sequence[Segment]) -> dict[int, tuple[int, int]]:
    """Return where the first and the last piece of each quotation begin."""
    ends: dict[int, tuple[int, int]] = {}
    for piece in pieces:
        number = _owner(piece)
        if number:
            ends[number] = (ends.get(number, (piece.start,))[0], piece.start)
    return ends


def _owner(piece: Segment) -> int:
    """Return the number of the quotation over a piece, marks included; 0 for none."""
    return min(piece.numbers("quotation"), default=0)


def _paragraph(
    pieces: Sequence[Segment],
    quotations: Sequence[ShownQuotation],
    ends: Mapping[int, tuple[int, int]],
    anchors: Mapping[int, str],
    *,
    first: bool,
) -> ShownParagraph:
    runs: list[ShownRun] = []
    for number, group in groupby(pieces, _owner):
        members = list(group)
        starts = [member.start for member in members]
        runs.append(
            ShownRun(
                tuple(_piece(member, anchors) for member in members),
                quotations[number - 1] if number else None,
                bool(number) and ends[number][0] in starts,
                bool(number) and ends[number][1] in starts,
            )
        )
    begun = tuple(run.quotation for run in runs if run.quotation and run.first)
    return ShownParagraph(tuple(runs), begun, "" if begun else _look(pieces, first=first))


def _piece(piece: Segment, anchors: Mapping[int, str]) -> StyledText:
    classes = ["nested"] if piece.numbers("nested") else []
    anchor = ""
    for role in ("speaker", "cue"):
        numbers = piece.numbers(role)
        if numbers:
            classes += [role, *(f"{role[0]}{number}" for number in numbers)]
            if any(x.start == piece.start for x in piece.layers if x.role == role):
                anchor = anchors[piece.start]
    return StyledText(piece.text, " ".join(classes), anchor)


def _look(pieces: Sequence[Segment], *, first: bool) -> str:
    """Tell a headline or a crosshead by its looks: one short line without a stop."""
    text = "".join(piece.text for piece in pieces)
    line = text.strip()
    last = line[-2:-1] if is_mark(line[-1:]) else line[-1:]
    alone = text != text.rstrip() and not any(piece.layers for piece in pieces)
    if not alone or len(line) > _LONGEST_HEADING or not last.isalnum():
        return ""
    return "headline" if first else "heading"
