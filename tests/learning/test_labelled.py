import csv
import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rhetoric.errors import InputError, InputWarning, TrainingError
from rhetoric.learning.labelled import (
    FORMATS,
    Labelled,
    LabelledRecord,
    Suggestion,
    folded,
    read_labelled,
    write_for_labelling,
)
from rhetoric.learning.labelled.formats import Format
from rhetoric.types import Labels
from rhetoric.writers.text import write_csv
from tests.conftest import ROOT
from tests.files import gz, parquet

# made by hand, each as its tool writes it, all with the same four quotations
EXPORTS = Path(__file__).parent / "labelled"
WHY_LEFT_OUT = {
    "own.jsonl": "is not labelled",
    "own.csv": "has no text",
    "own_commas.csv": "has no text",
    "own_bars.csv": "has no text",
    "own_list.csv": "has no text",
    "indicators.tsv": "its label columns are empty",
    "label_studio.json": "skipped or cancelled",
    "label_studio_to_name.json": "skipped or cancelled",
    "doccano.jsonl": "nobody has annotated it",
    "prodigy_choice.jsonl": "it was ignored",
    "argilla.json": "nobody has annotated it",
    "argilla_datasets.jsonl": "nobody has annotated it",
}
FOUND = [
    (
        "We will rebuild the bridge by spring,",
        ("promise",),
        "“We will rebuild the bridge by spring,” Ana Ruiz said.",
        "Ana Ruiz",
        "bridge",
        "q1",
    ),
    (
        "The ministry ignored every warning",
        ("blame", "promise"),
        "Ruiz said “The ministry ignored every warning” twice.",
        "Ana Ruiz",
        "bridge",
        "q2",
    ),
    ("It rained all night.", (), "“It rained all night.”", "Ben Ode", "rain", "q3"),
]

Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def make(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return make


def lines(*records: dict[str, Any]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def task(*choices: list[str], **about: Any) -> dict[str, Any]:
    """Make a task of Label Studio that each list of choices is an annotation of."""
    results = [[{"from_name": "labels", "value": {"choices": c}}] if c else [] for c in choices]
    data = {"text": "Yes.", **about}
    return {"id": 1, "data": data, "annotations": [{"result": result} for result in results]}


def labels_of(path: Path) -> list[tuple[str, ...]]:
    return read_labelled(path).labels


# what the formats have in common


@pytest.mark.parametrize("name", WHY_LEFT_OUT)
def test_every_export_gives_the_same_records(name: str) -> None:
    found = read_labelled(EXPORTS / name)
    assert [(r.text, r.labels, r.context, r.speaker, r.group, r.id) for r in found.records] == FOUND
    assert [WHY_LEFT_OUT[name] in note.reason for note in found.left_out] == [True]
    assert found.disagreements == ()


def test_every_hand_made_export_is_read_above_or_below() -> None:
    assert {p.name for p in EXPORTS.iterdir()} == {*WHY_LEFT_OUT}


def test_a_cell_over_several_lines_counts_them(write: Write) -> None:
    path = write("a.csv", 'text,labels\n"one\ntwo",blame\nthree,\n')
    assert [r.source for r in read_labelled(path).records] == [f"{path}:2", f"{path}:4"]


def test_a_quote_that_does_not_close_makes_no_record_of_several(write: Write) -> None:
    path = write("a.csv", 'text,labels\n"We stay,blame\n"They go",promise\nIt rained,\n"No,blame\n')
    found = read_labelled(path)
    assert [(r.text, r.labels) for r in found.records] == [("It rained", ())]
    assert [str(note) for note in found.left_out] == [
        f"{path}:2: is not CSV: ',' expected after '\"'; all up to line 3 is left out",
        f"{path}:5: opens a quote that never closes; the rows from here on are left out",
    ]


def test_a_cell_may_be_long(write: Write) -> None:
    path = write("a.csv", f"text,labels\n{'a' * 200_000},blame\nthree,\n")
    assert labels_of(path) == [("blame",), ()]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "text,labels,labels\nA,blame,promise\n",
            'a.csv: has several columns of one name: "labels"',
        ),
        ('text,"labels\nA,blame\n', "a.csv:1: opens a quote that never closes"),
    ],
)
def test_a_table_with_a_bad_header_is_refused(write: Write, text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read_labelled(write("a.csv", text))


def test_a_row_has_as_many_cells_as_the_header(write: Write) -> None:
    found = read_labelled(write("a.csv", "text,labels,,\nA,blame,,\nB,blame,x,y,z\nC\n"))
    assert found.labels == [("blame",)]
    assert [note.reason for note in found.left_out] == [
        "has 5 cells where the header has 4",
        "has 1 cells where the header has 4",
    ]


def test_the_format_can_be_insisted_on(write: Write) -> None:
    path = write("a.jsonl", lines({"text": "Yes.", "labels": "a", "label": ["b"]}))
    assert labels_of(path) == [("a",)]
    assert read_labelled(path, "doccano").labels == [("b",)]


def test_several_files_are_one_set(write: Write) -> None:
    paths = [write("a.jsonl", lines({"text": "A", "labels": []})), EXPORTS / "argilla.json"]
    assert len(read_labelled(paths).records) == 4


def test_a_file_that_is_named_twice_counts_once(write: Write) -> None:
    path = write("a.jsonl", lines({"text": "A", "labels": ["blame"]}, {"text": "B", "labels": []}))
    found = read_labelled([path, path])
    assert found.labels == [("blame",), ()]
    assert (found.duplicates, found.disagreements) == ((), ())


def test_none_is_a_choice_and_no_label(write: Write) -> None:
    found = read_labelled(
        write(
            "a.jsonl",
            lines({"text": "A", "labels": ["none"]}, {"text": "B", "labels": ["none", "blame"]}),
        )
    )
    assert found.labels == [()]
    assert '"none" stands beside other labels' in found.left_out[0].reason


# our own formats


def test_labels_are_a_list_or_names_between_semicolons(write: Write) -> None:
    given = [["b", "a"], "b; a", "['b', 'a']", "", None, 3]
    path = write("a.jsonl", lines(*({"text": "Yes.", "labels": value} for value in given)))
    assert labels_of(path) == [("a", "b")] * 3 + [()]
    assert len(read_labelled(path).left_out) == 2


def test_what_classify_prints_can_be_read(write: Write) -> None:
    record = {"article": "a.txt", "text": "Yes.", "speaker": {"name": "Ana Ruiz", "text": "she"}}
    (found,) = read_labelled(write("a.jsonl", lines({**record, "labels": ["a"]}))).records
    assert (found.speaker, found.group) == ("Ana Ruiz", "a.txt")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables_of_any_delimiter(write: Write, delimiter: str) -> None:
    path = write(
        "a.csv", "text,blame,promise\nA,1,0\nB,TRUE,FALSE\nC,1.0,1\n".replace(",", delimiter)
    )
    assert labels_of(path) == [("blame",), ("blame",), ("blame", "promise")]


def test_a_spreadsheets_utf_16_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("text\tlabels\nDünya\ta\n", encoding="utf-16")
    assert read_labelled(path).records[0].text == "Dünya"


def test_a_half_filled_row_is_left_out(write: Write) -> None:
    found = read_labelled(write("a.csv", "text,blame,promise\nA,1,\nB,0,2\nC,0,1\nD,1,0\n"))
    assert found.labels == [("promise",), ("blame",)]
    assert [note.reason for note in found.left_out] == [
        "'promise' is '', neither 0 nor 1",
        "'promise' is '2', neither 0 nor 1",
    ]


def test_bad_lines_are_left_out_with_their_reason(write: Write) -> None:
    found = read_labelled(
        write("a.jsonl", '{"text": "A", "labels": []}\n{"text"\n[1]\n{"labels": ["a"]}\n')
    )
    assert [str(note).rpartition("/")[2] for note in found.left_out] == [
        "a.jsonl:2: is not JSON: Expecting ':' delimiter",
        'a.jsonl:3: is no record; a record is like {"id": …, "text": …}',
        "a.jsonl:4: has no text",
    ]
    assert len(found.records) == 1


def test_hostile_values_are_left_out(write: Write) -> None:
    deep = "[" * 100_000
    found = read_labelled(
        write("a.jsonl", lines({"text": "A", "labels": deep}, {"text": "\ud800", "labels": []}))
    )
    assert [r.text for r in found.records] == ["\ufffd"]
    assert [note.reason for note in found.left_out] == ['its "labels" are no list of names']


KEYS = st.sampled_from(
    "text labels label annotations data result was_cancelled value choices from_name annotation_id "
    "annotator answer accept options spans start end meta fields responses status values inputs "
    "annotation multi_label entities start_offset speaker group id _input_hash".split()
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 9) | st.sampled_from(["", "a", "[", "{", "accept"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=12,
)


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(st.lists(st.dictionaries(KEYS, JSON, max_size=6), min_size=1, max_size=3), st.data())
def test_no_json_whatever_ends_in_a_traceback(
    tmp_path: Path, records: list[dict[str, Any]], data: st.DataObject
) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(records), encoding="utf-8")
    with suppress(TrainingError):
        found = read_labelled(path, data.draw(st.sampled_from([None, *FORMATS])))
        assert all(record.text.strip() for record in found.records)


# several annotators


def test_the_majority_of_annotators_decides(write: Write) -> None:
    path = write("a.json", json.dumps([task(["blame"], ["blame", "promise"], ["blame"])]))
    found = read_labelled(path)
    assert found.labels == [("blame",)]
    assert found.disagreements[0].reason.endswith("taken as blame")


def test_a_tie_is_no_answer(write: Write) -> None:
    found = read_labelled(write("a.json", json.dumps([task(["blame"], []), task(["blame"])])))
    assert found.labels == [("blame",)]
    assert "evenly split: 'blame'" in found.left_out[0].reason


def test_sessions_of_prodigy_are_votes(write: Write) -> None:
    rows = [
        {"text": "Yes.", "_input_hash": 5, "options": [], "accept": accept, "answer": "accept"}
        for accept in (["a"], ["a"], [])
    ]
    assert labels_of(write("a.jsonl", lines(*rows))) == [("a",)]


def test_responses_of_argilla_are_votes(write: Write) -> None:
    def record(*responses: dict[str, Any]) -> dict[str, Any]:
        return {"fields": {"text": "Yes."}, "responses": {"labels": list(responses)}}

    discarded = {"value": ["b"], "status": "discarded"}
    path = write("a.json", json.dumps([record({"value": ["a"]}, {"value": ["a"]}, discarded)]))
    assert labels_of(path) == [("a",)]
    assert "discarded" in read_labelled(path).left_out[0].reason


# what single tools do


def test_label_studio_predictions_are_no_labels(write: Write) -> None:
    unseen = {"data": {"text": "Yes."}, "predictions": task(["blame"])["annotations"]}
    found = read_labelled(write("a.json", json.dumps([unseen, {**unseen, "annotations": []}])))
    assert [note.reason for note in found.left_out] == ["nobody has annotated it"] * 2


def test_an_annotation_that_says_other_things_is_no_answer(write: Write) -> None:
    comment = {"from_name": "comment", "type": "textarea", "value": {"text": ["Hm."]}}
    unticked = {"from_name": "labels", "type": "choices", "value": {"choices": []}}
    made = [{**task(), "annotations": [{"result": r}]} for r in ([comment], [comment, unticked])]
    found = read_labelled(write("a.json", json.dumps(made)))
    assert found.labels == [()]
    assert "no choice" in found.left_out[0].reason


def test_one_choice_of_two_controls_is_refused(write: Write) -> None:
    result = [{"from_name": name, "value": {"choices": ["yes"]}} for name in ("blame", "promise")]
    path = write("a.json", json.dumps([{**task(), "annotations": [{"result": result}]}]))
    with pytest.raises(TrainingError, match=r"'yes' .*'blame' and 'promise'"):
        read_labelled(path)


def test_a_completed_record_of_argilla_without_response_has_no_label(write: Write) -> None:
    record = {"fields": {"text": "Yes."}, "responses": {}}
    path = write("a.json", json.dumps([{**record, "status": "completed"}, record]))
    assert labels_of(path) == [()]


# what cannot be read


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "holds no record; .*a.x:1: is not JSON"),
        ('{"quote": "A", "act": 1}', "no 'text' and no 'labels'"),
        ("quote,act\nA,b\n", "no 'text' and no 'labels'"),
        ("quote,blame\nA,1\n", "has no 'text' among quote, blame"),
        ("text\nA\n", "has no 'labels' among text"),
    ],
)
def test_what_is_no_labelled_data_is_refused(write: Write, text: str, message: str) -> None:
    with pytest.raises(TrainingError, match=message):
        read_labelled(write("a.x", text))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no\.csv: no such file"):
        read_labelled(tmp_path / "no.csv")
    (tmp_path / "a.csv").write_bytes(b"text,labels\n\xff,a\n")
    for content in ("", " \n", "[]", "[1"):
        (tmp_path / "a.json").write_text(content)
        with pytest.raises(InputError, match=r"a\.json(:1)?: is (empty|not JSON)"):
            read_labelled(tmp_path / "a.json")


