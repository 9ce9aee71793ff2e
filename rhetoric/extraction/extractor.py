"""From an article to its quotations: marks, narration, attribution, names, in that order."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from rhetoric.errors import ModelError
from rhetoric.extraction.attribution.attribution import Attribution, attribute
from rhetoric.extraction.attribution.site import find_sites
from rhetoric.extraction.kinds import kind_of
from rhetoric.extraction.marks.sentences import paragraphs, sentence_starts
from rhetoric.extraction.marks.stretches import Stretch, find_stretches
from rhetoric.extraction.names.names import Names, find_names, resolve
from rhetoric.extraction.narration import Passage, mask, unmask
from rhetoric.extraction.pipeline import check_pipeline, load_pipeline
from rhetoric.lexicon.cues import Cues, load_cues
from rhetoric.types import Article, Issue, Kind, Quote, Span, Speaker

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_BATCH = 32
# a carrier reaches no further from its quotation: a text without full stops is one sentence
_LONGEST_LEAD = 2000


class Extractor:
    """Finds the quotations of articles and who says them.

    Parameters
    ----------
    nlp : spacy.language.Language or str, optional
        A pipeline with a tagger and a parser, or its name; the English small one if left out.
    cues : sequence of str
        Verbs of saying to add to the shipped list, one a string: a base form, then irregular forms.
    terms : bool
        Keep what is attributed to nobody: titles, nicknames, scare quotes.
    min_confidence : float
        Leave speaker, cue and channel out when the attribution is less certain than this, 0 to 1.
    disable : sequence of str
        Names of components of ``nlp`` that need not run.

    Examples
    --------
    >>> quotes = Extractor().extract("“We stay here,” Ana Ruiz said. “It is home.”")
    >>> [(q.text, q.speaker.name) for q in quotes]
    [('We stay here,', 'Ana Ruiz'), ('It is home.', 'Ana Ruiz')]
    """

    def __init__(
        self,
        nlp: "Language | str | None" = None,
        *,
        cues: Sequence[str] = (),
        terms: bool = False,
        min_confidence: float = 0.0,
        disable: Sequence[str] = (),
    ) -> None:
        if isinstance(cues, str) or not all(cue.strip() for cue in cues):
            msg = f"cues must be a list of verbs, one a string, not {cues!r}"
            raise ValueError(msg)
        if not 0 <= min_confidence <= 1:
            msg = f"min_confidence must lie between 0 and 1, not {min_confidence}"
            raise ValueError(msg)
        if nlp is None or isinstance(nlp, str):
            self.nlp = load_pipeline(nlp)
        else:
            self.nlp = check_pipeline(nlp)
        self.cues = load_cues(tuple(cues))
        self.terms = terms
        self.min_confidence = min_confidence
        self._disable = tuple(disable)

    def extract(self, text: str) -> list[Quote]:
        """Return the quotations of one article, in order.

        Parameters
        ----------
        text : str
            The article; every offset refers to it as given.
        """
        return next(self.pipe([Article(text)]))[1]

    def pipe(self, articles: Iterable[Article]) -> Iterator[tuple[Article, list[Quote]]]:
        """Read articles in batches; yield each with its issues, and its quotations, in order."""
        stream = iter(articles)
        while batch := list(islice(stream, _BATCH)):
            yield from self._read(batch)

    def _read(self, batch: Sequence[Article]) -> Iterator[tuple[Article, list[Quote]]]:
        marked = [find_stretches(article.text) for article in batch]
        masked = [mask(a.text, stretches) for a, (stretches, _) in zip(batch, marked, strict=True)]
        for i, passages in enumerate(masked):
            longest = max((len(p.text) for p in passages), default=0)
            if longest > self.nlp.max_length:
                reason = f"a paragraph of {longest:,} characters is too long to parse"
                marked[i] = ([], [Issue(0, len(batch[i].text), reason)])
                masked[i] = []
        texts = [passage.text for passages in masked for passage in passages]
        docs = self.nlp.pipe(texts, disable=self._disable)
        for article, (stretches, issues), passages in zip(batch, marked, masked, strict=True):
            parsed = list(islice(docs, len(passages)))
            quotes = _quotes(
                article,
                stretches,
                passages,
                parsed,
                cues=self.cues,
                terms=self.terms,
                min_confidence=self.min_confidence,
            )
            yield replace(article, issues=tuple(issues)), quotes


def extract_parsed(doc: "Doc", *, terms: bool = False) -> list[Quote]:
    """Return the quotations of a document that spaCy has parsed, in order; nothing is parsed again.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        An article with tags and dependencies, from any pipeline; offsets refer to ``doc.text``.
    terms : bool
        Keep what is attributed to nobody: titles, nicknames, scare quotes.

    Raises
    ------
    ModelError
        When the document is not parsed.
    """
    for layer, component in (("TAG", "tagger"), ("DEP", "parser")):
        if not doc.has_annotation(layer):
            msg = f"the document has no {layer} annotation; run a spaCy pipeline with a {component}"
            raise ModelError(msg)
    stretches, _ = find_stretches(doc.text)
    parsed = [unmask(doc, passage, stretches) for passage in mask(doc.text, stretches)]
    return _quotes(
        Article(doc.text),
        stretches,
        [passage for passage, _ in parsed],
        [paragraph for _, paragraph in parsed],
        cues=load_cues(),
        terms=terms,
        min_confidence=0.0,
    )


def _quotes(
    article: Article,
    stretches: Sequence[Stretch],
    passages: Sequence[Passage],
    docs: "Sequence[Doc]",
    *,
    cues: Cues,
    terms: bool,
    min_confidence: float,
) -> list[Quote]:
    text = article.text
    if not stretches:
        return []
    sites = [list(find_sites(p, doc)) for p, doc in zip(passages, docs, strict=True)]
    known = attribute(passages, docs, sites, cues)
    opening = {s.slot.stretch: s for here in sites for s in here if s.slot.part == 0}
    names = find_names(text, [(s.start, s.end) for s in stretches])
    carriers = _Carriers(text)
    quotes: list[Quote] = []
    last: str | None = None
    kind: Kind = "term"
    for n, (stretch, attribution) in enumerate(zip(stretches, known, strict=True)):
        resumes = n > 0 and kind == "direct" and _resumes(text, stretches[n - 1], stretch)
        kind = kind_of(text, stretch, opening[n], attribution, resumes=resumes)
        if kind == "term" and not terms:
            continue
        sure = attribution and attribution.confidence >= min_confidence
        who = attribution if sure and kind != "term" else None
        speaker = _speaker(text, names, who, last)
        last = speaker.name if speaker else last
        quotes.append(_quote(article, stretch, kind, who, speaker, carriers))
    return quotes


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
    return Speaker(resolve(names, mention, start, last), mention, start, end)


def _quote(
    article: Article,
    stretch: Stretch,
    kind: Kind,
    attribution: Attribution | None,
    speaker: Speaker | None,
    carriers: "_Carriers",
) -> Quote:
    text = article.text

    def span(start: int, end: int) -> Span:
        return Span(start, end, text[start:end])

    return Quote(
        start=stretch.start,
        end=stretch.end,
        text=text[stretch.start : stretch.end],
        kind=kind,
        context=carriers.of(stretch, attribution),
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
    """The sentences of an article, to cut the carrier of each quotation from."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] = []
        self._paragraphs: list[int] = []
        for start, end in paragraphs(text):
            sentences = sentence_starts(text, start, end)
            self._starts += sentences
            self._paragraphs += [start] * len(sentences)
        self._ends = [*self._starts[1:], len(text)]

    def of(self, stretch: Stretch, attribution: Attribution | None) -> str:
        """Return the sentences that hold a quotation, with its cue and speaker if they are near."""
        first = self._sentence_at(stretch.parts[0].outer_start)
        last = self._sentence_at(stretch.parts[-1].outer_end - 1)
        if attribution:
            for near in filter(None, (attribution.cue, attribution.speaker)):
                there = self._sentence_at(near[0])
                if self._paragraphs[there] in (self._paragraphs[first], self._paragraphs[last]):
                    first, last = min(first, there), max(last, there)
        start = max(self._starts[first], stretch.parts[0].outer_start - _LONGEST_LEAD)
        end = min(self._ends[last], stretch.parts[-1].outer_end + _LONGEST_LEAD)
        return self._text[start:end].strip()

    def _sentence_at(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)


@cache
def load_extractor(spacy_model: str | None = None, *, terms: bool = False) -> Extractor:
    """Return the default extractor, loaded once."""
    return Extractor(spacy_model, terms=terms)
