"""The workers of a dask cluster."""

from concurrent.futures import CancelledError, Executor, Future
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Generic

from rhetoric.corpora.worker import Analysis
from rhetoric.corpora.workers.tasks import BATCHES_EACH, Batch, Found, Task
from rhetoric.errors import InputError, RhetoricError

_WAIT_FOR_WORKERS_SECONDS = 60


class ClusterWorkers(Generic[Found]):
    """The workers of a dask cluster.

    The shipped model is loaded from the package that each worker has; another one is sent to every
    worker once.

    Parameters
    ----------
    task : callable
        What they do with a batch.
    analysis : Analysis
    address : str
        Of the scheduler: ``tcp://host:8786``.

    Raises
    ------
    RhetoricError
        When dask is not installed, the scheduler does not answer or has no worker.
    """

    def __init__(self, task: Task[Found], analysis: Analysis, address: str) -> None:
        try:
            from distributed import Client, KilledWorker
        except ImportError as error:
            msg = "--dask needs dask: pip install 'rhetoric[dask]'"
            raise RhetoricError(msg) from error
        self.died: tuple[type[BaseException], ...] = (KilledWorker, CancelledError)
        self._task = task
        self._analysis = analysis
        try:
            self._client = Client(address, set_as_default=False)
        except (OSError, ValueError) as error:
            msg = f"no dask scheduler answers at {address}: {error}"
            raise RhetoricError(msg) from error
        try:
            self._client.wait_for_workers(1, timeout=_WAIT_FOR_WORKERS_SECONDS)
        except TimeoutError as error:
            self._client.close()
            msg = f"the dask scheduler has no worker; start some: dask worker {address}"
            raise RhetoricError(msg) from error
        try:
            self._check_versions()
            self._model = self._send_model()
        except BaseException:
            self._client.close()
            raise
        self._executor: Executor = self._client.get_executor(pure=False)

    def window(self) -> int:
        """Return how many batches should be under way; it grows with the cluster."""
        threads: int = sum(self._client.nthreads().values())
        return BATCHES_EACH * max(1, threads)

    def submit(self, batch: Batch) -> "Future[list[Found | InputError]]":
        """Send a batch."""
        return self._executor.submit(self._task, batch, self._analysis, self._model)

    def renew(self) -> None:
        """Send the model again, in case that all who had it have died."""
        self._model = self._send_model()

    def close(self) -> None:
        """Take back what is under way; the cluster goes on."""
        self._executor.shutdown(wait=False)
        self._client.close()

    def _check_versions(self) -> None:
        """See that the workers that are there have this version of the package."""
        try:
            found = set(self._client.run(version, "rhetoric").values())
        except PackageNotFoundError as error:
            msg = "a worker of the dask cluster has no rhetoric; install it on every machine"
            raise RhetoricError(msg) from error
        if found != {version("rhetoric")}:
            msg = f"the workers have rhetoric {', '.join(sorted(found))}, not {version('rhetoric')}"
            raise RhetoricError(msg)

    def _send_model(self) -> Any:
        if not self._analysis.classify or self._analysis.model is None:
            return None
        from rhetoric.labelling.store import load

        return self._client.scatter(load(self._analysis.model), broadcast=True, hash=False)
