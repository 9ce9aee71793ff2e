import codecs
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from rhetoric import Article, InputError, Quote, read
from rhetoric.cli import app
from rhetoric.cli.progress import count_articles
from rhetoric.corpora.batches import Item, in_place
from rhetoric.corpora.ledger import LEDGER, Progress
from rhetoric.corpora.runs import Options, ShardFormat, run
from rhetoric.corpora.worker import Analysis, Lines, lines_of_batch
from rhetoric.documents.reading import Report
from rhetoric.extraction.extractor import Extractor
from rhetoric.labelling.store import default_path, load, save

NAMES = ("Ana Ruiz", "Jan Novak", "Mira Petrova", "Kofi Boateng", "Li Na")
EXTRACT = Analysis(classify=False)


def article(n: int) -> Article:
    who = NAMES[n % len(NAMES)]
    text = f"“We will never forget the {n} fallen,” {who} said.\n\n“It is home,” he said in {n}."
    return Article(text, f"a{n}")


def items(count: int) -> Iterator[Item]:
    """Give articles with a fault of reading, and an article with a doubtful stretch, among them."""
    for n in range(count):
        if n % 11 == 5:
            yield InputError("is empty", f"empty{n}.txt")
        elif n % 13 == 7:
            yield Article("One.\n\nThe town of lights” and so on", f"a{n}")
        else:
            yield article(n)


def files(folder: Path) -> dict[str, bytes]:
    """Return what a run has written; the ledger tells when, too."""
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.name != LEDGER}


