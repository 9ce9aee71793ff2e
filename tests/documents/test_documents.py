import csv
import io
import json
import sys
import tempfile
import tracemalloc
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rhetoric.documents import Reading, read_articles, read_items, read_quotations, read_records
from rhetoric.documents.records import Record
from rhetoric.errors import InputError
from rhetoric.extraction.extractor import Extractor
from rhetoric.types import Article
from tests.files import QUOTED, Reports, gz, jsonl, parquet, pdf, write, zst

PAGE = """<!DOCTYPE html><html><head><title>Vigil | Valley Post</title>
<meta property="og:title" content="Vigil at the bridge">
<meta property="og:site_name" content="Valley Post"><meta name="author" content="Ana Ruiz">
<meta property="article:published_time" content="2024-03-02T10:00:00Z"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Vigil at the bridge</h1>
<p>&ldquo;We stay,&rdquo; she said. The bridge, which has stood since the war, was closed to traffic
for an hour while the families laid their flowers and the names were read aloud.</p>
<p>By evening the square was empty again, and the buses ran as they always do on Sundays, from the
station past the market and the old mill to the last houses above the river.</p>
</article></body></html>"""
RECORDS: list[dict[str, Any]] = [
    {"id": "7", "text": "One.", "outlet": "Post", "place": "Asmara"},
    {"id": "8", "text": "Two, “three”.", "outlet": "Times", "place": "Hanoi"},
]


