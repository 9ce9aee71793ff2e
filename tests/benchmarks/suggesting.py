"""Print how fast a model learns from what is suggested, beside what is drawn at random.

python -m tests.benchmarks.suggesting [SEEDS]

Pool and test are 3,000 quotations each of training/quotes.jsonl, of different batches. A model
starts from 50 labelled at random and is given 50 more a round. Scores are means over the seeds on
the test quotations: average precision, which needs no threshold, and F1 at thresholds chosen by
cross-validation on what is labelled, both as means over the labels. The second setting has each
label on 8% of pool and test, closer to the news.
"""

import sys
import warnings
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score
from sklearn.model_selection import KFold

from rhetoric.labelling.features import Features
from rhetoric.labelling.linear import fold_weights
from rhetoric.labelling.model import LabelModel, gold_matrix
from rhetoric.labelling.samples import Sample
from rhetoric.learning.calibration import best_threshold
from rhetoric.learning.labelled import LabelledRecord
from rhetoric.learning.suggest import suggest
from training.data import LABELS, read_own

FIRST, STEP, LAST = 50, 50, 400
SIZE = 3000
RARE = 0.08

Rows = NDArray[np.int64]
Gold = NDArray[np.bool_]


class Half(NamedTuple):
    """Quotations with their features and labels."""

    samples: list[Sample]
    matrix: Any
    gold: Gold


Pick = Callable[[LabelModel, Half, list[int], np.random.Generator], Sequence[int]]


def setting(seed: int, share: float | None) -> tuple[Features, Half, Half]:
    """Draw a pool and a test from different batches; bring each label to a share."""
    data = [statement for statement in read_own() if not statement.newslike]
    groups = [statement.document for statement in data]
    gold = gold_matrix(LABELS, [statement.labels for statement in data])
    rng = np.random.default_rng(seed)
    batches = rng.permutation(sorted(set(groups)))
    inside = np.isin(groups, batches[: len(batches) // 2])
    drawn = [
        _draw(rng.permutation(np.flatnonzero(rows)), gold, share) for rows in (inside, ~inside)
    ]
    samples = [[data[row].sample for row in rows] for rows in drawn]
    features = Features().fit(samples[0])
    pool, test = (
        Half(part, features.transform(part), gold[rows])
        for part, rows in zip(samples, drawn, strict=True)
    )
    return features, pool, test


def _draw(rows: Rows, gold: Gold, share: float | None) -> Rows:
    if share is None:
        return rows[:SIZE]
    left = np.full(gold.shape[1], round(share * SIZE))
    kept: list[int] = []
    free = SIZE - int(left.sum())
    for row in rows:
        has = gold[row]
        if has.any() and (left[has] > 0).all():
            left -= has
            kept.append(int(row))
        elif not has.any() and free:
            free -= 1
            kept.append(int(row))
    return np.array(kept, dtype=np.int64)


def learn(features: Features, matrix: Any, gold: Gold) -> LabelModel:
    """Fit one logistic regression a label, and choose thresholds on held-out folds."""
    coef, intercept = _fit(matrix, gold)
    held_out = np.zeros(gold.shape)
    for train, test in KFold(5, shuffle=True, random_state=0).split(gold):
        weights, offset = _fit(matrix[train], gold[train])
        held_out[test] = 1 / (1 + np.exp(-(matrix[test] @ weights.T + offset)))
    ones = np.ones(len(gold))
    thresholds = np.array(
        [
            best_threshold(held_out[:, i], column, ones) if column.any() else 0.5
            for i, column in enumerate(gold.T)
        ]
    )
    unit = np.ones(len(LABELS))
    scorer = fold_weights(features, coef, intercept)
    bands = np.stack([thresholds, thresholds], axis=1)
    return LabelModel(LABELS, scorer, unit, unit * 0, thresholds, bands, unit * 0)


def _fit(matrix: Any, gold: Gold) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    used = np.unique(matrix.indices)
    coef = np.zeros((gold.shape[1], matrix.shape[1]), dtype=np.float64)
    # a label that was not met yet, or on everything, is as good as certain
    intercept = np.where(gold.any(axis=0), 5.0, -5.0)
    for i, column in enumerate(gold.T):
        if column.any() and not column.all():
            learner = LogisticRegression(C=10.0, max_iter=300).fit(matrix[:, used], column)
            coef[i, used], intercept[i] = learner.coef_[0], learner.intercept_[0]
    return coef, intercept


def at_random(_: LabelModel, pool: Half, known: list[int], rng: np.random.Generator) -> list[int]:
    """Draw the next round."""
    rest = np.setdiff1d(np.arange(len(pool.samples)), known)
    return [int(row) for row in rng.choice(rest, STEP, replace=False)]


def suggested(model: LabelModel, pool: Half, known: list[int], _: np.random.Generator) -> list[int]:
    """Ask the library for the next round."""
    done = set(known)
    records = [
        {"text": sample.text, "context": sample.context, "id": str(row)}
        for row, sample in enumerate(pool.samples)
        if row not in done
    ]
    labelled = [LabelledRecord(pool.samples[row].text, ()) for row in known]
    return [int(found.record.id) for found in suggest(records, model, STEP, labelled)]


def curve(seed: int, share: float | None, pick: Pick) -> list[tuple[float, float]]:
    """Return average precision and F1 after each round."""
    features, pool, test = setting(seed, share)
    rng = np.random.default_rng(seed)
    known = [int(row) for row in rng.choice(len(pool.samples), FIRST, replace=False)]
    scores = []
    while True:
        model = learn(features, pool.matrix[known], pool.gold[known])
        found = model.predict_proba(test.samples)
        precision = np.mean(
            [average_precision_score(g, p) for g, p in zip(test.gold.T, found.T, strict=True)]
        )
        f1 = f1_score(test.gold, found >= model.thresholds, average="macro", zero_division=0)
        scores.append((float(precision), float(f1)))
        if len(known) >= LAST:
            return scores
        known += pick(model, pool, known, rng)


def main(seeds: int) -> None:
    """Print the curves of both settings."""
    sizes = range(FIRST, LAST + 1, STEP)
    for share in (None, RARE):
        print("labels as in the data" if share is None else f"each label on {share:.0%}")
        print(f"{'labelled':28s}", *(f"{size:6d}" for size in sizes))
        for name, pick in (("random", at_random), ("suggest", suggested)):
            runs = np.array([curve(seed, share, pick) for seed in range(seeds)])
            for i, score in enumerate(("average precision", "F1")):
                means = runs[:, :, i].mean(axis=0)
                print(f"{name + ', ' + score:28s}", *(f"{mean:6.3f}" for mean in means), flush=True)


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
