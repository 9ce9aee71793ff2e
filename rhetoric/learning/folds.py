"""Cuts labelled quotations into folds, and refuses labels that no fold could teach."""

from collections.abc import Sequence

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

from rhetoric.arrays import Booleans, Integers
from rhetoric.errors import TrainingError
from rhetoric.learning.labelled import FEWEST_POSITIVES


def splits(
    gold: Booleans, groups: Sequence[str] | None, folds: int
) -> list[tuple[Integers, Integers]]:
    """Return the rows inside and outside of each fold, each fold with its share of every label.

    Parameters
    ----------
    gold : array of bool, shape (samples, labels)
        Which labels each sample has.
    groups : sequence of str or None
        Samples of one group never stand in two folds.
    folds : int
        How many at most; as many as the data allows where it allows fewer.

    Raises
    ------
    ValueError
        When less than two folds are asked for.
    TrainingError
        When all samples are of one group.
    """
    if folds < 2:
        msg = f"folds must be 2 or more, not {folds}"
        raise ValueError(msg)
    rarity = np.argsort(gold.sum(axis=0), kind="stable")
    kinds = np.zeros(len(gold), dtype=int)
    for place in rarity[::-1]:
        kinds[gold[:, place]] = place + 1
    # scikit-learn wants at least one kind with a sample for each fold
    parts = min(folds, int(np.bincount(kinds).max()))
    if groups is None:
        folder = StratifiedKFold(parts, shuffle=True, random_state=0)
        return list(folder.split(gold, kinds))
    count = len(set(groups))
    if count < 2:
        msg = "all quotations are of one group; folds need at least two"
        raise TrainingError(msg)
    return list(StratifiedGroupKFold(min(parts, count)).split(gold, kinds, groups))


def check_labels(
    names: Sequence[str], gold: Booleans, known: Booleans, fewest: int = FEWEST_POSITIVES
) -> None:
    """Refuse labels that cannot be learned.

    Parameters
    ----------
    names : sequence of str
        The labels.
    gold, known : array of bool, shape (samples, labels)
        Which labels each sample has, and of which anybody said so.
    fewest : int
        How many samples must have a label.

    Raises
    ------
    TrainingError
        When there is no label, or one that too few quotations or all of them have.
    """
    if not names:
        msg = "no quotation has a label; give each at least one labelled example"
        raise TrainingError(msg)
    for name, column, rows in zip(names, gold.T, known.T, strict=True):
        positives, count = int(column[rows].sum()), int(rows.sum())
        if positives < fewest or positives == count:
            msg = (
                f"label {name!r} has {positives} of {count} quotations; it needs at least "
                f"{fewest} with it and some without, in every training fold too"
            )
            raise TrainingError(msg)