def as_csv(records: list[dict[str, Any]], delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(records[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue()


def columns(records: list[dict[str, Any]]) -> dict[str, list[Any]]:
    return {name: [record[name] for record in records] for name in records[0]}


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    def give(content: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

    return give


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


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", jsonl(RECORDS).encode()),
        ("a.ndjson.gz", gz(jsonl(RECORDS).encode())),
        ("a.jsonl.zst", zst(jsonl(RECORDS).encode())),
        ("utf16.jsonl", jsonl(RECORDS).encode("utf-16")),
        ("a.csv", as_csv(RECORDS).encode()),
        ("excel.csv", b"\xef\xbb\xbf" + as_csv(RECORDS, ";").encode()),
        ("a.tsv", as_csv(RECORDS, "\t").encode()),
        ("a.csv.gz", gz(as_csv(RECORDS).encode())),
        ("a.parquet", parquet(columns(RECORDS))),
        ("a.parquet.gz", gz(parquet(columns(RECORDS)))),
    ],
)
def test_every_format_of_many_gives_the_same_articles(
    tmp_path: Path, reports: Reports, name: str, content: bytes
) -> None:
    path = write(tmp_path / name, content)
    assert list(read_articles([path], reports)) == [
        Article("One.", "7", meta={"outlet": "Post", "place": "Asmara"}),
        Article("Two, “three”.", "8", meta={"outlet": "Times", "place": "Hanoi"}),
    ]
    assert reports == []


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet"])
def test_the_columns_can_be_named(tmp_path: Path, reports: Reports, name: str) -> None:
    records = [{"url": "x.org/1", "body": "One.", "id": "7"}]
    content = {".jsonl": jsonl(records), ".csv": as_csv(records)}.get(Path(name).suffix)
    path = write(tmp_path / name, content or parquet(columns(records)))
    reading = Reading(text_column="body", id_column="url")
    assert list(read_articles([path], reports, reading)) == [
        Article("One.", "x.org/1", meta={"id": "7"})
    ]


def test_a_column_that_is_not_there_is_one_fault(tmp_path: Path, reports: Reports) -> None:
    path = write(tmp_path / "a.csv", "body,date\nOne.,May\nTwo.,June\n")
    assert list(read_articles([path], reports)) == []
    assert list(read_articles([path], reports, Reading("body", "url"))) == []
    assert reports.are((path, 'no column "text"'), (path, 'no column "url"')), reports


def test_values_that_json_cannot_hold_are_made_plain(tmp_path: Path, reports: Reports) -> None:
    table: dict[str, list[Any]] = {
        "text": ["One."],
        "date": [date(2024, 5, 1)],
        "score": [float("nan")],
        "raw": [b"\xff"],
    }
    (article,) = read_articles([write(tmp_path / "a.parquet", parquet(table))], reports)
    assert article.meta == {"date": "2024-05-01", "score": None, "raw": "\\xff"}
    assert json.loads(json.dumps(article.meta)) == article.meta


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_may_end_as_on_any_system(tmp_path: Path, reports: Reports, end: str) -> None:
    rows = ["id,text", "1,One.", f'2,"Two,{end}three."', "3", "4,Four."]
    path = write(tmp_path / "a.csv", end.join(rows) + end)
    found = [(a.id, a.text) for a in read_articles([path], reports, Reading(max_bytes=30))]
    assert found == [("1", "One."), ("2", f"Two,{end}three."), ("4", "Four.")]
    assert reports.are((f"{path}:5", "1 cells")), reports


def test_a_missing_id_makes_no_floats_of_the_others(tmp_path: Path, reports: Reports) -> None:
    table: dict[str, list[Any]] = {"text": ["A", "B", "C"], "id": [7.0, float("nan"), 0.5]}
    path = write(tmp_path / "a.parquet", parquet(table))
    assert [a.id for a in read_articles([path], reports)] == ["7", f"{path}:2", "0.5"]


@pytest.mark.parametrize(
    ("zone", "reason"), [(None, "date value out of range"), ("Mars/Olympus", "'Mars/Olympus'")]
)
def test_a_value_of_parquet_that_cannot_be_read_costs_its_row(
    tmp_path: Path, reports: Reports, zone: str | None, reason: str
) -> None:
    dates = pa.array([None, 2**62, None], pa.timestamp("us", zone))
    path = write(tmp_path / "a.parquet", parquet({"text": ["One.", "Two.", "Three."], "t": dates}))
    other = write(tmp_path / "b.txt", "Four.")
    found = [a.text for a in read_articles([path, other], reports)]
    assert found == ["One.", "Three.", "Four."]
    (message,) = reports
    assert message.startswith(f"{path}:2: holds a value that cannot be read: ")
    assert reason in message


def test_a_page_gives_its_main_text_and_what_is_known_of_it(
    tmp_path: Path, reports: Reports
) -> None:
    (article,) = read_articles([write(tmp_path / "a.html", PAGE)], reports)
    assert article.text.startswith("Vigil at the bridge\n“We stay,” she said. The bridge")
    assert "Home" not in article.text
    assert article.meta == {
        "title": "Vigil at the bridge",
        "date": "2024-03-02",
        "outlet": "Valley Post",
        "author": "Ana Ruiz",
    }


def test_a_page_is_read_in_the_encoding_that_it_names(tmp_path: Path, reports: Reports) -> None:
    page = "<html><head><meta charset='windows-1251'></head><body><p>«Мы», he said.</p></body>"
    (article,) = read_articles([write(tmp_path / "a.html", page.encode("cp1251"))], reports)
    assert (article.text, article.meta) == ("«Мы», he said.", {"encoding": "cp1251"})


def test_a_pdf_gives_the_text_of_its_pages(tmp_path: Path, reports: Reports) -> None:
    path = write(tmp_path / "a.pdf", pdf('"We stay," she said.', "It rained.", title="Vigil"))
    assert list(read_articles([path], reports)) == [
        Article(
            '"We stay," she said.\nIt rained.',
            "a.pdf",
            meta={"title": "Vigil", "date": "2024-05-02"},
        )
    ]


def test_an_encoding_that_was_guessed_stands_in_meta(tmp_path: Path, reports: Reports) -> None:
    path = write(tmp_path / "a.txt", QUOTED.encode("cp1252"))
    assert list(read_articles([path], reports)) == [
        Article(QUOTED, "a.txt", meta={"encoding": "cp1252"})
    ]


SHORT = ["José", "Müller", "it’s", "café", "Peña", "£5", "10 €", "“", "Édouard", "½"]


@pytest.mark.parametrize("short", SHORT)
def test_a_few_accents_alone_are_windows_1252(tmp_path: Path, reports: Reports, short: str) -> None:
    path = write(tmp_path / "a.txt", short.encode("cp1252"))
    assert list(read_articles([path], reports)) == [
        Article(short, "a.txt", meta={"encoding": "cp1252"})
    ]


@pytest.mark.parametrize("short", SHORT)
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_a_short_value_is_read_as_its_file_is(
    tmp_path: Path, reports: Reports, name: str, short: str
) -> None:
    records = [{"text": QUOTED, "author": "Ana"}, {"text": "One.", "author": short}]
    many = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    content = many if name.endswith("jsonl") else as_csv(records)
    found = list(read_articles([write(tmp_path / name, content.encode("cp1252"))], reports))
    assert [(a.text, a.meta) for a in found] == [
        (QUOTED, {"author": "Ana", "encoding": "cp1252"}),
        ("One.", {"author": short, "encoding": "cp1252"}),
    ]
    assert reports == []


RUSSIAN = "«Мы останемся», сказал он. Москва и Киев далеко друг от друга."


def test_what_stands_further_on_tells_the_encoding_too(tmp_path: Path, reports: Reports) -> None:
    content = f"id,text,place\n1,One.,Рим\n2,{RUSSIAN},Рим\n3,Three.,Rome\n".replace("»,", "» -")
    path = write(tmp_path / "a.csv", content.encode("cp1251"))
    assert [a.meta for a in read_articles([path], reports)] == [
        {"place": "Рим", "encoding": "cp1251"},
        {"place": "Рим", "encoding": "cp1251"},
        {"place": "Rome"},
    ]


def test_a_row_in_another_encoding_than_its_file_is_left_out(
    tmp_path: Path, reports: Reports
) -> None:
    far = b"One.\n" * 20_000
    path = write(tmp_path / "a.csv", b"text\nJos\xe9.\n" + far + b"Jos\x8f.\nJos\xc3\xa9.\n")
    assert {a.text for a in read_articles([path], reports)} == {"One.", "José."}
    assert reports.are((f"{path}:20003", "not cp1252")), reports


def test_a_row_whose_encoding_nothing_tells_is_named(tmp_path: Path, reports: Reports) -> None:
    path = write(tmp_path / "a.csv", "text\nOne.\nŁódź żółć gęślą jaźń\n".encode("cp1250"))
    assert [a.text for a in read_articles([path], reports)] == ["One."]
    assert reports.are((f"{path}:3", "no encoding")), reports


def test_a_column_named_encoding_stays(tmp_path: Path, reports: Reports) -> None:
    path = write(tmp_path / "a.csv", "text,encoding\nJosé.,mp3\n".encode("cp1252"))
    assert [a.meta for a in read_articles([path], reports)] == [{"encoding": "mp3"}]


# folders, patterns, ids


def test_a_folder_is_walked_in_order(tmp_path: Path, reports: Reports) -> None:
    for name in ("b.txt", "a.txt", "c/a.txt", "c/b.txt.gz", ".git/x.txt", "notes.docx"):
        write(tmp_path / name, gz(b"x") if name.endswith("gz") else "x")
    found = [a.id for a in read_articles([str(tmp_path)], reports)]
    assert found == ["a.txt", "b.txt", "c/a.txt", "c/b.txt.gz"]
    assert reports == []


def test_a_pattern_is_expanded(tmp_path: Path, reports: Reports) -> None:
    for name in ("2023/a.txt", "2024/b.txt", "2024/x/c.txt", "2024/d.md", ".x/e.txt"):
        write(tmp_path / name, "x")
    found = [a.id for a in read_articles([f"{tmp_path}/**/*.txt"], reports)]
    assert found == ["2023/a.txt", "2024/b.txt", "2024/x/c.txt"]
    found = [a.id for a in read_articles([f"{tmp_path}/2024/**"], reports)]
    assert found == ["b.txt", "x/c.txt"]
    found = [a.id for a in read_articles([f"{tmp_path}/2024/?.*"], reports)]
    assert found == ["b.txt", "d.md"]
    assert reports == []


def test_a_name_that_looks_like_a_pattern_is_a_file(tmp_path: Path, reports: Reports) -> None:
    path = write(tmp_path / "a[1].txt", "x")
    assert [a.id for a in read_articles([path], reports)] == ["a[1].txt"]


def test_ids_tell_files_of_one_name_apart(tmp_path: Path, reports: Reports) -> None:
    one, two, three = (write(tmp_path / name, "x") for name in ("1/a.txt", "2/a.txt", "2/b.txt"))
    assert [a.id for a in read_articles([one, two, three], reports)] == [one, two, "b.txt"]
    folders = [str(tmp_path / "1"), str(tmp_path / "2")]
    assert [a.id for a in read_articles(folders, reports)] == [one, two, three]


# stdin


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        (b'{"text": "One."}\n{"text": "Two."}', ["One.", "Two."]),
        (b'\n\n {"text": "One."}', ["One."]),
        (b'\xef\xbb\xbf{"text": "One."}', ["One."]),
        (json.dumps({"text": "a" * 100_000}).encode(), ["a" * 100_000]),
        (b"{One.}", ["{One.}"]),
        (gz(b'{"text": "One."}'), ["One."]),
        (zst(b"One."), ["One."]),
        (pdf("One."), ["One."]),
        (b"<!DOCTYPE html><html><body><p>One.</p></body></html>", ["One."]),
        (parquet({"text": ["One."]}), ["One."]),
        (QUOTED.encode("utf-16"), [QUOTED]),
    ],
)
def test_stdin_is_told_by_its_content(
    stdin: Callable[[bytes], None], reports: Reports, content: bytes, texts: list[str]
) -> None:
    stdin(content)
    assert [a.text for a in read_articles(["-"], reports)] == texts
    assert reports == []


