import codecs
import csv
import json
from pathlib import Path

import pytest

from tests.cli.test_cli import run

WHOLE = "They gave their young lives so that this harbour town could live in peace."


@pytest.fixture
def results(tmp_path: Path) -> str:
    path = tmp_path / "quotations.jsonl"
    records = [{"article": a, "text": WHOLE, "speaker": "Ana Ruiz"} for a in "ab"]
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    return str(path)


def test_trace_prints_one_record_an_utterance(results: str) -> None:
    result = run("trace", results)
    record = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (record["utterance"], record["quotations"]) == (WHOLE, 2)


def test_of_the_folder_of_a_run_only_the_quotations_are_read(tmp_path: Path) -> None:
    articles, folder = tmp_path / "a.jsonl", str(tmp_path / "results")
    texts = [f"“{WHOLE}” Ana Ruiz said.", f"“{WHOLE}” Ana Ruiz said.", "The town of lights” and so"]
    lines = [json.dumps({"text": text}) for text in texts]
    articles.write_text("\n".join([*lines, "{}"]), encoding="utf-8")
    arguments = ["extract", str(articles), "-o", folder, "--jobs", "1", "--shard-size", "1"]
    assert run(*arguments).exit_code == 1
    assert {"errors.jsonl", "issues.jsonl"} < {path.name for path in Path(folder).iterdir()}
    traced, labelled = run("trace", folder), run("classify", "--quotes", folder)
    assert (traced.exit_code, traced.stderr) == (0, "")
    assert json.loads(traced.stdout)["quotations"] == 2
    assert (labelled.exit_code, labelled.stderr) == (0, "")
    assert len(labelled.stdout.splitlines()) == 2


def test_trace_writes_a_file(results: str, tmp_path: Path) -> None:
    out = tmp_path / "utterances.jsonl"
    assert run("trace", results, "--out", str(out)).stdout == ""
    assert json.loads(out.read_text(encoding="utf-8"))["utterance"] == WHOLE


def test_trace_writes_what_the_ending_says(results: str, tmp_path: Path) -> None:
    run("trace", results, "--out", str(tmp_path / "u.json"))
    (utterance,) = json.loads((tmp_path / "u.json").read_text(encoding="utf-8"))
    assert utterance["utterance"] == WHOLE
    refused = run("trace", results, "--out", str(tmp_path / "u.xml"))
    assert refused.exit_code == 2
    assert not (tmp_path / "u.xml").exists()


def test_trace_writes_a_table_for_spreadsheets(tmp_path: Path) -> None:
    results, out = tmp_path / "q.jsonl", tmp_path / "u.csv"
    common = {"text": f"=1+1. {WHOLE}", "labels": ["solidarity", "commemoration"]}
    said = [
        common | {"article": "a", "speaker": "Ana Ruiz", "date": "2024-05-01", "outlet": "Post"},
        common | {"article": "b", "speaker": "Ruiz", "date": "2024-05-03", "outlet": "Echo"},
    ]
    results.write_text("".join(json.dumps(r) + "\n" for r in said), encoding="utf-8")
    assert run("trace", str(results), "--out", str(out)).exit_code == 0
    assert out.read_bytes().startswith(codecs.BOM_UTF8)
    (row,) = csv.DictReader(out.open(encoding="utf-8-sig", newline=""))
    assert row == {
        "utterance": f"'=1+1. {WHOLE}",
        "quotations": "2",
        "articles": "2",
        "first_date": "2024-05-01",
        "last_date": "2024-05-03",
        "outlets": "Echo;Post",
        "speakers": "Ana Ruiz;Ruiz",
        "labels": "commemoration;solidarity",
        "variants": "1",
    }


def test_a_file_that_cannot_be_written_is_told_before_anything_is_read(
    results: str, tmp_path: Path
) -> None:
    result = run("trace", results, "no.jsonl", "--out", str(tmp_path / "no" / "u.jsonl"))
    assert "cannot be written" in str(result.exception)
    assert result.stderr == ""


def test_the_help_tells_how_short_a_quotation_may_be() -> None:
    shown = " ".join(run("trace", "--help").stdout.split())
    assert "fewer than four words with content" in shown
    assert "seven words or more" in shown


def test_trace_shows_a_table(results: str) -> None:
    assert "Ana Ruiz" in run("trace", "--format", "table", results).stdout


def test_a_table_of_nothing_says_so(results: str) -> None:
    shown = run("trace", "--format", "table", "--min-size", "3", results).stdout
    assert shown == "no utterance stands in so many articles\n"


def test_what_is_quoted_too_seldom_is_left_out(results: str) -> None:
    assert run("trace", "--min-size", "3", results).stdout == ""


def test_a_bad_line_is_named_and_the_others_are_traced(results: str) -> None:
    with Path(results).open("a", encoding="utf-8") as file:
        file.write("{\n")
    result = run("trace", results)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"rhetoric: {results}:3: is not JSON")
    assert json.loads(result.stdout)["quotations"] == 2


def test_a_file_that_cannot_be_written_is_named(results: str, tmp_path: Path) -> None:
    result = run("trace", results, "--out", str(tmp_path))
    assert result.exit_code == 1
    assert "cannot be written" in str(result.exception)


@pytest.mark.parametrize("arguments", [["trace"], ["trace", "x", "--similarity", "2"]])
def test_wrong_usage(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2
