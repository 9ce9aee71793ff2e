import codecs
import csv
import errno
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from rhetoric import __version__
from rhetoric.api import label_records
from rhetoric.cli import app
from rhetoric.corpora.outcomes import Outcome
from rhetoric.corpora.read import outcomes
from rhetoric.documents import read_articles
from rhetoric.errors import RhetoricError
from rhetoric.labelling.model import LabelModel
from tests.files import Reports

NO_SUCH = os.strerror(errno.ENOENT)
ARTICLE = "“We will never forget the fallen,” Ana Ruiz said."


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, arguments, input=stdin)


@pytest.fixture
def article(tmp_path: Path) -> str:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return str(path)


def test_extract_prints_jsonl_when_piped(article: str) -> None:
    result = run("extract", article)
    record = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (record["article"], record["text"]) == (
        "article.txt",
        "We will never forget the fallen,",
    )
    assert record["speaker"]["name"] == "Ana Ruiz"
    assert record["labels"] == []


def test_classify_labels_articles(article: str) -> None:
    record = json.loads(run("classify", article).stdout)
    assert "commemoration" in record["labels"]
    assert set(record["probabilities"]) == {"anti_western", "commemoration", "solidarity"}


@pytest.mark.parametrize(
    ("options", "labels"),
    [
        (["0"], {"anti_western", "commemoration", "solidarity"}),
        (["1"], set()),
        (["commemoration=1"], set()),
        (["commemoration=1", "solidarity=0"], {"solidarity"}),
        (["0.5", "solidarity=0"], None),
        (["x"], None),
        (["2"], None),
        (["solidarity=x"], None),
    ],
)
def test_a_threshold_decides_what_is_given(
    article: str, options: list[str], labels: set[str] | None
) -> None:
    arguments = [word for option in options for word in ("--threshold", option)]
    result = run("classify", "--model", "ngrams", article, *arguments)
    if labels is None:
        assert result.exit_code == 2
        assert f"--threshold {options[0]}" in result.stderr
    else:
        assert set(json.loads(result.stdout)["labels"]) == labels


def test_a_threshold_of_no_label_names_those_that_there_are(article: str) -> None:
    result = run("classify", "--model", "ngrams", article, "--threshold", "joy=0.3")
    assert result.exit_code == 1
    assert "it has anti_western, commemoration, solidarity" in str(result.exception)


def test_stdin_is_an_article() -> None:
    assert json.loads(run("extract", "-", stdin=ARTICLE).stdout)["article"] == "stdin"


def test_one_quotation_is_labelled() -> None:
    record = json.loads(run("classify", "--text", "We will never forget the fallen.").stdout)
    assert "commemoration" in record["labels"]


def test_extracted_quotations_are_labelled_and_keep_their_fields(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"text": "We will never forget the fallen.", "id": 7, "outlet": "Post"}\n')
    record = json.loads(run("classify", "--quotes", str(path)).stdout)
    assert (record["id"], record["outlet"]) == (7, "Post")
    assert "commemoration" in record["labels"]


def test_extracted_quotations_may_have_their_text_under_another_name(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"quote": "We will never forget the fallen."}\n')
    record = json.loads(run("classify", "--quotes", "--text-column", "quote", str(path)).stdout)
    assert record["text"] == record["quote"] == "We will never forget the fallen."
    assert "commemoration" in record["labels"]


@pytest.mark.parametrize(
    "option",
    [
        ["--id-column", "id"],
        ["--with-text"],
        ["--terms"],
        ["--spacy-model", "en_core_web_sm"],
        ["--jobs", "1"],
        ["--dask", "tcp://localhost:1"],
        ["--article-timeout", "1"],
        ["--shard-size", "1000"],
        ["--resume"],
    ],
)
def test_what_is_for_articles_is_refused_beside_other_input(option: list[str]) -> None:
    for arguments in (["--quotes", "q.jsonl"], ["--text", "x"]):
        result = run("classify", *option, *arguments)
        assert result.exit_code == 2
        assert f"{option[0]} does not go with {arguments[0]}" in result.stderr


def test_words_that_are_no_utf8_are_refused() -> None:
    assert run("classify", "--text", "We \udcff").exit_code == 2
    assert run("classify", "--text", "We", "--context", "\udcff").exit_code == 2


