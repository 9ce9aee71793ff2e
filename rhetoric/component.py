"""A spaCy component: quotations, speakers and labels on a `Doc`, with ``nlp.add_pipe("rhetoric")``.

The package announces the component to spaCy, so nothing needs to be imported to add it. Importing
this module registers the attributes of spans, for documents that were annotated elsewhere.

What a document gets:

``doc.spans["quotes"]``
    The quoted words, marks excluded; ``span.label_`` is the kind: direct, fragment, term or turn.
``doc.spans["rhetoric"]``
    One span for each quotation and label, which displaCy's ``style="span"`` shows.
``span._.quote``
    The quotation's record, as the command line prints it, with its exact offsets: where a mark is
    glued to a word, the span itself is widened to whole tokens. ``None`` on any other span.
``span._.speaker``, ``span._.cue``, ``span._.rhetoric``
    The `Speaker`, the cue as a `Span`, and the `Labels` with their probabilities, of that record.

The record is kept in the document and is made of plain values, so it survives ``Doc.to_bytes``,
``DocBin`` and ``nlp.pipe(..., n_process=2)``. Its offsets are those of the text that was read. The
component stands anywhere after a tagger with Penn tags and a parser; a document without their
annotation is a `ModelError`, never parsed behind the user's back.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as TokenSpan

from rhetoric.api import label_each, load
from rhetoric.extraction.extractor import Extractor, extract_parsed
from rhetoric.types import Labels, Quote, Span, Speaker

if TYPE_CHECKING:
    from rhetoric.labelling.model import LabelModel

Parse = Literal["doc", "narration"]

QUOTES, RHETORIC = "quotes", "rhetoric"
# what spaCy says of a component that tags, that parses or that either of them listens to
_PARSING = frozenset(("token.tag", "token.dep", "doc.tensor", "doc._.trf_data"))


@Language.factory(
    "rhetoric",
    assigns=["doc.spans", "span._.quote", "span._.speaker", "span._.cue", "span._.rhetoric"],
    requires=["token.tag", "token.dep", "token.head"],
    default_config={
        "labels": None,
        "threshold": None,
        "extract_only": False,
        "terms": False,
        "turns": True,
        "model": None,
        "parse": "doc",
    },
)
def make_component(
    nlp: Language,
    name: str,  # noqa: ARG001  spaCy hands it to every factory
    labels: list[str] | None,
    threshold: float | None,
    extract_only: bool,
    terms: bool,
    turns: bool,
    model: str | None,
    parse: Parse,
) -> "Annotator":
    """Make the component that ``nlp.add_pipe("rhetoric", config={...})`` adds.

    Parameters
    ----------
    nlp : spacy.language.Language
        The pipeline that it is added to.
    name : str
        What the pipeline calls it.
    labels : list of str, optional
        Which of the model's labels to give; all when left out.
    threshold : float, optional
        Give a label from this probability on; the model's own, one a label, when left out.
    extract_only : bool
        Give no labels, and load no model.
    terms : bool
        Keep what is attributed to nobody: titles, nicknames, scare quotes.
    turns : bool
        Read the turns of transcripts and interviews, which have no marks, as quotations.
    model : str, optional
        Folder of the labelling model; the shipped one when left out. A saved pipeline keeps the
        path, not the model.
    parse : {"doc", "narration"}
        Read the document's own parse, or parse the narration again with the pipeline's own tagger
        and parser, the quotations masked. The second takes longer and names the same speakers as
        `rhetoric.extract` to the last one; the first leaves a few out, as in “We stay”—Kim said,
        where the tokenizer glues name and mark.

    Raises
    ------
    ModelError
        When the model cannot be loaded or has no such label.

    Examples
    --------
    >>> import spacy
    >>> from rhetoric.extraction.pipeline import find_pipeline
    >>> nlp = spacy.load(find_pipeline())
    >>> _ = nlp.add_pipe("rhetoric", config={"labels": ["commemoration"]})
    >>> doc = nlp("“We will never forget the fallen,” Ana Ruiz said.")
    >>> for span in doc.spans["quotes"]:
    ...     print(span._.speaker.name, span._.rhetoric)
    Ana Ruiz ('commemoration',)
    """
    labeller = None if extract_only else load(model).select(labels, threshold)
    return Annotator(nlp, labeller, terms, turns, parse)


@dataclass(frozen=True, slots=True, eq=False)
class Annotator:
    """The component; `make_component` makes it.

    Attributes
    ----------
    nlp : spacy.language.Language
        The pipeline that it stands in.
    labeller : LabelModel or None
        Gives the labels; none are given without.
    terms, turns : bool
        Which quotations to keep, as in `make_component`.
    parse : {"doc", "narration"}
        Whose parse to read, as there.
    """

    nlp: Language
    labeller: "LabelModel | None"
    terms: bool
    turns: bool
    parse: Parse

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a document in place.

        Parameters
        ----------
        doc : spacy.tokens.Doc
            Tagged and parsed.

        Raises
        ------
        ModelError
            When the document is not parsed, or the pipeline cannot parse.
        """
        quotes = self._quotes(doc)
        if self.labeller is not None:
            quotes = label_each([quotes], self.labeller)[0]
        spans = [_annotated(doc, quote) for quote in quotes]
        doc.spans[QUOTES] = spans
        doc.spans[RHETORIC] = [
            TokenSpan(doc, span.start, span.end, label=name)
            for span, quote in zip(spans, quotes, strict=True)
            for name in quote.labels
        ]
        return doc

    def _quotes(self, doc: Doc) -> list[Quote]:
        if self.parse == "doc":
            return extract_parsed(doc, terms=self.terms, turns=self.turns)
        pipes = self.nlp.pipe_names
        idle = [p for p in pipes if _PARSING.isdisjoint(self.nlp.get_pipe_meta(p).assigns)]
        extractor = Extractor(self.nlp, terms=self.terms, turns=self.turns, disable=tuple(idle))
        return extractor.extract(doc.text)


def _annotated(doc: Doc, quote: Quote) -> TokenSpan:
    found = doc.char_span(quote.start, quote.end, label=quote.kind, alignment_mode="expand")
    span = cast("TokenSpan", found)  # widened to whole tokens, there always is one
    span._.quote = quote.to_dict()
    return span


def _quotation(span: TokenSpan) -> Quote:
    """Return the quotation of a span; an empty one where it is none."""
    return Quote.from_dict(span._.quote or {})


def _speaker(span: TokenSpan) -> Speaker | None:
    return _quotation(span).speaker


def _cue(span: TokenSpan) -> Span | None:
    return _quotation(span).cue


def _labels(span: TokenSpan) -> Labels:
    return _quotation(span).labels


TokenSpan.set_extension("quote", default=None, force=True)
TokenSpan.set_extension("speaker", getter=_speaker, force=True)
TokenSpan.set_extension("cue", getter=_cue, force=True)
TokenSpan.set_extension("rhetoric", getter=_labels, force=True)
