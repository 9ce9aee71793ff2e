"""What a model says of labelled quotations, beside what they are: the arrays all figures read."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from rhetoric.arrays import Booleans, Floats, Integers
from rhetoric.errors import InputError
from rhetoric.labelling.model import gold_matrix


@dataclass(frozen=True, slots=True)
class Predictions:
    """Labels and probabilities of the same quotations.

    Attributes
    ----------
    labels : tuple of str
        The labels that are measured, in the order of the columns.
    gold : array of bool, shape (quotations, labels)
        Which labels each quotation has.
    probabilities : array, shape (quotations, labels)
        What the model says of each.
    thresholds : array, shape (labels,)
        A label is given from this probability on.
    groups : array of int, shape (quotations,)
        The number of each quotation's group; quotations of one group are drawn together.
    unlabelled : array of bool, shape (quotations,)
        Which quotations have no label at all, measured here or not.
    weights : array, shape (quotations, labels), or None
        What a quotation counts for in the calibration figures, where probabilities are meant for
        another share of a label than the data has; all count alike when None.
    grouped : bool
        Whether the groups were given, or each quotation is its own.
    decided : array of bool, shape (quotations, labels), or None
        Which labels were given, where other thresholds than these decided: those of a held-out
        fold, chosen on the other folds.
    """

    labels: tuple[str, ...]
    gold: Booleans = field(repr=False)
    probabilities: Floats = field(repr=False)
    thresholds: Floats = field(repr=False)
    groups: Integers = field(repr=False)
    unlabelled: Booleans = field(repr=False)
    weights: Floats | None = field(default=None, repr=False)
    grouped: bool = False
    decided: Booleans | None = field(default=None, repr=False)

    @property
    def given(self) -> Booleans:
        """Which labels the model gives, shape (quotations, labels)."""
        if self.decided is not None:
            return self.decided
        return np.asarray(self.probabilities >= self.thresholds)

    @property
    def group_count(self) -> int:
        """How many groups there are."""
        return int(self.groups.max()) + 1

    def with_none(self) -> "Predictions":
        """Return the same with a last column for quotations without a label that are given none."""
        none = np.asarray(~self.given.any(axis=1))
        ones = np.ones(len(self.gold))
        return replace(
            self,
            labels=(*self.labels, ""),
            gold=np.column_stack([self.gold, self.unlabelled]),
            probabilities=np.column_stack([self.probabilities, none]),
            thresholds=np.append(self.thresholds, 1.0),
            weights=None if self.weights is None else np.column_stack([self.weights, ones]),
            decided=np.column_stack([self.given, none]),
        )

    def only(self, labels: Sequence[str]) -> "Predictions":
        """Return the same for some of the labels, in the order asked for."""
        columns = [self.labels.index(label) for label in labels]
        return replace(
            self,
            labels=tuple(labels),
            gold=self.gold[:, columns],
            probabilities=self.probabilities[:, columns],
            thresholds=self.thresholds[columns],
            weights=None if self.weights is None else self.weights[:, columns],
            decided=None if self.decided is None else self.decided[:, columns],
        )


def align(
    known: Sequence[str],
    probabilities: Floats,
    thresholds: Floats,
    labels: Sequence[Sequence[str]],
    groups: Sequence[Hashable | None] | None = None,
    weights: Floats | None = None,
    decided: Booleans | None = None,
) -> Predictions:
    """Bring probabilities and gold labels together, on the labels that both know.

    Parameters
    ----------
    known : sequence of str
        The model's labels.
    probabilities : array, shape (quotations, known)
        What the model says of each quotation.
    thresholds : array, shape (known,)
        A label is given from this probability on.
    labels : sequence of sequence of str
        The gold labels of each quotation.
    groups : sequence, optional
        The group of each quotation; None stands alone.
    weights, decided : array, shape (quotations, known), optional
        As `Predictions.weights` and `Predictions.decided`.

    Raises
    ------
    InputError
        When there is no quotation, none with a label, or no label that the model knows.
    ValueError
        When the arguments are not of one length.
    """
    if not len(labels) == len(probabilities) == len(labels if groups is None else groups):
        msg = "give as many labels (and groups) as quotations"
        raise ValueError(msg)
    found = {label for given in labels for label in given}
    kept = [i for i, label in enumerate(known) if label in found]
    _check(known, labels, found, kept)
    names = tuple(known[i] for i in kept)
    numbers, grouped = _numbered(groups, len(labels))
    return Predictions(
        names,
        gold_matrix(names, labels),
        np.asarray(probabilities, dtype=np.float64)[:, kept],
        np.asarray(thresholds, dtype=np.float64)[kept],
        numbers,
        np.array([not given for given in labels], dtype=bool),
        None if weights is None else weights[:, kept],
        grouped,
        None if decided is None else decided[:, kept],
    )


def _check(
    known: Sequence[str], labels: Sequence[Sequence[str]], found: set[str], kept: Sequence[int]
) -> None:
    if not labels:
        msg = "there is no labelled quotation to measure on"
    elif not found:
        msg = "no quotation has a label; figures need some that have one"
    elif not kept:
        msg = (
            f"the model gives {', '.join(known)}, the data has {', '.join(sorted(found))}: "
            "no label in common"
        )
    else:
        return
    raise InputError(msg)


def _numbered(groups: Sequence[Hashable | None] | None, count: int) -> tuple[Integers, bool]:
    """Give each group a number; a single group tells nothing and is no grouping."""
    if groups is None or len({*groups} - {None}) + sum(g is None for g in groups) < 2:
        return np.arange(count), False
    numbers: dict[Hashable, int] = {}
    keys = [(i, None) if group is None else group for i, group in enumerate(groups)]
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys]), len(numbers) < count