@pytest.mark.parametrize("record", ['{"text": "We mourn."}', '{"text": "x", "article": ""}'])
def test_quotations_of_no_article_are_labelled_as_they_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: str
) -> None:
    """They do not tell about each other, so a big file of them need not be held."""
    sizes: list[int] = []

    def counting(
        records: list[dict[str, Any]], model: LabelModel, **options: bool
    ) -> list[dict[str, Any]]:
        sizes.append(len(records))
        return label_records(records, model, **options)

    monkeypatch.setattr("rhetoric.cli.quotations.label_records", counting)
    path = tmp_path / "q.jsonl"
    path.write_text(600 * f"{record}\n", encoding="utf-8")
    assert len(run("classify", "--quotes", str(path)).stdout.splitlines()) == 600
    assert sizes == [256, 256, 88]


def test_what_extract_prints_can_be_classified(tmp_path: Path) -> None:
    article, path = tmp_path / "a.txt", tmp_path / "q.jsonl"
    article.write_text("“Our fallen sons,” said Ana Ruiz, “lie here for ever.” It rained.")
    path.write_text(run("extract", str(article)).stdout, encoding="utf-8")
    again = run("classify", "--quotes", str(path)).stdout
    assert len(again.splitlines()) == 2
    assert again == run("classify", str(article)).stdout


