"""Batches through workers: in order, a window at a time, whatever happens to a worker."""

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, wait
from typing import TypeAlias

from rhetoric.corpora.interrupts import uninterrupted
from rhetoric.corpora.workers.tasks import Batch, Found, Workers
from rhetoric.errors import InputError

_UnderWay: TypeAlias = deque[tuple[Batch, Future[list[Found | InputError]]]]

_LOOK_SECONDS = 0.1
_DIED = "the worker that read it died: out of memory, or a crash in native code"


def read_batches(
    batches: Iterable[Batch], workers: Workers[Found]
) -> Generator[list[Found | InputError]]:
    """Yield the outcomes of each batch, in order.

    When a worker dies, every batch that was under way is read again by itself, and one whose worker
    dies again is read article by article: the article that does it is set aside, nothing else is
    lost.

    Parameters
    ----------
    batches : iterable of sequences of Article
        Taken from as places in the window become free.
    workers : Workers
        Closed at the end, whatever happens.
    """
    under_way: _UnderWay[Found] = deque()
    try:
        for batch in batches:
            under_way.append((batch, _submit(batch, workers)))
            while len(under_way) >= workers.window():
                yield from _first(under_way, workers)
        while under_way:
            yield from _first(under_way, workers)
    finally:
        with uninterrupted():
            workers.close()


def _first(
    under_way: _UnderWay[Found], workers: Workers[Found]
) -> Iterator[list[Found | InputError]]:
    """Yield the outcomes of the first batch; of all that are under way when a worker has died."""
    _, future = under_way[0]
    try:
        outcomes = _result(future)
    except workers.died:
        _renew(workers)
        yield from _settle(under_way, workers)
    else:
        under_way.popleft()
        yield outcomes


def _settle(
    under_way: _UnderWay[Found], workers: Workers[Found]
) -> Iterator[list[Found | InputError]]:
    """Yield the outcomes of all batches under way, those that are lost read again one by one."""
    while under_way:
        batch, future = under_way.popleft()
        try:
            outcomes = _result(future)
        except workers.died:
            outcomes = _again(batch, workers)
        yield outcomes


def _again(batch: Batch, workers: Workers[Found]) -> list[Found | InputError]:
    """Read a batch while nothing else is read, to see whether it is the one that kills."""
    try:
        return _result(_submit(batch, workers))
    except workers.died:
        _renew(workers)
    outcomes: list[Found | InputError] = []
    for article in batch:
        try:
            outcomes += _result(_submit([article], workers))
        except workers.died:
            _renew(workers)
            outcomes.append(InputError(_DIED, article.id))
    return outcomes


def _renew(workers: Workers[Found]) -> None:
    with uninterrupted():
        workers.renew()


def _submit(batch: Batch, workers: Workers[Found]) -> "Future[list[Found | InputError]]":
    """Send a batch; a pool that is found broken counts as a worker's death in it."""
    try:
        with uninterrupted():
            return workers.submit(batch)
    except workers.died as death:
        failed: Future[list[Found | InputError]] = Future()
        failed.set_exception(death)
        return failed


def _result(future: "Future[list[Found | InputError]]") -> list[Found | InputError]:
    """Wait for the outcomes of a batch, and heed Ctrl-C between two looks."""
    done = False
    while not done:
        with uninterrupted():
            done = bool(wait([future], timeout=_LOOK_SECONDS).done)
    return future.result()
