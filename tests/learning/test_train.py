import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.naive_bayes import MultinomialNB
from typer.testing import CliRunner, Result

import rhetoric
from rhetoric.cli import app
from rhetoric.cli.train import _tell_tenth
from rhetoric.corpora.folder import locked
from rhetoric.errors import TrainingError
from rhetoric.labelling.features import Features
from rhetoric.labelling.samples import Sample
from rhetoric.learning.classifier import QuoteClassifier
from rhetoric.learning.labelled import Labelled
from rhetoric.learning.train import Trained, as_labelled, train
from tests.conftest import ROOT

OWN = ROOT / "seeds" / "own_labels.jsonl"


@pytest.fixture(scope="module")
def trained() -> Trained:
    return train(rhetoric.read_labelled(OWN))


@pytest.fixture(scope="module")
def folder(trained: Trained, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("models") / "mine"
    trained.save(path)
    return path


def test_labels_of_ones_own_are_learned(trained: Trained) -> None:
    assert trained.classifier.labels_ == ("blame", "promise")
    assert trained.evaluation.measured.macro.f1.value > 0.7
    given = trained.classifier.predict(["We will rebuild the school by June, I give you my word."])
    assert given == [("promise",)]


def test_the_same_data_gives_the_same_model(trained: Trained, folder: Path) -> None:
    again = train(rhetoric.read_labelled(OWN), n_jobs=2)
    again.save(folder.parent / "again" / "mine")
    for name in ("manifest.json", "CARD.md"):
        assert (folder.parent / "again" / "mine" / name).read_text() == (folder / name).read_text()
    assert again.classifier.settings_ == trained.classifier.settings_


def test_what_was_saved_is_loaded_and_labels_the_same(trained: Trained, folder: Path) -> None:
    samples = trained.labelled.samples
    np.testing.assert_allclose(
        rhetoric.load(folder).predict_proba(samples),
        trained.classifier.predict_proba(samples),
        atol=2e-3,  # weights are kept in half precision
    )


def test_the_manifest_says_what_the_model_was_made_of(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["labels"] == ["blame", "promise"]
    assert manifest["quotations"] == 174
    assert set(manifest["thresholds"]) == set(manifest["bands"]) == {"blame", "promise"}
    assert {"rhetoric", "scikit-learn", "data_sha256", "seed", "held_out"} <= set(manifest)


def test_the_card_is_filled_from_what_was_measured(trained: Trained, folder: Path) -> None:
    card = (folder / "CARD.md").read_text()
    for row in trained.evaluation.measured.labels:
        assert f"| {row.label} | {row.support} | {row.figures.f1.value:.2f} |" in card
    assert "Platt's sigmoid: blame, promise" in card


def test_duplicates_are_left_out_and_contradictions_counted() -> None:
    records = [r.to_dict() for r in rhetoric.read_labelled(OWN).records]
    doubled = [*records, records[0], {**records[1], "labels": ["blame", "promise"]}]
    found = train(doubled)
    assert (found.duplicates, found.contradictions) == (1, 1)
    assert len(found.labelled.records) == 175


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ({"labels": ["blame"]}, "record 2: has no text"),
        ({"text": " ", "labels": ["blame"]}, "record 2: has no text"),
        ({"text": "It rains."}, "record 2: is not labelled"),
        ({"text": "It rains.", "labels": 3}, 'record 2: its "labels" are no list of names'),
        ({"text": "It rains.", "labels": ["none", "blame"]}, "stands beside other labels"),
        ("It rains.", "record 2: is no record"),
    ],
)
def test_a_mapping_that_is_no_labelled_quotation_is_named(record: Any, told: str) -> None:
    with pytest.raises(TrainingError, match=told):
        train([{"text": "Bread.", "labels": []}, record])


@pytest.mark.parametrize("labels", ["blame", ["blame"], ("blame", "blame"), {"blame"}])
def test_labels_of_a_mapping_are_names(labels: Any) -> None:
    """One label alone is as good as a list, as in a file."""
    found = as_labelled([{"text": "It rains.", "labels": labels, "group": np.int64(3)}])
    assert found.labels == [("blame",)]
    assert found.groups == ["3"]


