"""Processes of this machine, which are replaced when an article kills them or takes too long."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import TYPE_CHECKING

from pebble import ProcessExpired, ProcessPool

from rhetoric.corpora.outcomes import Item, Outcome, failed
from rhetoric.corpora.worker import Worker
from rhetoric.errors import InputError, RhetoricError

if TYPE_CHECKING:
    from concurrent.futures import Future

# what each new process needs is imported once, in the server that it is forked from
_IMPORTED = ["rhetoric.corpora.worker", "rhetoric.extraction.extractor", "spacy.lang.en"]
_DIED = "the worker that read it died: out of memory, or a crash in native code"
_BROKEN = (
    "no worker could be started, or all died at once: give them more memory or ask for fewer jobs; "
    'a script needs `if __name__ == "__main__":` around what it does'
)


class LocalWorkers:
    """Processes of this machine.

    Parameters
    ----------
    make : callable
        Makes, in each process, what it reads with.
    jobs : int
        How many processes.
    timeout : float, optional
        Seconds after which a batch is given up; give it one article only, then.
    """

    def __init__(self, make: Callable[[], Worker], jobs: int, timeout: float | None = None) -> None:
        self.jobs = jobs
        self._timeout = timeout
        # forking this process would copy locks that its threads hold
        forked = "forkserver" in multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("forkserver" if forked else "spawn")
        if forked:
            context.set_forkserver_preload(_IMPORTED)
        self._new_pool = partial(
            ProcessPool, jobs, initializer=_begin, initargs=(make,), context=context
        )
        self._pool = self._new_pool()
        self._renewing = threading.Lock()

    def submit(self, batch: Sequence[Item]) -> "Future[list[Outcome]]":
        """Send a batch."""
        sent: Future[list[Outcome]]
        with self._renewing:
            if not self._pool.active:  # a process died while all had nothing to do
                self.close()
                self._pool = self._new_pool()
        sent = self._pool.schedule(_read, (list(batch),), timeout=self._timeout)
        return sent

    def result(
        self, batch: Sequence[Item], sent: "Future[list[Outcome]]", *, again: bool = True
    ) -> list[Outcome]:
        """Wait for the outcomes of a batch.

        When its process died, each of its articles is read alone: the one that does it is set
        aside, nothing else is lost. A single one is read again first, since a system short of
        memory may kill a neighbour of the process that takes it.

        Parameters
        ----------
        batch : sequence of Article or InputError
            The articles that were sent.
        sent : future
            What `submit` gave for it.
        again : bool
            Read a single article a second time if need be.

        Raises
        ------
        RhetoricError
            When no process can be started, or a model not be loaded.
        """
        try:
            return sent.result()
        except (TimeoutError, ProcessExpired) as error:
            if len(batch) == 1 and (not again or isinstance(error, TimeoutError)):
                return [self._given_up(item, error) for item in batch]
        except BrokenProcessPool as error:
            if not again:
                raise RhetoricError(_BROKEN) from error
        again = len(batch) > 1
        alone = [([item], self.submit([item])) for item in batch]
        return [found for one, sent in alone for found in self.result(one, sent, again=again)]

    def _given_up(self, item: Item, error: Exception) -> InputError:
        if isinstance(item, InputError):
            return item
        late = isinstance(error, TimeoutError)
        return failed(
            item, RhetoricError(f"took longer than {self._timeout:g} seconds" if late else _DIED)
        )

    def close(self) -> None:
        """Stop the processes; what they still do is wanted no more."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


class _Process:
    """What this process reads with."""

    worker: Worker | RhetoricError


def _begin(make: Callable[[], Worker]) -> None:
    """Load the models before any article's time runs."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        _Process.worker = make()
    except RhetoricError as error:  # the first batch will tell
        _Process.worker = error


def _end_with_parent() -> None:
    """End once the parent has: one that was killed cannot stop a process amid an article."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _read(batch: Sequence[Item]) -> list[Outcome]:
    if isinstance(_Process.worker, RhetoricError):
        raise _Process.worker
    return _Process.worker.read(batch)
