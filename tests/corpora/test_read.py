import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rhetoric import Article, InputError, RhetoricError, read
from rhetoric.corpora.outcomes import Analyzed
from rhetoric.corpora.read import outcomes
from rhetoric.labelling.saving import save
from rhetoric.labelling.store import load, shipped_path
from tests.corpora.given import EXTRACT, article, items, pipe_with


def test_read_gives_the_same_in_two_processes_and_keeps_what_is_known() -> None:
    given_meta = [Article(article(n).text, str(n), meta={"outlet": n}) for n in range(40)]
    one, two = (list(read(given_meta, classify=False, jobs=jobs)) for jobs in (1, 2))
    assert one == two
    assert [a.meta for a, _ in two] == [a.meta for a in given_meta]


def test_faults_of_reading_stay_at_their_place() -> None:
    given = list(items(40))
    found = list(outcomes(given, EXTRACT))
    for item, outcome in zip(given, found, strict=True):
        if isinstance(item, InputError):
            assert outcome is item
        else:
            assert isinstance(outcome, Analyzed)
            assert outcome.article.id == item.id


def test_a_worker_keeps_its_model_when_another_is_written_to_its_folder(tmp_path: Path) -> None:
    model = Path(shutil.copytree(shipped_path(), tmp_path / "model"))

    def meddling() -> Iterator[Article]:
        yield from (article(n) for n in range(40))
        save(load().select(["solidarity"]), model, {})
        yield from (article(n) for n in range(20))

    read_in = [quote for _, quotes in read(meddling(), model=model) for quote in quotes]
    assert {tuple(quote.probabilities) for quote in read_in} == {load().labels}
    (_, (quote, *_)) = next(read([article(0)], model=model))
    assert set(quote.probabilities) == {"solidarity"}


def test_read_reports_or_raises_what_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe_with(monkeypatch, KeyError("x"))
    given_articles = [article(0), Article("BAD", "b"), article(1)]
    told: list[InputError] = []
    found = list(read(given_articles, classify=False, report=told.append))
    assert [a.id for a, _ in found] == ["a0", "a1"]
    assert [error.source for error in told] == ["b"]
    with pytest.raises(InputError, match="b: KeyError"):
        list(read(given_articles, classify=False))


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ("file.txt", "not str"),
        (b"text", "not bytes"),
        (Path("file.txt"), "not PosixPath"),
        (Article("One."), "not Article"),
        (None, "not NoneType"),
        (["One."], "not an iterable of str"),
        ([Article("One."), None], "not an iterable of NoneType"),
    ],
)
def test_what_is_no_article_is_refused_by_name(given: Any, named: str) -> None:
    with pytest.raises(TypeError, match=f"articles .*{named}"):
        list(read(given, classify=False))


@pytest.mark.parametrize("jobs", [0, -1])
def test_fewer_processes_than_one_are_refused(jobs: int) -> None:
    """Before an article is read, and though so few of them need no other process."""
    with pytest.raises(ValueError, match=f"jobs must be 1 or more.*, not {jobs}"):
        read([], jobs=jobs)


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf")])
def test_a_time_in_which_nothing_can_be_read_is_refused(seconds: float) -> None:
    with pytest.raises(ValueError, match="article_timeout"):
        read([], article_timeout=seconds)


def test_a_missing_dask_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rhetoric.corpora.workers.cluster", None)
    with pytest.raises(RhetoricError, match=r"pip install 'rhetoric\[dask\]'"):
        list(read([article(0)], classify=False, dask="tcp://nowhere:1"))


def test_an_article_may_take_its_time() -> None:
    assert list(read([article(0)], classify=False, article_timeout=60)) == list(
        read([article(0)], classify=False)
    )


def test_the_package_reads_no_cluster_and_no_pool_in_vain() -> None:
    code = "import sys, rhetoric; print({'pebble', 'distributed'} & sys.modules.keys())"
    found = subprocess.run(  # noqa: S603 - this test's own code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert found.stdout == "set()\n"
