import numpy as np
import pytest

from rhetoric.errors import TrainingError
from rhetoric.folds import splits

GOLD = np.array([[True]] * 10 + [[False]] * 10)


def test_a_group_never_stands_in_two_folds() -> None:
    groups = ["a", "b"] * 10
    found = splits(GOLD, groups, folds=5)
    assert len(found) == 2
    for train, test in found:
        assert {groups[i] for i in train}.isdisjoint(groups[i] for i in test)
    with pytest.raises(TrainingError, match="one group"):
        splits(GOLD, ["a"] * len(GOLD), folds=5)


def test_each_fold_has_its_share_of_a_label() -> None:
    assert [int(GOLD[test].sum()) for _, test in splits(GOLD, None, folds=5)] == [2] * 5
