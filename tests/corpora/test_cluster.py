"""A cluster of two processes on this machine; the real one differs in the address."""

import os
import shutil
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from distributed import Client, LocalCluster

import rhetoric
from rhetoric import Article, InputError
from rhetoric.corpora.outcomes import Analysis, Analyzed, Tally
from rhetoric.corpora.read import outcomes
from rhetoric.corpora.runs import Options, run
from rhetoric.labelling.store import shipped_path
from tests.corpora.given import EXTRACT, files

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as made:
        yield made


def articles(count: int) -> Iterator[Article]:
    for n in range(count):
        text = f"“We will never forget the {n} fallen,” Ana Ruiz said.\n\n“It is home,” he said."
        yield Article(text, f"a{n}", meta={"outlet": "Post"})


@pytest.mark.parametrize("below", [False, True])
def test_a_cluster_writes_the_same_bytes_though_a_process_dies(
    cluster: LocalCluster, tmp_path: Path, *, below: bool
) -> None:
    """A worker of dask, or the process below it that reads."""
    local, far = tmp_path / "local", tmp_path / "far"
    run(articles(400), local, Options(jobs=1))
    with Client(cluster) as client:
        first = next(iter(client.run(os.getpid).values()))
    killed: list[int] = []

    def kill_one(tally: Tally) -> None:
        if tally.articles and not killed:
            reading = [p for p in psutil.Process(first).children(True) if not p.children()]
            killed.append(max(reading, key=_memory).pid if below else first)
            os.kill(killed[0], signal.SIGKILL)

    address = cluster.scheduler_address
    done = run(articles(400), far, Options(dask=address), told=kill_one)
    assert killed
    assert (done.articles, done.errors) == (400, 0)
    assert files(far) == files(local)


def _memory(process: psutil.Process) -> int:
    return int(process.memory_info().rss)


def test_an_article_that_takes_too_long_is_given_up_on_a_cluster(cluster: LocalCluster) -> None:
    given = [*articles(2), Article("“We go” and she said. " * 40_000, "long"), *articles(1)]
    analysis = replace(EXTRACT, article_timeout=1.5)
    first, second, long, last = outcomes(given, analysis, dask=cluster.scheduler_address)
    assert all(isinstance(one, Analyzed) for one in (first, second, last))
    assert isinstance(long, InputError)
    assert str(long).startswith("long: took longer")


def test_a_model_of_ones_own_is_sent_to_the_workers(
    cluster: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(shipped_path(), tmp_path / "model")
    monkeypatch.chdir(tmp_path)
    analysis = Analysis(model="model")  # in this process's folder, which is not the workers'
    run(articles(40), tmp_path / "local", Options(analysis, jobs=1))
    run(articles(40), tmp_path / "far", Options(analysis, dask=cluster.scheduler_address))
    assert files(tmp_path / "far") == files(tmp_path / "local")


def test_a_cluster_is_left_as_it_was(cluster: LocalCluster) -> None:
    list(outcomes(articles(40), EXTRACT, dask=cluster.scheduler_address))
    with Client(cluster) as client:
        left = client.run(lambda dask_worker: [n for n in dask_worker.plugins if "rhetoric" in n])
    assert set(map(tuple, left.values())) == {()}


def test_a_scheduler_that_does_not_answer_is_told(tmp_path: Path) -> None:
    with pytest.raises(rhetoric.RhetoricError, match="nonsense"):
        run(articles(1), tmp_path, Options(dask="nonsense://x"))
    assert list(tmp_path.iterdir()) == []
