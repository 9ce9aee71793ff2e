"""The quotations of an article as its notes and its table show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from rhetoric.errors import InputError
from rhetoric.report.reasons import Reason, weighed
from rhetoric.types import Article, Quote, Span, Speaker

if TYPE_CHECKING:
    from rhetoric.labelling.model import LabelModel

_SURE = 0.7
NOBODY = "no speaker named"


class Numbers(dict[str, int]):
    """Numbers for names, in the order in which they are first seen; pages carry no other ids."""

    def of(self, name: str) -> int:
        """Return the number of a name, a new one if need be."""
        return self.setdefault(name, len(self))


@dataclass(frozen=True, slots=True)
class Badge:
    """A label as it is shown: its number in the label set, its name, its probability, doubt."""

    number: int
    name: str
    probability: float | None
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class ShownQuotation:
    """A quotation as its note and its line of the table show it.

    Attributes
    ----------
    number : int
        Its place in the article, from 1.
    quote : Quote
        The quotation itself.
    speaker : str
        The name shown.
    speaker_number : int
        Which one of the page's speakers it is.
    mention, cue : str
        Ids of the elements where they stand in the text; empty when there are none.
    badges : tuple of Badge
        The labels given.
    others : tuple of Badge
        The labels that were not.
    reasons : tuple of Reason
        One for each label given, where a model told them.
    restored : {"", "opening", "closing"}
        The mark that is missing in the text.
    """

    number: int
    quote: Quote
    speaker: str
    speaker_number: int
    mention: str
    cue: str
    badges: tuple[Badge, ...]
    others: tuple[Badge, ...]
    reasons: tuple[Reason, ...]
    restored: str

    @property
    def probabilities(self) -> tuple[Badge, ...]:
        """Every label that has a probability, those given first."""
        return tuple(b for b in (*self.badges, *self.others) if b.probability is not None)

    @property
    def labels(self) -> tuple[int, ...]:
        """The numbers of the labels given, in the order of the label set."""
        return tuple(badge.number for badge in self.badges)

    @property
    def flags(self) -> tuple[str, ...]:
        """What a reader should know of it, in words."""
        quote = self.quote
        told = {
            f"via {quote.channel}": quote.channel,
            quote.kind: quote.kind != "direct",
            "mark restored": quote.repaired,
            "speaker uncertain": quote.speaker and quote.confidence < _SURE,
        }
        return tuple(words for words, holds in told.items() if holds)

    @property
    def called(self) -> str:
        """The mention beside the cue, where it is more than a part of the name or the reverse."""
        mention = self.quote.speaker.text if self.quote.speaker else ""
        return "" if mention in self.speaker or self.speaker in mention else mention


def mentions_of(quote: Quote) -> list[Speaker | Span]:
    """Return where its speaker and its cue stand, as far as it has them."""
    return [span for span in (quote.speaker, quote.cue) if span]


def _check(article: Article, quotes: Sequence[Quote]) -> None:
    size = len(article.text)
    for number, quote in enumerate(quotes, 1):
        spans = [*quote.parts, *quote.nested, *mentions_of(quote)]
        if article.text[quote.start : quote.end] != quote.text or not quote.text:
            reason = f"quotation {number} is not what stands at {quote.start}:{quote.end} there"
            raise InputError(reason, article.id or "article")
        if not all(0 <= span.start < span.end <= size for span in spans):
            reason = f"quotation {number} has a speaker, a cue or a part outside of the article"
            raise InputError(reason, article.id or "article")


def quotations_of(
    article: Article,
    quotes: Sequence[Quote],
    model: "LabelModel | None",
    labels: Numbers,
    speakers: Numbers,
    prefix: str,
) -> list[ShownQuotation]:
    """Return the quotations of an article as they are shown.

    Parameters are those of `rhetoric.report.view.view_of`; ids begin with ``prefix``.

    Raises
    ------
    InputError
        When a quotation is not one of the article.
    """
    from rhetoric.labelling.utterances import explained

    _check(article, quotes)
    known = chain(model.labels if model else (), *(quote.probabilities for quote in quotes))
    for name in known:
        labels.of(name)
    anchors = _anchors(quotes, prefix)
    made = []
    for number, quote in enumerate(explained(quotes, model) if model else quotes, 1):
        name = quote.speaker.name if quote.speaker else NOBODY
        given = sorted({labels.of(label): label for label in quote.labels}.items())
        rest = [(labels.of(n), n) for n in quote.probabilities if n not in quote.labels]
        made.append(
            ShownQuotation(
                number,
                quote,
                name,
                speakers.of(name),
                anchors[quote.speaker.start] if quote.speaker else "",
                anchors[quote.cue.start] if quote.cue else "",
                tuple(
                    Badge(n, label, quote.probabilities.get(label), label in quote.unsure)
                    for n, label in given
                ),
                tuple(Badge(n, label, quote.probabilities[label]) for n, label in sorted(rest)),
                tuple(
                    Reason(labels.of(label), label, weighed(quote.text, tokens), tuple(tokens))
                    for label, tokens in (quote.labels.evidence or {}).items()
                ),
                _restored(quote),
            )
        )
    return made


def _anchors(quotes: Sequence[Quote], prefix: str) -> dict[int, str]:
    """Return an id for each offset where a speaker or a cue begins."""
    anchors: dict[int, str] = {}
    for quote in quotes:
        for span in mentions_of(quote):
            anchors.setdefault(span.start, f"{prefix}m{len(anchors) + 1}")
    return anchors


def marks_around(text: str, quote: Quote, part: Span) -> tuple[int, int]:
    """Return where the marks around one paragraph of a quotation begin and end.

    A quotation over several paragraphs opens again in each, and closes in the last.

    >>> quote = Quote(10, 13, "yes", "direct", "", opening="“ ", closing=" ”")
    >>> marks_around("He said “ yes ”.", quote, Span(10, 13, "yes"))
    (8, 15)
    """
    opens = text.endswith(quote.opening, 0, part.start)
    closes = part.end == quote.end
    start = part.start - len(quote.opening) * opens
    return start, part.end + len(quote.closing) * closes


def _restored(quote: Quote) -> str:
    """Return which mark of a repaired quotation the text does not have."""
    if not quote.repaired or (quote.opening and quote.closing):
        return ""
    return "closing" if quote.opening else "opening"
