"""Many articles, read on all cores or a cluster, their order kept, whatever is among them.

What is found comes as it is asked for; `rhetoric.corpora.runs` writes it into a folder instead.
"""

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import chain
from os import PathLike
from pathlib import Path

from rhetoric.corpora.batches import Item, check_jobs, read_items
from rhetoric.corpora.worker import Analysis, Analyzed, analyze_batch
from rhetoric.documents.reading import Report
from rhetoric.errors import InputError
from rhetoric.types import Article, Quote

_WRONG = (
    "articles must be an iterable of Article, not {}: rhetoric.read_articles(paths) gives those of "
    "files, rhetoric.Article(text) makes one of a text"
)


def read(
    articles: Iterable[Item],
    *,
    classify: bool = True,
    model: Path | str | None = None,
    spacy_model: str | None = None,
    terms: bool = False,
    jobs: int | None = 1,
    article_timeout: float | None = None,
    dask: str | None = None,
    report: Report | None = None,
) -> Iterator[tuple[Article, list[Quote]]]:
    """Read a stream of articles lazily; yield each with what was found in it, in order.

    Parameters
    ----------
    articles : iterable of Article
        As `rhetoric.read_articles` gives those of files. Faults may stand among them (`in_place`);
        they are reported at their place.
    classify : bool
        Label the quotations too.
    model : pathlib.Path or str, optional
        Folder of the labelling model; the shipped one when left out.
    spacy_model : str, optional
        Name or folder of the spaCy pipeline.
    terms : bool
        Keep what is attributed to nobody: titles, nicknames, scare quotes.
    jobs : int, optional
        Processes to read in; with one, this process. ``None`` is one for each core.
    article_timeout : float, optional
        Seconds after which an article is given up.
    dask : str, optional
        Address of a dask scheduler, whose workers read instead.
    report : callable, optional
        Told of each article that failed; it is left out. Without, the failure is raised.

    Raises
    ------
    TypeError
        When `articles` are texts or paths, or one article alone.
    InputError
        When an article fails and there is no `report`.
    ModelError
        When a model cannot be loaded.
    ValueError
        When `jobs` is below 1, or `article_timeout` is not above 0.

    Examples
    --------
    >>> articles = [Article("“We stay here,” Ana Ruiz said.", "a"), Article("It rained.", "b")]
    >>> [(article.id, len(quotes)) for article, quotes in read(articles, classify=False)]
    [('a', 1), ('b', 0)]
    """
    if isinstance(articles, Article | str | bytes | PathLike) or not isinstance(articles, Iterable):
        raise TypeError(_WRONG.format(type(articles).__name__))
    analysis = Analysis(classify, model, spacy_model, terms, article_timeout=article_timeout)
    return analyzed(map(_checked, articles), analysis, jobs=jobs, dask=dask, report=report)


def _checked(item: Item) -> Item:
    if not isinstance(item, Article | InputError):
        raise TypeError(_WRONG.format(f"an iterable of {type(item).__name__}"))
    return item


def analyzed(
    articles: Iterable[Item],
    analysis: Analysis,
    *,
    jobs: int | None = 1,
    dask: str | None = None,
    report: Report | None = None,
) -> Iterator[tuple[Article, list[Quote]]]:
    """Do as `read`, with what is to be found told in one piece.

    Parameters
    ----------
    articles, jobs, dask, report
        As in `read`.
    analysis : Analysis

    Raises
    ------
    ValueError
        When `jobs` is below 1; at once, not when the first article is asked for.
    """
    check_jobs(jobs)
    return _found(read_items(articles, analyze_batch, analysis, jobs, dask), report)


def _found(
    batches: Generator[list[tuple[Item, Analyzed | InputError]]], report: Report | None
) -> Iterator[tuple[Article, list[Quote]]]:
    """Yield what was found in each article; report those that failed."""
    with closing(batches):
        for item, found in chain.from_iterable(batches):
            if isinstance(found, InputError):
                if report is None:
                    raise found
                report(found)
            elif isinstance(item, Article):
                yield replace(item, issues=found.issues), found.quotes
