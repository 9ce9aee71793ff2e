"""Many workers, on this machine or on a cluster: batches in, outcomes out in the same order.

A window of batches is under way at any time, so memory does not grow with the corpus. This stands
on the executors below `joblib.Parallel` rather than on itself for two reasons: its generator does
not bound the results that wait behind a slow batch, and when a worker dies it does not say which
batches are lost.
"""

from rhetoric.corpora.workers.cluster import ClusterWorkers
from rhetoric.corpora.workers.local import LocalWorkers
from rhetoric.corpora.workers.order import read_batches
from rhetoric.corpora.workers.tasks import Batch, Task, Workers

__all__ = ["Batch", "ClusterWorkers", "LocalWorkers", "Task", "Workers", "read_batches"]
