"""From parsed paragraphs to quotations: who speaks, what kind it is, which sentences carry it."""

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from heapq import merge

from rhetoric.extraction.attribution.attribute import attribute
from rhetoric.extraction.attribution.attribution import Attribution, Attributions
from rhetoric.extraction.attribution.confidence import confidence_of
from rhetoric.extraction.kinds import kind_of
from rhetoric.extraction.marks.reading import ReadText
from rhetoric.extraction.marks.sentences import pieces, sentence_spans
from rhetoric.extraction.marks.spans import Range, trimmed
from rhetoric.extraction.marks.stretches import Stretch
from rhetoric.extraction.masking import Masked
from rhetoric.extraction.names.find import find_names
from rhetoric.extraction.names.names import Names
from rhetoric.extraction.names.resolve import resolve
from rhetoric.extraction.narration import Passage
from rhetoric.extraction.paragraph import Paragraph, Site
from rhetoric.extraction.turns.first_person import first_person
from rhetoric.extraction.turns.quotations import quote_turns
from rhetoric.lexicon.cues import Cues
from rhetoric.types import Kind, Quote, Speaker

# characters; a text without full stops is one sentence, and nobody reads all of it as a carrier
_LONGEST_SENTENCE = 2000


def find_quotations(
    masked: Masked,
    paragraphs: Iterable[Paragraph],
    cues: Cues,
    *,
    article: str = "",
    terms: bool = False,
    min_confidence: float = 0.0,
) -> Iterator[Quote]:
    """Yield the quotations of an article, in order.

    Parameters
    ----------
    masked : Masked
        The article, its quotations masked.
    paragraphs : iterable of Paragraph
        Its passages with their parses, each asked for when it is read and let go soon after.
    cues : Cues
        The words that introduce speech.
    article : str
        The article's id.
    terms : bool
        Keep what is attributed to nobody: titles, nicknames, scare quotes.
    min_confidence : float
        Leave speaker, cue and channel out when the attribution is less certain than this.
    """
    if not masked.stretches and not masked.turns:
        return
    quoted = [(stretch.start, stretch.end) for stretch in masked.stretches]
    spoken = [(turn.name[0], turn.end) for turn in masked.turns]
    names = find_names(masked.reading.text, sorted([*quoted, *spoken]))
    settled = _settle(paragraphs, cues)
    marked = _quote_marked(masked, settled, names, terms, min_confidence)
    said = quote_turns(masked.reading, masked.turns, names)
    for quote in merge(marked, said, key=lambda quote: quote.start):
        yield replace(quote, article=article)


def _settle(
    paragraphs: Iterable[Paragraph], cues: Cues
) -> Iterator[tuple[Site, Attribution | None]]:
    """Yield where each quotation begins, in order, with who says it.

    One over several paragraphs waits for the last of them, which may tell.
    """
    known = Attributions()
    waiting: deque[Site] = deque()
    for paragraph in paragraphs:
        attribute(paragraph, known, cues)
        waiting.extend(site for site in paragraph.sites if site.slot.part == 0)
        while waiting and waiting[0].slot.stretch.parts[-1].outer_start < paragraph.passage.end:
            site = waiting.popleft()
            yield site, known.of(site.slot.stretch)
    yield from ((site, known.of(site.slot.stretch)) for site in waiting)


def _quote_marked(
    masked: Masked,
    settled: Iterable[tuple[Site, Attribution | None]],
    names: Names,
    terms: bool,
    min_confidence: float,
) -> Iterator[Quote]:
    """Yield the quotations that stand between marks, in order."""
    reading, text = masked.reading, masked.reading.text
    carriers = _Carriers(reading, masked.passages)
    before: Stretch | None = None
    speaker: str | None = None
    for site, attribution in settled:
        stretch = site.slot.stretch
        resumes = before is not None and _resumes(text, before, stretch)
        kind = kind_of(text, site, attribution, resumes=resumes)
        before = stretch if kind == "direct" else None
        if kind == "term" and not terms:
            continue
        who = attribution if kind != "term" else None
        named = _speaker(reading, names, who, speaker)
        who = _trusted(who, named, min_confidence)
        named = named if who else None
        speaker = named.name if named else speaker
        yield _quote(reading, stretch, kind, who, named, carriers.of(stretch, who))