def test_a_file_may_be_in_another_encoding_or_packed(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("text,labels\nJosé’s.,a\n".encode("cp1252"))
    with pytest.warns(InputWarning, match=r"a\.csv:2: is not UTF-8; read as cp1252"):
        assert read_labelled(tmp_path / "a.csv").records[0].text == "José’s."
    packed = gz((EXPORTS / "own.jsonl").read_bytes())
    (tmp_path / "a.jsonl.gz").write_bytes(packed)
    assert len(read_labelled(tmp_path / "a.jsonl.gz").records) == 3


@pytest.mark.parametrize(
    "labels",
    ["b; a", "a|b", "a, b", "['b', 'a']", '["b", "a"]', "[a, b]", "a\nb", " a ;; b ", "('a')|b"],
)
def test_labels_in_one_string_are_parted(write: Write, labels: str) -> None:
    path = write("a.jsonl", lines({"text": "Yes.", "labels": labels}))
    assert labels_of(path)[0][-1] == "b"
    assert len(labels_of(path)[0]) == 2


def test_a_comma_in_a_list_or_beside_a_semicolon_parts_nothing(write: Write) -> None:
    given = [["no, never"], "no, never; yes", "['no, never']"]
    path = write("a.jsonl", lines(*({"text": "Yes.", "labels": value} for value in given)))
    assert labels_of(path) == [("no, never",), ("no, never", "yes"), ("no, never",)]


def test_labels_that_differ_in_capitals_only_are_named(write: Write) -> None:
    path = write("a.csv", "text,labels\nA,Blame\nB,blame\nC,blame\nD,promise\n")
    with pytest.warns(InputWarning, match=r"capitals only.*: 'Blame' \(1\) and 'blame' \(2\)$"):
        assert read_labelled(path).counts == {"Blame": 1, "blame": 2, "promise": 1}


@pytest.mark.parametrize("name", ["own.jsonl", "own.csv", "label_studio.json", "doccano.jsonl"])
def test_the_name_of_the_text_can_be_told(write: Write, name: str) -> None:
    text = (EXPORTS / name).read_text(encoding="utf-8")
    other = text.replace('"text"', '"said"').replace("id,text", "id,said")
    path = write(name, other.replace('"context"', '"about"'))
    assert [r.text for r in read_labelled(path, text_column="said").records] == [
        text for text, *_ in FOUND
    ]


def test_the_hub_export_of_argilla_is_parquet(tmp_path: Path) -> None:
    content = (EXPORTS / "argilla_datasets.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in content]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    path = tmp_path / "train-00000-of-00001.parquet"
    path.write_bytes(parquet(columns))
    found = read_labelled(path)
    assert [(r.text, r.labels) for r in found.records] == [
        (text, given) for text, given, *_ in FOUND
    ]
    assert [note.reason for note in found.left_out] == ["nobody has annotated it"]


def test_drafts_in_columns_of_argilla_are_no_answers(write: Write) -> None:
    row = {"text": "Yes.", "labels.responses": [["a"], ["b"]]}
    statuses = {"labels.responses.status": ["submitted", "draft"]}
    found = read_labelled(write("a.jsonl", lines({**row, **statuses})))
    assert found.labels == [("a",)]
    assert "draft" in found.left_out[0].reason


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"text": "A b", "label": [[0, 1, "a"]]}, "export a project of text classification"),
        ({"text": "A", "_input_hash": 1, "answer": "accept", "label": "a"}, "choice interface"),
        ({"text": "A", "_input_hash": 1, "answer": "accept", "spans": []}, "choice interface"),
    ],
)
def test_other_exports_say_what_to_do(write: Write, record: dict[str, Any], reason: str) -> None:
    found = read_labelled(write("a.jsonl", lines(record)))
    assert found.records == ()
    assert reason in found.left_out[0].reason


