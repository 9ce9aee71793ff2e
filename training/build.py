"""Build ``models/default`` from ``training/quotes.jsonl``.

    python -m training.build

The same data and the same library versions give the same predictions: nothing is drawn at random.
"""

import platform
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import scipy
import sklearn

import rhetoric
from rhetoric.classifier import QuoteClassifier, prevalence_weights
from rhetoric.embedding import load_embedding
from rhetoric.evaluation import Evaluation, align, evaluate_predictions
from rhetoric.store import EMBEDDING, save
from training.card import write_default_card
from training.data import QUOTES, Labelled, read_quotes

MODEL = Path(__file__).parent.parent / "models" / "default"


def build(data: Labelled) -> QuoteClassifier:
    """Return the default model, fitted to the training data."""
    classifier = QuoteClassifier(load_embedding(MODEL / EMBEDDING), n_jobs=-1)
    return classifier.fit(data.samples, data.labels, data.groups)


def measure(classifier: QuoteClassifier, data: Labelled) -> Evaluation:
    """Return figures for each label on the folds that were held out.

    A fold holds whole batches, each written in another register, so these figures tell how the
    model does on kinds of text that it has not seen.
    """
    names = classifier.labels_
    gold = np.array([[name in given for name in names] for given in data.labels])
    predictions = align(
        names,
        classifier.held_out_,
        classifier.model_.thresholds,
        data.labels,
        data.groups,
        prevalence_weights(gold, classifier.prevalence),
    )
    return evaluate_predictions(predictions)


def main() -> None:
    """Build the model, print what was measured and write it."""
    data = read_quotes()
    classifier = build(data)
    measured = measure(classifier, data)
    figures = {
        row.label: {
            "quotations": row.support,
            "f1": round(row.figures.f1.value, 3),
            "average_precision": round(row.figures.average_precision.value, 3),
        }
        for row in measured.measured.labels
    }
    parameters = {
        name: value
        for name, value in classifier.get_params(deep=False).items()
        if name not in ("embedding", "n_jobs")
    }
    manifest: dict[str, Any] = {
        "rhetoric": rhetoric.__version__,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "scikit-learn": sklearn.__version__,
        "data": QUOTES.name,
        "data_sha256": sha256(QUOTES.read_bytes()).hexdigest(),
        "quotations": len(data.samples),
        "parameters": parameters,
        "held_out": figures,
    }
    save(classifier.model_, MODEL, manifest)
    write_default_card(MODEL, classifier, data, measured, parameters)
    for label, values in figures.items():
        print(f"{label:15}", *(f"{name} {value}" for name, value in values.items()))
    print(f"{MODEL.name}: {len(data.samples)} quotations")


if __name__ == "__main__":
    main()
