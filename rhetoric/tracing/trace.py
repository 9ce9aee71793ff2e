"""The same words in many outlets: quotations traced to the utterances that they repeat."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from rhetoric.arguments import each_of
from rhetoric.errors import RhetoricError, needing
from rhetoric.tracing.grouping import Quotation, Wording, group
from rhetoric.types import Origin, Quote

# after every date
_NEVER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording of an utterance.

    Attributes
    ----------
    text : str
        As printed most often.
    quotations : int
        How often it was quoted.
    articles : tuple of str
        Where.
    """

    text: str
    quotations: int
    articles: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return ``{"text", "quotations", "articles"}``."""
        return {
            "text": self.text,
            "quotations": self.quotations,
            "articles": list(self.articles),
        }


@dataclass(frozen=True, slots=True)
class Utterance:
    """What was said once, and quoted one or more times.

    Attributes
    ----------
    text : str
        The wording that every other one was compared with: the longest that was printed much.
    quotations, articles : int
        How often it was quoted, and in how many articles; one that has no name counts as one.
    first_date, last_date : str or None
        Of the quotations that have a date.
    outlets : tuple of str
        Who printed it, in alphabetical order.
    speakers : tuple of (str, int)
        The names given, with their quotations, the most frequent first.
    labels : dict of str to int
        How many of the quotations have each label.
    variants : tuple of Variant
        The wordings, the most frequent first.
    """

    text: str
    quotations: int
    articles: int
    first_date: str | None
    last_date: str | None
    outlets: tuple[str, ...]
    speakers: tuple[tuple[str, int], ...]
    labels: dict[str, int]
    variants: tuple[Variant, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the record that the command line prints; its keys are stable."""
        return {
            "utterance": self.text,
            "quotations": self.quotations,
            "articles": self.articles,
            "first_date": self.first_date,
            "last_date": self.last_date,
            "outlets": list(self.outlets),
            "speakers": [{"name": name, "quotations": n} for name, n in self.speakers],
            "labels": self.labels,
            "variants": [variant.to_dict() for variant in self.variants],
        }


def trace(
    records: Iterable[Mapping[str, Any]], *, similarity: float = 0.8, min_size: int = 2
) -> list[Utterance]:
    """Group the quotations that repeat one utterance.

    Quotations belong together when one stands in the other, trimmed, with an ellipsis, or with a
    word or two translated otherwise. A quotation of fewer than four content words is a stock
    phrase to begin with: it only joins words of the same speaker within three days, or in the same
    article; unless it has three, and seven words in all that stand in the other one exactly and
    are no other speaker's. The parts of a quotation that its cue interrupts are joined first, and a
    record that is given twice counts once.

    Parameters
    ----------
    records : iterable of mapping
        As `Quote.to_dict` makes them, in any order; ``text`` alone is needed. Date and outlet are
        those of ``meta``, or of the record itself; dates are compared as strings, and near only
        where they are ISO dates.
    similarity : float
        The share of the shorter one's content words that must stand in the longer one, 0 to 1;
        four fifths of that are enough where speaker and date agree.
    min_size : int
        Leave out what stands in fewer articles.

    Returns
    -------
    list of Utterance
        The most quoted first, then the earliest; the same for any order of the records.

    Raises
    ------
    RhetoricError
        When rapidfuzz, of the extra ``trace``, is not installed.
    ValueError
        When ``similarity`` is not a share.

    Examples
    --------
    >>> said = "They gave their young lives so that this harbour town could live in peace."
    >>> records = [{"article": "a", "text": said}, {"article": "b", "text": said[15:]}]
    >>> [(u.text == said, u.articles) for u in trace(records)]
    [(True, 2)]
    """
    if not 0 < similarity <= 1:
        msg = f"similarity must lie above 0 and not above 1, not {similarity}"
        raise ValueError(msg)
    with needing("trace", "comparing quotations", RhetoricError):
        import rapidfuzz  # noqa: F401 - only whether it is there
    found = map(_utterance, group(_quotations(records), similarity))
    return sorted(
        (utterance for utterance in found if utterance.articles >= min_size),
        key=lambda u: (-u.quotations, u.first_date or _NEVER, u.text, u.variants[0].articles),
    )


def _quotations(records: Iterable[Mapping[str, Any]]) -> Iterator[Quotation]:
    """Join the parts of each interrupted quotation; leave out what is given twice."""
    from rhetoric.labelling.utterances import joined

    given = each_of(records, "records", Mapping, "records", "; Quote.to_dict() makes one")
    placed = sorted(map(_placed, given), key=itemgetter(slice(4)))
    for origin, some in groupby(placed, attrgetter("origin")):
        quotes = (one.quote for one in some)
        for parts in joined(_distinct(quotes) if origin.article else quotes):
            speaker = parts[0].speaker
            yield Quotation(
                text=" ".join(part.text for part in parts),
                article=origin.article,
                date=origin.date,
                outlet=origin.outlet,
                speaker=speaker.name if speaker else "",
                labels=tuple(sorted({label for part in parts for label in part.labels})),
            )


class _Placed(NamedTuple):
    """A quotation after what puts it in the order of its article, whatever order they came in."""

    origin: Origin
    start: int
    text: str
    as_json: str
    quote: Quote


def _placed(record: Mapping[str, Any]) -> _Placed:
    quote = Quote.from_dict(record)
    as_json = json.dumps(record, sort_keys=True, default=str)
    return _Placed(Origin.of(record), quote.start, quote.text, as_json, quote)


def _distinct(quotes: Iterable[Quote]) -> Iterator[Quote]:
    """Yield the quotations of an article, one that is given twice with its place once."""
    for (start, _), same in groupby(quotes, attrgetter("start", "text")):
        yield from islice(same, 1 if start >= 0 else None)


def _utterance(wordings: Sequence[Wording]) -> Utterance:
    quotations = [q for wording in wordings for q in wording.quotations]
    # files of one name from two outlets are two articles
    articles = {(q.article or number, q.date, q.outlet) for number, q in enumerate(quotations)}
    dates = sorted(q.date for q in quotations if q.date)
    variants = [_variant(wording) for wording in wordings]
    return Utterance(
        text=variants[0].text,
        quotations=len(quotations),
        articles=len(articles),
        first_date=dates[0] if dates else None,
        last_date=dates[-1] if dates else None,
        outlets=tuple(sorted({q.outlet for q in quotations if q.outlet})),
        speakers=tuple(_counted(q.speaker for q in quotations if q.speaker)),
        labels=dict(_counted(label for q in quotations for label in q.labels)),
        variants=tuple(
            sorted(variants, key=lambda v: (-v.quotations, -len(v.text), v.text, v.articles))
        ),
    )


def _variant(wording: Wording) -> Variant:
    printed = next(_counted(q.text for q in wording.quotations))[0]
    articles = sorted({q.article for q in wording.quotations if q.article})
    return Variant(printed, len(wording.quotations), tuple(articles))


def _counted(values: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield each value with its count, the most frequent first."""
    yield from sorted(Counter(values).items(), key=lambda item: (-item[1], item[0]))
