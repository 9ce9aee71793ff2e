"""A cluster of two processes on this machine; the real one differs in the address."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

import rhetoric
from rhetoric import Article
from rhetoric.corpora.ledger import LEDGER, Progress
from rhetoric.corpora.runs import Options, run
from rhetoric.corpora.worker import Analysis
from rhetoric.labelling.store import default_path


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as made:
        yield made


def articles(count: int) -> Iterator[Article]:
    for n in range(count):
        text = f"“We will never forget the {n} fallen,” Ana Ruiz said.\n\n“It is home,” he said."
        yield Article(text, f"a{n}", meta={"outlet": "Post"})


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.name != LEDGER}


def test_a_cluster_writes_the_same_bytes_though_a_worker_dies(
    cluster: LocalCluster, tmp_path: Path
) -> None:
    local, far = tmp_path / "local", tmp_path / "far"
    run(articles(400), local, Options(jobs=1))
    with Client(cluster) as client:
        first = next(iter(client.run(os.getpid).values()))
    killed: list[int] = []

    def kill_one(progress: Progress) -> None:
        if progress.articles and not killed:
            killed.append(first)
            os.kill(first, signal.SIGKILL)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rhetoric.corpora.runs._COMMIT_SECONDS", 0)
        address = cluster.scheduler_address
        done = run(articles(400), far, Options(dask=address), told=kill_one)
    assert killed
    assert done.articles == 400
    assert files(far) == files(local)


def test_a_model_of_ones_own_is_sent_to_the_workers(
    cluster: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(default_path(), tmp_path / "model")
    monkeypatch.chdir(tmp_path)
    analysis = Analysis(model="model")  # in this process's folder, which is not the workers'
    run(articles(40), tmp_path / "local", Options(analysis, jobs=1))
    run(articles(40), tmp_path / "far", Options(analysis, dask=cluster.scheduler_address))
    assert files(tmp_path / "far") == files(tmp_path / "local")


def test_a_scheduler_that_does_not_answer_is_told(tmp_path: Path) -> None:
    with pytest.raises(rhetoric.RhetoricError, match="no dask scheduler answers at nonsense"):
        run(articles(1), tmp_path, Options(dask="nonsense://x"))
    assert list(tmp_path.iterdir()) == []
