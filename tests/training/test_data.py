import json
from pathlib import Path

import pytest

from rhetoric.errors import TrainingError
from training.check import counts, faults, near_duplicates
from training.data import QUOTES, read_own


@pytest.mark.parametrize(
    "line",
    ["{", "[]", '{"text": "x"}', '{"text": "x", "context": "x", "batch": "b", "labels": ["y"]}'],
)
def test_a_line_that_is_no_labelled_quotation_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "quotes.jsonl"
    path.write_text(line)
    with pytest.raises(TrainingError, match=r"quotes.jsonl:1: "):
        read_own(path)


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
