"""The functions that a library user calls; what they need is loaded on first use, once."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from rhetoric.types import Article, Labels, Quote, Quotes

if TYPE_CHECKING:
    from rhetoric.labelling.model import LabelModel


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

    Examples
    --------
    >>> load().labels
    ('anti_western', 'commemoration', 'solidarity')
    """
    from rhetoric.labelling.store import load as load_model

    return load_model(path)


def extract(text: str) -> Quotes:
    """Return the quotations of an article, each with its speaker; loads no classifier.

    Parameters
    ----------
    text : str
        A news article in English; every offset refers to it as given.

    Returns
    -------
    Quotes
        A list of `Quote` in order, never overlapping, ``text[q.start:q.end] == q.text``.

    Raises
    ------
    ModelError
        When no English spaCy pipeline is installed.

    Examples
    --------
    >>> [(q.speaker.name, q.text) for q in extract("“We stay here,” Ana Ruiz said.")]
    [('Ana Ruiz', 'We stay here,')]
    """
    from rhetoric.extraction.extractor import load_extractor

    return Quotes(load_extractor().extract(text))


def analyze(text: str) -> Quotes:
    """Return the quotations of an article, each with its speaker and its labels.

    Parameters and errors are those of `extract`; ``labels`` and ``probabilities`` are filled in.
    """
    from rhetoric.labelling.store import load

    return Quotes(label(extract(text), load()))


@overload  # a string is an iterable of strings too, but it is one quotation
def classify(  # type: ignore[overload-overlap]
    quotations: str, context: str = "", *, model: Path | str | None = None
) -> Labels: ...


@overload
def classify(
    quotations: Iterable[str], context: str | Iterable[str] = "", *, model: Path | str | None = None
) -> list[Labels]: ...


def classify(
    quotations: str | Iterable[str],
    context: str | Iterable[str] = "",
    *,
    model: Path | str | None = None,
) -> Labels | list[Labels]:
    """Label one quotation, or many; loads no spaCy.

    Parameters
    ----------
    quotations : str or iterable of str
        The quoted words.
    context : str or iterable of str
        The sentence or sentences that carry them, one for each; or one for all.
    model : pathlib.Path or str, optional
        Folder of the labelling model; the shipped one when left out.

    Returns
    -------
    Labels or list of Labels
        A tuple of the labels given, with ``probabilities``; for many quotations, a list.

    Raises
    ------
    ModelError
        When the model cannot be loaded.
    ValueError
        When there are not as many contexts as quotations.

    Examples
    --------
    >>> "commemoration" in classify("We will never forget the sons who fell here.")
    True
    """
    from rhetoric.labelling.model import as_samples
    from rhetoric.labelling.store import load

    labeller = load(model)
    found = [
        Labels(given, probabilities, labeller.unsure(probabilities))
        for given, probabilities in labeller.classify(as_samples(quotations, context))
    ]
    return found[0] if isinstance(quotations, str) else found


def label(quotes: Sequence[Quote], model: "LabelModel") -> list[Quote]:
    """Return the quotations with the labels that a model gives them.

    The halves of a quotation that its cue interrupts are one utterance and get the same labels;
    quotations of one article tell about each other (`rhetoric.labelling.prior`).

    Parameters
    ----------
    quotes : sequence of Quote
    model : LabelModel
    """
    return label_each([quotes], model)[0]


def label_each(articles: Sequence[Sequence[Quote]], model: "LabelModel") -> list[list[Quote]]:
    """Label the quotations of several articles as `label` does, in a third of the time.

    Parameters
    ----------
    articles : sequence of sequences of Quote
    model : LabelModel
    """
    from rhetoric.labelling.utterances import utterances

    samples = [
        utterance.sample
        for quotes in articles
        for utterance in utterances([q.to_dict() for q in quotes])
    ]
    owners = [(n, quote.article) for n, quotes in enumerate(articles) for quote in quotes]
    labelled = iter(model.classify(samples, owners))
    return [
        [
            replace(
                quote, labels=given, probabilities=probabilities, unsure=model.unsure(probabilities)
            )
            for quote, (given, probabilities) in zip(quotes, labelled, strict=False)
        ]
        for quotes in articles
    ]


def label_records(records: Sequence[dict[str, Any]], model: "LabelModel") -> list[dict[str, Any]]:
    """Return records of quotations with ``labels``, ``probabilities`` and ``unsure`` added.

    Parameters
    ----------
    records : sequence of dict
        Each with a ``text``; ``context`` counts where it is given. Records as `Quote.to_dict`
        makes them get the labels that `label` would give, unless their article has no name: then
        nothing tells which quotations are of one.
    model : LabelModel
    """
    from rhetoric.labelling.utterances import utterances

    samples = [u.sample for u in utterances(records)]
    labelled = model.classify(samples, [record.get("article") or None for record in records])
    return [
        {
            **record,
            "labels": list(given),
            "probabilities": probabilities,
            "unsure": list(model.unsure(probabilities)),
        }
        for record, (given, probabilities) in zip(records, labelled, strict=True)
    ]


def records_of(
    article: Article, quotes: Iterable[Quote], *, with_text: bool = False
) -> list[dict[str, Any]]:
    """Return the records of an article's quotations, with what is known of the article.

    Parameters
    ----------
    article : Article
    quotes : iterable of Quote
        Its quotations.
    with_text : bool
        Add the text that every offset refers to, as ``article_text``.

    Returns
    -------
    list of dict
        `Quote.to_dict`, with ``meta`` where the article has any.

    Examples
    --------
    >>> article = Article("“We stay here,” Ana Ruiz said.", meta={"outlet": "Post"})
    >>> records_of(article, extract(article.text))[0]["meta"]
    {'outlet': 'Post'}
    """
    known: dict[str, Any] = {"meta": dict(article.meta)} if article.meta else {}
    if with_text:
        known["article_text"] = article.text
    return [quote.to_dict() | known for quote in quotes]
