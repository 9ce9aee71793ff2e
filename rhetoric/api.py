"""The functions that a library user calls; what they need is loaded on first use, once."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, groupby
from numbers import Real
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from rhetoric.arguments import check_text, check_type, each_of
from rhetoric.types import Article, Labels, Origin, Quote, Quotes

if TYPE_CHECKING:
    from rhetoric.labelling.model import LabelModel, Thresholds

_FOLDER, _MODEL = str | PathLike | None, "a folder or the name of a shipped model"


def load(path: Path | str | None = None) -> "LabelModel":
    """Load a labelling model, once.

    Parameters
    ----------
    path : pathlib.Path or str, optional
        The folder that `train` or `QuoteClassifier.save` wrote; the shipped model when left out.

    Raises
    ------
    ModelError
        When a file is missing, damaged, of another format or not what the manifest says.
    TypeError
        When the path is none.

    Examples
    --------
    >>> load().labels
    ('anti_western', 'commemoration', 'solidarity')
    """
    from rhetoric.labelling.store import load as load_model

    check_type(path, "path", _FOLDER, _MODEL)
    return load_model(path)


def extract(text: str, *, terms: bool = False, turns: bool = True) -> Quotes:
    """Return the quotations of an article, each with its speaker.

    It loads no classifier, and so takes neither a model nor a threshold: `analyze` does.

    Parameters
    ----------
    text : str
        A news article in English; every offset refers to it as given.
    terms : bool
        Keep what is attributed to nobody: titles, nicknames, scare quotes.
    turns : bool
        Read the turns of transcripts and interviews, which have no marks, as quotations.

    Returns
    -------
    Quotes
        A list of `Quote` in order, never overlapping, ``text[q.start:q.end] == q.text``.

    Raises
    ------
    ModelError
        When no English spaCy pipeline is installed.
    TypeError
        When the text is no string.

    Examples
    --------
    >>> [(q.speaker.name, q.text) for q in extract("“We stay here,” Ana Ruiz said.")]
    [('Ana Ruiz', 'We stay here,')]
    """
    from rhetoric.extraction.extractor import load_extractor

    check_text(text, "text")
    return Quotes(load_extractor(terms=terms, turns=turns).extract(text))


def analyze(
    text: str,
    *,
    model: Path | str | None = None,
    threshold: "Thresholds | None" = None,
    terms: bool = False,
    turns: bool = True,
    alone: bool = False,
) -> Quotes:
    """Return the quotations of an article, each with its speaker and its labels.

    The quotations of an article tell about each other, and the parts of a sentence that its cue
    interrupts get the same labels; so `classify`, which is given one quotation at a time, may say
    otherwise of the same words.

    Parameters
    ----------
    text, terms, turns
        As in `extract`.
    model, threshold
        As in `classify`.
    alone : bool
        Label each quotation without the rest of its article.

    Raises
    ------
    ModelError
        When no English spaCy pipeline is installed, or the model cannot be loaded.
    TypeError
        When the text is no string, the model no path or a threshold no number.
    ValueError
        When a threshold is no probability.

    Examples
    --------
    >>> [quote.labels for quote in analyze("“We mourn our fallen,” Ana Ruiz said.", alone=True)]
    [('commemoration',)]
    """
    check_text(text, "text")
    labeller = _labeller(model, threshold)
    return Quotes(label_each([extract(text, terms=terms, turns=turns)], labeller, alone=alone)[0])


@overload  # a string is an iterable of strings too, but it is one quotation
def classify(  # type: ignore[overload-overlap]
    quotations: str,
    context: str = "",
    *,
    model: Path | str | None = None,
    threshold: "Thresholds | None" = None,
) -> Labels: ...


@overload
def classify(
    quotations: Iterable[str],
    context: str | Iterable[str] = "",
    *,
    model: Path | str | None = None,
    threshold: "Thresholds | None" = None,
) -> list[Labels]: ...


def classify(
    quotations: str | Iterable[str],
    context: str | Iterable[str] = "",
    *,
    model: Path | str | None = None,
    threshold: "Thresholds | None" = None,
) -> Labels | list[Labels]:
    """Label one quotation, or many, each alone.

    It loads no spaCy and looks for nothing, and so takes no terms: `analyze` does.

    `analyze` labels the same words with the rest of their article, and may say otherwise.

    Parameters
    ----------
    quotations : str or iterable of str
        The quoted words.
    context : str or iterable of str
        The sentence or sentences that carry them, one for each; or one for all.
    model : pathlib.Path or str, optional
        Folder of the labelling model, or the name of a shipped one: "default", or "ngrams", which
        is small and quick and errs more often. The default one when left out.
    threshold : float or mapping of str to float, optional
        Give a label from this probability on: one for all labels, or one for each that is named.
        The model's own thresholds when left out.

    Returns
    -------
    Labels or list of Labels
        A tuple of the labels given, with ``probabilities``; for many quotations, a list.

    Raises
    ------
    ModelError
        When the model cannot be loaded.
    TypeError
        When a quotation or a context is no string, the model no path or a threshold no number.
    ValueError
        When there are not as many contexts as quotations, or a threshold is no probability.

    Examples
    --------
    >>> "commemoration" in classify("We will never forget the sons who fell here.")
    True
    """
    from rhetoric.labelling.samples import as_samples

    if not isinstance(context, Iterable) or isinstance(context, bytes):
        check_text(context, "context")
    samples = as_samples(quotations, context)
    for sample in samples:
        check_text(sample.text, "quotations")
        check_text(sample.context, "context")
    found = _labeller(model, threshold).label(samples)
    return found[0] if isinstance(quotations, str) else found


def check_labelling(model: object, threshold: object) -> None:
    """Refuse what is no model, or no threshold, by a `TypeError`."""
    check_type(model, "model", _FOLDER, _MODEL)
    given = threshold.values() if isinstance(threshold, Mapping) else (threshold,)
    for least in () if threshold is None else given:
        check_type(least, "threshold", Real, "a number, or one for each label")


def _labeller(model: Path | str | None, threshold: "Thresholds | None") -> "LabelModel":
    check_labelling(model, threshold)
    return load(model).select(threshold=threshold)


def label_each(
    articles: Sequence[Sequence[Quote]], model: "LabelModel", *, alone: bool = False
) -> list[list[Quote]]:
    """Return the quotations of articles with the labels that a model gives them.

    The parts of a sentence that its cue interrupts are one utterance and get the same labels, and
    the quotations of one article tell about each other (`rhetoric.labelling.prior`).

    Parameters
    ----------
    articles : sequence of sequences of Quote
        The quotations of each article, in order; those of one article must be given together.
    model : LabelModel
        What labels them, as `load` gives it.
    alone : bool
        Label each quotation without the rest of its article.
    """
    return _labelled(list(enumerate(articles)), model, alone=alone)


def label_records(
    records: Sequence[dict[str, Any]],
    model: "LabelModel",
    *,
    alone: bool = False,
    explain: bool = False,
) -> list[dict[str, Any]]:
    """Return records of quotations with what `Labels.to_dict` tells added.

    Parameters
    ----------
    records : sequence of dict
        Each with a ``text``; ``context`` counts where it is given. Records as `records_of` makes
        them get the labels that `label_each` would give, unless their article has no name: then
        nothing tells which quotations are of one.
    model, alone
        As in `label_each`.
    explain : bool
        Add the evidence of each label given.
    """
    from rhetoric.labelling.utterances import explained

    articles = [
        (origin if origin.article else None, [Quote.from_dict(record) for record in some])
        for origin, some in groupby(records, Origin.of)
    ]
    labelled = _labelled(articles, model, alone=alone)
    if explain:
        labelled = [explained(quotes, model) for quotes in labelled]
    quotes = chain.from_iterable(labelled)
    return [record | quote.labels.to_dict() for record, quote in zip(records, quotes, strict=True)]


def _labelled(
    articles: Sequence[tuple[Hashable, Sequence[Quote]]], model: "LabelModel", *, alone: bool
) -> list[list[Quote]]:
    """Label quotations: those of articles of one name tell about each other, unless it is None."""
    from rhetoric.labelling.utterances import utterances

    samples = [part.sample for _, quotes in articles for part in utterances(quotes)]
    names = [name for name, quotes in articles for _ in quotes]
    labels = iter(model.label(samples, None if alone else names))
    return [[replace(quote, labels=next(labels)) for quote in quotes] for _, quotes in articles]


def records_of(
    article: Article, quotes: Iterable[Quote], *, with_text: bool = False
) -> list[dict[str, Any]]:
    """Return the records of an article's quotations, with what is known of the article.

    Parameters
    ----------
    article : Article
        Whose quotations they are.
    quotes : iterable of Quote
        Its quotations.
    with_text : bool
        Add the text that every offset refers to, as ``article_text``.

    Returns
    -------
    list of dict
        `Quote.to_dict`, with ``meta`` where the article has any.

    Raises
    ------
    TypeError
        When the article is no `Article`, or the quotations are none.

    Examples
    --------
    >>> article = Article("“We stay here,” Ana Ruiz said.", meta={"outlet": "Post"})
    >>> records_of(article, extract(article.text))[0]["meta"]
    {'outlet': 'Post'}
    """
    check_type(article, "article", Article, "an Article", ": rhetoric.Article(text) makes one")
    found = each_of(quotes, "quotes", Quote, "Quote")
    known: dict[str, Any] = {"meta": dict(article.meta)} if article.meta else {}
    if with_text:
        known["article_text"] = article.text
    return [quote.to_dict() | known for quote in found]
