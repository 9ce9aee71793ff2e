import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from rhetoric.cli import app
from tests.conftest import ROOT, SEEDS

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def command(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["suggest", "--out", str(tmp_path / "out"), *arguments])

    return command


def test_articles_in_and_tasks_out(run: Run, tmp_path: Path) -> None:
    result = run(str(SEEDS[0]), "-n", "3", "--format", "label-studio")
    assert result.exit_code == 0
    assert result.stdout.startswith("3 of ")
    assert len(json.loads((tmp_path / "out").read_text(encoding="utf-8"))) == 3
    assert (tmp_path / "out.config.xml").exists()


def test_what_is_labelled_is_not_suggested_again(run: Run, tmp_path: Path) -> None:
    path = str(ROOT / "seeds" / "own_labels.jsonl")
    assert run("--quotes", path, "-n", "5").exit_code == 0
    done = tmp_path / "done.csv"
    done.write_text("text,labels\nNo.,\n,a\n", encoding="utf-8")
    (tmp_path / "out").unlink()
    result = run("--quotes", path, "--labelled", path, "--labelled", str(done))
    assert result.exit_code == 1
    assert f"{done}:3: left out: has no text" in result.stderr
    assert "no quotation" in str(result.exception)


def test_a_bad_file_is_named_and_the_others_are_read(run: Run, tmp_path: Path) -> None:
    result = run(str(tmp_path / "no.txt"), str(SEEDS[0]), "-n", "2")
    assert result.exit_code == 1
    assert "no.txt: no such file" in result.stderr
    assert len((tmp_path / "out").read_text(encoding="utf-8").splitlines()) == 2


def run_into(path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["suggest", "no.txt", "-o", str(path), *arguments])


def test_a_file_that_is_there_is_told_before_anything_is_read(tmp_path: Path) -> None:
    """Among them the interface beside Label Studio's tasks, which its user may have changed."""
    (tmp_path / "tasks.config.xml").write_text("mine", encoding="utf-8")
    (tmp_path / "next.csv").write_text("mine", encoding="utf-8")
    for path, arguments, told in (
        (tmp_path / "next.csv", [], "is there already"),
        (tmp_path / "tasks.json", ["--format", "label-studio"], "is there already"),
        (tmp_path / "no" / "next.csv", [], "cannot be written"),
        (tmp_path, ["--format", "csv"], "cannot be written"),
    ):
        result = run_into(path, *arguments)
        assert told in str(result.exception)
        assert result.stderr == ""
    assert {path.read_text() for path in tmp_path.iterdir()} == {"mine"}


def test_the_ending_of_the_file_tells_the_format(run: Run, tmp_path: Path) -> None:
    assert run(str(SEEDS[0]), "-n", "2", "-o", str(tmp_path / "next.csv")).exit_code == 0
    assert "p_solidarity" in (tmp_path / "next.csv").read_text(encoding="utf-8-sig")
    # several tools have their own JSON
    assert run_into(tmp_path / "tasks.json").exit_code == 2


@pytest.mark.parametrize("arguments", [[], ["a.txt", "-n", "0"], ["a.txt", "--format", "xml"]])
def test_wrong_usage_exits_with_2(run: Run, arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2
    assert CliRunner().invoke(app, ["suggest", "a.txt"]).exit_code == 2
