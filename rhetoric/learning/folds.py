"""Cuts labelled quotations into folds, and refuses labels that no fold could teach."""

from collections.abc import Sequence
from numbers import Integral

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

from rhetoric.arguments import check_type
from rhetoric.arrays import Booleans, Integers
from rhetoric.errors import TrainingError

# a convention: each of five folds, the default, then holds out one or two with the label
FEWEST_POSITIVES = 8


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
    check_type(folds, "folds", Integral, "a whole number")
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
    names: Sequence[str],
    gold: Booleans,
    known: Booleans | None = None,
    least: int = FEWEST_POSITIVES,
    where: str = "",
) -> None:
    """Refuse labels that cannot be learned.

    Parameters
    ----------
    names : sequence of str
        The labels.
    gold, known : array of bool, shape (samples, labels)
        Which labels each sample has, and of which anybody said so; of all when left out.
    least : int
        How many samples must have a label.
    where : str
        What to add, if the samples are part of others.

    Raises
    ------
    TrainingError
        When there is no sample, no label, or one that too few samples or all of them have.

    Examples
    --------
    >>> check_labels(["memory"], np.array([[True]]))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    rhetoric.errors.TrainingError: a label needs ... and some without: 'memory' is on 1 of 1
    """
    known = np.ones_like(gold) if known is None else known
    counts = zip(names, (gold & known).sum(axis=0), known.sum(axis=0), strict=True)
    wrong = [
        f"{name!r} is on {count} of {total}"
        for name, count, total in counts
        if count < least or count == total
    ]
    if not len(gold):
        msg = "no quotation is labelled"
    elif not names:
        msg = f"none of {len(gold)} quotations has a label; give each label some examples"
    elif wrong:
        msg = (
            f"a label needs at least {least} quotations with it and some without{where}: "
            f"{', '.join(wrong)}"
        )
    else:
        return
    raise TrainingError(msg)
