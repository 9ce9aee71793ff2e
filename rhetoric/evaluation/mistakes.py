"""The mistakes that a model makes most confidently, with the words that led it there."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rhetoric.errors import ModelError
from rhetoric.evaluation.predictions import Predictions
from rhetoric.labelling.model import LabelModel
from rhetoric.labelling.samples import Sample
from rhetoric.types import Evidence

# how many mistakes a page lists, and how many tokens of each: what is read at a sitting
_WORST, _TOP = 20, 6


@dataclass(frozen=True, slots=True)
class Mistake:
    """One label of one quotation that the model got wrong.

    Attributes
    ----------
    record : int
        Which quotation of the data it is, the first being 1.
    sample : Sample
        The quotation and its carrier.
    label : str
        The label's name.
    missed : bool
        The quotation has the label and was not given it; otherwise it was given it wrongly.
    probability : float
        That the quotation has the label, by the model.
    threshold : float
        The probability from which on the label is given.
    evidence : tuple of Evidence
        What each token of the quotation and of its context adds to the label's score; empty where
        the model's learner is one whose score does not split over tokens.
    """

    record: int
    sample: Sample
    label: str
    missed: bool
    probability: float
    threshold: float
    evidence: tuple[Evidence, ...]

    @property
    def top(self) -> tuple[Evidence, ...]:
        """The tokens that weigh most towards the mistake, the heaviest first."""
        sign = -1 if self.missed else 1
        led = [e for e in self.evidence if sign * e.weight > 0]
        return tuple(sorted(led, key=lambda e: -abs(e.weight))[:_TOP])

    def to_dict(self) -> dict[str, object]:
        """Return the mistake with its heaviest tokens."""
        return {
            "record": self.record,
            "text": self.sample.text,
            "context": self.sample.context,
            "label": self.label,
            "mistake": "missed" if self.missed else "wrongly given",
            "probability": round(self.probability, 4),
            "threshold": round(self.threshold, 4),
            "evidence": [
                {"token": e.text, "source": e.source, "weight": round(e.weight, 4)}
                for e in self.top
            ],
        }


def worst_mistakes(
    predictions: Predictions, model: LabelModel, samples: Sequence[Sample]
) -> tuple[Mistake, ...]:
    """Return the most confident mistakes, the worst first.

    How wrong one is, is how far its probability lies beyond the threshold, as a share of the room
    on that side: so misses and wrongly given labels compare, whatever the threshold.

    Parameters
    ----------
    predictions : Predictions
        What the model says of the quotations.
    model : LabelModel
        The model that made them.
    samples : sequence of Sample
        The quotations, in the order of the predictions.
    """
    said, least = predictions.probabilities, predictions.thresholds
    missed = (least - said) / np.maximum(least, 1e-9)
    wrongly_given = (said - least) / np.maximum(1 - least, 1e-9)
    how_wrong = np.where(predictions.gold, missed, wrongly_given)
    rows, columns = np.nonzero(predictions.gold != predictions.given)
    order = np.argsort(-how_wrong[rows, columns], kind="stable")[:_WORST]
    return tuple(
        Mistake(
            row + 1,
            samples[row],
            predictions.labels[column],
            bool(predictions.gold[row, column]),
            float(said[row, column]),
            float(least[column]),
            _evidence(model, samples[row], predictions.labels[column]),
        )
        for row, column in zip(rows[order].tolist(), columns[order].tolist(), strict=True)
    )


def _evidence(model: LabelModel, sample: Sample, label: str) -> tuple[Evidence, ...]:
    try:
        return tuple(model.explain(sample)[label])
    except ModelError:  # a swapped learner need not split its score
        return ()