def test_a_task_of_label_studio_with_one_string_is_about_it(write: Write) -> None:
    made = task(["blame"])
    made["data"] = {"quote": "Yes.", "number": 7}
    assert read_labelled(write("a.json", json.dumps([made]))).records[0].text == "Yes."
    made["data"] = {"quote": "Yes.", "other": "No."}
    found = read_labelled(write("b.json", json.dumps([made])))
    assert "no text" in found.left_out[0].reason


# the report


def test_copies_are_told_from_contradictions(write: Write) -> None:
    given = [("It’s  OVER", ["a"]), ("it's over", ["a"]), ("“It's over!”", []), ("Other.", [])]
    path = write("a.jsonl", lines(*({"text": text, "labels": labels} for text, labels in given)))
    found = read_labelled(path)
    assert [str(note) for note in found.duplicates] == [
        f"{path}:2: the same words and labels as {path}:1"
    ]
    assert [str(note) for note in found.contradictions] == [
        f"{path}:3: labelled none, but a at {path}:1"
    ]
    assert found.counts == {"a": 2}


def test_a_copy_of_a_contradiction_is_a_copy() -> None:
    """Two records stay of three, and what is told of them adds up."""
    records = [("x",), ("y",), ("y",), ("x",)]
    found = Labelled(tuple(LabelledRecord("It is over.", labels) for labels in records))
    assert found.distinct.labels == [("x",), ("y",)]
    assert (len(found.duplicates), len(found.contradictions)) == (2, 1)
    assert (found.distinct.duplicates, len(found.distinct.contradictions)) == ((), 1)