def test_records_may_be_read_only_once() -> None:
    records = [r.to_dict() for r in rhetoric.read_labelled(OWN).records]
    found = train(iter([*records, records[0]]), folds=2, grid={})
    assert (found.duplicates, len(found.labelled.records)) == (1, 174)


def test_few_positives_are_calibrated_by_their_offset_alone() -> None:
    records = [{"text": f"we mourn the dead of {i}", "labels": ["memory"]} for i in range(9)]
    records += [{"text": f"bread costs {i} in the north", "labels": []} for i in range(9)]
    assert "offset alone" in train(records, folds=3).classifier.calibration_


def test_a_label_that_only_the_base_has_is_learned_from_the_base(tmp_path: Path) -> None:
    base = tmp_path / "base.jsonl"
    rows = [{"text": f"bread and steel {i}", "labels": ["goods"]} for i in range(12)]
    rows += [{"text": f"rain and wind {i}", "labels": []} for i in range(12)]
    base.write_text("".join(json.dumps(row) + "\n" for row in rows))
    own = [{"text": f"we promise you a bridge {i}", "labels": ["promise"]} for i in range(12)]
    own += [{"text": f"bread and steel again {i}", "labels": []} for i in range(12)]
    both = train(own, base=base, folds=3)
    assert both.classifier.labels_ == ("goods", "promise")
    # own quotations of bread were never labelled for goods, so they are no counter-examples
    assert both.classifier.predict(["bread and steel"]) == [("goods",)]
    assert [row.label for row in both.evaluation.measured.labels] == ["promise"]


def test_labels_are_counted_once_and_not_for_each_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """It took minutes with the shipped model's quotations as the base."""
    counted: list[int] = []

    def counts(labelled: Labelled) -> dict[str, int]:
        counted.append(len(labelled.records))
        return dict(Counter(label for r in labelled.records for label in r.labels))

    monkeypatch.setattr(Labelled, "counts", property(counts))
    train([{"text": f"we mourn {i}", "labels": ["memory"] * (i % 2)} for i in range(60)], folds=2)
    assert len(counted) < 20


def test_what_stands_in_the_base_too_is_not_learned_from_it(tmp_path: Path) -> None:
    """Under a group of its own there, it would be learned while its fold is held out."""
    rows = [{"text": f"we promise a bridge {i}", "labels": ["promise"]} for i in range(12)]
    rows += [{"text": f"bread and steel again {i}", "labels": []} for i in range(12)]
    base = tmp_path / "base.jsonl"
    base.write_text("".join(json.dumps(row | {"group": "base"}) + "\n" for row in rows))
    own = [row | {"text": f"“{row['text']}!”", "group": str(i)} for i, row in enumerate(rows)]
    alone = train(own, folds=3)
    both = train(own, base=base, folds=3)
    np.testing.assert_array_equal(both.classifier.held_out_, alone.classifier.held_out_)


def test_the_learner_can_be_swapped(tmp_path: Path) -> None:
    found = train(rhetoric.read_labelled(OWN), features=Features(), estimator=MultinomialNB())
    found.save(tmp_path / "bayes")
    sample = [Sample("We will rebuild the school.")]
    np.testing.assert_allclose(
        rhetoric.load(tmp_path / "bayes").predict_proba(sample),
        found.classifier.predict_proba(sample),
        atol=2e-3,
    )


def test_a_label_that_cannot_be_trained_is_refused() -> None:
    records = [{"text": "we mourn", "labels": ["memory"]}, {"text": "bread", "labels": []}]
    with pytest.raises(TrainingError, match="'memory' is on 1 of 2"):
        train(records)


def test_a_sample_is_as_good_as_a_pair() -> None:
    classifier = QuoteClassifier(folds=3)
    labels = [("memory",)] * 9 + [()] * 9
    texts = [f"we mourn {i}" for i in range(9)] + [f"bread {i}" for i in range(9)]
    by_text = classifier.fit(texts, labels).predict_proba(texts)
    by_sample = classifier.fit([Sample(t) for t in texts], labels).predict_proba(texts)
    np.testing.assert_array_equal(by_text, by_sample)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def run_train(folder: Path, *options: str) -> Result:
    return run("train", str(OWN), "--out", str(folder), "--folds", "2", "--jobs", "1", *options)


