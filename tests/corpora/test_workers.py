"""What becomes of batches when workers die or hang; these here read no article."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing

import psutil
import pytest

from rhetoric.corpora.outcomes import Analyzed, Item
from rhetoric.corpora.read import read_batches
from rhetoric.corpora.workers.local import LocalWorkers
from rhetoric.errors import InputError, ModelError, RhetoricError
from rhetoric.types import Article
from tests.conftest import ROOT
from tests.corpora.given import Fragile, Unfit

DIED = "the worker that read it died: out of memory, or a crash in native code"


def batches(*texts: str) -> Iterator[list[Item]]:
    for text in texts:
        yield [Article(word, f"{word} of {text}") for word in text.split()]


def read(*texts: str, jobs: int = 2, timeout: float | None = None) -> list[str]:
    with closing(LocalWorkers(Fragile, jobs, timeout)) as workers:
        found = list(read_batches(batches(*texts), workers))
    return [str(one) if isinstance(one, InputError) else one.article.text for one in found]


def test_order_is_kept() -> None:
    texts = [f"a{n} b{n}" for n in range(20)]
    assert read(*texts) == " ".join(texts).split()


@pytest.mark.slow
def test_only_the_article_that_kills_its_worker_is_lost() -> None:
    found = read("a b", "c die d", "e", "f g", "h", "die", "i")
    lost = f"die of c die d: {DIED}", f"die of die: {DIED}"
    assert found == ["a", "b", "c", lost[0], "d", "e", "f", "g", "h", lost[1], "i"]


@pytest.mark.slow
def test_a_process_that_dies_while_it_has_nothing_to_do_is_replaced() -> None:
    batch: list[Item] = [Article("a")]
    with closing(LocalWorkers(Fragile, 1)) as workers:
        assert len(workers.result(batch, workers.submit(batch))) == 1
        children = psutil.Process().children(recursive=True)
        # the newest: the server that it was forked from, and the tracker, are older
        max(children, key=psutil.Process.create_time).kill()
        time.sleep(1)
        (found,) = workers.result(batch, workers.submit(batch))
    assert found == Analyzed(Article("a"), [])


@pytest.mark.slow
def test_only_the_article_that_takes_too_long_is_lost() -> None:
    found = read("a", "hang", "b", "c", timeout=1)
    assert found == ["a", "hang of hang: took longer than 1 seconds", "b", "c"]


def test_a_model_that_cannot_be_loaded_ends_it() -> None:
    with (
        closing(LocalWorkers(Unfit, 2)) as workers,
        pytest.raises(ModelError, match="no such model"),
    ):
        list(read_batches(batches("a", "b", "c"), workers))


def test_input_is_taken_no_further_than_the_window() -> None:
    taken: list[str] = []

    def watched() -> Iterator[list[Item]]:
        for n in range(100):
            taken.append(str(n))
            yield [Article("a")]

    with closing(LocalWorkers(Fragile, 1)) as workers:
        next(read_batches(watched(), workers))
    assert len(taken) == 2


UNGUARDED = """
import rhetoric
list(rhetoric.read([rhetoric.Article("One.", str(n)) for n in range(40)], classify=False, jobs=2))
"""


def run_script(tmp_path: os.PathLike[str], source: str) -> subprocess.CompletedProcess[str]:
    path = os.path.join(tmp_path, "script.py")  # noqa: PTH118 - a name, no path to walk
    with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(source)
    environ = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(  # noqa: S603 - this test's own code
        [sys.executable, path],
        capture_output=True,
        text=True,
        check=False,
        env=environ,
        timeout=600,
    )


def test_a_script_without_a_guard_is_told_what_it_lacks(tmp_path: os.PathLike[str]) -> None:
    result = run_script(tmp_path, UNGUARDED)
    # on a busy machine Python adds a line of its own, on semaphores of the pool that was given up
    lines = result.stderr.splitlines()
    (told,) = (line for line in lines if line.startswith(RhetoricError.__module__))
    assert '__name__ == "__main__"' in told


KILLED = """
import os, signal
from contextlib import closing
from rhetoric.corpora.read import read_batches
from rhetoric.corpora.workers.local import LocalWorkers
from rhetoric.types import Article
from tests.corpora.given import Fragile

if __name__ == "__main__":
    workers = LocalWorkers(Fragile, 1)
    next(read_batches([[Article("a")], [Article("hang")], [Article("hang")]], workers))
    import psutil
    print(*(child.pid for child in psutil.Process().children(recursive=True)), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.slow
def test_workers_end_with_a_process_that_is_killed(tmp_path: os.PathLike[str]) -> None:
    left = [int(pid) for pid in run_script(tmp_path, KILLED).stdout.split()]
    assert left
    gone = [psutil.Process(pid) for pid in left if psutil.pid_exists(pid)]
    assert not psutil.wait_procs(gone, timeout=20)[1]
