"""How good a labelling model is on labelled quotations, and whether another one is better."""

from rhetoric.evaluation.compare import Comparison, Difference, compare
from rhetoric.evaluation.figures import Figure, Figures, LabelFigures, Measured
from rhetoric.evaluation.mistakes import Mistake
from rhetoric.evaluation.predictions import Predictions, align
from rhetoric.evaluation.results import Evaluation, evaluate, evaluate_predictions

__all__ = [
    "Comparison",
    "Difference",
    "Evaluation",
    "Figure",
    "Figures",
    "LabelFigures",
    "Measured",
    "Mistake",
    "Predictions",
    "align",
    "compare",
    "evaluate",
    "evaluate_predictions",
]