def test_copies_without_a_group_share_one() -> None:
    found = Labelled((LabelledRecord("A b", ()), LabelledRecord("a  B!", ())))
    assert len(set(found.groups)) == 1


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_the_sample_of_own_labels_has_what_training_needs() -> None:
    found = read_labelled(ROOT / "seeds" / "own_labels.jsonl")
    assert len(found.records) >= 160
    assert set(found.counts) == {"blame", "promise"}
    assert min(found.counts.values()) >= 45
    assert sum(not labels for labels in found.labels) >= 60
    assert len({r.group for r in found.records}) >= 40
    assert all(r.text in r.context and r.speaker for r in found.records)
    assert (found.left_out, found.duplicates, found.contradictions) == ((), (), ())


# writing

SUGGESTIONS = [
    Suggestion(
        LabelledRecord(
            "=We will pay,", (), "“=We will pay,” she said.", "Ana Ruiz", "a.txt", "a.txt:1-14"
        ),
        Labels(["promise"], {"blame": 0.25, "promise": 0.75}),
    ),
    Suggestion(
        LabelledRecord("No;\n“no”", (), group="b.txt", id="7"),
        Labels([], {"blame": 0.5, "promise": 0.125}),
    ),
]  # fmt: skip


@pytest.mark.parametrize("style", sorted(set(FORMATS) - {"doccano"}))
def test_what_nobody_has_labelled_yet_is_left_out(tmp_path: Path, style: Format) -> None:
    path = tmp_path / "out"
    write_for_labelling(SUGGESTIONS, path, style)
    found = read_labelled(path)
    assert (len(found.records), len(found.left_out)) == (0, 2)


