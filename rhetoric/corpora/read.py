"""Many articles, read on all cores or a cluster, their order kept, whatever is among them.

What is found comes as it is asked for; `rhetoric.corpora.runs` writes it into a folder instead.
"""

from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from functools import partial
from itertools import chain, islice
from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from rhetoric.arguments import check_type, each_of
from rhetoric.corpora.outcomes import Analysis, Item, Outcome
from rhetoric.corpora.worker import Worker
from rhetoric.documents.reading import Report, without_faults
from rhetoric.errors import InputError, RhetoricError, needing
from rhetoric.types import Article, Quote

if TYPE_CHECKING:
    from rhetoric.corpora.workers.cluster import ClusterWorkers
    from rhetoric.corpora.workers.local import LocalWorkers

Workers: TypeAlias = "LocalWorkers | ClusterWorkers"

_HINT = (
    ": rhetoric.read_articles(paths) gives those of files, rhetoric.Article(text) makes one of a "
    "text"
)

# speed is the same from 8 articles to 64; the smaller the batch, the less waits behind a slow one
_ARTICLES = 16
_CHARACTERS = 200_000
_BATCHES_EACH = 2  # one under work and one waiting


def read(
    articles: Iterable[Item],
    *,
    classify: bool = True,
    model: Path | str | None = None,
    threshold: float | Mapping[str, float] | None = None,
    alone: bool = False,
    spacy_model: str | None = None,
    terms: bool = False,
    turns: bool = True,
    jobs: int | None = 1,
    article_timeout: float | None = None,
    dask: str | None = None,
    report: Report | None = None,
) -> Iterator[tuple[Article, list[Quote]]]:
    """Read a stream of articles lazily; yield each with what was found in it, in order.

    Articles keep the ids that they have: only the command line gives a number to the second of two
    that are called the same.

    Parameters
    ----------
    articles : iterable of Article
        As `rhetoric.read_articles` gives those of files. An `InputError` may stand in the place of
        one that could not be read.
    classify : bool
        Label the quotations too.
    model : pathlib.Path or str, optional
        Folder of the labelling model; the shipped one when left out.
    threshold, alone
        As in `rhetoric.analyze`.
    spacy_model : str, optional
        Name or folder of the spaCy pipeline.
    terms : bool
        Keep what is attributed to nobody: titles, nicknames, scare quotes.
    turns : bool
        Read the turns of transcripts and interviews, which have no marks, as quotations.
    jobs : int, optional
        Processes to read in; with one, this process. ``None`` is one for each core. With more, a
        script needs ``if __name__ == "__main__":`` around what it does.
    article_timeout : float, optional
        Seconds after which an article is given up. Articles are read in other processes, then.
    dask : str, optional
        Address of a dask scheduler, whose workers read instead.
    report : callable, optional
        Told of each article that failed; it is left out. Without, the failure is raised.

    Raises
    ------
    TypeError
        When `articles` are texts or paths, or one article alone, or an option is of another type.
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
    given = each_of(articles, "articles", Article | InputError, "Article", _HINT)
    analysis = Analysis(
        classify=classify,
        model=model,
        threshold=threshold,
        alone=alone,
        spacy_model=spacy_model,
        terms=terms,
        turns=turns,
        article_timeout=article_timeout,
    )
    check_jobs(jobs)
    return _found(outcomes(given, analysis, jobs, dask), report)


def _found(
    found: Generator[Outcome], report: Report | None
) -> Iterator[tuple[Article, list[Quote]]]:
    with closing(found):
        for outcome in without_faults(found, report):
            yield outcome.article, list(outcome.quotes)


def outcomes(
    items: Iterable[Item], analysis: Analysis, jobs: int | None = 1, dask: str | None = None
) -> Generator[Outcome]:
    """Yield what comes of each article, in order, the same for any number of workers.

    Parameters
    ----------
    items : iterable of Article or InputError
        Taken from as workers become free. A fault of reading is yielded at its place.
    analysis : Analysis
        What to find.
    jobs : int or None
        Processes of this machine; this one alone for 1 where no time is set; one for each core for
        ``None``.
    dask : str or None
        Address of a dask scheduler, whose workers read instead.

    Raises
    ------
    RhetoricError
        When a model cannot be loaded, dask is missing or a cluster does not answer.
    """
    # one that takes too long should not take others with it
    batches = _batched(items, _ARTICLES if analysis.article_timeout is None else 1)
    if jobs is None:
        from joblib import cpu_count

        jobs = int(cpu_count())
    ahead = list(islice(batches, max(2, jobs)))
    # what fits into one batch is done before another process has started
    here = analysis.article_timeout is None and (jobs == 1 or len(ahead) < 2)
    if dask is None and here:
        worker = Worker(analysis) if ahead else None
        for batch in chain(ahead, batches):
            yield from worker.read(batch) if worker else ()
        return
    with closing(_workers(analysis, min(jobs, max(1, len(ahead))), dask)) as workers:
        yield from read_batches(chain(ahead, batches), workers)


def read_batches(batches: Iterable[list[Item]], workers: Workers) -> Generator[Outcome]:
    """Yield what comes of each article of some batches, in order.

    A window of batches is under way at any time, so memory does not grow with the corpus.

    Parameters
    ----------
    batches : iterable of list of Article or InputError
        Articles to be read together, by one process.
    workers : Workers
        Who reads them.
    """
    under_way: deque[tuple[list[Item], Any]] = deque()
    for batch in batches:
        under_way.append((batch, workers.submit(batch)))
        if len(under_way) >= _BATCHES_EACH * workers.jobs:
            yield from workers.result(*under_way.popleft())
    for sent in under_way:
        yield from workers.result(*sent)


def _workers(analysis: Analysis, jobs: int, dask: str | None) -> Workers:
    if dask is None:
        from rhetoric.corpora.workers.local import LocalWorkers

        return LocalWorkers(partial(Worker, analysis), jobs, analysis.article_timeout)
    with needing("dask", "reading on a cluster", RhetoricError):
        from rhetoric.corpora.workers.cluster import ClusterWorkers
    return ClusterWorkers(analysis, dask)


def _batched(items: Iterable[Item], most: int) -> Iterator[list[Item]]:
    """Cut a stream into batches, which are the same for any number of workers."""
    batch: list[Item] = []
    characters = 0
    for item in items:
        batch.append(item)
        characters += len(item.text) if isinstance(item, Article) else 0
        if len(batch) == most or characters >= _CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def check_jobs(jobs: int | None) -> None:
    """Refuse a number of processes that nothing can be read in.

    Raises
    ------
    TypeError, ValueError
        When it is no number, or below 1.
    """
    check_type(jobs, "jobs", Integral | None, "a whole number or None")
    if jobs is not None and jobs < 1:
        msg = f"jobs must be 1 or more, or None for one for each core, not {jobs}"
        raise ValueError(msg)
