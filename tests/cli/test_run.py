"""Runs of many articles: where output may go, what is told, how they are stopped and go on."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rhetoric.cli.progress import count_articles
from rhetoric.corpora.folder import locked
from rhetoric.corpora.manifest import RUN
from tests.cli.test_cli import run
from tests.corpora.given import article, files
from tests.files import jsonl


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from rhetoric.cli import main; main()", *arguments]


def write_articles(path: Path, count: int, paragraphs: int = 1) -> str:
    """Write articles, one in fifty of which has no text."""
    lines = []
    for n in range(count):
        text = "\n\n".join(article(n + p).text for p in range(paragraphs))
        lines.append({"id": f"a{n}", "text": text} if n % 50 != 9 else {"id": "none"})
    path.write_text(jsonl(lines), encoding="utf-8")
    return str(path)


@pytest.fixture
def articles(tmp_path: Path) -> str:
    (tmp_path / "news").mkdir()
    return write_articles(tmp_path / "news" / "a.jsonl", 12)


# where output may go


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["extract", "news/a.jsonl", "-o", "news/a.jsonl"], " is to be read"),
        (["extract", "news/a.jsonl", "-o", "news/../news/a.jsonl"], " is to be read"),
        (["extract", "news/a.jsonl", "-o", "link.jsonl"], " is to be read"),
        (["extract", "news", "-o", "news/q.jsonl"], " lies in news, which is to be read"),
        (["extract", "news/**", "-o", "news/deep/q.csv"], " lies in news/**, which is to be read"),
        (["extract", ".", "-o", "results"], "/part-00000.jsonl lies in ., which is to be read"),
        (["extract", "news", "-o", "news"], " is to be read"),
        (["extract", "news/*.jsonl", "-o", "news/q.jsonl"], " matches news/*.jsonl"),
        (["extract", "news/**/*.jsonl", "-o", "news/q.jsonl"], " matches news/**/*.jsonl"),
        (["extract", "**/*.jsonl", "-o", "q.jsonl"], " matches **/*.jsonl"),
        (["extract", "news/**/*.jsonl", "-o", "news/b/c/q"], "/part-00000.jsonl matches news/**"),
        (["extract", "**/e*.jsonl", "-f", "csv", "-o", "q"], "/errors.jsonl matches **/e*.jsonl"),
        (["classify", "--quotes", "news/a.jsonl", "-o", "news/a.jsonl"], " is to be read"),
        (["suggest", "news/a.jsonl", "-o", "news/a.jsonl"], " is to be read"),
        (
            ["suggest", "x.txt", "--labelled", "news/a.jsonl", "-o", "news/a.jsonl"],
            " is to be read",
        ),
        (["trace", "news/a.jsonl", "-o", "news/a.jsonl"], " is to be read"),
        (["evaluate", "news/a.jsonl", "--report", "news/a.jsonl"], " is to be read"),
        (["suggest", "news", "-f", "label-studio", "-o", "news/t"], ".config.xml lies in news"),
    ],
)
def test_output_is_never_an_input(
    articles: str, monkeypatch: pytest.MonkeyPatch, arguments: list[str], reason: str
) -> None:
    path = Path(articles)
    monkeypatch.chdir(path.parent.parent)
    Path("link.jsonl").symlink_to(path)
    before = path.read_bytes()
    result = run(*arguments)
    assert result.exit_code == 2
    assert f"{arguments[-1]}{reason}" in " ".join(result.stderr.replace("│", " ").split())
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == ["a.jsonl"]


@pytest.mark.parametrize(
    ("source", "output"),
    [
        ("news", "q.jsonl"),
        ("news", "news.jsonl"),
        ("news", "news/.hidden.jsonl"),
        ("news", "news/q.json"),
        ("news/*.jsonl", "q.jsonl"),
        ("news/*.jsonl", "news/deep/q.jsonl"),
        ("news/**/*.jsonl", "q.jsonl"),
        ("news/**/*.jsonl", "news/deep/q.csv"),
    ],
)
def test_output_beside_what_is_read_is_written(
    articles: str, monkeypatch: pytest.MonkeyPatch, source: str, output: str
) -> None:
    monkeypatch.chdir(Path(articles).parent.parent)
    Path("news/deep").mkdir()
    run("extract", source, "-q", "-o", output)
    assert "Ana Ruiz" in Path(output).read_text(encoding="utf-8")


def test_two_runs_do_not_write_one_file(articles: str, tmp_path: Path) -> None:
    out = tmp_path / "q.csv"
    part = tmp_path / "q.csv.part"
    part.touch()
    with locked(part):
        result = run("extract", articles, "-o", str(out))
    assert result.exit_code == 1
    assert "another run is writing it" in str(result.exception)
    assert run("extract", articles, "-o", str(out)).exit_code == 1
    assert out.exists()


# what is told


def told(*arguments: str) -> tuple[int, list[str]]:
    result = subprocess.run(  # noqa: S603
        command(*arguments), capture_output=True, text=True, check=False
    )
    return result.returncode, result.stderr.splitlines()


@pytest.mark.parametrize("name", ["out", "out.jsonl"])
def test_a_run_sums_up(tmp_path: Path, name: str) -> None:
    path, out = write_articles(tmp_path / "a.jsonl", 20), tmp_path / name
    (tmp_path / "b.txt").write_text("The paper “Home” was read.", encoding="utf-8")
    (tmp_path / "c.txt").write_text("One.\n\nThe town of lights” and so on", encoding="utf-8")
    (tmp_path / "d.jsonl").write_text(3 * '{"id": "none"}\n', encoding="utf-8")
    others = [str(tmp_path / other) for other in ("b.txt", "c.txt", "d.jsonl")]
    status, lines = told("extract", "--output", str(out), path, *others)
    assert status == 1
    where = "" if out.suffix else f" (in {out}/errors.jsonl)"
    *before, counts, doubtful, silent = lines
    assert counts.startswith(
        f"rhetoric: 25 articles, 38 quotations, 4 errors{where}; 25 articles in"
    )
    assert doubtful == "rhetoric: 1 doubtful stretch left out"
    assert silent.startswith("rhetoric: no quotation found in 1 article with quotation marks, the")
    assert "b.txt" in silent
    assert len(before) == (3 if out.suffix else 0)


def test_a_run_that_goes_on_tells_apart_what_was_there(tmp_path: Path) -> None:
    path = write_articles(tmp_path / "a.jsonl", 9)
    arguments = ["extract", "--resume", "--output", str(tmp_path / "out"), path]
    for now in (9, 0):
        result = run(*arguments)
        assert f"9 articles, 18 quotations, 0 errors; {now} articles in" in result.stderr


def test_quiet_runs_tell_only_of_faults(tmp_path: Path) -> None:
    path = write_articles(tmp_path / "a.jsonl", 20)
    _, lines = told("extract", "-q", "--output", str(tmp_path / "out.jsonl"), path)
    assert [line.split(": ")[1] for line in lines] == [f"{path}:10"]


def test_a_guessed_encoding_is_told_in_a_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("“It’s home,” Ana Ruiz said.".encode("cp1252"))
    assert told("extract", str(path)) == (
        0,
        [f"rhetoric: {path}:1: is not UTF-8; read as cp1252"],
    )


def test_the_same_fault_on_every_record_is_told_once_with_a_count(tmp_path: Path) -> None:
    path = write_articles(tmp_path / "a.jsonl", 1200)
    result = run("extract", path, "--text-column", "body")
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith(f'rhetoric: {path}:1-1200: has no "body"')
    assert line.endswith("(1,200 records)")


def test_articles_of_one_id_are_told_and_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    ids = ["7", "8", "7", "7#2", "7", "8"]
    path.write_text(jsonl({"id": i, "text": article(0).text} for i in ids), encoding="utf-8")
    result = run("extract", str(path))
    found = dict.fromkeys(json.loads(line)["article"] for line in result.stdout.splitlines())
    assert list(found) == ["7", "8", "7#2", "7#2#2", "7#3", "8#2"]
    assert result.stderr.splitlines() == [
        "rhetoric: 7: two articles have this id; the later one is called 7#2",
        "rhetoric: 3 more articles were called otherwise, since their id was taken",
    ]
    assert result.exit_code == 0


# progress


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
    for lines in (1, 2):
        path.write_text("\n".join(['{"text": "One."}'] * lines), encoding="utf-8")
        assert count_articles([str(path)]) == lines


def test_a_long_file_is_not_read_to_its_end_to_be_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_articles(tmp_path / "a.jsonl", 2000)
    monkeypatch.setattr("rhetoric.cli.progress._PIECE", 10_000)
    about = count_articles([path])
    assert about is not None
    assert about != 2000
    assert 1900 < about < 2200


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
    run("extract", path, "no.txt", "-o", str(tmp_path / "out.jsonl"))
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


# stopping and going on


def shards(folder: Path) -> int:
    return len(list(folder.glob("part-*.jsonl")))


def wait_for_shards(process: subprocess.Popen[bytes], folder: Path, more: int) -> None:
    """Wait until a run has written some shards more, or has ended."""
    goal = shards(folder) + more
    while process.poll() is None and shards(folder) < goal:
        time.sleep(0.01)


@pytest.mark.slow
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
            wait_for_shards(process, cut, rng.randint(0, 1))
            time.sleep(rng.random() / 4)
            assert process.poll() is None, "more articles would keep it busy"
            os.killpg(process.pid, signal.SIGKILL)
    last = subprocess.run([*arguments, str(cut), "--resume"], check=False)  # noqa: S603
    assert last.returncode == 1
    assert files(cut) == files(whole)


def start(*arguments: str) -> subprocess.Popen[bytes]:
    # a shell starts what runs in the background with Ctrl-C ignored, and a child would inherit it
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(  # noqa: S603
            command(*arguments), stderr=subprocess.PIPE, start_new_session=True
        )
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_stopped_says_how_to_go_on(tmp_path: Path, number: signal.Signals) -> None:
    path = write_articles(tmp_path / "a.jsonl", 1500, paragraphs=2)
    out = tmp_path / "out"
    process = start("extract", "-j", "2", "--output", str(out), "--shard-size", "50", path)
    wait_for_shards(process, out, 2)
    os.killpg(process.pid, number)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130, stderr.decode()
    shown = json.loads((out / RUN).read_text(encoding="utf-8"))["shards"]
    assert stderr.decode() == (
        f"rhetoric: stopped; {50 * len(shown)} articles are done, "
        "the same command with --resume goes on\n"
    )


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_file_keeps_what_was_found(tmp_path: Path, number: signal.Signals) -> None:
    path = write_articles(tmp_path / "a.jsonl", 3000, paragraphs=2)
    out, part = tmp_path / "out.jsonl", tmp_path / "out.jsonl.part"
    process = start("extract", "-j", "1", "--output", str(out), path)
    while process.poll() is None and not (part.exists() and part.stat().st_size):
        time.sleep(0.01)
    process.send_signal(number)
    _, stderr = process.communicate(timeout=60)
    *_, kept, stopped = stderr.decode().splitlines()
    assert process.returncode == 130
    assert kept == f"rhetoric: what was found so far is in {part}"
    assert stopped.startswith("rhetoric: stopped after ")
    assert not out.exists()


@pytest.mark.slow
def test_an_article_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    long = "“We go,” and she said. " * 20_000
    texts = [article(0).text, long, article(1).text]
    path.write_text(jsonl({"id": f"a{n}", "text": t} for n, t in enumerate(texts)))
    out = tmp_path / "out"
    status, _ = told("extract", "--article-timeout", "1.5", "-j", "1", "-o", str(out), str(path))
    assert status == 1
    assert json.loads((out / "errors.jsonl").read_text(encoding="utf-8")) == {
        "source": "a1",
        "reason": "took longer than 1.5 seconds",
    }
    assert {json.loads(line)["article"] for line in (out / "part-00000.jsonl").open()} == {
        "a0", "a2",
    }  # fmt: skip
