"""Measures a labelling model on labelled quotations."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from rhetoric.evaluation.curves import Curves, ThresholdRow, curves_of, threshold_table
from rhetoric.evaluation.figures import Measured, measure
from rhetoric.evaluation.mistakes import Mistake, worst_mistakes
from rhetoric.evaluation.plain import plain
from rhetoric.evaluation.predictions import Predictions, align
from rhetoric.labelling.model import LabelModel
from rhetoric.labelling.samples import Sample

# a convention: of 20 quotations half are right, and the interval still goes from 0.3 to 0.7
_FEW = 20


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How good a model is on some labelled quotations.

    Attributes
    ----------
    name : str
        What the model is called in sentences and tables.
    predictions : Predictions
        What the figures were computed from.
    measured : Measured
        The figures by label and their mean, with intervals.
    thresholds : mapping of str to tuple of ThresholdRow
        By label, and as "macro".
    curves : tuple of Curves
        What is plotted, by label.
    mistakes : tuple of Mistake
        The most confident ones, the worst first.
    notes : tuple of str
        What a reader of the figures must know.
    """

    name: str
    predictions: Predictions
    measured: Measured
    thresholds: dict[str, tuple[ThresholdRow, ...]] = field(repr=False)
    curves: tuple[Curves, ...] = field(repr=False)
    mistakes: tuple[Mistake, ...] = field(default=(), repr=False)
    notes: tuple[str, ...] = ()

    @property
    def quotations(self) -> int:
        """How many quotations were measured on."""
        return len(self.predictions.gold)

    def to_dict(self) -> dict[str, Any]:
        """Return everything that is printed, as plain types."""
        return {
            "model": self.name,
            "quotations": self.quotations,
            "groups": self.predictions.group_count if self.predictions.grouped else None,
            "labels": [_flat(plain(row)) for row in self.measured.labels],
            "macro": plain(self.measured.macro),
            "without_label": int(self.predictions.unlabelled.sum()),
            "none_kept": plain(self.measured.none_kept),
            "thresholds": plain(self.thresholds),
            "reliability": {c.label: plain(c.reliability) for c in self.curves},
            "mistakes": [mistake.to_dict() for mistake in self.mistakes],
            "notes": list(self.notes),
        }


def evaluate(
    model: LabelModel,
    samples: Sequence[Sample],
    labels: Sequence[Sequence[str]],
    groups: Sequence[Hashable | None] | None = None,
    *,
    name: str = "the model",
) -> Evaluation:
    """Measure a model on labelled quotations, on the labels that both know.

    Parameters
    ----------
    model : LabelModel
        The model to be measured.
    samples : sequence of Sample
        Quotations that the model was not trained on.
    labels : sequence of sequence of str
        The labels of each, none for an empty one.
    groups : sequence, optional
        What each belongs to (an article, a speech); intervals then draw whole groups. None stands
        alone.
    name : str
        What to call the model.

    Raises
    ------
    InputError
        When there is no quotation, none with a label, or no label that the model knows.
    ValueError
        When the sequences are not of one length.

    Examples
    --------
    >>> from rhetoric.labelling.store import load
    >>> samples = [Sample("We will never forget the fallen."), Sample("Bread rose again.")]
    >>> found = evaluate(load(), samples, [["commemoration"], []])
    >>> found.measured.macro.f1.value
    1.0
    """
    probabilities = model.predict_proba(samples) if samples else np.empty((0, len(model.labels)))
    predictions = align(model.labels, probabilities, model.thresholds, labels, groups)
    return evaluate_predictions(
        predictions,
        name=name,
        mistakes=worst_mistakes(predictions, model, samples),
        notes=tuple(_notes(predictions, model, labels, groups)),
    )


def evaluate_predictions(
    predictions: Predictions,
    *,
    name: str = "the model",
    mistakes: tuple[Mistake, ...] = (),
    notes: tuple[str, ...] = (),
) -> Evaluation:
    """Measure predictions that are there already, such as those for held-out folds.

    Parameters
    ----------
    predictions : Predictions
        As `align` makes them.
    name, mistakes, notes
        Taken over into the result.
    """
    return Evaluation(
        name,
        predictions,
        measure(predictions),
        threshold_table(predictions),
        curves_of(predictions),
        mistakes,
        notes,
    )


def _notes(
    predictions: Predictions,
    model: LabelModel,
    labels: Sequence[Sequence[str]],
    groups: Sequence[Hashable | None] | None,
) -> Iterator[str]:
    unknown = sorted({label for given in labels for label in given} - {*model.labels})
    if unknown:
        yield f"Not measured: {', '.join(unknown)}; the model does not know it."
    unseen = [label for label in model.labels if label not in predictions.labels]
    if unseen:
        yield f"Not measured: {', '.join(unseen)}; no quotation of the data has it."
    rare = [
        f"{label} ({count})"
        for label, count in zip(predictions.labels, predictions.gold.sum(axis=0), strict=True)
        if count < _FEW
    ]
    if rare:
        yield f"Too few quotations for firm figures: {', '.join(rare)}."
    if groups is not None and len({*groups}) == 1 and groups[0] is not None:
        yield "All quotations are of one group, so intervals take them for independent: too narrow."
    elif predictions.grouped and predictions.group_count < _FEW:
        yield f"Intervals rest on {predictions.group_count} groups only and are rough."
    parameters = model.manifest.get("parameters")
    prevalence = parameters.get("prevalence") if isinstance(parameters, Mapping) else None
    most = float(predictions.gold.mean(axis=0).max())
    if isinstance(prevalence, float) and most > 2 * prevalence:
        yield (
            f"The model's probabilities are meant for labels that {prevalence:.0%} of quotations "
            f"have; here up to {most:.0%} have one, for which they are too low."
        )


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """Return the row of a label with its figures beside its counts."""
    return {**{name: one for name, one in row.items() if name != "figures"}, **row["figures"]}