def with_a_rare_label(tmp_path: Path) -> Path:
    """Write the sample with a label that three quotations have, one of them no other."""
    rows = [r.to_dict() for r in rhetoric.read_labelled(OWN).records]
    rows[0]["labels"] += ["hope"]
    rows[1]["labels"] += ["hope"]
    rows.append({"text": "Better days will come to the valley.", "labels": ["hope"]})
    path = tmp_path / "rare.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_a_rare_label_is_left_out_on_request_and_named(tmp_path: Path) -> None:
    data = with_a_rare_label(tmp_path)
    with pytest.raises(TrainingError, match="'hope' is on 3 of 175"):
        train(rhetoric.read_labelled(data))
    found = train(rhetoric.read_labelled(data), drop_rare=True, folds=2, grid={})
    assert (found.classifier.labels_, found.rare) == (("blame", "promise"), {"hope": 3})
    assert len(found.labelled.records) == 175  # the one without another label is an example of none


def test_a_rare_label_is_told_on_the_command_line(tmp_path: Path) -> None:
    data, out = with_a_rare_label(tmp_path), tmp_path / "mine"
    done = run("train", str(data), "--out", str(out), "--folds", "2", "--jobs", "1", "--drop-rare")
    assert "label 'hope' left out: too few quotations have it (3)" in done.stderr
    assert json.loads((out / "manifest.json").read_text())["rare"] == {"hope": 3}


def test_progress_is_told_in_lines_where_nobody_looks(tmp_path: Path) -> None:
    done = run_train(tmp_path / "mine")
    assert [line for line in done.stderr.splitlines() if "steps" in line] == [
        f"rhetoric: training: {n} of 3 steps done" for n in (1, 2, 3)
    ]


def test_many_steps_are_told_by_tenths(capsys: pytest.CaptureFixture[str]) -> None:
    for done in range(1, 101):
        _tell_tenth(done, 100)
    assert len(capsys.readouterr().err.splitlines()) == 10


def no_learning(monkeypatch: pytest.MonkeyPatch) -> None:
    def learned(*_: object, **__: object) -> None:
        pytest.fail("it was learned in vain")

    monkeypatch.setattr(QuoteClassifier, "fit", learned)


@pytest.mark.parametrize(
    ("held", "told"),
    [
        (["holiday.jpg"], "holds something else than a model"),
        (["manifest.json", "index.js"], "holds something else than a model"),
        (["manifest.json", "weights.safetensors"], "holds a model already"),
    ],
)
def test_what_a_folder_holds_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: list[str], told: str
) -> None:
    for name in held:
        (tmp_path / name).touch()
    no_learning(monkeypatch)
    assert told in str(run_train(tmp_path).exception)
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(held)


def test_a_folder_that_cannot_be_made_is_told_before_learning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    no_learning(monkeypatch)
    assert "cannot be written" in str(run_train(tmp_path / "file" / "mine").exception)
    assert "cannot be written" in str(run_train(tmp_path / ("x" * 300)).exception)


def test_two_trainings_do_not_write_one_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_learning(monkeypatch)
    with locked(tmp_path):
        assert "another run is writing it" in str(run_train(tmp_path).exception)


def test_a_training_that_fails_leaves_no_folder(tmp_path: Path) -> None:
    result = run("train", "missing.jsonl", "--out", str(tmp_path / "mine"))
    assert "no such file" in str(result.exception)
    assert list(tmp_path.iterdir()) == []


def test_another_model_is_replaced_by_force(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "mine")
    assert run_train(tmp_path / "mine", "--force").exit_code == 0
    assert rhetoric.load(tmp_path / "mine").manifest["parameters"]["folds"] == 2


@pytest.mark.parametrize(
    "records", [None, b"x", 3, "data.jsonl", Path("data.jsonl"), {"text": "x", "labels": []}]
)
def test_what_is_no_iterable_of_records_is_a_type_error(records: Any) -> None:
    with pytest.raises(TypeError, match=f"records must be .*, not {type(records).__name__}"):
        train(records)
