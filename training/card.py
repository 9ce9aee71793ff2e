"""The model card: a template whose slots are filled with what was measured."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from rhetoric.classifier import QuoteClassifier, prevalence_weights
from training.data import Labelled

_DRAWS = 500
_BINS = 10

TEMPLATE = """# Model card: default

Labels quotations of speeches, official posts and news in English with {labels}, or none.
Built by `python -m training.build` from {quotations:,} quotations; `manifest.json` has versions
and hashes.

## For and not for

For sorting and counting large numbers of quotations by what their words do, with a reader at the
end. Not for judging persons, nor for truth or intent; not for other languages; not, without a
reader, for single cases. Labels follow `training/CODEBOOK.md`.

## Model

One logistic regression a label over hashed n-grams of the quotation and, apart, of its carrier,
and the mean of word-piece vectors distilled from all-MiniLM-L6-v2 (Apache-2.0; see NOTICE).
Probabilities are calibrated (Platt) to a label that {prevalence:.0%} of quotations have.

## Data

{quotations:,} quotations written for this project in {batches} batches, each in another
register or on another border of the codebook; none was collected, and none of the words is
anybody's. {none:,} have no label, {hard:,} of these share vocabulary or subject with a label.
Agreement of readers: see the codebook.

## Figures

On folds that hold out whole batches, so always on kinds of text that the fold had not seen. The
written data has more positives and more borderline cases than the news. Intervals are 95%, by
bootstrap.

| label | quotations | F1 | interval | average precision | threshold | calibration error |
|---|---|---|---|---|---|---|
{rows}

F1 by register:

| register |{heads}
|---|{rules}
{registers}

## Calibration

Expected against observed share, held out, weighted to the expected prevalence, ten bins of equal
count:

{reliability}

## Where it fails

Negation and irony turn a label only where single words tell them; words of opponents that the
speaker rejects are often taken for the speaker's; short fragments depend on a carrier that may
not tell.
`python -m training.behaviour` lists pairs that fail.
"""


def write_card(
    classifier: QuoteClassifier, data: Labelled, figures: Mapping[str, Mapping[str, float]]
) -> str:
    """Return the card of a fitted classifier.

    Parameters
    ----------
    classifier : QuoteClassifier
    data : Labelled
        What it was fitted to.
    figures : mapping
        For each label, what `training.build.measure` returns.
    """
    names = classifier.labels_
    gold = np.array([[name in given for name in names] for given in data.labels])
    held_out = classifier.held_out_
    given = held_out >= classifier.model_.thresholds
    weights = prevalence_weights(gold, classifier.prevalence)
    rows = []
    for i, name in enumerate(names):
        low, high = _interval(gold[:, i], given[:, i])
        rows.append(
            f"| {name} | {figures[name]['quotations']:,} | {figures[name]['f1']:.2f} "
            f"| {low:.2f} to {high:.2f} "
            f"| {figures[name]['average_precision']:.2f} "
            f"| {classifier.model_.thresholds[i]:.2f} "
            f"| {_calibration_error(held_out[:, i], gold[:, i], weights[:, i]):.3f} |"
        )
    return TEMPLATE.format(
        labels=", ".join(f"`{name}`" for name in names),
        quotations=len(data.samples),
        prevalence=classifier.prevalence or gold.mean(),
        batches=len(set(data.groups)),
        none=int((~gold.any(axis=1)).sum()),
        hard=sum(data.hard),
        rows="\n".join(rows),
        heads="".join(f" {name} |" for name in names),
        rules="---|" * len(names),
        registers="\n".join(_register_rows(gold, given, data.registers)),
        reliability="\n".join(_reliability(names, held_out, gold, weights)),
    )


def _register_rows(
    gold: NDArray[np.bool_], given: NDArray[np.bool_], registers: Sequence[str]
) -> list[str]:
    rows = []
    for register in sorted(set(registers)):
        inside = np.array([r == register for r in registers])
        scores = (f1_score(gold[inside, i], given[inside, i]) for i in range(gold.shape[1]))
        shown = "".join(f" {score:.2f} |" for score in scores)
        rows.append(f"| {register} ({inside.sum():,}) |{shown}")
    return rows


def _interval(gold: NDArray[np.bool_], given: NDArray[np.bool_]) -> tuple[float, float]:
    rng = np.random.default_rng(0)
    scores = []
    for _ in range(_DRAWS):
        rows = rng.integers(0, len(gold), len(gold))
        hits = (gold[rows] & given[rows]).sum()
        scores.append(2 * hits / (gold[rows].sum() + given[rows].sum()))
    low, high = np.quantile(scores, [0.025, 0.975])
    return float(low), float(high)


def _bins(
    expected: NDArray[np.float64], gold: NDArray[np.bool_], weights: NDArray[np.float64]
) -> list[tuple[float, float, float]]:
    """Return, for each bin, its weight and the expected and observed share."""
    order = np.argsort(expected, kind="stable")
    result = []
    for rows in np.array_split(order, _BINS):
        weight = weights[rows].sum()
        result.append(
            (
                float(weight / weights.sum()),
                float(np.average(expected[rows], weights=weights[rows])),
                float(np.average(gold[rows], weights=weights[rows])),
            )
        )
    return result


def _calibration_error(
    expected: NDArray[np.float64], gold: NDArray[np.bool_], weights: NDArray[np.float64]
) -> float:
    return sum(share * abs(said - seen) for share, said, seen in _bins(expected, gold, weights))


def _reliability(
    names: Sequence[str],
    held_out: NDArray[np.float64],
    gold: NDArray[np.bool_],
    weights: NDArray[np.float64],
) -> list[str]:
    lines = []
    for i, name in enumerate(names):
        pairs = _bins(held_out[:, i], gold[:, i], weights[:, i])
        shown = ", ".join(f"{said:.2f} → {seen:.2f}" for _, said, seen in pairs[-5:])
        lines.append(f"- {name} (upper five bins): {shown}")
    return lines
