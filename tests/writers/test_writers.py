import csv
import io
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhetoric.errors import RhetoricError
from rhetoric.types import Labels, Quote, Span, Speaker
from rhetoric.writers import OutputFormat, QuoteRecord, to_pandas, write
from rhetoric.writers.columns import FIELDS, MORE

QUOTE = Quote(
    10,
    18,
    "We stay,",
    "direct",
    "“We stay,” he said.",
    article="=a.txt",
    repaired=True,
    speaker=Speaker("Kim Jong Un", "he", 20, 22),
    cue=Span(24, 28, "said"),
    channel="KCNA",
    rule="cue_after",
    confidence=0.95,
    labels=Labels(["solidarity"], {"anti_western": 0.01, "solidarity": 0.9}),
)
RECORD = QUOTE.to_dict()


def written(style: OutputFormat, *records: dict[str, Any]) -> str:
    out = io.StringIO()
    write([("a.txt", records)], out, style)
    return out.getvalue()


def table_of(*articles: Sequence[QuoteRecord]) -> list[dict[str, str]]:
    out = io.StringIO()
    write([("", records) for records in articles], out, "csv")
    return list(csv.DictReader(io.StringIO(out.getvalue())))


def parquet_of(*articles: Sequence[QuoteRecord]) -> pyarrow.Table:
    binary = io.BytesIO()
    out = io.TextIOWrapper(binary)
    write([("", records) for records in articles], out, "parquet")
    return pyarrow.parquet.read_table(io.BytesIO(binary.getvalue()))


def test_the_record_has_the_keys_that_users_rely_on() -> None:
    assert list(RECORD) == [
        "article", "start", "end", "text", "kind", "repaired", "context", "speaker", "channel",
        "cue", "rule", "confidence", "labels", "probabilities", "unsure",
    ]  # fmt: skip
    assert RECORD["speaker"] == {"name": "Kim Jong Un", "text": "he", "start": 20, "end": 22}
    assert RECORD["cue"] == {"text": "said", "start": 24, "end": 28}


def test_json_and_jsonl_hold_the_record() -> None:
    assert json.loads(written("json", RECORD, RECORD)) == [RECORD, RECORD]
    assert [json.loads(line) for line in written("jsonl", RECORD).splitlines()] == [RECORD]


def test_json_of_nothing_is_an_empty_list() -> None:
    assert json.loads(written("json")) == []


def test_csv_is_flat_and_harmless() -> None:
    (row,) = csv.DictReader(io.StringIO(written("csv", RECORD)))
    assert row["article"] == "'=a.txt"
    assert row["speaker_name"] == "Kim Jong Un"
    assert row["cue_text"] == "said"
    assert row["labels"] == "solidarity"
    assert row["p_solidarity"] == "0.9"


def test_csv_of_a_quotation_without_a_speaker_has_the_same_columns() -> None:
    nobody = Quote(0, 1, "x", "direct", "x").to_dict()
    first, second = csv.DictReader(io.StringIO(written("csv", nobody, RECORD)))
    assert (first["speaker_name"], second["speaker_name"]) == ("", "Kim Jong Un")


def test_csv_columns_do_not_depend_on_the_first_record() -> None:
    header = [*FIELDS, "p_anti_western", "p_solidarity", MORE]
    assert list(table_of([RECORD])[0]) == header
    assert list(table_of([], [], [RECORD])[0]) == header
    assert written("csv").splitlines() == [",".join([*FIELDS, MORE])]