def _resumes(text: str, before: Stretch, stretch: Stretch) -> bool:
    """Whether a quotation goes on after its cue: “…,” Kim said, “…”."""
    between = text[before.parts[-1].outer_end : stretch.parts[0].outer_start]
    cut = text[before.end - 1] in ",—–-" or between.lstrip().startswith(",")
    return cut and "\n" not in between and between.rstrip().endswith((",", "—", "–", "-"))


def _speaker(
    reading: ReadText, names: Names, attribution: Attribution | None, last: str | None
) -> Speaker | None:
    if attribution is None or attribution.speaker is None:
        return None
    start, end = attribution.speaker
    mention = reading.span(start, end)
    said_by_self = first_person(names, start) if mention.text == "I" else None
    name = said_by_self or resolve(names, start, end, last)
    return Speaker(name, mention.text, mention.start, mention.end)


def _trusted(
    attribution: Attribution | None, speaker: Speaker | None, least: float
) -> Attribution | None:
    """Return an attribution with the confidence that its name deserves, if that is enough."""
    if attribution and speaker:
        trust = confidence_of(attribution.confidence, speaker.text, speaker.name)
        attribution = replace(attribution, confidence=trust)
    return attribution if attribution and attribution.confidence >= least else None


def _quote(
    reading: ReadText,
    stretch: Stretch,
    kind: Kind,
    attribution: Attribution | None,
    speaker: Speaker | None,
    carrier: str,
) -> Quote:
    first, last = stretch.parts[0], stretch.parts[-1]
    words = reading.span(stretch.start, stretch.end)
    outer = reading.span(first.outer_start, last.outer_end)
    channel = (
        reading.text[slice(*attribution.channel)] if attribution and attribution.channel else None
    )
    return Quote(
        start=words.start,
        end=words.end,
        text=words.text,
        kind=kind,
        context=carrier,
        opening=reading.given[outer.start : words.start],
        closing=reading.given[words.end : outer.end],
        repaired=stretch.repaired,
        speaker=speaker,
        cue=reading.span(*attribution.cue) if attribution and attribution.cue else None,
        channel=channel,
        rule=attribution.rule if attribution else None,
        confidence=attribution.confidence if attribution else 0.0,
        parts=tuple(reading.span(p.start, p.end) for p in stretch.parts)
        if stretch.parts[1:]
        else (),
        nested=tuple(reading.span(*inner) for inner in stretch.nested if inner[0] < inner[1]),
    )


class _Carriers:
    """The sentences of an article's paragraphs, to cut the carrier of each quotation from."""

    def __init__(self, reading: ReadText, passages: Sequence[Passage]) -> None:
        self._reading = reading
        self._sentences = [
            (*span, here)
            for here in passages
            for sentence in sentence_spans(reading.text, here.start, here.end)
            for span in pieces(reading.text, *sentence, _LONGEST_SENTENCE)
        ]
        # quotations of one sentence share its words: a long line may hold a hundred thousand
        self._carriers: dict[Range, str] = {}

    def of(self, stretch: Stretch, attribution: Attribution | None) -> str:
        """Return the sentences that hold a quotation, and its speaker if near."""
        outer_start, outer_end = stretch.parts[0].outer_start, stretch.parts[-1].outer_end
        first, last = self._sentence_at(outer_start), self._sentence_at(outer_end - 1)
        homes = (self._sentences[first][2], self._sentences[last][2])
        for near in (attribution.cue, attribution.speaker) if attribution else ():
            if near and self._sentences[there := self._sentence_at(near[0])][2] in homes:
                first, last = min(first, there), max(last, there)
        reach = self._sentences[first][0], self._sentences[last][1]
        if reach not in self._carriers:
            words = trimmed(self._reading.text, *reach)
            self._carriers[reach] = self._reading.span(*words).text
        return self._carriers[reach]

    def _sentence_at(self, offset: int) -> int:
        return max(0, bisect_right(self._sentences, offset, key=lambda sentence: sentence[0]) - 1)
