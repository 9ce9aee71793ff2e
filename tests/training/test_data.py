import json
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from rhetoric.errors import TrainingError
from rhetoric.labelling.store import load
from training.build import MODEL, build, main
from training.check import counts, faults, near_duplicates
from training.data import QUOTES, read_quotes


@pytest.mark.slow
def test_the_shipped_model_is_the_one_that_the_data_gives() -> None:
    data = read_quotes()
    shipped = load(MODEL)
    assert shipped.manifest["data_sha256"] == sha256(QUOTES.read_bytes()).hexdigest()
    rebuilt = build(data, shipped.manifest["parameters"]["settings"]).model_
    some = data.samples[::40]
    # weights are stored in half precision
    np.testing.assert_allclose(rebuilt.predict_proba(some), shipped.predict_proba(some), atol=0.01)
    np.testing.assert_allclose(rebuilt.thresholds, shipped.thresholds, atol=1e-6)


def test_a_mistyped_argument_builds_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It would search all settings and write over the model."""
    monkeypatch.setattr("training.build.read_quotes", lambda: pytest.fail("it builds"))
    with pytest.raises(SystemExit):
        main(["--keep-setings"])
    assert "usage: python -m training.build" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "1: is not JSON"),
        ("[]", "1: is empty"),
        ('{"text": "x"}', " has no 'labels'"),
        ('{"text": "x", "labels": ["y"], "batch": "b"}', r"1: .*\(no hard, region, register\)"),
    ],
)
def test_a_line_that_is_no_labelled_quotation_is_named(
    tmp_path: Path, line: str, reason: str
) -> None:
    path = tmp_path / "quotes.jsonl"
    path.write_text(line)
    with pytest.raises(TrainingError, match=rf"quotes.jsonl:{reason}"):
        read_quotes(path)


def test_the_check_finds_near_duplicates() -> None:
    first = "we will never leave the town that our fathers built"
    second = "we will never leave the town that our mothers built"
    other = "the price of bread rose again in the north this week"
    assert list(near_duplicates([first, other, second])) == [(1, 3)]
    longer = f"so I say to you that {first} and to nobody else in this hall or in any other one"
    assert list(near_duplicates([first, longer])) == list(near_duplicates([longer, first]))
    assert list(near_duplicates([first, longer])) == [(1, 2)]


def test_the_check_finds_faulty_records() -> None:
    record = json.loads(QUOTES.read_text(encoding="utf-8").partition("\n")[0])
    assert list(faults([record])) == []
    for change in ({"context": "x"}, {"labels": ["x"]}, {"labels": ["solidarity"], "hard": True}):
        assert len(list(faults([record | change]))) == 1
    assert counts([record | {"labels": [], "hard": True}]) == {
        "none": 1,
        "hard": 1,
        "two or more": 0,
    }


def test_the_card_says_what_was_measured() -> None:
    card = (MODEL / "CARD.md").read_text(encoding="utf-8")
    for label, figures in load(MODEL).manifest["held_out"].items():
        assert f"| {label} | {figures['quotations']:,} | {figures['f1']:.2f} " in card
