"""Processes of this machine."""

import os
import signal
import threading
import time
from concurrent.futures import BrokenExecutor, Future
from typing import TYPE_CHECKING, Any, Generic

from rhetoric.corpora.interrupts import interrupt_as
from rhetoric.corpora.worker import Analysis
from rhetoric.corpora.workers.tasks import BATCHES_EACH, Batch, Found, Task

if TYPE_CHECKING:
    from rhetoric.errors import InputError

_IDLE_SECONDS = 60
_TAKEN_SECONDS = 5
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class LocalWorkers(Generic[Found]):
    """Processes of this machine.

    Parameters
    ----------
    task : callable
        What they do with a batch.
    analysis : Analysis
    jobs : int
        How many.
    """

    died: tuple[type[BaseException], ...] = (BrokenExecutor,)

    def __init__(self, task: Task[Found], analysis: Analysis, jobs: int) -> None:
        self._task = task
        self._analysis = analysis
        self._jobs = jobs
        self._last: Future[Any]
        self._start()

    def window(self) -> int:
        """Return how many batches should be under way."""
        return BATCHES_EACH * self._jobs

    def submit(self, batch: Batch) -> "Future[list[Found | InputError]]":
        """Send a batch."""
        sent: Future[list[Found | InputError]]
        sent = self._executor.submit(self._task, batch, self._analysis)
        self._last = sent
        return sent

    def renew(self) -> None:
        """Start new processes."""
        self.close()
        self._start()

    def close(self) -> None:
        """Kill the processes; what they still do is wanted no more."""
        # loky fails when it is to kill before it has taken what was sent last
        until = time.monotonic() + _TAKEN_SECONDS
        while not (self._last.running() or self._last.done()) and time.monotonic() < until:
            time.sleep(0.001)
        self._executor.shutdown(wait=True, kill_workers=True)

    def _start(self) -> None:
        from joblib.externals import loky

        # what is started now ignores Ctrl-C from its birth
        with interrupt_as(signal.SIG_IGN):
            self._executor = loky.ProcessPoolExecutor(
                self._jobs,
                timeout=_IDLE_SECONDS,
                initializer=_begin,
                initargs=(os.getpid(),),
                env=_ONE_THREAD,
            )
            self._last = self._executor.submit(os.getpid)


def _begin(parent: int) -> None:
    """Prepare a worker: it leaves Ctrl-C to its parent, and does not outlive it.

    The terminal sends Ctrl-C to every process, but one keeps the ledger. A parent that was killed
    cannot stop its workers, which would wait for ever with their models in memory.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
