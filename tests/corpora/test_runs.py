import codecs
import errno
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path

import pandas as pd
import pytest

from rhetoric import Article, InputError, read
from rhetoric.corpora.manifest import RUN
from rhetoric.corpora.outcomes import Analysis, Analyzed, Item, Tally
from rhetoric.corpora.runs import Options, ShardFormat, done_in, run
from tests.corpora.given import EXTRACT, article, files, items


def options(jobs: int = 1, *, resume: bool = False, shard_size: int = 20) -> Options:
    return Options(EXTRACT, shard_size=shard_size, jobs=jobs, resume=resume)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a run that nothing has disturbed."""
    folder = tmp_path_factory.mktemp("whole")
    run(items(90), folder, options())
    return folder


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "copy"))


def records(data: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in data.splitlines()]


def test_shards_hold_the_quotations_in_order(whole: Path) -> None:
    names = [f"part-0000{n}.jsonl" for n in range(5)]
    written = files(whole)
    assert list(written) == ["errors.jsonl", "issues.jsonl", *names]
    found = [record for name in names for record in records(written[name])]
    good = [a for a in items(90) if isinstance(a, Article)]
    expected = [q.to_dict() for _, quotes in read(good, classify=False) for q in quotes]
    assert found == expected
    first = {record["article"] for record in records(written["part-00001.jsonl"])}
    assert first <= {f"a{n}" for n in range(20, 40)}


def test_errors_and_doubtful_stretches_have_files_of_their_own(whole: Path) -> None:
    written = files(whole)
    assert records(written["errors.jsonl"])[0] == {"source": "empty5.txt", "reason": "is empty"}
    assert len(records(written["errors.jsonl"])) == 8
    issue = records(written["issues.jsonl"])[0]
    assert issue["article"] == "a7"
    assert issue.keys() == {"article", "start", "end", "reason"}


def test_two_processes_write_the_same_bytes(whole: Path, tmp_path: Path) -> None:
    done = run(items(90), tmp_path, options(jobs=2))
    assert files(tmp_path) == files(whole)
    assert (done.articles, done.errors) == (90, 8)


@pytest.mark.parametrize("bad", [{"jobs": 0}, {"shard_size": 0}])
def test_numbers_that_no_run_can_be_done_with_are_refused(bad: dict[str, int]) -> None:
    (name,) = bad
    with pytest.raises(ValueError, match=f"{name} must be 1 or more.*, not 0"):
        Options(**bad)  # type: ignore[arg-type]


def test_half_of_a_surrogate_pair_does_not_end_a_run(tmp_path: Path) -> None:
    run([Article(article(0).text, "caf\udce9.txt")], tmp_path, options())
    assert records(files(tmp_path)["part-00000.jsonl"])[0]["article"] == "caf?.txt"


@pytest.mark.parametrize("style", ["csv", "parquet"])
def test_shards_in_other_formats(tmp_path: Path, style: ShardFormat) -> None:
    run(items(25), tmp_path, Options(EXTRACT, style=style, shard_size=20, jobs=1))
    shards = [f"part-00000.{style}", f"part-00001.{style}"]
    assert list(files(tmp_path)) == ["errors.jsonl", "issues.jsonl", *shards]
    table = (pd.read_csv if style == "csv" else pd.read_parquet)(tmp_path / shards[1])
    assert list(table["article"].unique()) == ["a21", "a22", "a23", "a24"]
    marked = (tmp_path / shards[1]).read_bytes().startswith(codecs.BOM_UTF8)
    assert marked == (style == "csv")


# stopping and going on


def stopping(at: int) -> Iterator[Item]:
    for n, item in enumerate(items(90)):
        if n == at:
            raise KeyboardInterrupt
        yield item


@pytest.mark.parametrize(("at", "done"), [(0, 0), (19, 0), (60, 40), (90, 90)])
def test_a_run_that_was_stopped_goes_on_after_its_last_whole_shard(
    whole: Path, tmp_path: Path, at: int, done: int
) -> None:
    with suppress(KeyboardInterrupt):
        run(stopping(at), tmp_path, options())
    assert done_in(tmp_path).articles == done
    assert not done or len(list(tmp_path.glob("part-*"))) == -(-done // 20)
    assert done or list(tmp_path.iterdir()) == []
    told: list[Tally] = []
    run(items(90), tmp_path, options(resume=True), told=told.append)
    assert files(tmp_path) == files(whole)
    assert told[0].articles == done


def test_a_fault_of_many_records_is_passed_over_with_all_of_them(tmp_path: Path) -> None:
    fault = InputError("is empty (30 records)", "a.jsonl:1-30", 30)
    with suppress(KeyboardInterrupt):
        run(chain([fault], stopping(60)), tmp_path, options())
    assert done_in(tmp_path).articles == 69
    assert run(chain([fault], items(90)), tmp_path, options(resume=True)).articles == 120


ENDS: dict[str, Callable[[Path], object]] = {
    "before the shard has its name": lambda folder: (folder / "part-00002.jsonl.part").touch(),
    "before run.json tells of it": lambda folder: (folder / "part-00002.jsonl").write_text("{"),
    "amid run.json": lambda folder: (folder / f"{RUN}.part").write_text('{"shards": ['),
    "amid errors.jsonl": lambda folder: (folder / "errors.jsonl").open("a").write('{"sour'),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_run_goes_on_after_a_sudden_end(whole: Path, copy: Path, end: str) -> None:
    manifest = json.loads((copy / RUN).read_text(encoding="utf-8"))
    cut = manifest | {"shards": manifest["shards"][:2], "finished": False}
    (copy / RUN).write_text(json.dumps(cut), encoding="utf-8")
    ENDS[end](copy)
    run(items(90), copy, options(resume=True))
    assert files(copy) == files(whole)


def test_a_finished_run_is_left_alone(whole: Path) -> None:
    before = files(whole)
    told: list[Tally] = []
    done = run(items(90), whole, options(resume=True), told=told.append)
    assert (done.articles, done.errors) == (90, 8)
    assert {tally.articles for tally in told} == {90}
    assert files(whole) == before


CHANGES: dict[str, Callable[[Path], object]] = {
    "part-00001.jsonl": lambda path: os.truncate(path, 100),
    "part-00002.jsonl": lambda path: path.write_bytes(path.read_bytes().replace(b"home", b"hone")),
    "part-00003.jsonl": lambda path: path.unlink(),
    "errors.jsonl": lambda path: os.truncate(path, 10),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_file_that_was_cut_or_changed_is_told(copy: Path, name: str) -> None:
    CHANGES[name](copy / name)
    with pytest.raises(InputError, match=f"{name}: was cut or changed"):
        run(items(90), copy, options(resume=True))


@pytest.mark.parametrize("damage", ["", "[]", "{", '{"options": {}}', '{"shards": [7]}'])
def test_a_damaged_account_is_told_and_nothing_is_lost(copy: Path, damage: str) -> None:
    before = files(copy)
    (copy / RUN).write_text(damage, encoding="utf-8")
    with pytest.raises(InputError, match=rf"{RUN}: is damaged"):
        run(items(90), copy, options(resume=True))
    assert files(copy) == before


def changed(at: int, put: Item) -> Iterator[Item]:
    for n, item in enumerate(items(90)):
        yield put if n == at else item


@pytest.mark.parametrize(
    ("given_items", "message"),
    [
        (changed(3, Article("Other.", "a3")), "1 to 20 "),
        (changed(83, Article(article(3).text, "other")), "81 to 90 "),
        (changed(3, Article(article(3).text, "a3", meta={"new": 1})), "are not those"),
        (changed(5, InputError("is binary", "empty5.txt")), "are not those"),
        (items(80), "are not those"),
        (items(91), "more than 90 "),
    ],
)
def test_other_input_is_refused(whole: Path, given_items: Iterator[Item], message: str) -> None:
    with pytest.raises(InputError, match=message):
        run(given_items, whole, options(resume=True))


def test_other_options_are_refused(whole: Path) -> None:
    with pytest.raises(InputError, match="shard_size = 20, not 7"):
        run(items(90), whole, options(resume=True, shard_size=7))
    terms = Analysis(classify=False, terms=True)
    with pytest.raises(InputError, match="terms = False, not True"):
        run(items(90), whole, Options(terms, shard_size=20, resume=True))


def test_a_folder_that_holds_something_is_refused(whole: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds a run"):
        run(items(90), whole, options())
    (tmp_path / "mine.txt").touch()
    for resume in (False, True):
        with pytest.raises(InputError, match="holds no run"):
            run(items(90), tmp_path, options(resume=resume))


def test_two_runs_do_not_write_one_folder(tmp_path: Path) -> None:
    def meddling() -> Iterator[Item]:
        yield article(0)
        run(items(3), tmp_path, options(resume=True))

    with pytest.raises(InputError, match="another run is writing it"):
        run(meddling(), tmp_path, options())


def test_a_disk_that_fills_up_is_told_and_the_run_can_go_on(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync
    calls: list[int] = []

    def full(number: int) -> None:
        calls.append(number)
        if len(calls) > 12:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(number)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(InputError, match="cannot be written: No space left on device"):
            run(items(90), tmp_path, options())
    assert 0 < done_in(tmp_path).articles < 90
    run(items(90), tmp_path, options(resume=True))
    assert files(tmp_path) == files(whole)


def test_records_are_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the format that was asked for, and not again from another one."""
    made: list[str] = []
    real = Analyzed.records

    def counting(self: Analyzed, *, with_text: bool = False) -> list[dict[str, object]]:
        made.append(self.article.id)
        return real(self, with_text=with_text)

    monkeypatch.setattr(Analyzed, "records", counting)
    run(items(25), tmp_path, Options(EXTRACT, style="csv", shard_size=20, jobs=1))
    assert len(made) == len(set(made)) == 23
    assert not list(tmp_path.glob("*.jsonl.*"))
