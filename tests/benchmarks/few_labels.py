"""Print what the encoder brings over n-grams where few quotations are labelled.

python -m tests.benchmarks.few_labels [SEEDS]

Mean average precision of a user's own labels (seeds/own_labels.jsonl, which the encoder has not
learned from), each quotation scored by a model that did not see it; and of the three shipped labels
on 2,000 quotations of training/quotes.jsonl, learned from 100 and 300 others. The encoder has
learned from the latter, so they tell what it is worth on text of its own kind.
"""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import StratifiedKFold

from rhetoric.labelling.encoder import load_encoder
from rhetoric.labelling.features import Features
from rhetoric.labelling.model import gold_matrix
from rhetoric.labelling.samples import Sample
from rhetoric.learning.labelled import read_labelled
from training.data import LABELS, read_own

SEEDS = Path(__file__).parent.parent.parent / "seeds" / "own_labels.jsonl"
KINDS = {
    "n-grams": Features(),
    "encoder": Features(load_encoder(), views=()),
    "both": Features(load_encoder()),
}


def precision(
    features: Features, samples: list[Sample], gold: NDArray[np.bool_], train: int, seed: int
) -> float:
    """Return the average precision, of one label, of models that learned from so many."""
    rows = np.random.default_rng(seed).permutation(len(samples))[: train + 2000]
    inside, outside = rows[:train], rows[train:]
    if not gold[inside].any() or not gold[outside].any():
        return float("nan")
    matrix = features.fit([samples[i] for i in inside]).transform([samples[i] for i in rows])
    learner = LogisticRegression(C=10.0, solver="liblinear").fit(matrix[:train], gold[inside])
    return float(average_precision_score(gold[outside], learner.decision_function(matrix[train:])))


def held_out(
    features: Features, samples: list[Sample], gold: NDArray[np.bool_], seed: int
) -> float:
    """Return the average precision of one label, each quotation scored from outside its fold."""
    scores = np.zeros(len(samples))
    for train, test in StratifiedKFold(5, shuffle=True, random_state=seed).split(gold, gold):
        matrix = features.fit([samples[i] for i in train]).transform(samples)
        learner = LogisticRegression(C=10.0, solver="liblinear").fit(matrix[train], gold[train])
        scores[test] = learner.decision_function(matrix[test])
    return float(average_precision_score(gold, scores))


if __name__ == "__main__":
    seeds = range(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
    labelled = read_labelled(SEEDS).distinct
    names = sorted(labelled.counts)
    own = gold_matrix(names, labelled.labels)
    for kind, features in KINDS.items():
        found = [held_out(features, labelled.samples, g, s) for g in own.T for s in seeds]
        print(f"{kind:8} own labels, {len(own)} quotations: {np.mean(found):.3f}")
    drawn = [s for s in read_own() if not s.newslike][::7]
    samples, gold = [s.sample for s in drawn], gold_matrix(LABELS, [s.labels for s in drawn])
    for train in (100, 300):
        for kind, features in KINDS.items():
            found = [precision(features, samples, g, train, s) for g in gold.T for s in seeds]
            print(f"{kind:8} shipped labels, {train} quotations: {np.nanmean(found):.3f}")