class Endless(io.RawIOBase):
    """Gives one record after another, and counts them."""

    def __init__(self) -> None:
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        line = b'{"text": "One."}\n'
        buffer[: len(line)] = line
        self.given += 1
        return len(line)


def test_jsonl_is_read_as_it_comes(monkeypatch: pytest.MonkeyPatch, reports: Reports) -> None:
    source = Endless()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(source)))
    articles = read_articles(["-"], reports)
    assert next(articles).text == "One."
    assert source.given < 4


# what does not show


@pytest.mark.parametrize("invisible", ["\u00ad", "\u200b", "\u200e", "\u2060", "\ufeff"])
def test_characters_that_do_not_show_hide_no_quotation(
    tmp_path: Path, reports: Reports, extractor: Extractor, invisible: str
) -> None:
    text = f"“We stay here,{invisible}”{invisible} Ana Ruiz sa{invisible}id."
    (article,) = read_articles([write(tmp_path / "a.txt", text)], reports)
    (quote,) = extractor.extract(article.text)
    assert article.text == QUOTED
    assert quote.speaker is not None
    assert quote.speaker.name == "Ana Ruiz"


@pytest.mark.parametrize("change", ["\r\n", "\r"])
def test_line_ends_stay_as_they_are(
    tmp_path: Path, reports: Reports, extractor: Extractor, change: str
) -> None:
    text = f"{QUOTED}\n\n“It is home,” Jo Park said.".replace("\n", change)
    (article,) = read_articles([write(tmp_path / "a.txt", text)], reports)
    assert article.text == text
    assert [q.speaker and q.speaker.name for q in extractor.extract(text)] == [
        "Ana Ruiz",
        "Jo Park",
    ]


