import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from rhetoric.cli import app
from rhetoric.errors import InputError
from rhetoric.evaluation import evaluate
from rhetoric.labelling.store import load
from tests.conftest import ROOT
from tests.evaluation.test_evaluation import LABELS, SAMPLES


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["evaluate", *arguments])


@pytest.fixture
def data(tmp_path: Path) -> str:
    path = tmp_path / "data.jsonl"
    lines = [
        json.dumps({"text": s.text, "context": s.context, "labels": labels})
        for s, labels in zip(SAMPLES, LABELS, strict=True)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def test_it_prints_json_when_piped(data: str) -> None:
    result = run(data)
    assert result.exit_code == 0
    record = json.loads(result.stdout)
    assert record["comparison"] is None
    assert record["macro"] == evaluate(load(), SAMPLES, LABELS).to_dict()["macro"]
    assert run(data).stdout == result.stdout


def test_it_compares_and_writes_the_page(data: str, tmp_path: Path) -> None:
    folder, page = str(ROOT / "models" / "default"), tmp_path / "p.html"
    result = run(data, "--compare", folder, "--report", str(page), "--format", "table")
    assert result.exit_code == 0
    assert "No difference between default and" in result.stdout
    assert "</html>" in page.read_text(encoding="utf-8")


def test_the_shipped_model_has_a_name_wherever_a_folder_is_asked_for(data: str) -> None:
    folder = str(ROOT / "models" / "default")
    result = run(data, "--model", folder, "--compare", "default")
    assert result.exit_code == 0
    comparison = json.loads(result.stdout)["comparison"]
    assert (comparison["a"], comparison["b"]) == (folder, "default")
    assert comparison["differences"][0]["a"] == comparison["differences"][0]["b"]
    assert load("default") is load()


def test_a_record_without_labels_is_named_and_the_others_are_measured(data: str) -> None:
    with Path(data).open("a", encoding="utf-8") as file:
        file.write('\n{"text": "It rains."}\n{"text": "x", "labels": "solidarity"}')
    result = run(data)
    assert result.exit_code == 0
    assert result.stderr.count("left out: ") == 1
    # one label alone is as good as a list
    assert json.loads(result.stdout)["quotations"] == len(SAMPLES) + 1


def test_a_copy_counts_once_and_is_told(data: str) -> None:
    before = json.loads(run(data).stdout)["quotations"]
    with Path(data).open("a", encoding="utf-8") as file:
        file.write("\n" + json.dumps({"text": SAMPLES[0].text, "labels": LABELS[0]}))
    result = run(data)
    assert json.loads(result.stdout)["quotations"] == before
    assert "duplicate, left out: the same words and labels as" in result.stderr


def test_of_what_is_left_out_of_a_file_the_first_few_are_told(data: str, tmp_path: Path) -> None:
    other = tmp_path / "other.jsonl"
    labelled = '{"text": "It snows.", "labels": []}\n'
    other.write_text(labelled + '{"text": "It rains."}\n' * 2, encoding="utf-8")
    with Path(data).open("a", encoding="utf-8") as file:
        file.write('\n{"text": "It rains."}' * 9)
    told = run(data, str(other)).stderr.splitlines()
    assert sum(": left out: " in line for line in told) == 5 + 2
    assert f"rhetoric: {data}: and 4 more: left out" in told


def test_no_data_is_one_line(tmp_path: Path) -> None:
    result = run(str(tmp_path / "no.jsonl"))
    assert isinstance(result.exception, InputError)
    assert "\n" not in str(result.exception)
    assert run().exit_code == 2


def test_a_page_without_a_folder_is_told_before_anything_is_measured(
    data: str, tmp_path: Path
) -> None:
    result = run(data, "--report", str(tmp_path / "no" / "page.html"))
    assert result.exit_code == 1
    assert "cannot be written" in str(result.exception)
    assert result.stdout == ""
