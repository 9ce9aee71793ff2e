"""From an article to its quotations: marks, narration, attribution, names, in that order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from rhetoric.errors import ModelError
from rhetoric.extraction.masking import mask_article
from rhetoric.extraction.paragraph import read_paragraph
from rhetoric.extraction.pipeline import check_pipeline, load_pipeline
from rhetoric.extraction.quotations import find_quotations
from rhetoric.extraction.unmasking import unmask
from rhetoric.lexicon.cues import load_cues
from rhetoric.types import Article, Quote

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# articles that are read together: enough to fill what is parsed together, few to be held
_BATCH = 32
# characters that are parsed together: the parser needs some 4 kB for each
_AT_ONCE = 15_000


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
    turns : bool
        Read the turns of transcripts and interviews, which have no marks, as quotations.
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
        turns: bool = True,
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
        self.turns = turns
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
        masked = [mask_article(article.text, turns=self.turns) for article in batch]
        parses = self._parse(passage.text for one in masked for passage in one.passages)
        for article, one in zip(batch, masked, strict=True):
            quotes = find_quotations(
                one,
                map(read_paragraph, one.passages, parses),
                self.cues,
                article=article.id,
                terms=self.terms,
                min_confidence=self.min_confidence,
            )
            yield replace(article, issues=one.issues), list(quotes)

    def _parse(self, texts: Iterable[str]) -> "Iterator[Doc]":
        for batch in _batches(texts):
            for doc in self.nlp.pipe(batch, disable=self._disable):
                doc.tensor = doc.tensor[:0]  # nothing reads the vectors, half of what a parse holds
                yield doc


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield texts together as far as there is memory to parse them."""
    batch: list[str] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if size >= _AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def extract_parsed(doc: "Doc", *, terms: bool = False, turns: bool = True) -> list[Quote]:
    """Return the quotations of a document that spaCy has parsed, in order; nothing is parsed again.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        An article with tags and dependencies, from any pipeline; offsets refer to ``doc.text``.
    terms : bool
        Keep what is attributed to nobody: titles, nicknames, scare quotes.
    turns : bool
        Read the turns of transcripts and interviews, which have no marks, as quotations.

    Raises
    ------
    ModelError
        When the document is not parsed.
    """
    for layer, component in (("TAG", "tagger"), ("DEP", "parser")):
        if not doc.has_annotation(layer):
            msg = f"the document has no {layer} annotation; run a spaCy pipeline with a {component}"
            raise ModelError(msg)
    one = mask_article(doc.text, turns=turns)
    paragraphs = (read_paragraph(*unmask(doc, passage, one.reading)) for passage in one.passages)
    return list(find_quotations(one, paragraphs, load_cues(), terms=terms))


@cache
def load_extractor(
    spacy_model: str | None = None, *, terms: bool = False, turns: bool = True
) -> Extractor:
    """Return the default extractor, loaded once."""
    return Extractor(spacy_model, terms=terms, turns=turns)
