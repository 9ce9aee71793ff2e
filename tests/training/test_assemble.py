import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.assemble import KEYS, Searched, assemble, document_of, find, words_of
from training.data import LABELS, records_of

SPEECH = "The Assembly met.\n\nWe   thank our friends for the ships. It will rain. We thank nobody."


def key(text: str, context: str, **more: object) -> dict[str, object]:
    return {
        "id": "1",
        "source": "ungd",
        "doc": "CHL1977",
        "labels": ["solidarity"],
        "doubt": False,
        "text": list(words_of(text)),
        "context": list(words_of(context)),
        **more,
    }


@given(st.text(min_size=1, max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_words_are_found_wherever_they_stand(text: str, before: str, after: str) -> None:
    folded = " ".join(text.split())
    found = find(words_of(text), Searched(f"{before} {text} {after}"))
    assert found == (folded or None)


def test_words_that_are_not_there_are_not_found() -> None:
    assert find(words_of("We thank no one."), Searched(SPEECH)) is None
    assert find(words_of(SPEECH * 2), Searched(SPEECH)) is None


def test_statements_come_out_of_the_files_of_their_corpus(tmp_path: Path) -> None:
    (tmp_path / "CHL_32_1977.txt").write_text(SPEECH, encoding="utf-8")
    (tmp_path / "PER_32_1977.txt").write_text("Nothing.", encoding="utf-8")
    text = "We thank our friends for the ships."
    keys = [
        key(text, f"{text} It will rain."),
        key("It will rain.", "It will rain.", id="2", doc=""),
        key("It will snow.", "It will snow.", id="3"),
    ]
    found = {statement["id"]: statement for statement in assemble(keys, {"ungd": tmp_path})}
    assert set(found) == {"1", "2"}
    assert found["1"]["text"] == text
    assert found["1"]["context"] == f"{text} It will rain."
    assert found["1"]["labels"] == ["solidarity"]


@pytest.mark.parametrize(
    ("source", "name", "document"),
    [
        ("ungd", "RUS_78_2023.txt", "RUS2023"),
        ("dipromats", "8551", "dip8551"),
        ("polnear", "usa-today_2016-01-02_a-town.txt", "usa-today_2016-01-02_a-town"),
        ("ptc", "article721890296.txt", "ptc721890296"),
        ("wikinews", "Old_bridge_opens,_again.txt", "Old_bridge_opens,_again"),
        ("ungd", "README", None),
    ],
)
def test_the_name_of_a_file_tells_the_document(
    source: str, name: str, document: str | None
) -> None:
    assert document_of(source, name) == document


def test_the_keys_hold_labels_and_no_words() -> None:
    keys = list(records_of(KEYS))
    assert len({key["id"] for key in keys}) == len(keys) > 12_000
    for each in keys:
        assert set(each) == {"id", "source", "doc", "labels", "doubt", "text", "context"}
        assert set(each["labels"]) <= set(LABELS)
        assert [type(part) for part in each["text"]] == [int, int, str]
    assert json.dumps(keys[0]).count('"') < 30
