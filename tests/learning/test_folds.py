import numpy as np
import pytest

from rhetoric.errors import TrainingError
from rhetoric.labelling.model import gold_matrix
from rhetoric.learning.folds import check_labels, splits

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


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        ([], "no quotation is labelled"),
        ([(), ()], "none of 2 quotations has a label; give each label some examples"),
        ([("a",)] * 7 + [()], "at least 8 quotations with it and some without: 'a' is on 7 of 8$"),
        ([("a",)] * 9, "'a' is on 9 of 9$"),
        ([("a", "b")] * 2 + [("a",)], "'a' is on 3 of 3, 'b' is on 2 of 3$"),
    ],
)
def test_labels_that_cannot_be_learned_are_refused(
    labels: list[tuple[str, ...]], told: str
) -> None:
    names = sorted({label for given in labels for label in given})
    with pytest.raises(TrainingError, match=told):
        check_labels(names, gold_matrix(names, labels))


def test_eight_quotations_with_a_label_are_enough() -> None:
    check_labels(["a"], gold_matrix(["a"], [("a",)] * 8 + [()]))


def test_what_nobody_said_counts_neither_with_a_label_nor_without() -> None:
    gold = gold_matrix(["a"], [("a",)] * 8 + [()])
    known = np.array([[True]] * 8 + [[False]])
    with pytest.raises(TrainingError, match="'a' is on 8 of 8"):
        check_labels(["a"], gold, known)