def accept_all(path: Path, style: Format) -> None:
    """Do to a written file what its tool does when every guess is accepted."""
    text = path.read_text(encoding="utf-8-sig")
    if style == "csv":
        rows = list(csv.DictReader(text.splitlines(keepends=True)))
        for row in rows:
            row |= {
                name: str(round(float(row[f"p_{name}"]) - 0.1)) for name in ("blame", "promise")
            }
        with path.open("w", newline="", encoding="utf-8") as out:
            table = csv.DictWriter(out, list(rows[0]))
            table.writeheader()
            table.writerows(rows)
        return
    records = json.loads(text) if style in ("label-studio", "argilla") else None
    records = records or [json.loads(line) for line in text.splitlines()]
    for number, record in enumerate(records):
        if style == "label-studio":
            record |= {"id": number, "annotations": record["predictions"]}
        elif style == "argilla":
            guess = record["suggestions"].get("labels", {"value": ["none"]})
            record["responses"] = {"labels": [{"value": guess["value"], "user_id": "1"}]}
        elif style == "prodigy":
            record |= {"_input_hash": number, "answer": "accept"}
        elif style == "doccano":
            record["id"] = number
        else:
            record["labels"] = record["suggested"]
    path.write_text(json.dumps(records), encoding="utf-8")