def options(jobs: int = 1, *, resume: bool = False, shard_size: int = 20) -> Options:
    return Options(EXTRACT, shard_size=shard_size, jobs=jobs, resume=resume)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a run that nothing has disturbed, with a line of the ledger a batch."""
    folder = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rhetoric.corpora.runs._COMMIT_SECONDS", 0)
        run(items(90), folder, options())
    return folder


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
    assert (done.articles, done.errors, done.finished) == (90, 8, True)


def test_read_gives_the_same_in_two_processes_and_keeps_what_is_known() -> None:
    given_meta = [Article(article(n).text, str(n), meta={"outlet": n}) for n in range(40)]
    one, two = (list(read(given_meta, classify=False, jobs=jobs)) for jobs in (1, 2))
    assert one == two
    assert [a.meta for a, _ in two] == [a.meta for a in given_meta]


def test_a_run_and_a_worker_keep_their_model_when_another_is_written_to_its_folder(
    tmp_path: Path,
) -> None:
    model = Path(shutil.copytree(default_path(), tmp_path / "model"))
    analysis = Analysis(model=model)

    def meddling() -> Iterator[Article]:
        yield from (article(n) for n in range(40))
        lines_of_batch([article(0)], analysis)
        save(load().select(["solidarity"]), model, {})
        yield from (article(n) for n in range(20))

    read_in = [quote for _, quotes in read(meddling(), model=model) for quote in quotes]
    assert {tuple(quote.probabilities) for quote in read_in} == {load().labels}
    (found,) = lines_of_batch([article(0)], analysis)
    assert isinstance(found, Lines)
    assert b'"anti_western"' in found.lines
    (_, (quote, *_)) = next(read([article(0)], model=model))
    assert set(quote.probabilities) == {"solidarity"}


Pipe = Callable[[Extractor, Iterable[Article]], Iterator[tuple[Article, list[Quote]]]]


def pipe_with(monkeypatch: pytest.MonkeyPatch, bad: Callable[[], object]) -> None:
    """Let something bad happen when an article with the word BAD is read."""
    real: Pipe = Extractor.pipe

    def pipe(self: Extractor, articles: Iterable[Article]) -> Iterator[tuple[Article, list[Quote]]]:
        batch = list(articles)
        if any("BAD" in a.text for a in batch):
            bad()
        yield from real(self, batch)

    monkeypatch.setattr(Extractor, "pipe", pipe)


def fail() -> None:
    msg = "no\nsuch thing"
    raise KeyError(msg)


def exhaust() -> None:
    raise MemoryError


def hang() -> None:
    while True:
        time.sleep(0.001)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (fail, r"KeyError: 'no\nsuch thing'"),
        (exhaust, "needs more memory than there is"),
        (hang, "took longer than 0.2 seconds"),
    ],
)
def test_an_article_that_fails_is_set_aside_and_the_others_are_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, bad: Callable[[], object], reason: str
) -> None:
    pipe_with(monkeypatch, bad)
    given_articles = [article(0), Article("BAD", "b"), article(1)]
    analysis = Analysis(classify=False, article_timeout=0.2)
    done = run(given_articles, tmp_path, Options(analysis, jobs=1))
    written = files(tmp_path)
    assert records(written["errors.jsonl"]) == [{"article": "b", "reason": reason}]
    kept = [record["article"] for record in records(written["part-00000.jsonl"])]
    assert kept == ["a0", "a0", "a1", "a1"]
    assert (done.articles, done.errors) == (3, 1)


def test_a_record_that_cannot_be_made_is_set_aside_too() -> None:
    class Stubborn:
        def __str__(self) -> str:
            msg = "no"
            raise ValueError(msg)

    bad = Article(article(0).text, "b", meta={"date": Stubborn()})
    assert isinstance(lines_of_batch([bad, article(1)], EXTRACT)[0], InputError)
    assert isinstance(lines_of_batch([bad, article(1)], EXTRACT)[1], Lines)


def test_read_reports_or_raises_what_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe_with(monkeypatch, fail)
    given_articles = [article(0), Article("BAD", "b"), article(1)]
    told: list[InputError] = []
    found = list(read(given_articles, classify=False, report=told.append))
    assert [a.id for a, _ in found] == ["a0", "a1"]
    assert [error.source for error in told] == ["b"]
    with pytest.raises(InputError, match="b: KeyError"):
        list(read(given_articles, classify=False))


@pytest.mark.parametrize("jobs", [0, -1])
def test_fewer_processes_than_one_are_refused(jobs: int) -> None:
    """Before an article is read, and though so few of them need no other process."""
    with pytest.raises(ValueError, match=f"jobs must be 1 or more.*, not {jobs}"):
        read([], jobs=jobs)
    with pytest.raises(ValueError, match=f"jobs must be 1 or more.*, not {jobs}"):
        Options(jobs=jobs)


def test_other_numbers_that_no_run_can_be_done_with_are_refused() -> None:
    with pytest.raises(ValueError, match="shard_size must be 1 or more, not 0"):
        Options(shard_size=0)
    with pytest.raises(ValueError, match="must be seconds above 0, or None for no limit, not 0"):
        read([], article_timeout=0)


def test_faults_stand_at_their_place() -> None:
    def read_them(report: Report) -> Iterator[Article]:
        report(InputError("one"))
        yield article(1)
        report(InputError("two"))
        report(InputError("three"))

    assert [str(x) if isinstance(x, InputError) else x.id for x in in_place(read_them)] == [
        "one",
        "a1",
        "two",
        "three",
    ]


def test_half_of_a_surrogate_pair_does_not_end_a_run(tmp_path: Path) -> None:
    run([Article(article(0).text, "caf\udce9.txt")], tmp_path, options())
    assert records(files(tmp_path)["part-00000.jsonl"])[0]["article"] == "caf?.txt"


def test_what_is_known_of_an_article_goes_with_its_quotations(tmp_path: Path) -> None:
    known = Article(article(0).text, "a", meta={"outlet": "Post"})
    run([known], tmp_path, Options(Analysis(classify=False, with_text=True), jobs=1))
    record = records(files(tmp_path)["part-00000.jsonl"])[0]
    assert (record["meta"], record["article_text"]) == ({"outlet": "Post"}, known.text)


def test_labels_come_with_their_evidence(tmp_path: Path) -> None:
    run([article(0)], tmp_path, Options(Analysis(explain=True), jobs=1))
    record = records(files(tmp_path)["part-00000.jsonl"])[0]
    assert record["labels"] == ["commemoration"]
    assert "commemoration" in cast("dict[str, object]", record["evidence"])


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


def disturb(whole: Path, folder: Path, lines: int, torn: bytes, extra: bytes) -> None:
    """Leave of a finished run what a sudden end after some lines of its ledger may have left."""
    ledger = (whole / LEDGER).read_bytes().splitlines(keepends=True)[: 1 + lines]
    (folder / LEDGER).write_bytes(b"".join(ledger) + torn)
    progress = Progress(**json.loads(ledger[-1])) if lines else Progress()
    for name, data in files(whole).items():
        if name in progress.lengths:
            (folder / name).write_bytes(data[: progress.lengths[name]] + extra)
        elif name.startswith("part-") and int(name[5:10]) < progress.shards:
            (folder / name).write_bytes(data)
        elif extra:
            (folder / name).write_bytes(extra)


@settings(max_examples=25, deadline=None)
@given(
    lines=st.integers(0, 7),
    torn=st.sampled_from([b"", b"{", b"\0\0\0\0\n", b'{"articles": 3', b"7\n"]),
    extra=st.sampled_from([b"", b'{"article": "a', b"\0\0\0", b'{"article": "a1"}\n' * 3]),
)
def test_a_run_goes_on_after_a_sudden_end_anywhere(
    whole: Path, tmp_path_factory: pytest.TempPathFactory, lines: int, torn: bytes, extra: bytes
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    disturb(whole, folder, lines, torn, extra)
    run(items(90), folder, options(resume=True))
    assert files(folder) == files(whole)


@pytest.mark.parametrize("at", [0, 40, 60])
def test_a_run_that_an_exception_ends_leaves_what_the_ledger_says(tmp_path: Path, at: int) -> None:
    def breaking() -> Iterator[Item]:
        for n, item in enumerate(items(90)):
            if n == at:
                raise KeyboardInterrupt
            yield item

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rhetoric.corpora.runs._COMMIT_SECONDS", 0)
        with pytest.raises(KeyboardInterrupt):
            run(breaking(), tmp_path, options())
    if not at:
        assert list(tmp_path.iterdir()) == []
        return
    last = json.loads((tmp_path / LEDGER).read_bytes().splitlines()[-1])
    for name, length in last.get("lengths", {}).items():
        assert (tmp_path / name).stat().st_size == length


def test_a_finished_run_is_left_alone(whole: Path) -> None:
    before = files(whole), (whole / LEDGER).read_bytes()
    told: list[Progress] = []
    done = run(items(90), whole, options(resume=True), told=told.append)
    assert (done.articles, done.errors) == (90, 8)
    assert {progress.articles for progress in told} == {90}
    assert (files(whole), (whole / LEDGER).read_bytes()) == before


def test_csv_shards_that_were_not_made_in_time_are_made(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    csv = Options(EXTRACT, style="csv", shard_size=20, jobs=1, resume=True)
    run(items(25), tmp_path, csv)
    made = files(tmp_path)
    grown = tmp_path_factory.mktemp("grown")
    run(items(25), grown, options())
    (tmp_path / "part-00000.csv").unlink()
    (grown / "part-00000.jsonl").rename(tmp_path / "part-00000.jsonl")
    run(items(25), tmp_path, csv)
    assert files(tmp_path) == made


def changed(at: int, put: Item) -> Iterator[Item]:
    for n, item in enumerate(items(90)):
        yield put if n == at else item


@pytest.mark.parametrize(
    ("given_items", "message"),
    [
        (changed(3, Article("Other.", "a3")), "are not those that it was begun with"),
        (changed(3, Article(article(3).text, "other")), "are not those"),
        (changed(3, Article(article(3).text, "a3", meta={"new": 1})), "are not those"),
        (changed(5, InputError("is binary", "empty5.txt")), "are not those"),
        (items(80), "are not those"),
        (items(91), "has more than its 90 articles"),
    ],
)
def test_other_input_is_refused(whole: Path, given_items: Iterator[Item], message: str) -> None:
    with pytest.raises(InputError, match=message):
        run(given_items, whole, options(resume=True))


def test_other_options_are_refused(whole: Path) -> None:
    with pytest.raises(InputError, match="was begun with shard_size = 20, not 7"):
        run(items(90), whole, options(resume=True, shard_size=7))
    terms = Analysis(classify=False, terms=True)
    with pytest.raises(InputError, match="was begun with terms = False, not True"):
        run(items(90), whole, Options(terms, shard_size=20, resume=True))


def test_a_folder_that_holds_something_is_refused(whole: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds a run; go on with it with --resume"):
        run(items(90), whole, options())
    (tmp_path / "mine.txt").touch()
    for resume in (False, True):
        with pytest.raises(InputError, match="is not empty and holds no run"):
            run(items(90), tmp_path, options(resume=resume))


def test_a_file_that_was_cut_is_told(whole: Path, tmp_path: Path) -> None:
    disturb(whole, tmp_path, 4, b"", b"")
    (tmp_path / "errors.jsonl").write_bytes(b"")
    with pytest.raises(InputError, match=r"errors.jsonl: is shorter than ledger.jsonl says"):
        run(items(90), tmp_path, options(resume=True))


def test_two_processes_do_not_write_one_folder(tmp_path: Path) -> None:
    def meddling() -> Iterator[Item]:
        yield article(0)
        run(items(3), tmp_path, options(resume=True))

    with pytest.raises(InputError, match="another process is writing it"):
        run(meddling(), tmp_path, options())


# the command line


def test_articles_are_counted_for_the_bar(tmp_path: Path) -> None:
    path = write_articles(tmp_path / "a.jsonl", 7)
    (tmp_path / "b.txt").write_text("One.", encoding="utf-8")
    assert count_articles([str(tmp_path)]) == 8
    # the fault of a file that is not there has its place in a run too
    assert count_articles([path, "no.txt", "no.jsonl"]) == 9
    assert count_articles([path, "-"]) is None
    assert count_articles(["a.csv"]) is None


def test_a_last_line_without_an_end_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "One."}\n{"text": "Two."}', encoding="utf-8")
    assert count_articles([str(path)]) == 2


def test_the_bar_reaches_the_last_article_whatever_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved: list[int] = []

    @contextmanager
    def bar(*_: object, quiet: bool) -> Iterator[Callable[[int], None]]:
        assert not quiet
        yield moved.append

    monkeypatch.setattr("rhetoric.cli.run.progress_bar", bar)
    path = write_articles(tmp_path / "a.jsonl", 12)
    arguments = ["extract", path, "no.txt", "-o", str(tmp_path / "out.jsonl")]
    CliRunner().invoke(app, arguments)
    assert moved[0] == 0
    assert moved[-1] == count_articles([path, "no.txt"])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_is_read_only_once(tmp_path: Path) -> None:
    pipe, out = tmp_path / "a.jsonl", tmp_path / "out.jsonl"
    os.mkfifo(pipe)
    assert count_articles([str(pipe)]) is None
    line = command("extract", str(pipe), "-o", str(out))
    with subprocess.Popen(line) as running, pipe.open("w", encoding="utf-8") as writer:  # noqa: S603
        writer.write('{"id": "a", "text": "“We stay here,” Ana Ruiz said."}\n')
        writer.close()
        try:
            assert running.wait(60) == 0
        finally:
            running.kill()
    assert "Ana Ruiz" in out.read_text(encoding="utf-8")


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from rhetoric.cli import main; main()", *arguments]


def write_articles(path: Path, count: int, paragraphs: int = 1) -> str:
    lines = []
    for n in range(count):
        text = "\n\n".join(article(n + p).text for p in range(paragraphs))
        lines.append(json.dumps({"id": f"a{n}", "text": text}) if n % 50 != 9 else '{"id": 9}')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_a_run_on_the_command_line_sums_up(tmp_path: Path) -> None:
    path = write_articles(tmp_path / "a.jsonl", 20)
    out = str(tmp_path / "out")
    result = subprocess.run(  # noqa: S603
        command("extract", "--output", out, path), capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert result.stdout == ""
    told = f"rhetoric: 20 articles, 38 quotations, 1 error (in {out}/errors.jsonl); 20 articles in"
    assert result.stderr.startswith(told)
    again = subprocess.run(  # noqa: S603
        command("extract", "--output", out, path), capture_output=True, text=True, check=False
    )
    assert again.stderr == (
        f"rhetoric: {out}: holds a run; go on with it with --resume, or name another folder\n"
    )


def lines_of(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


def wait_until_longer(process: subprocess.Popen[bytes], ledger: Path, by: int) -> None:
    """Wait until a run has written some lines of its ledger, or has ended."""
    goal = lines_of(ledger) + by
    while process.poll() is None and lines_of(ledger) < goal:
        time.sleep(0.01)


def test_a_run_that_is_killed_ten_times_ends_like_one_that_is_not(tmp_path: Path) -> None:
    path = write_articles(tmp_path / "a.jsonl", 1000, paragraphs=5)
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    arguments = command("extract", "-q", "-j", "2", "--shard-size", "70", path, "--output")
    assert subprocess.run([*arguments, str(whole)], check=False).returncode == 1  # noqa: S603
    rng = random.Random(5)  # noqa: S311 - no secret
    for _ in range(10):
        with subprocess.Popen(  # noqa: S603
            [*arguments, str(cut), "--resume"], start_new_session=True
        ) as process:
            wait_until_longer(process, cut / LEDGER, rng.randint(0, 1))
            time.sleep(rng.random() / 4)
            assert process.poll() is None, "more articles would keep it busy"
            os.killpg(process.pid, signal.SIGKILL)
    last = subprocess.run([*arguments, str(cut), "--resume"], check=False)  # noqa: S603
    assert last.returncode == 1
    assert files(cut) == files(whole)


def test_ctrl_c_says_how_to_go_on(tmp_path: Path) -> None:
    path = write_articles(tmp_path / "a.jsonl", 800, paragraphs=2)
    out = tmp_path / "out"
    # a shell starts what runs in the background with Ctrl-C ignored, and a child would inherit it
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = subprocess.Popen(  # noqa: S603
            command("extract", "-j", "2", "--output", str(out), path),
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    finally:
        signal.signal(signal.SIGINT, before)
    wait_until_longer(process, out / LEDGER, 2)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told.decode()
    done = json.loads((out / LEDGER).read_bytes().splitlines()[-1])["articles"]
    expected = f"rhetoric: stopped after {done} articles; the same command with --resume goes on\n"
    assert told.decode() == expected, told.decode()


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
def test_what_is_no_article_is_refused_by_name(given: object, named: str) -> None:
    with pytest.raises(TypeError, match=f"articles must be .*{named}: rhetoric.read_articles"):
        list(read(given, classify=False))  # type: ignore[arg-type]