def test_a_doubtful_stretch_is_told_and_is_no_failure(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("One.\n\nThe town of lights” and so on", encoding="utf-8")
    result = run("extract", str(path))
    assert result.exit_code == 0
    assert result.stderr.startswith("rhetoric: a.txt:3: left out: a closing quotation mark")


def test_no_message_is_obeyed_by_a_terminal(tmp_path: Path) -> None:
    """A terminal would clear its screen at the id of an article or the name of a column."""
    path, table = tmp_path / "a.jsonl", tmp_path / "b.csv"
    record = {"id": "\x1b[2J", "text": "The town of lights” and so on"}
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    table.write_text("\x1b[2J\nWe stay.\n", encoding="utf-8")
    result = run("extract", str(path), str(table))
    assert result.stderr.startswith("rhetoric: \\x1b[2J:1: left out: ")
    assert 'it has "\\x1b[2J"' in result.stderr
    assert "\x1b" not in result.stderr
    assert "\x1b" not in run("extract", "--format", "table", str(path)).stdout


def test_each_format_holds_the_quotation_in_its_own_way(article: str) -> None:
    def shown(style: str) -> str:
        return run("classify", "--format", style, article).stdout

    (record,) = json.loads(shown("json"))
    assert record["speaker"]["name"] == "Ana Ruiz"
    assert json.loads(shown("jsonl")) == record
    (row,) = csv.DictReader(io.StringIO(shown("csv")))
    assert (row["speaker_name"], row["labels"]) == ("Ana Ruiz", "commemoration")
    assert re.search(r"^ *Ana Ruiz +We will never", shown("table"), re.MULTILINE)


def test_html_is_a_page_for_one_article_and_an_index_for_more(article: str) -> None:
    page = run("classify", "--format", "html", article).stdout
    assert page.startswith("<!doctype html>")
    assert "Why commemoration" in page
    assert "Why" not in run("extract", "--format", "html", article).stdout
    assert "Quotations in 2 articles" in run("extract", "-f", "html", article, article).stdout


def test_explain_tells_the_words_behind_each_label(article: str, tmp_path: Path) -> None:
    quotations = tmp_path / "q.jsonl"
    quotations.write_text(run("extract", article).stdout, encoding="utf-8")
    text = "We will never forget the fallen,"
    for arguments in ([article], ["--quotes", str(quotations)], ["--text", text]):
        record = json.loads(run("classify", "--explain", *arguments).stdout)
        assert list(record["evidence"]) == record["labels"] == ["commemoration"]
        tokens = record["evidence"]["commemoration"]
        assert 0 < len(tokens) <= 8
        assert {"text", "start", "end", "source", "weight"} == set(tokens[0])
        words = [t for t in tokens if t["source"] == "text"]
        assert all(text[t["start"] : t["end"]] == t["text"] for t in words)
    assert "evidence" not in json.loads(run("classify", article).stdout)
    assert "(carrier)" in run("classify", "--explain", "--format", "table", article).stdout


def test_a_bad_file_is_named_and_the_others_are_read(article: str, tmp_path: Path) -> None:
    result = run("extract", str(tmp_path / "no.txt"), article)
    assert result.exit_code == 1
    assert result.stderr == f"rhetoric: {tmp_path / 'no.txt'}: no such file\n"
    assert json.loads(result.stdout)["speaker"]["name"] == "Ana Ruiz"


def test_output_is_written_in_the_format_of_its_ending(article: str, tmp_path: Path) -> None:
    for ending in ("csv", "json", "jsonl", "parquet"):
        path = tmp_path / f"q.{ending}"
        assert run("extract", "--output", str(path), article).stdout == ""
        assert b"Ana Ruiz" in path.read_bytes()
    assert not list(tmp_path.glob("*.part"))


def test_a_csv_file_tells_a_spreadsheet_its_encoding(article: str, tmp_path: Path) -> None:
    """Excel takes a file without the mark for one of its country's code page: “ becomes â€œ."""
    path = tmp_path / "q.csv"
    run("extract", "--output", str(path), article)
    assert path.read_bytes().startswith(codecs.BOM_UTF8)
    assert run("extract", "--format", "csv", article).stdout.startswith("article,")
    assert [q.text for q in read_articles([str(path)], Reports())] == [
        "We will never forget the fallen,"
    ]


def test_output_that_ends_in_html_is_a_page(article: str, tmp_path: Path) -> None:
    path = tmp_path / "q.html"
    assert run("classify", "--output", str(path), article).exit_code == 0
    assert path.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert run("classify", "--text", "x", "--output", str(path)).exit_code == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full disk to try")
def test_a_full_disk_is_told(article: str) -> None:
    code = "from rhetoric.cli import main; main()"
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(  # noqa: S603
            [sys.executable, "-c", code, "extract", article],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert result.returncode == 1
    reason = os.strerror(errno.ENOSPC)
    assert result.stderr == f"rhetoric: stdout: cannot be written: {reason}\n"


def test_output_that_cannot_be_written_is_told(article: str, tmp_path: Path) -> None:
    result = command("extract", "-o", str(tmp_path / "no" / "q.csv"), article)
    assert result.returncode == 1
    assert result.stderr == f"rhetoric: {tmp_path}/no/q.csv: cannot be written: {NO_SUCH}\n"


def fail_after_one(monkeypatch: pytest.MonkeyPatch, failure: BaseException) -> None:
    def failing(*arguments: Any) -> Iterator[Outcome]:
        yield from outcomes(*arguments)
        raise failure

    monkeypatch.setattr("rhetoric.cli.run.outcomes", failing)


@pytest.mark.parametrize("failure", [RhetoricError("no more"), KeyboardInterrupt()])
@pytest.mark.parametrize("ending", ["jsonl", "csv", "json"])
def test_what_was_found_before_a_failure_is_kept_and_told(
    article: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    ending: str,
    failure: BaseException,
) -> None:
    fail_after_one(monkeypatch, failure)
    path, part = tmp_path / f"q.{ending}", tmp_path / f"q.{ending}.part"
    result = run("extract", "-o", str(path), article)
    assert result.exit_code != 0
    assert result.stderr.startswith(f"rhetoric: what was found so far is in {part}\n")
    assert "Ana Ruiz" in part.read_text(encoding="utf-8")
    assert not path.exists()


@pytest.mark.parametrize("ending", ["parquet", "html"])
def test_what_cannot_be_read_without_its_end_is_not_kept(
    article: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    fail_after_one(monkeypatch, RhetoricError("no more"))
    assert run("extract", "-o", str(tmp_path / f"q.{ending}"), article).stderr == ""
    assert [p.name for p in tmp_path.iterdir()] == ["article.txt"]


def test_a_file_that_is_called_like_a_part_is_left_alone(
    article: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = tmp_path / "q.csv", tmp_path / "q.csv.part"
    other.write_text("mine", encoding="utf-8")
    assert run("extract", "-o", str(path), article).exit_code == 0
    fail_after_one(monkeypatch, RhetoricError("no more"))
    assert "so far is in" in run("extract", "-o", str(path), article).stderr
    assert other.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("ending", ["", ".csv"])
def test_a_name_that_is_too_long_is_told(article: str, ending: str) -> None:
    result = run("extract", "-o", 300 * "a" + ending, article)
    assert isinstance(result.exception, RhetoricError)
    assert os.strerror(errno.ENAMETOOLONG) in str(result.exception)


def test_output_that_fails_leaves_nothing_behind(article: str, tmp_path: Path) -> None:
    arguments = ["classify", "--model", "nowhere", "-o", str(tmp_path / "q.csv"), article]
    assert run(*arguments).exit_code == 1
    assert [p.name for p in tmp_path.iterdir()] == ["article.txt"]


def test_what_is_known_of_an_article_goes_with_its_quotations(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'url,body,outlet\nx.org,"{ARTICLE}",Post\n', encoding="utf-8")
    columns = ["--text-column", "body", "--id-column", "url"]
    record = json.loads(run("extract", *columns, "--with-text", str(path)).stdout)
    assert (record["article"], record["meta"]) == ("x.org", {"outlet": "Post"})
    assert record["article_text"][record["start"] : record["end"]] == record["text"]


def test_an_article_beyond_the_limit_is_left_out(article: str) -> None:
    result = run("extract", "--max-bytes", "10", article)
    assert result.exit_code == 1
    assert "is larger than 10 bytes unpacked" in result.stderr


def test_a_limit_may_be_larger_than_any_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'text\n"{ARTICLE}"\n', encoding="utf-8")
    assert run("extract", "--max-bytes", "9" * 20, str(path)).exit_code == 0


def test_a_reader_that_had_enough_ends_it_quietly(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{ARTICLE}\n" * 400, encoding="utf-8")
    code = "from rhetoric.cli import main; main()"
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", code, "extract", str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 141


@pytest.mark.parametrize(
    "arguments",
    [
        ["extract", "-o", "q.xml", "a.txt"],
        ["extract", "-o", "folder", "-f", "json", "a.txt"],
        ["extract", "--resume", "a.txt"],
        ["classify", "-o", "folder", "--text", "x"],
        ["extract", "--max-bytes", "0", "a.txt"],
        ["extract"],
        ["classify"],
        ["classify", "--quotes"],
        ["classify", "--text", "x", "a.txt"],
        ["classify", "--text", "x", "--text-column", "quote"],
        ["classify", "--context", "x", "a.txt"],
        ["extract", "--format", "xml", "a.txt"],
        ["classify", "--format", "html", "--text", "x"],
        ["classify", "--format", "html", "--quotes", "q.jsonl"],
        ["nonsense"],
    ],
)
def test_wrong_usage_exits_with_2(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_a_name_with_a_dot_that_is_no_ending_is_explained(
    article: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    folder = tmp_path / "runs.2024"
    told = run("extract", "-o", str(folder), article).stderr
    assert ".parquet or .html; if it is to be a folder, make it first" in told
    folder.mkdir()
    assert run("extract", "-o", str(folder), article).exit_code == 0
    assert (folder / "part-00000.jsonl").exists()


def test_terms_on_request(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The song “Wait for Me” was sung.", encoding="utf-8")
    assert run("extract", str(path)).stdout == ""
    assert json.loads(run("extract", "--terms", str(path)).stdout)["kind"] == "term"


def test_no_turns_on_request(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("VOLKOV: We go.\nREED: Why?\nVOLKOV: It is time.", encoding="utf-8")
    assert run("extract", str(path)).stdout.count('"kind": "turn"') == 3
    assert run("extract", "--no-turns", str(path)).stdout == ""


def test_version_and_help() -> None:
    assert run("--version").stdout == f"rhetoric {__version__}\n"
    assert "rhetoric classify seeds/*.txt" in run("classify", "--help").stdout


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    code = "from rhetoric.cli import main; main()"
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["classify", "--text", "x", "--model", "nowhere"], "rhetoric: nowhere is no model"),
        (["extract", "--spacy-model", "nothing", "x.txt"], "cannot load the spaCy pipeline"),
    ],
)
def test_a_failure_is_one_line_without_a_traceback(arguments: list[str], message: str) -> None:
    result = command(*arguments)
    assert result.returncode == 1
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


MOURNING = """“We will never forget the sons who fell here,” Ana Ruiz said.

“They carried bread to the school,” she said.

“We bow our heads before their graves,” she said."""


def test_what_the_rest_of_an_article_added_is_told_in_every_format(tmp_path: Path) -> None:
    path = tmp_path / "mourning.txt"
    path.write_text(MOURNING)
    found = run("classify", str(path), "--format", "jsonl").stdout.splitlines()
    told = [json.loads(line).get("alone") for line in found]
    assert any(told)
    assert "alone" not in run("classify", str(path), "--format", "jsonl", "--alone").stdout
    rows = csv.DictReader(run("classify", str(path), "--format", "csv").stdout.splitlines())
    assert [json.loads(row["alone"] or "null") for row in rows] == told
    for style in ("table", "html"):
        assert run("classify", str(path), "--format", style).exit_code == 0