# faults


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is nested too deeply"),
        ("[1]", "is no record"),
        ('{"body": "x"}', 'has no "text"; name its text column (--text-column); it has "body"'),
        ('{"text": 5}', 'has no "text" that is a string'),
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


def test_faults_stand_at_their_place(tmp_path: Path) -> None:
    lines = ["{}", '{"text": "One."}', "{}", "{}", "[]"]
    path = write(tmp_path / "a.jsonl", "\n".join(lines))
    found = read_items(["no.txt", path], Reading())
    assert [x.source if isinstance(x, InputError) else x.text for x in found] == [
        "no.txt",
        f"{path}:1",
        "One.",
        f"{path}:3-4",
        f"{path}:5",
    ]


def test_faults_of_records_stand_at_their_place(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"text": "One."}\n{\n{"text": "Two."}\n')
    one, fault, two = read_records(path)
    assert isinstance(fault, InputError)
    assert fault.source == f"{path}:2"
    assert [r.fields["text"] for r in (one, two) if isinstance(r, Record)] == ["One.", "Two."]


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_each_record_may_be_as_large_as_the_limit(
    tmp_path: Path, reports: Reports, name: str
) -> None:
    records = [{"text": "\n".join("abcd")}] * 9
    content = jsonl(records) if name.endswith("jsonl") else as_csv(records)
    path = write(tmp_path / name, content)
    assert len(list(read_articles([path], reports, Reading(max_bytes=30)))) == 9
    assert reports == []


def test_one_bad_file_does_not_cost_the_others(tmp_path: Path, reports: Reports) -> None:
    write(tmp_path / "a.pdf", "no")
    write(tmp_path / "b.parquet", "no")
    write(tmp_path / "c.txt.gz", "no")
    write(tmp_path / "d.txt", "One.")
    assert [a.id for a in read_articles([str(tmp_path)], reports)] == ["d.txt"]
    assert [Path(m.partition(": ")[0]).name for m in reports] == ["a.pdf", "b.parquet", "c.txt.gz"]


@pytest.mark.parametrize(
    ("name", "package", "extra"),
    [
        ("a.html", "trafilatura", "html"),
        ("a.pdf", "pdfminer.pdfdocument", "pdf"),
        ("a.parquet", "pyarrow", "parquet"),
        ("a.rtf", "striprtf.striprtf", "rtf"),
        ("a.txt.zst", "backports", "zstd"),
    ],
)
def test_a_package_that_is_missing_is_named(
    tmp_path: Path,
    reports: Reports,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    package: str,
    extra: str,
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    path = write(tmp_path / name, "x")
    assert list(read_articles([path], reports)) == []
    assert reports.are((path, f"pip install 'rhetoric[{extra}]'")), reports


MEGABYTE = 1_000_000


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt.gz", lambda: gz(b"a" * 60 * MEGABYTE)),
        ("a.txt.zst", lambda: zst(b"a" * 60 * MEGABYTE)),
        ("a.jsonl.zst", lambda: zst(b'{"text": "' + b"a" * 60 * MEGABYTE + b'"}')),
        ("a.jsonl", lambda: b'{"text": "' + b"a" * 60 * MEGABYTE + b'"}'),
        ("a.parquet.gz", lambda: gz(parquet({"text": ["a"]}) + b"a" * 60 * MEGABYTE)),
        ("a.parquet.zst", lambda: zst(parquet({"text": ["a"]}) + b"a" * 60 * MEGABYTE)),
    ],
)
def test_what_is_beyond_the_limit_is_never_held(
    tmp_path: Path, reports: Reports, name: str, content: Callable[[], bytes]
) -> None:
    path = write(tmp_path / name, content())
    tracemalloc.start()
    assert list(read_articles([path], reports, Reading(max_bytes=MEGABYTE))) == []
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "is larger than 1,000,000 " in reports[0]
    assert peak < 20 * MEGABYTE