def test_csv_keeps_what_it_did_not_foresee() -> None:
    first = RECORD | {"meta": {"outlet": "Post", "tags": ["a", 1]}, "id": 7}
    second = RECORD | {"meta": {"outlet": "Times", "date": "May"}, "note": None, "more": "x"}
    one, two = table_of([first], [second])
    assert list(one)[len(FIELDS) :] == [
        "id", "meta_outlet", "meta_tags", "p_anti_western", "p_solidarity", "more"
    ]  # fmt: skip
    assert (one["meta_outlet"], one["meta_tags"], one["id"]) == ("Post", '["a", 1]', "7")
    assert (two["meta_outlet"], two["meta_tags"], two["id"]) == ("Times", "", "")
    assert json.loads(two["more"]) == {"meta_date": "May", "more": "x"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_no_cell_and_no_column_name_is_a_formula(start: str) -> None:
    evil = f"{start}cmd|' /C calc'!A0"
    record = RECORD | {
        "text": evil,
        "labels": [evil, "b"],
        "speaker": {"name": evil, "text": evil, "start": -1, "end": 2},
        "meta": {"title": evil, "tags": [evil]},
        "probabilities": {evil: -0.5},
        evil: evil,
    }
    (row,) = table_of([record])
    assert not [name for name in row if name.startswith(start)]
    assert not [c for c in row.values() if c.startswith(start) and c not in ("-1", "-0.5")]
    assert row["text"] == "'" + evil
    assert row["speaker_start"] == "-1"


@given(st.lists(st.dictionaries(st.text(), st.text() | st.integers() | st.none()), max_size=4))
def test_no_value_is_lost_in_a_table(metas: list[dict[str, Any]]) -> None:
    table = parquet_of(*([RECORD | {"meta": meta}] for meta in metas))
    for row, meta in zip(table.to_pylist(), metas, strict=True):
        more = json.loads(row["more"] or "{}")
        for name, value in meta.items():
            kept = row.get(f"meta_{name}") or more.get(f"meta_{name}")
            assert str(kept or "") == str(value if value is not None else "")


def test_parquet_has_the_columns_of_csv_with_types() -> None:
    nobody = Quote(0, 1, "x", "direct", "x").to_dict()
    table = parquet_of([nobody], [RECORD | {"meta": {"outlet": "Post"}}])
    assert table.column_names == [*FIELDS, MORE]
    first, second = table.to_pylist()
    assert (first["speaker_start"], second["speaker_start"]) == (None, 20)
    assert (first["labels"], second["labels"]) == ([], ["solidarity"])
    assert json.loads(second["more"])["meta_outlet"] == "Post"
    assert parquet_of().column_names == [*FIELDS, MORE]


def test_parquet_keeps_a_value_of_another_type() -> None:
    (row,) = parquet_of([RECORD | {"start": "ten", "repaired": "yes", "labels": "a"}]).to_pylist()
    assert (row["start"], row["repaired"], row["labels"]) == (None, None, None)
    assert json.loads(row["more"]) == {"start": "ten", "repaired": "yes", "labels": "a"}


@pytest.mark.parametrize("number", [2**53 + 1, -(2**54), 10**400])
def test_parquet_keeps_a_number_that_is_too_exact_for_its_column(number: int) -> None:
    (row,) = parquet_of([RECORD | {"confidence": number, "start": 2**53}]).to_pylist()
    assert (row["confidence"], row["start"]) == (None, 2**53)
    assert json.loads(row["more"]) == {"confidence": number}


def test_parquet_is_written_as_results_come(tmp_path: Path) -> None:
    path = tmp_path / "q.parquet"
    sizes = []

    def results() -> Iterator[tuple[str, list[QuoteRecord]]]:
        for _ in range(3):
            yield "", [RECORD] * 10_000
            sizes.append(path.stat().st_size)

    with path.open("w") as out:
        write(results(), out, "parquet")
    assert pyarrow.parquet.ParquetFile(path).num_row_groups == 3
    assert sizes[0] < sizes[2]


@pytest.mark.parametrize("style", ["jsonl", "csv", "json", "table"])
def test_results_are_written_as_they_come(style: OutputFormat) -> None:
    out = io.StringIO()
    sizes = []

    def results() -> Iterator[tuple[str, list[QuoteRecord]]]:
        for _ in range(3):
            yield "a.txt", [RECORD]
            sizes.append(out.tell())

    write(results(), out, style)
    assert sizes[0] < sizes[1] < sizes[2]


def test_parquet_needs_a_file() -> None:
    with pytest.raises(RhetoricError, match="write it to a file"):
        written("parquet", RECORD)


@pytest.mark.parametrize("package", ["pyarrow", "pandas"])
def test_a_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(RhetoricError, match=r"pip install 'rhetoric\[(parquet|pandas)\]'"):
        parquet_of() if package == "pyarrow" else to_pandas([])


def test_to_pandas_has_one_row_a_quotation() -> None:
    table = to_pandas([QUOTE, Quote(0, 1, "x", "direct", "x"), RECORD | {"meta": {"a": "=b"}}])
    assert list(table) == [*FIELDS, "meta_a", "p_anti_western", "p_solidarity"]
    assert table["speaker_start"].tolist()[::2] == [20, 20]
    assert table["speaker_start"].isna().tolist() == [False, True, False]
    assert table["labels"].tolist() == [["solidarity"], [], ["solidarity"]]
    assert table.loc[2, "meta_a"] == "=b"
    assert list(to_pandas([])) == list(FIELDS)


@pytest.mark.parametrize(
    "word", ["Kim Jong Un", "“he”", "via KCNA", "We stay,", "mark repaired", "solidarity 0.90"]
)
def test_the_table_shows_what_a_reader_needs(word: str) -> None:
    assert word in " ".join(written("table", RECORD).split())


def test_markup_in_an_article_is_shown_as_it_stands() -> None:
    hostile = RECORD | {"text": "[bold]x[/bold] [/]", "article": "[red]"}
    assert "[bold]x[/bold] [/]" in written("table", hostile)
    assert "at 7:heart: he" in written("table", RECORD | {"text": "at 7:heart: he"})


@pytest.mark.parametrize("hostile", ["\x1b[2J", "\x9b2J", "\x1b]0;mine\x07", "\x08\x08"])
def test_nothing_in_a_table_is_obeyed_by_a_terminal(hostile: str) -> None:
    token = {"text": hostile, "start": 0, "end": 1, "source": "text", "weight": 1.0}
    records = [
        RECORD | {"text": f"We {hostile}", "channel": hostile, "evidence": {"solidarity": [token]}},
        RECORD | {"speaker": {"name": f"Ana {hostile}", "text": hostile}},
        RECORD | {"speaker": hostile},
    ]
    out = io.StringIO()
    write([(f"a{hostile}.txt", records), (hostile, [])], out, "table")
    assert not [c for c in out.getvalue() if not c.isprintable() and c != "\n"]
    assert out.getvalue().count(hostile.encode("unicode_escape").decode()) >= 6


def test_an_article_without_a_quotation_is_named() -> None:
    assert "a.txt: no quotation" in written("table")


def test_evidence_stands_under_the_table_and_in_one_cell_of_csv() -> None:
    def token(text: str, source: str, weight: float) -> dict[str, object]:
        return {"text": text, "start": 0, "end": 1, "source": source, "weight": weight}

    tokens = [token("[stay]", "text", 1.5), token("he", "context", -0.25)]
    record = RECORD | {"evidence": {"solidarity": tokens}}
    table = " ".join(written("table", record).split())
    assert "solidarity +1.50 [stay] -0.25 he (carrier)" in table
    (row,) = csv.DictReader(io.StringIO(written("csv", record)))
    assert json.loads(row["evidence"]) == {"solidarity": tokens}
