import io
import json
import sys
from pathlib import Path

import pytest

from rhetoric.documents import read_articles, read_quotations
from rhetoric.errors import InputError
from rhetoric.types import Article


class Reports(list[str]):
    def __call__(self, error: InputError) -> None:
        self.append(str(error))


@pytest.fixture
def reports() -> Reports:
    return Reports()


def write(path: Path, content: bytes | str) -> str:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def test_a_text_file_is_one_article(tmp_path: Path, reports: Reports) -> None:
    path = write(tmp_path / "a.txt", "One.\r\nTwo.")
    assert list(read_articles([path], reports)) == [Article("One.\r\nTwo.", "a.txt")]
    assert reports == []


def test_jsonl_holds_one_article_a_line(tmp_path: Path, reports: Reports) -> None:
    path = write(tmp_path / "a.jsonl", '{"id": 7, "text": "One."}\n\n{"text": "Two."}\n')
    assert [(a.id, a.text) for a in read_articles([path], reports)] == [
        ("7", "One."),
        (f"{path}:3", "Two."),
    ]


def test_a_byte_order_mark_is_left_out(tmp_path: Path, reports: Reports) -> None:
    path = write(tmp_path / "a.txt", b"\xef\xbb\xbfOne.")
    assert next(read_articles([path], reports)).text == "One."


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b" \n ", "is empty"),
        (b"a\0b", "is binary"),
        ("„fine“\nbroken ".encode() + b"\xff", ":2: is not UTF-8 (byte 0xff)"),
    ],
)
def test_what_is_no_text_is_reported_and_the_rest_is_read(
    tmp_path: Path, reports: Reports, content: bytes, reason: str
) -> None:
    bad, good = write(tmp_path / "bad.txt", content), write(tmp_path / "good.txt", "One.")
    assert [a.id for a in read_articles([bad, good], reports)] == ["good.txt"]
    (message,) = reports
    assert message.startswith(bad)
    assert reason in message


def test_missing_files_and_folders_are_reported(tmp_path: Path, reports: Reports) -> None:
    assert list(read_articles([str(tmp_path / "no.txt"), str(tmp_path), "a\0b"], reports)) == []
    assert [m.partition(": ")[2].partition(" (")[0] for m in reports] == [
        "no such file",
        "is a folder without a file to read",
        "no such file",
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is nested too deeply"),
        ('{"text": "a \\ud800 b"}', "holds half of a surrogate pair"),
        ("[1]", "is no record"),
        ('{"body": "x"}', 'has no "text"'),
        ('{"text": 5}', 'has no "text"'),
        ('{"text": " "}', 'its "text" is empty'),
    ],
)
def test_a_bad_line_is_reported_with_its_number(
    tmp_path: Path, reports: Reports, line: str, reason: str
) -> None:
    path = write(tmp_path / "a.jsonl", f'{{"text": "One."}}\n{line}\n{{"text": "Two."}}\n')
    assert [a.text for a in read_articles([path], reports)] == ["One.", "Two."]
    (message,) = reports
    assert message.startswith(f"{path}:2: {reason}")


@pytest.mark.parametrize(
    ("content", "count"), [('{"text": "One."}\n{"text": "Two."}', 2), ("{One.}", 1)]
)
def test_stdin_is_told_by_its_content(
    monkeypatch: pytest.MonkeyPatch, reports: Reports, content: str, count: int
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    assert len(list(read_articles(["-"], reports))) == count


def test_quotations_keep_their_fields(tmp_path: Path, reports: Reports) -> None:
    record = {"text": "We stay.", "id": 1, "speaker": "Kim", "outlet": "Post"}
    lines = [record, {"text": "x", "context": 5}, {"text": "x", "speaker": {"first": "A"}}]
    path = write(tmp_path / "q.jsonl", "\n".join(map(json.dumps, lines)))
    assert list(read_quotations([path], reports)) == [record]
    assert reports == [
        f'{path}:2: "context" is not a string',
        f'{path}:3: "speaker" has no "name" and "text"',
    ]


def test_json_that_is_no_jsonl_is_reported(tmp_path: Path, reports: Reports) -> None:
    path = write(tmp_path / "a.json", '[{"text": "One."}]')
    assert list(read_articles([path], reports)) == []
    assert reports == [f"{path}: is JSON; give one record a line, as .jsonl"]
