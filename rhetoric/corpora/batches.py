"""A stream of articles cut into batches, which workers read; their order is kept.

Batches are the same for any number of workers, and faults of reading travel in the stream at their
place, so what comes out depends on the input alone.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from rhetoric.corpora.worker import Analysis, labeller_of
from rhetoric.documents.reading import Report
from rhetoric.errors import InputError
from rhetoric.types import Article

if TYPE_CHECKING:
    from rhetoric.corpora.workers import Task

Item: TypeAlias = Article | InputError
Found = TypeVar("Found")

# speed is the same from 8 articles to 64; the smaller the batch, the less a stop loses
_ARTICLES = 16
_CHARACTERS = 1_000_000


def in_place(read_them: Callable[[Report], Iterable[Article]]) -> Iterator[Item]:
    """Put the faults that reading reports into its stream, at their place.

    Parameters
    ----------
    read_them : callable
        Yields articles and reports faults to the function that it is given.

    Examples
    --------
    >>> from rhetoric.documents import read_articles
    >>> list(in_place(lambda report: read_articles(["no.txt"], report)))
    [InputError('no.txt: no such file')]
    """
    faults: list[InputError] = []
    for article in read_them(faults.append):
        yield from faults
        faults.clear()
        yield article
    yield from faults


def read_items(
    items: Iterable[Item],
    task: "Task[Found]",
    analysis: Analysis,
    jobs: int | None,
    dask: str | None,
) -> Generator[list[tuple[Item, Found | InputError]]]:
    """Yield batches of items in order, each item with what came of it: of a fault, itself.

    Parameters
    ----------
    items : iterable of Article or InputError
        Taken from as workers become free.
    task : callable
        What to do with the articles of a batch: `analyze_batch`, `lines_of_batch`.
    analysis : Analysis
        What to find in them.
    jobs : int or None
        Processes of this machine; this one alone for 1, one for each core for ``None``.
    dask : str or None
        Address of a dask scheduler, whose workers read instead.
    """
    groups = _batched(items)
    ahead = list(islice(groups, 2))
    waiting: deque[list[Item]] = deque()
    batches = _articles(chain(ahead, groups), waiting)
    # what fits into one batch is done before another process has started
    jobs = _jobs(jobs) if len(ahead) > 1 else 1
    with closing(_outcomes(batches, task, analysis, jobs, dask)) as found:
        for outcomes in found:
            each = iter(outcomes)
            yield [
                (item, item if isinstance(item, InputError) else next(each))
                for item in waiting.popleft()
            ]


def _outcomes(
    batches: Iterator[list[Article]],
    task: "Task[Found]",
    analysis: Analysis,
    jobs: int,
    dask: str | None,
) -> Generator[list[Found | InputError]]:
    if dask is None and jobs == 1:
        return _read_here(batches, task, analysis)
    from rhetoric.corpora.workers import ClusterWorkers, LocalWorkers, read_batches

    if dask is None:
        return read_batches(batches, LocalWorkers(task, analysis, jobs))
    return read_batches(batches, ClusterWorkers(task, analysis, dask))


def _read_here(
    batches: Iterator[list[Article]], task: "Task[Found]", analysis: Analysis
) -> Generator[list[Found | InputError]]:
    """Read in this process, which may train a model anew between two runs but not amid one."""
    labeller = labeller_of(analysis)
    for batch in batches:
        yield task(batch, analysis, labeller)


def _batched(items: Iterable[Item]) -> Iterator[list[Item]]:
    group: list[Item] = []
    characters = 0
    for item in items:
        group.append(item)
        characters += len(item.text) if isinstance(item, Article) else 0
        if len(group) == _ARTICLES or characters >= _CHARACTERS:
            yield group
            group, characters = [], 0
    if group:
        yield group


def _articles(groups: Iterable[list[Item]], waiting: deque[list[Item]]) -> Iterator[list[Article]]:
    """Yield the articles of each group, and remember the group."""
    for group in groups:
        waiting.append(group)
        yield [item for item in group if isinstance(item, Article)]


def check_jobs(jobs: int | None) -> None:
    """Refuse a number of processes that nothing can be read in.

    Raises
    ------
    ValueError
        When it is below 1.
    """
    if jobs is not None and jobs < 1:
        msg = f"jobs must be 1 or more, or None for one for each core, not {jobs}"
        raise ValueError(msg)


def _jobs(jobs: int | None) -> int:
    """Return how many processes to use; if none is said, one for each core that may be used."""
    if jobs is not None:
        return jobs
    from joblib import cpu_count

    return int(cpu_count())