def test_a_text_without_bytes_of_its_own_is_counted_in_characters(
    tmp_path: Path, reports: Reports
) -> None:
    path = write(tmp_path / "a.parquet", parquet({"text": ["é" * 5000, "é" * 5001]}))
    assert [len(a.text) for a in read_articles([path], reports, Reading(max_bytes=5000))] == [5000]
    (message,) = reports
    assert message.startswith(f"{path}:2: is larger than 5,000 characters; raise the limit")


ENDINGS = [
    "", ".txt", ".html", ".pdf", ".jsonl", ".csv", ".parquet", ".txt.gz", ".jsonl.gz", ".csv.gz",
    ".txt.zst", ".jsonl.zst", ".parquet.zst",
]  # fmt: skip
WHOLE = [
    QUOTED.encode(), PAGE.encode(), pdf("One."), jsonl(RECORDS).encode(), as_csv(RECORDS).encode(),
    parquet(columns(RECORDS)), gz(b"One."), zst(b'{"text": "One."}'),
]  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Draw a good file with some of its bytes replaced and its end cut off."""
    content = bytearray(draw(st.sampled_from(WHOLE)))
    for place in draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
        content[place] = draw(st.integers(0, 255))
    return bytes(content[: draw(st.integers(0, len(content)))])


@pytest.mark.parametrize("ending", ENDINGS)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=st.binary(max_size=300) | damaged())
def test_no_bytes_raise(ending: str, content: bytes) -> None:
    reports = Reports()
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder) / f"a{ending}", content)
        articles = list(read_articles([path], reports, Reading(max_bytes=100_000)))
    assert articles or reports
    for article in articles:
        assert article.text.strip()
        article.text.encode()
        json.dumps(dict(article.meta), allow_nan=False).encode()


# quotations


def test_quotations_keep_their_fields(tmp_path: Path, reports: Reports) -> None:
    record: dict[str, Any] = {"text": "We stay.", "id": 1, "speaker": "Kim", "outlet": "Post"}
    lines: list[dict[str, Any]] = [
        record,
        {"text": "x", "context": 5},
        {"text": "x", "speaker": {"first": "A"}},
        {},
        {"text": "x", "article": ["a"]},
        {"text": "x", "article": []},
        {"text": "x", "context": []},
    ]
    path = write(tmp_path / "q.jsonl", jsonl(lines))
    assert list(read_quotations([path], reports)) == [record]
    assert reports.are(
        (f"{path}:2", '"context"'),
        (f"{path}:3", '"speaker"'),
        (f"{path}:4", 'no "text"'),
        (f"{path}:5-6", '"article"'),
        (f"{path}:7", '"context"'),
    ), reports


def test_quotations_may_be_packed_but_not_of_another_format(
    tmp_path: Path, reports: Reports
) -> None:
    packed = write(tmp_path / "q.jsonl.gz", gz(b'{"text": "We stay."}'))
    table = write(tmp_path / "q.csv", "text\nWe stay.\n")
    assert list(read_quotations([packed, table], reports)) == [{"text": "We stay."}]
    assert reports.are((table, "not JSONL")), reports
