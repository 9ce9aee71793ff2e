"""Whether one model is really better than another, on the same quotations."""

from dataclasses import astuple, dataclass

import numpy as np

from rhetoric.arrays import Floats
from rhetoric.errors import InputError
from rhetoric.evaluation.figures import Figure
from rhetoric.evaluation.plain import plain
from rhetoric.evaluation.resampling import (
    METRICS,
    WeightedFigures,
    interval,
    resamples,
    shifted,
)
from rhetoric.evaluation.results import Evaluation

_COMPARED = ("f1", "average_precision")


@dataclass(frozen=True, slots=True)
class Difference:
    """What the second model has more of one figure than the first.

    Attributes
    ----------
    label : str
        A label, or "macro".
    metric : {"f1", "average_precision"}
        Which figure.
    a, b : float
        The figure of either model.
    difference : Figure
        ``b - a`` with its interval.
    p : float
        Twice the share of resamples in which the difference vanishes or turns round; under 0.05
        where the interval leaves out 0.
    """

    label: str
    metric: str
    a: float
    b: float
    difference: Figure
    p: float

    @property
    def shown(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.difference.low > 0 or self.difference.high < 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two models on the same quotations.

    Attributes
    ----------
    a, b : str
        What the models are called.
    differences : tuple of Difference
        The first is macro F1.
    """

    a: str
    b: str
    differences: tuple[Difference, ...]

    @property
    def sentence(self) -> str:
        """What the comparison comes to, by macro F1."""
        first = self.differences[0]
        value, low, high = astuple(first.difference)
        if not first.shown:
            return (
                f"No difference between {self.a} and {self.b} that this data can show: "
                f"{value:+.3f} macro F1 ({low:+.3f} to {high:+.3f})."
            )
        better, worse = (self.b, self.a) if value > 0 else (self.a, self.b)
        near, far = sorted((abs(low), abs(high)))
        return (
            f"{better} is better than {worse} by {abs(value):.3f} macro F1 "
            f"({near:.3f} to {far:.3f})."
        )

    @property
    def reach(self) -> float:
        """The widest end of any interval, which a plot must hold."""
        return max(abs(end) for d in self.differences for end in astuple(d.difference)) or 1.0

    def to_dict(self) -> dict[str, object]:
        """Return the comparison as plain types."""
        return {
            "a": self.a,
            "b": self.b,
            "sentence": self.sentence,
            "differences": plain(self.differences),
        }


def compare(a: Evaluation, b: Evaluation) -> Comparison:
    """Tell whether one of two models is really better, by the paired bootstrap.

    Both models are scored on the same resamples, of whole groups where there are groups, so that
    what makes a resample hard counts for both (Efron and Tibshirani, 1993; for language, Koehn,
    EMNLP 2004, and Berg-Kirkpatrick, Burkett and Klein, "An Empirical Investigation of Statistical
    Significance in NLP", EMNLP 2012). Intervals of single labels are not corrected for their
    number.

    Parameters
    ----------
    a, b : Evaluation
        Of the same quotations in the same order.

    Raises
    ------
    InputError
        When they have no label in common.
    ValueError
        When they are not of the same quotations.
    """
    names = tuple(label for label in a.predictions.labels if label in b.predictions.labels)
    if not names:
        msg = f"{a.name} and {b.name} have no label in common that the data has"
        raise InputError(msg)
    first, second = a.predictions.only(names), b.predictions.only(names)
    if not np.array_equal(first.gold, second.gold):
        msg = "the two models were not evaluated on the same quotations"
        raise ValueError(msg)
    of_a, of_b = WeightedFigures(first), WeightedFigures(second)
    ones = np.ones(len(first.gold))
    drawn = np.array(
        [
            _compared(of_b.figures(weights, added.sum(axis=1)))
            - _compared(of_a.figures(weights, added.sum(axis=2)))
            for weights, added in resamples(first.groups, len(names))
        ]
    )
    values = np.stack([_compared(of_a.figures(ones)), _compared(of_b.figures(ones))])
    differences = tuple(
        _difference(label, metric, values[:, i, j], drawn[:, i, j])
        for j, metric in enumerate(_COMPARED)
        for i, label in enumerate(("macro", *names))
    )
    return Comparison(a.name, b.name, differences)


def _compared(figures: Floats) -> Floats:
    """Return the mean and each label's figures of those that are compared."""
    chosen = figures[:, [METRICS.index(metric) for metric in _COMPARED]]
    return np.vstack([chosen.mean(axis=0), chosen])


def _difference(label: str, metric: str, values: Floats, drawn: Floats) -> Difference:
    a, b = map(float, values)
    found = np.asarray(b - a)
    low, high = interval(found, drawn, least=-1.0)
    below, above = shifted(found, drawn)
    # one more than counted, since the data itself is a sample too (Davison and Hinkley, 1997)
    turned = min(np.sum(below <= 0), np.sum(above >= 0)) + 1
    p = min(1.0, float(2 * turned / (len(drawn) + 1)))
    return Difference(label, metric, a, b, Figure(b - a, float(low), float(high)), p)
