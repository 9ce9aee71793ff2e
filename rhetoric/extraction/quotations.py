"""From parsed paragraphs to quotations: who speaks, what kind it is, which sentences carry it."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from rhetoric.extraction.attribution.attribute import attribute
from rhetoric.extraction.attribution.attribution import Attribution
from rhetoric.extraction.kinds import kind_of
from rhetoric.extraction.marks.stretches import Stretch
from rhetoric.extraction.names.find import find_names
from rhetoric.extraction.names.names import Names
from rhetoric.extraction.names.resolve import resolve
from rhetoric.extraction.paragraph import Paragraph
from rhetoric.lexicon.cues import Cues
from rhetoric.types import Article, Kind, Quote, Span, Speaker

# a carrier reaches no further from its quotation: a text without full stops is one sentence
_LONGEST_LEAD = 2000


def find_quotations(
    article: Article,
    paragraphs: Sequence[Paragraph],
    cues: Cues,
    *,
    terms: bool = False,
    min_confidence: float = 0.0,
) -> Iterator[Quote]:
    """Yield the quotations of an article, in order.

    Parameters
    ----------
    article : Article
    paragraphs : sequence of Paragraph
        Those that hold its quotations, and the sentences that lead into them.
    cues : Cues
    terms : bool
        Keep what is attributed to nobody: titles, nicknames, scare quotes.
    min_confidence : float
        Leave speaker, cue and channel out when the attribution is less certain than this.
    """
    text = article.text
    sites = [site for here in paragraphs for site in here.sites if site.slot.part == 0]
    if not sites:
        return
    known = attribute(paragraphs, cues)
    names = find_names(text, [(s.slot.stretch.start, s.slot.stretch.end) for s in sites])
    carriers = _Carriers(text, paragraphs)
    before: Stretch | None = None
    speaker: str | None = None
    for site in sites:
        stretch = site.slot.stretch
        attribution = known.of(stretch)
        resumes = before is not None and _resumes(text, before, stretch)
        kind = kind_of(text, stretch, site, attribution, resumes=resumes)
        before = stretch if kind == "direct" else None
        if kind == "term" and not terms:
            continue
        sure = attribution is not None and attribution.confidence >= min_confidence
        who = attribution if sure and kind != "term" else None
        named = _speaker(text, names, who, speaker)
        speaker = named.name if named else speaker
        yield _quote(article, stretch, kind, who, named, carriers.of(stretch, who))


def _resumes(text: str, before: Stretch, stretch: Stretch) -> bool:
    """Whether a quotation goes on after its cue: “…,” Kim said, “…”."""
    between = text[before.parts[-1].outer_end : stretch.parts[0].outer_start]
    cut = text[before.end - 1] in ",—–-" or between.lstrip().startswith(",")
    return cut and "\n" not in between and between.rstrip().endswith((",", "—", "–", "-"))


def _speaker(
    text: str, names: Names, attribution: Attribution | None, last: str | None
) -> Speaker | None:
    if attribution is None or attribution.speaker is None:
        return None
    start, end = attribution.speaker
    mention = text[start:end]
    return Speaker(resolve(names, start, end, last), mention, start, end)


def _quote(
    article: Article,
    stretch: Stretch,
    kind: Kind,
    attribution: Attribution | None,
    speaker: Speaker | None,
    carrier: str,
) -> Quote:
    text = article.text

    def span(start: int, end: int) -> Span:
        return Span(start, end, text[start:end])

    return Quote(
        start=stretch.start,
        end=stretch.end,
        text=text[stretch.start : stretch.end],
        kind=kind,
        context=carrier,
        article=article.id,
        repaired=stretch.repaired,
        speaker=speaker,
        cue=span(*attribution.cue) if attribution and attribution.cue else None,
        channel=text[slice(*attribution.channel)] if attribution and attribution.channel else None,
        rule=attribution.rule if attribution else None,
        confidence=attribution.confidence if attribution else 0.0,
        parts=tuple(span(p.start, p.end) for p in stretch.parts) if len(stretch.parts) > 1 else (),
        nested=tuple(span(*inner) for inner in stretch.nested),
    )


class _Carriers:
    """The sentences of an article's paragraphs, to cut the carrier of each quotation from."""

    def __init__(self, text: str, paragraphs: Sequence[Paragraph]) -> None:
        self._text = text
        self._starts = [start for here in paragraphs for start in here.sentences]
        self._homes = [here for here in paragraphs for _ in here.sentences]

    def of(self, stretch: Stretch, attribution: Attribution | None) -> str:
        """Return the sentences that hold a quotation, with its cue and speaker if they are near."""
        first = self._sentence_at(stretch.parts[0].outer_start)
        last = self._sentence_at(stretch.parts[-1].outer_end - 1)
        homes = (self._homes[first], self._homes[last])
        for near in (attribution.cue, attribution.speaker) if attribution else ():
            if near and self._homes[there := self._sentence_at(near[0])] in homes:
                first, last = min(first, there), max(last, there)
        start = max(self._starts[first], stretch.parts[0].outer_start - _LONGEST_LEAD)
        end = min(self._end_of(last), stretch.parts[-1].outer_end + _LONGEST_LEAD)
        return self._text[start:end].strip()

    def _sentence_at(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)

    def _end_of(self, sentence: int) -> int:
        home = self._homes[sentence]
        return (
            home.end
            if self._homes[sentence + 1 : sentence + 2] != [home]
            else self._starts[sentence + 1]
        )
