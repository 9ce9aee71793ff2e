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
from sklearn.metrics import average_precision_score, f1_score

import rhetoric
from rhetoric.classifier import QuoteClassifier
from rhetoric.embedding import load_embedding
from rhetoric.store import EMBEDDING, save
from training.card import write_card
from training.data import QUOTES, Labelled, read_quotes

MODEL = Path(__file__).parent.parent / "models" / "default"


def build(data: Labelled) -> QuoteClassifier:
    """Return the default model, fitted to the training data."""
    classifier = QuoteClassifier(load_embedding(MODEL / EMBEDDING), n_jobs=-1)
    return classifier.fit(data.samples, data.labels, data.groups)


def measure(classifier: QuoteClassifier, data: Labelled) -> dict[str, dict[str, float]]:
    """Return figures for each label on the folds that were held out.

    A fold holds whole batches, each written in another register, so these figures tell how the
    model does on kinds of text that it has not seen.
    """
    figures = {}
    for i, label in enumerate(classifier.labels_):
        gold = np.array([label in given for given in data.labels])
        held_out = classifier.held_out_[:, i]
        given = held_out >= classifier.model_.thresholds[i]
        figures[label] = {
            "quotations": int(gold.sum()),
            "f1": round(float(f1_score(gold, given)), 3),
            "average_precision": round(float(average_precision_score(gold, held_out)), 3),
        }
    return figures


def main() -> None:
    """Build the model, print what was measured and write it."""
    data = read_quotes()
    classifier = build(data)
    figures = measure(classifier, data)
    manifest: dict[str, Any] = {
        "rhetoric": rhetoric.__version__,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "scikit-learn": sklearn.__version__,
        "data": QUOTES.name,
        "data_sha256": sha256(QUOTES.read_bytes()).hexdigest(),
        "quotations": len(data.samples),
        "parameters": {
            name: value
            for name, value in classifier.get_params(deep=False).items()
            if name not in ("embedding", "n_jobs")
        },
        "held_out": figures,
    }
    save(classifier.model_, MODEL, manifest)
    (MODEL / "CARD.md").write_text(write_card(classifier, data, figures), encoding="utf-8")
    for label, values in figures.items():
        print(f"{label:15}", *(f"{name} {value}" for name, value in values.items()))
    print(f"{MODEL.name}: {len(data.samples)} quotations")


if __name__ == "__main__":
    main()
