import numpy as np
import pytest

from rhetoric.errors import TrainingError
from rhetoric.learning.folds import splits

GOLD = np.array([[True]] * 10 + [[False]] * 10)


def test_a_group_never_stands_in_two_folds() -> None:
    groups = ["a", "b"] * 10
    found = splits(GOLD, groups, folds=5)
    assert len(found) == 2
    for train, test in found:
        assert {groups[i] for i in train}.isdisjoint(groups[i] for i in test)
    with pytest.raises(TrainingError, match="one group"):
        splits(GOLD, ["a"] * len(GOLD), folds=5)


@pytest.mark.parametrize("folds", [1, 0, -3])
@pytest.mark.parametrize("groups", [None, ["a", "b"] * 10])
def test_fewer_than_two_folds_are_refused(groups: list[str] | None, folds: int) -> None:
    with pytest.raises(ValueError, match=f"folds .*{folds}"):
        splits(GOLD, groups, folds)


@pytest.mark.parametrize("groups", [None, [str(i) for i in range(20)]])
def test_there_are_no_more_folds_than_the_data_allows(groups: list[str] | None) -> None:
    """Ten samples with the label and ten without cannot be in twenty folds."""
    assert [len(test) for _, test in splits(GOLD, groups, folds=20)] == [2] * 10


def test_each_fold_has_its_share_of_a_label() -> None:
    assert [int(GOLD[test].sum()) for _, test in splits(GOLD, None, folds=5)] == [2] * 5
