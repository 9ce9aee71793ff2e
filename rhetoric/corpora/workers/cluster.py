"""The workers of a dask cluster, each of which reads in processes of its own."""

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import CancelledError
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from distributed import Client, KilledWorker, WorkerPlugin, get_worker

from rhetoric.corpora.outcomes import Analysis, Item, Outcome
from rhetoric.corpora.worker import Worker, load_model
from rhetoric.corpora.workers.local import LocalWorkers
from rhetoric.errors import RhetoricError

if TYPE_CHECKING:
    from rhetoric.labelling.model import LabelModel

_WAIT_FOR_WORKERS_SECONDS = 60


class ClusterWorkers:
    """The workers of a dask cluster.

    An article can end or hold up only the process that a worker reads it in. What is lost with a
    whole machine dask gives to another one.

    The shipped model is loaded from the package that each worker has; another one is sent to every
    worker once.

    Parameters
    ----------
    analysis : Analysis
        What is done with each article.
    address : str
        Of the scheduler: ``tcp://host:8786``.

    Raises
    ------
    RhetoricError
        When the scheduler does not answer, has no worker or one of another version.
    """

    def __init__(self, analysis: Analysis, address: str) -> None:
        self._name = f"rhetoric-{uuid4()}"
        try:
            self._client = Client(address, set_as_default=False)
        except (OSError, ValueError) as error:
            msg = f"no dask scheduler answers at {address}: {error}"
            raise RhetoricError(msg) from error
        try:
            self._client.wait_for_workers(1, timeout=_WAIT_FOR_WORKERS_SECONDS)
            self._check_versions()
            model = load_model(analysis) if analysis.model is not None else None
            self._client.register_plugin(_Processes(analysis, model), self._name)
        except BaseException as error:
            self._client.close()
            if not isinstance(error, TimeoutError):
                raise
            msg = f"the dask scheduler has no worker; start some: dask worker {address}"
            raise RhetoricError(msg) from error

    @property
    def jobs(self) -> int:
        """How many batches are read at a time; it grows with the cluster."""
        threads: int = sum(self._client.nthreads().values())
        return max(1, threads)

    def submit(self, batch: Sequence[Item]) -> Any:
        """Send a batch."""
        return self._client.submit(_read, list(batch), self._name, pure=False)

    def result(self, batch: Sequence[Item], sent: Any) -> list[Outcome]:
        """Wait for the outcomes of a batch; send it again when it was lost with its machines."""
        try:
            try:
                outcomes: list[Outcome] = sent.result()
            except (KilledWorker, CancelledError):
                outcomes = self.submit(batch).result()
        except OSError as error:
            msg = f"the dask cluster is lost: {error}"
            raise RhetoricError(msg) from error
        return outcomes

    def close(self) -> None:
        """Take back what is under way; the cluster goes on."""
        self._client.unregister_worker_plugin(self._name)
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


class _Processes(WorkerPlugin):  # type: ignore[misc]
    """The processes of one dask worker, one for each of its threads."""

    def __init__(self, analysis: Analysis, model: "LabelModel | None") -> None:
        self._make = partial(Worker, analysis, model)
        self._timeout = analysis.article_timeout
        self._workers: LocalWorkers

    def setup(self, worker: Any) -> None:
        """Prepare them; they start with the first batch."""
        # dask's own processes are marked as such that have none below them
        multiprocessing.current_process().daemon = False
        self._workers = LocalWorkers(self._make, worker.state.nthreads, self._timeout)

    def teardown(self, worker: Any) -> None:  # noqa: ARG002 - the name is dask's
        """Stop them."""
        self._workers.close()

    def read(self, batch: Sequence[Item]) -> list[Outcome]:
        return self._workers.result(batch, self._workers.submit(batch))


def _read(batch: Sequence[Item], name: str) -> list[Outcome]:
    processes: _Processes = get_worker().plugins[name]
    return processes.read(batch)
