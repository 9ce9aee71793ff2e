import csv
import io
import json

import pytest

from rhetoric.types import Quote, Span, Speaker
from rhetoric.writers import Format, write

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
    labels=("solidarity",),
    probabilities={"anti_western": 0.01, "solidarity": 0.9},
)
RECORD = QUOTE.to_dict()


def written(style: Format, *records: dict[str, object]) -> str:
    out = io.StringIO()
    write([("a.txt", records)], out, style)
    return out.getvalue()


def test_the_record_has_the_keys_that_users_rely_on() -> None:
    assert list(RECORD) == [
        "article", "start", "end", "text", "kind", "repaired", "context", "speaker", "channel",
        "cue", "rule", "confidence", "labels", "probabilities",
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


@pytest.mark.parametrize(
    "word", ["Kim Jong Un", "“he”", "via KCNA", "We stay,", "mark repaired", "solidarity 0.90"]
)
def test_the_table_shows_what_a_reader_needs(word: str) -> None:
    assert word in " ".join(written("table", RECORD).split())


def test_markup_in_an_article_is_shown_as_it_stands() -> None:
    hostile = RECORD | {"text": "[bold]x[/bold] [/]", "article": "[red]"}
    assert "[bold]x[/bold] [/]" in written("table", hostile)


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
