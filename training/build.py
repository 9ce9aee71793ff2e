"""Build ``models/ngrams`` and ``models/default`` from the labelled statements.

    python -m training.build --real REAL.jsonl             # three minutes on one core
    python -m training.build --real REAL.jsonl --check     # only compare with what is there

REAL.jsonl is put together by ``training/assemble.py``. The encoder is there already, fine-tuned by
``training/encoder.py``; ``held_out.jsonl`` holds what encoders that did not see a document said of
its statements, and calibration, thresholds and the gate are learned from that. The same data and
the same library versions give the same predictions: what is drawn at random has a fixed seed.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast
from zlib import crc32

import numpy as np
from sklearn.linear_model import LogisticRegression

from rhetoric.arrays import Booleans, Floats, Integers
from rhetoric.evaluation import Evaluation, align, evaluate_predictions
from rhetoric.labelling.encoder import Encoder, load_encoder
from rhetoric.labelling.features import Features
from rhetoric.labelling.linear import LinearScorer, fold_weights
from rhetoric.labelling.model import Gate, LabelModel, gold_matrix
from rhetoric.labelling.saving import save, versions
from rhetoric.labelling.store import digest, load
from rhetoric.learning.calibration import Calibration, calibrate
from rhetoric.learning.fitting import Fitter, Lessons
from rhetoric.learning.train import figures_of
from training.card import write_shipped_card
from training.data import (
    HELD_OUT,
    LABELS,
    QUOTES,
    UNSEEN,
    Statement,
    read_held_out,
    read_own,
    read_real,
)
from training.unseen import evaluate_unseen

MODELS = Path(__file__).parent.parent / "models"
# The share of quotations that an article is taken to have of a label before its other quotations
# are read: the lower it is, the more they tell each other. Chosen on held-out articles: F1 of
# commemoration is 0.69 on the news and 0.66 on written ones; without the article 0.43 and 0.66,
# with 0.05 0.64 and 0.66.
SHARE = 0.08
# the gate may cost this share of the labels that the encoder rightly gives
LOST = 0.01
# how little heads and n-grams are penalised, chosen on the folds; vectors have length 1
C_HEADS, C_NGRAMS = 10.0, 5.0
# the labels that an article is about, rather than somebody in it; chosen on the folds
THEMES = ("commemoration",)
_PARTS = 5
# weights of n-grams are stored in half precision
_SAME = 0.01
_NGRAMS = Fitter(Features(), None)
_SETTINGS = [{"C": C_NGRAMS}] * len(LABELS)


@dataclass(frozen=True, slots=True)
class Data:
    """What the models learn from and are measured on.

    Attributes
    ----------
    statements : list of Statement
        All: those that were written, and the real ones.
    seen : array of bool, shape (statements,)
        Whether encoders that did not see the statement have said something of it.
    said : array, shape (statements, labels)
        What they said; only where ``seen``.
    """

    statements: list[Statement]
    seen: Booleans
    said: Floats

    @property
    def for_ngrams(self) -> Booleans:
        """Which statements n-grams learn from: the real ones and the single written ones.

        Articles and pairs, whose sides share most of their words, lead them astray.
        """
        return ~np.array([statement.newslike for statement in self.statements])

    @property
    def gold(self) -> Booleans:
        """Which labels each statement has."""
        return gold_matrix(LABELS, [s.labels for s in self.statements])


def read_data(real: Path, held_out: Path = HELD_OUT) -> Data:
    """Read all statements, and what held-out encoders said of some."""
    statements = [*read_own(), *read_real(real)]
    scores = read_held_out(held_out)
    found = [scores.get(statement.key) for statement in statements]
    nothing = (np.nan,) * len(LABELS)
    return Data(
        statements,
        np.array([one is not None for one in found]),
        np.array([nothing if one is None else one for one in found]),
    )


def held_out_ngrams(data: Data) -> Floats:
    """Return the scores that n-grams give the statements seen, learned without their fold."""
    folds = np.array([statement.fold for statement in data.statements])
    taught = data.for_ngrams
    samples = [statement.sample for statement in data.statements]
    gold = data.gold
    lessons = Lessons(samples, gold, np.ones_like(gold))
    found = np.full(gold.shape, np.nan)
    for fold in set(folds[data.seen]):
        inside, outside = np.flatnonzero(taught & (folds != fold)), np.flatnonzero(folds == fold)
        found[outside] = _NGRAMS.held_out(lessons.of(inside), lessons.of(outside), _SETTINGS[:1])[0]
    return found


def fit_ngrams(data: Data) -> LinearScorer:
    """Return n-grams fitted to all statements that they learn from."""
    taught = np.flatnonzero(data.for_ngrams)
    samples = [data.statements[row].sample for row in taught]
    gold = data.gold[taught]
    lessons = Lessons(samples, gold, np.ones_like(gold))
    return cast("LinearScorer", _NGRAMS.scorer(lessons, _SETTINGS))


def fit_heads(statements: Sequence[Statement], encoder: Encoder) -> LinearScorer:
    """Return linear heads over an encoder, fitted to what it learned last of these statements."""
    statements = [s for s in statements if s.newslike or not s.written]
    samples = [statement.sample for statement in statements]
    features = Features(encoder, views=())
    matrix = features.fit_transform(samples)
    gold = gold_matrix(LABELS, [statement.labels for statement in statements])
    heads = [LogisticRegression(C=C_HEADS, max_iter=2000).fit(matrix, of) for of in gold.T]
    coef = np.concatenate([head.coef_ for head in heads])
    return fold_weights(features, coef, np.concatenate([head.intercept_ for head in heads]))


def assemble_model(
    scorer: LinearScorer, scores: Floats, data: Data, measured: Integers, themes: Sequence[str]
) -> tuple[LabelModel, Calibration]:
    """Return a model with a scorer, its probabilities and thresholds learned from held-out scores.

    Parameters
    ----------
    scorer : LinearScorer
    scores : array, shape (statements, labels)
        What scorers that were fitted without a statement's fold gave it.
    data : Data
    measured : array of int
        The statements that calibration and thresholds are learned from.
    themes : sequence of str
        The labels that the quotations of an article tell each other about.
    """
    gold = data.gold[measured]
    # whole documents; a decision is told by a threshold that the other parts gave
    parts = np.array([crc32(data.statements[row].document.encode()) % _PARTS for row in measured])
    found = calibrate(
        scores[measured],
        gold,
        np.ones(gold.shape),
        [np.flatnonzero(parts == part) for part in range(_PARTS)],
    )
    shares = np.array([SHARE if label in themes else 0.0 for label in LABELS])
    model = LabelModel(
        LABELS, scorer, found.slope, found.offset, found.thresholds, found.bands, shares
    )
    return model, found


def choose_bounds(quick: Floats, slow: Floats, thresholds: Floats, gold: Any) -> Floats:
    """Return the bounds below which the gate decides.

    One share of each label's threshold for all labels, the largest with which the gate keeps all
    but `LOST` of the labels that the slow model rightly gives.

    Parameters
    ----------
    quick, slow : array, shape (statements, labels)
        Held-out probabilities of both models.
    thresholds : array, shape (labels,)
        Of the slow model.
    gold : array of bool, shape (statements, labels)
    """
    right = (slow >= thresholds) & gold
    # what share of a threshold the likeliest label of each statement reaches
    reached = quick.max(axis=1)
    needed = np.sort(np.repeat(reached, right.sum(axis=1)))
    return np.full(len(LABELS), needed[int(LOST * len(needed))])


@dataclass(frozen=True, slots=True)
class Built:
    """A shipped model and what was measured of it.

    Attributes
    ----------
    model : LabelModel
    evaluation : Evaluation
        On real statements that were held out.
    registers : list of str
        The register of each of these.
    """

    model: LabelModel
    evaluation: Evaluation
    registers: list[str]


def build(data: Data) -> dict[str, Built]:
    """Return the shipped models, by name."""
    # doubtful labels too: words on the border are met at work, and without them thresholds rise
    measured = np.flatnonzero(data.seen & ~np.array([s.written for s in data.statements]))
    quick, quick_found = assemble_model(
        fit_ngrams(data), held_out_ngrams(data), data, measured, themes=()
    )
    heads = fit_heads(data.statements, load_encoder())
    slow, slow_found = assemble_model(heads, data.said, data, measured, THEMES)
    bounds = choose_bounds(
        quick_found.held_out, slow_found.held_out, slow.thresholds, data.gold[measured]
    )
    quick = replace(quick, manifest={"name": "ngrams"})
    slow = replace(slow, gate=Gate(quick, bounds, tuple(range(len(LABELS)))))
    return {
        "ngrams": measure(quick, quick_found, data, measured),
        "default": measure(slow, slow_found, data, measured),
    }


def measure(model: LabelModel, found: Calibration, data: Data, rows: Integers) -> Built:
    """Return a model with its figures on statements that were held out, those in doubt left out."""
    sure = np.array([data.statements[row].sure for row in rows])
    statements = [data.statements[row] for row in rows[sure]]
    predictions = align(
        LABELS,
        found.held_out[sure],
        model.thresholds,
        [s.labels for s in statements],
        [s.document for s in statements],
        None,
        found.decided[sure],
    )
    return Built(model, evaluate_predictions(predictions), [s.register for s in statements])


def write(name: str, built: Built, data: Data, folder: Path = MODELS) -> None:
    """Write a shipped model with its manifest and its card."""
    manifest: dict[str, Any] = {
        **versions(),
        "name": name,
        "data": f"{QUOTES.name} and the real statements of real.jsonl",
        "data_sha256": digest(QUOTES),
        "held_out_sha256": digest(HELD_OUT),
        "statements": len(data.statements),
        "held_out": figures_of(built.evaluation),
    }

    def write_card(work: Path) -> None:
        write_shipped_card(
            work,
            name,
            built.model,
            built.evaluation,
            registers=built.registers,
            folds=len({s.fold for s, seen in zip(data.statements, data.seen, strict=True) if seen}),
            statements=data.statements,
            unseen=evaluate_unseen(built.model, read_own(UNSEEN)),
        )

    save(built.model, folder / name, manifest, write_card)


def differing(name: str, built: Built, data: Data) -> float:
    """Return by how much the probabilities of a model that is there differ at most."""
    some = [statement.sample for statement in data.statements[::50]]
    shipped = load(MODELS / name)
    return float(np.abs(shipped.predict_proba(some) - built.model.predict_proba(some)).max())


def main(arguments: Sequence[str]) -> int:
    """Build the models, print what was measured and write them; or compare with those there."""
    parser = argparse.ArgumentParser(prog="python -m training.build", allow_abbrev=False)
    parser.add_argument("--real", type=Path, required=True, help="see training/assemble.py")
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    given = parser.parse_args(arguments)
    data = read_data(given.real)
    off = 0.0
    for name, built in build(data).items():
        for label, values in figures_of(built.evaluation).items():
            print(
                f"{name:8} {label:15}", *(f"{figure} {value}" for figure, value in values.items())
            )
        if given.check:
            off = max(off, differing(name, built, data))
        else:
            write(name, built, data)
    if given.check:
        print(f"probabilities differ by {off:.4f} at most")
    return int(off > _SAME)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