@pytest.mark.parametrize("style", FORMATS)
def test_everything_comes_back_from_every_tool(tmp_path: Path, style: Format) -> None:
    path = tmp_path / "out"
    write_for_labelling(SUGGESTIONS, path, style)
    accept_all(path, style)
    found = read_labelled(path)
    assert [(r.text, r.context, r.speaker, r.group, r.id, r.labels) for r in found.records] == [
        (s.text, s.context, s.speaker, s.group, s.id, guess)
        for s, guess in ((s.record, s.guess) for s in SUGGESTIONS)
    ]


def test_label_studio_gets_its_interface_too(tmp_path: Path) -> None:
    made = Suggestion(LabelledRecord("A", ()), Labels(["a&b"], {"a&b": 0.9}))
    tasks, interface = write_for_labelling([made], tmp_path / "t.json", "label-studio")
    assert (tasks.name, interface.name) == ("t.json", "t.config.xml")
    text = interface.read_text(encoding="utf-8")
    assert '<Choice value="a&amp;b"/>' in text
    (record,) = json.loads(tasks.read_text(encoding="utf-8"))
    (result,) = record["predictions"][0]["result"]
    for field in ("from_name", "to_name"):
        assert f'name="{result[field]}"' in text
    assert {f"${name}" for name in record["data"]} >= {"$text", "$speaker", "$context"}


def test_labels_that_the_model_does_not_know_are_offered_too(tmp_path: Path) -> None:
    styles: tuple[Format, ...] = ("label-studio", "prodigy", "csv")
    for style in styles:
        write_for_labelling(SUGGESTIONS, tmp_path / style, style, ["hope", "blame"])
    assert '<Choice value="hope"/>' in (tmp_path / "label-studio.config.xml").read_text()
    assert '{"id": "hope", "text": "hope"}' in (tmp_path / "prodigy").read_text()
    header, *rows = (tmp_path / "csv").read_text(encoding="utf-8-sig").split("\n")
    assert header.startswith("id,text,blame,promise,hope,p_blame,p_promise,p_hope,")
    filled = [header, *(row.replace(",,,,", ",1,0,,") for row in rows)]
    (tmp_path / "filled").write_text("\n".join(filled))
    left_out = read_labelled(tmp_path / "filled").left_out
    assert left_out[0].reason.startswith("'hope' is ''")


def test_a_spreadsheet_takes_no_cell_for_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    write_for_labelling(SUGGESTIONS, path, "csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbfid,text,blame,promise,p_blame,p_promise,")
    assert ",'=We will pay," in path.read_text(encoding="utf-8-sig").replace('"', "")


def test_a_label_that_looks_like_a_formula_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    made = Suggestion(LabelledRecord("'-ism' is dead", ()), Labels(["-ism"], {"-ism": 0.9}))
    write_for_labelling([made], path, "csv")
    text = path.read_text(encoding="utf-8-sig")
    assert text.startswith("id,text,'-ism,p_-ism,")
    path.write_text(text.replace(",,0.9,", ",1,0.9,"), encoding="utf-8")
    (record,) = read_labelled(path).records
    assert (record.text, record.labels) == ("'-ism' is dead", ("-ism",))


def test_a_table_of_results_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    texts = ["'-ism' is dead", "＝x", "-x", "'＝x"]
    with path.open("w", encoding="utf-8", newline="") as out:
        write_csv([[{"text": text, "labels": ["=a"]} for text in texts]], out)
    assert [(r.text, r.labels) for r in read_labelled(path).records] == [
        (text, ("=a",)) for text in texts
    ]


def test_nothing_to_label_and_nowhere_to_write(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="there is no quotation to label"):
        write_for_labelling([], tmp_path / "a", "jsonl")
    with pytest.raises(InputError, match="cannot be written: No such file"):
        write_for_labelling(SUGGESTIONS, tmp_path / "no" / "a", "jsonl")


def test_what_somebody_may_have_labelled_is_not_written_over(tmp_path: Path) -> None:
    done = tmp_path / "done.csv"
    done.write_text("text,labels\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"done\.csv: is there already"):
        write_for_labelling(SUGGESTIONS, done, "csv")
    assert done.read_text(encoding="utf-8") == "text,labels\n"
