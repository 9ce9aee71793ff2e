"""Measure a model on the quotations of articles that nothing was learned or chosen from.

    python -m training.unseen                  # the shipped model
    python -m training.unseen models/ngrams

Its figures are honest as long as nobody looks into ``unseen.jsonl`` for what to write or to change.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from rhetoric.evaluation import Evaluation, align, evaluate_predictions
from rhetoric.labelling.model import LabelModel, gold_matrix
from rhetoric.labelling.store import load
from training.data import UNSEEN, Statement, read_own


def evaluate_unseen(model: LabelModel, statements: Sequence[Statement]) -> Evaluation:
    """Return the figures of a model that labels whole articles, as `rhetoric.analyze` does.

    Parameters
    ----------
    model : LabelModel
    statements : sequence of Statement
        The quotations of some articles.
    """
    articles = [statement.document for statement in statements]
    labelled = model.label([statement.sample for statement in statements], articles)
    gold = [statement.labels for statement in statements]
    found = np.array([[labels.probabilities[name] for name in model.labels] for labels in labelled])
    given = gold_matrix(model.labels, labelled)
    return evaluate_predictions(
        align(model.labels, found, model.thresholds, gold, articles, None, given)
    )


def main(arguments: Sequence[str]) -> None:
    """Print the figures of a model, label by label."""
    parser = argparse.ArgumentParser(prog="python -m training.unseen", allow_abbrev=False)
    parser.add_argument("model", type=Path, nargs="?", help="its folder; the shipped one if none")
    model = load(parser.parse_args(arguments).model)
    evaluation = evaluate_unseen(model, read_own(UNSEEN))
    print(f"{evaluation.quotations} quotations of {evaluation.predictions.group_count} articles")
    for label in evaluation.measured.labels:
        figures = label.figures
        print(
            f"{label.label:15} {label.support} have it, {label.given} are given it,",
            f"F1 {figures.f1.value:.2f} ({figures.f1.ends('.2f')}),",
            f"precision {figures.precision.value:.2f}, recall {figures.recall.value:.2f},",
            f"average precision {figures.average_precision.value:.2f}",
        )
    macro = evaluation.measured.macro.f1
    print(f"macro F1 {macro.value:.2f} ({macro.ends('.2f')})")


if __name__ == "__main__":
    main(sys.argv[1:])
