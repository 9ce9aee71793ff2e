"""The model card: what a model learned from and what was measured, written beside the model.

After Mitchell et al., "Model Cards for Model Reporting", FAccT 2019. Everything that can be counted
is filled in; what only its maker can say comes as `Remarks`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from rhetoric.evaluation.predictions import Predictions
from rhetoric.evaluation.results import Evaluation
from rhetoric.report.filling import fill, write_text

CARD, RELIABILITY = "CARD.md", "reliability.svg"


@dataclass(frozen=True, slots=True)
class Training:
    """How a model was trained.

    Attributes
    ----------
    folds : int
        Folds that the figures were measured on, each held out of the training it is measured with.
    calibration : str
        The method that turns scores into probabilities.
    prevalence : float or None
        The share of quotations that probabilities are meant for a label to have; None for that of
        the data.
    parameters : mapping of str to value
        What was set or chosen; a value may be a mapping by label.
    bands : mapping of str to (float, float)
        By label, the probabilities between which the model is not sure.
    duplicates, contradictions : int or None
        Quotations left out because they stand in the data twice, and those that stand there with
        different labels; None where nobody counted.
    """

    folds: int
    calibration: str = "Platt"
    prevalence: float | None = None
    parameters: Mapping[str, object] = field(default_factory=dict)
    bands: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    duplicates: int | None = None
    contradictions: int | None = None


@dataclass(frozen=True, slots=True)
class Remarks:
    """What only the maker of a model can say of it, in Markdown; empty where nothing was said.

    Attributes
    ----------
    summary : str
        What it labels, in a sentence or two.
    purpose : str
        What it is for and not for.
    model : str
        What it is made of.
    data : str
        Where the quotations come from and who labelled them.
    figures : str
        How to read the figures.
    failures : str
        Where it fails.
    """

    summary: str = ""
    purpose: str = ""
    model: str = ""
    data: str = ""
    figures: str = ""
    failures: str = ""


def write_card(
    folder: Path,
    evaluation: Evaluation,
    training: Training,
    *,
    name: str = "",
    fields: Mapping[str, Sequence[str]] | None = None,
    besides: Mapping[str, Evaluation] | None = None,
    remarks: Remarks | None = None,
) -> None:
    """Write ``CARD.md`` and its figure ``reliability.svg`` into a model's folder.

    Parameters
    ----------
    folder : pathlib.Path
        The model's.
    evaluation : Evaluation
        On the training data, each quotation predicted by the fold that held it out: `align` and
        `evaluate_predictions` make it from `QuoteClassifier.held_out_`.
    training : Training
        How it was trained.
    name : str
        The model's name; that of its folder if left out.
    fields : mapping of str to sequence of str, optional
        Fields of the data (a register, an outlet) that F1 is also told by: each quotation's value.
    besides : mapping of str to Evaluation, optional
        On other quotations: by what is said of them in Markdown, before their number.
    remarks : Remarks, optional
        What its maker says of it.

    Raises
    ------
    InputError
        When a file cannot be written.
    """
    facts = {
        "name": name or folder.resolve().name,
        "evaluation": evaluation,
        "predictions": evaluation.predictions,
        "training": training,
        "remarks": remarks or Remarks(),
        "besides": besides or {},
        "by_field": {
            field_name: _by_value(evaluation.predictions, values)
            for field_name, values in (fields or {}).items()
        },
    }
    for template, file in (("card.md", CARD), ("reliability.svg", RELIABILITY)):
        write_text(folder / file, fill(template, **facts))


def _by_value(
    predictions: Predictions, values: Sequence[str]
) -> list[tuple[str, int, list[float | None]]]:
    """Return each value of a field, how many quotations have it, and each label's F1 on them."""
    column = np.array(values)
    rows = []
    for value in sorted(set(values)):
        inside = column == value
        gold, given = predictions.gold[inside], predictions.given[inside]
        hits, counts = (gold & given).sum(axis=0), gold.sum(axis=0) + given.sum(axis=0)
        scores = [
            float(2 * hit / count) if support else None
            for hit, count, support in zip(hits, counts, gold.sum(axis=0), strict=True)
        ]
        rows.append((value, int(inside.sum()), scores))
    return rows
