"""The parts of a sentence that its cue interrupts are one utterance: one label, one evidence."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from rhetoric.labelling.samples import Sample, without
from rhetoric.types import Evidence, Labels, Quote

if TYPE_CHECKING:
    from rhetoric.labelling.model import LabelModel

_SENTENCE_END = re.compile(r"[.!?…]\W*$")


class UtterancePart(NamedTuple):
    """A quotation as a part of the utterance that is labelled, or the whole of it.

    Attributes
    ----------
    sample : Sample
        The words of the utterance, and what is left of the carrier.
    offset : int
        Where the quotation's own words begin in ``sample.text``.
    """

    sample: Sample
    offset: int


def utterances(quotes: Iterable[Quote]) -> list[UtterancePart]:
    """Return, for each quotation of an article, the utterance that it belongs to.

    Parameters
    ----------
    quotes : iterable of Quote
        Those of one article, in order.

    Examples
    --------
    >>> from rhetoric.types import Speaker
    >>> carrier, kim = "“We stay,” Kim said, “for good.”", Speaker("Kim", "Kim", 11, 14)
    >>> first = Quote(1, 9, "We stay,", "direct", carrier, speaker=kim)
    >>> second = Quote(22, 31, "for good.", "direct", carrier, speaker=kim)
    >>> for part in utterances([first, second]):
    ...     print(part.offset, part.sample.text)
    0 We stay, for good.
    9 We stay, for good.
    """
    found: list[UtterancePart] = []
    for parts in joined(quotes):
        carrier = parts[0].context
        if len(parts) > 1:
            for part in parts:
                carrier = without(carrier, part.text)
        whole = Sample(" ".join(part.text for part in parts), carrier)
        offset = 0
        for part in parts:
            found.append(UtterancePart(whole, offset))
            offset += len(part.text) + 1
    return found


def joined(quotes: Iterable[Quote]) -> list[list[Quote]]:
    """Put the parts of each interrupted quotation together.

    Parameters
    ----------
    quotes : iterable of Quote
        Those of one article, in order.
    """
    found: list[list[Quote]] = []
    for quote in quotes:
        if found and _goes_on(found[-1][-1], quote):
            found[-1].append(quote)
        else:
            found.append([quote])
    return found


def _goes_on(before: Quote, quote: Quote) -> bool:
    """Whether a quotation goes on with the sentence that the one before it breaks off.

    One that is given twice does not; nor does one whose place or mention nobody knows.
    """
    mention = _mention(quote)
    return (
        mention >= 0
        and mention == _mention(before)
        and not _SENTENCE_END.search(before.text)
        and before.context == quote.context
        and (before.start < quote.start or quote.start < 0)
    )


def _mention(quote: Quote) -> int:
    """Return where a direct quotation's speaker is mentioned, -1 where that is not known."""
    return quote.speaker.start if quote.kind == "direct" and quote.speaker else -1


def explained(quotes: Sequence[Quote], model: "LabelModel", most: int = 8) -> list[Quote]:
    """Return the labelled quotations of an article with the evidence of their labels.

    Parameters
    ----------
    quotes : sequence of Quote
        Those of one article, in order.
    model : LabelModel
        The one that labelled them; labels that it does not know are left out.
    most : int
        How many tokens at most for each label.
    """
    from rhetoric.labelling.model import top_evidence

    told: dict[Sample, dict[str, list[Evidence]]] = {}
    found = []
    for quote, (sample, offset) in zip(quotes, utterances(quotes), strict=True):
        labels = quote.labels
        given = [label for label in labels if label in model.labels]
        if given and sample not in told:
            told[sample] = top_evidence(model, sample, most)
        end = offset + len(quote.text)
        evidence = {
            label: [_placed(token, offset, end) for token in told[sample][label]] for label in given
        }
        known = Labels(labels, labels.probabilities, labels.unsure, labels.alone, evidence)
        found.append(replace(quote, labels=known))
    return found


def _placed(token: Evidence, start: int, end: int) -> Evidence:
    """Count a token's offsets in the quotation that stands at ``start:end`` of its utterance."""
    if token.source != "text":
        return token
    if start <= token.start and token.end <= end:
        return replace(token, start=token.start - start, end=token.end - start)
    return replace(token, source="utterance")
