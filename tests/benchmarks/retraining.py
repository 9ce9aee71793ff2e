"""Print how long training takes, and how much memory.

python -m tests.benchmarks.retraining [QUOTATIONS] [JOBS]
"""

import resource
import sys
import time
from dataclasses import replace

from joblib.externals.loky import get_reusable_executor

from rhetoric import read_labelled, train
from rhetoric.learning.train import base_path

if __name__ == "__main__":
    count, jobs = [int(a) for a in sys.argv[1:]] or (3000, 2)
    labelled = read_labelled(base_path("default"))
    step = len(labelled.records) // count
    some = replace(labelled, records=labelled.records[::step][:count])
    start = time.perf_counter()
    trained = train(some, n_jobs=jobs)
    seconds = time.perf_counter() - start
    # workers are counted once they have ended
    get_reusable_executor().shutdown(wait=True)
    # of this process, and of the largest of those that it started, in kilobytes on Linux
    own, theirs = (
        resource.getrusage(who).ru_maxrss / 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    f1 = trained.evaluation.measured.macro.f1.value
    print(f"{count:,} quotations, {jobs} jobs: {seconds:.0f} s, macro F1 {f1:.2f}")
    print(f"peak memory {own:.0f} MB, and {theirs:.0f} MB in the largest of {jobs} workers")
