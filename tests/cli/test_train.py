import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import rhetoric
from rhetoric.cli import app
from tests.conftest import ROOT

OWN = ROOT / "seeds" / "own_labels.jsonl"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_a_newcomer_trains_and_classifies_in_three_commands(tmp_path: Path) -> None:
    model = str(tmp_path / "mine")
    first = run("train", str(OWN), "--out", model, "--jobs", "1")
    assert first.exit_code == 0
    assert "read 174 quotations: blame 56, promise 55, none 68" in first.stderr
    assert "promise" in first.stdout
    second = run("evaluate", str(OWN), "--model", model, "--format", "json")
    assert json.loads(second.stdout)["model"] == model
    article = str(ROOT / "seeds" / "bistrica_bridge_vigil.txt")
    third = run("classify", article, "--model", model, "--format", "jsonl")
    assert third.exit_code == 0
    assert set(json.loads(third.stdout.splitlines()[0])["probabilities"]) == {"blame", "promise"}


@pytest.mark.slow
def test_the_model_is_kept_when_nobody_reads_its_figures(tmp_path: Path) -> None:
    code = "from rhetoric.cli import main; main()"
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code, "train", str(OWN), "--out", str(tmp_path / "mine")],
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert done.returncode == 141
    assert rhetoric.load(tmp_path / "mine").labels == ("blame", "promise")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is empty"),
        ('{"words": "x"}\n', "text"),
        ('{"text": "we mourn", "labels": ["memory"]}\n', "'memory' is on 1 of 1"),
        ("text,labels\nwe mourn,\n", "none of 1 quotations has a label"),
    ],
)
def test_what_cannot_be_trained_is_refused_in_one_line(
    tmp_path: Path, content: str, told: str
) -> None:
    path = tmp_path / "data"
    path.write_text(content)
    result = run("train", str(path), "--out", str(tmp_path / "model"))
    assert result.exit_code != 0
    assert told in str(result.exception)
    assert not (tmp_path / "model").exists()


def test_an_interrupted_training_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("rhetoric.learning.trained.write_card", interrupt)
    run("train", str(OWN), "--out", str(tmp_path / "mine"), "--jobs", "1")
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_no_folder_for_a_model(tmp_path: Path) -> None:
    path = tmp_path / "mine"
    path.write_text("x", encoding="utf-8")
    assert run("train", str(OWN), "-o", str(path)).exit_code == 2
