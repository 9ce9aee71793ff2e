"""From labelled quotations to a model."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from rhetoric.arguments import each_of
from rhetoric.arrays import Booleans
from rhetoric.errors import InputError, TrainingError
from rhetoric.evaluation import Evaluation, align, evaluate_predictions
from rhetoric.labelling.encoder import load_encoder
from rhetoric.labelling.features import Features
from rhetoric.labelling.model import gold_matrix
from rhetoric.learning.calibration import prevalence_weights
from rhetoric.learning.classifier import QuoteClassifier
from rhetoric.learning.folds import FEWEST_POSITIVES, check_labels
from rhetoric.learning.labelled import (
    Labelled,
    LabelledRecord,
    answer_of,
    folded,
    read_labelled,
)
from rhetoric.learning.swapped import check_savable
from rhetoric.learning.trained import Trained, figures_of
from rhetoric.lexicon.shipped import find_shipped

__all__ = ["Trained", "as_labelled", "base_path", "figures_of", "rare_labels", "train"]

# the penalty that the learner has by default, and one about three times as strong
GRID = {"C": (10.0, 3.0), "class_weight": (None, "balanced")}
DEFAULT = "default"


def train(
    records: Labelled | Iterable[LabelledRecord | Mapping[str, Any]],
    *,
    base: Path | str | None = None,
    features: Any = None,
    estimator: Any = None,
    grid: Mapping[str, Sequence[Any]] | None = None,
    folds: int = 5,
    prevalence: float | None = None,
    drop_rare: bool = False,
    n_jobs: int | None = None,
    report: Callable[[int, int], object] | None = None,
) -> Trained:
    """Train a model on labelled quotations, and measure it on folds that were held out.

    Parameters
    ----------
    records : Labelled, or iterable of LabelledRecord or mapping
        As `rhetoric.read_labelled` gives them; a mapping has what a line of our JSONL has: ``text``
        and ``labels`` and, where they are known, ``context`` and ``group``.
    base : pathlib.Path or str, optional
        A file of labelled quotations to learn from besides, or "default" for those of the shipped
        model. Each label is learned from the data that has it: labels that both have from both,
        the others from one. Quotations of the base that stand in the data are left out.
    features, estimator, folds, prevalence, n_jobs
        As in `QuoteClassifier`; features are those of the shipped model when left out. What a model
        could not be saved with is refused: `rhetoric.learning.swapped` names what can be.
    grid : mapping, optional
        Settings to choose from for each label; some strengths of the penalty, with and without
        balanced classes, when left out and no estimator is given.
    drop_rare : bool
        Leave out the labels that fewer than 8 quotations have, instead of refusing to learn them;
        the quotations stay, as examples of what the other labels are not.
    report : callable, optional
        Told, after each step, how many are done and how many there are.

    Returns
    -------
    Trained

    Raises
    ------
    TrainingError
        When a label is on fewer than 8 quotations or on all of them, or there is none, or all
        quotations are of one group; when a mapping has no text, or labels that are no names.
    InputError
        When the base cannot be read.
    ModelError
        When a model with these features or this estimator could not be saved.
    TypeError
        When the records are a path, a text or one record alone.
    ValueError
        When fewer than two folds are asked for.

    Examples
    --------
    >>> from rhetoric import read_labelled
    >>> trained = train(read_labelled("seeds/own_labels.jsonl"))
    >>> trained.classifier.labels_
    ('blame', 'promise')
    """
    given = as_labelled(records)
    rare = rare_labels(given) if drop_rare else {}
    labelled = replace(given, records=tuple(_without(record, rare) for record in given.records))
    labelled = labelled.distinct
    names = tuple(labelled.counts)
    check_labels(names, gold_matrix(names, labelled.labels))
    check_savable(features, estimator)
    besides = Labelled(()) if base is None else _besides(base_path(base), labelled)
    classifier = QuoteClassifier(
        Features(load_encoder()) if features is None else features,
        estimator,
        grid=GRID if grid is None and estimator is None else grid,
        folds=folds,
        prevalence=prevalence,
        n_jobs=n_jobs,
    )
    classifier.fit(
        [*labelled.samples, *besides.samples],
        [*labelled.labels, *besides.labels],
        [*labelled.groups, *besides.groups],
        known=_known(labelled, besides),
        report=report,
    )
    return Trained(
        classifier,
        labelled,
        _measured(classifier, labelled),
        duplicates=len(given.duplicates),
        contradictions=len(given.contradictions),
        base=str(base or ""),
        rare=rare,
    )


def rare_labels(labelled: Labelled) -> dict[str, int]:
    """Return the labels that too few quotations have to be learned, with how many these are.

    Parameters
    ----------
    labelled : Labelled
        Duplicates count once.

    Examples
    --------
    >>> rare_labels(as_labelled([{"text": "We mourn.", "labels": ["memory"]}]))
    {'memory': 1}
    """
    counts = labelled.distinct.counts
    return {label: count for label, count in counts.items() if count < FEWEST_POSITIVES}


def _without(record: LabelledRecord, names: Iterable[str]) -> LabelledRecord:
    """Return a quotation without some labels."""
    return replace(record, labels=tuple(label for label in record.labels if label not in names))


def _measured(classifier: QuoteClassifier, labelled: Labelled) -> Evaluation:
    """Return the figures on quotations that the classifier was fitted to, before those of a base.

    Each was predicted, and its labels decided, by folds that did not hold it.
    """
    names, count = classifier.labels_, len(labelled.records)
    weights = None
    if classifier.prevalence is not None:
        weights = prevalence_weights(gold_matrix(names, labelled.labels), classifier.prevalence)
    predictions = align(
        names,
        classifier.held_out_[:count],
        classifier.model_.thresholds,
        labelled.labels,
        [record.group or None for record in labelled.records],
        weights,
        classifier.held_out_labels_[:count],
    )
    return evaluate_predictions(predictions)


def as_labelled(records: Labelled | Iterable[LabelledRecord | Mapping[str, Any]]) -> Labelled:
    """Return records of any kind as `Labelled`.

    Parameters
    ----------
    records : Labelled, or iterable of LabelledRecord or mapping
        As `train` takes them.

    Raises
    ------
    TypeError
        When they are a path, a text or one record alone.
    TrainingError
        When a mapping is no labelled quotation; the message names it by its place, from 1 on.
    """
    if isinstance(records, Labelled):
        return records
    given = each_of(
        records,
        "records",
        object,
        "records",
        "; rhetoric.read_labelled(path) reads those of a file",
    )
    return Labelled(tuple(_record(one, f"record {n}") for n, one in enumerate(given, 1)))


def _record(given: object, source: str) -> LabelledRecord:
    """Read a mapping as the readers of files do."""
    found = given if isinstance(given, LabelledRecord) else answer_of(given, source)
    if isinstance(found, InputError):
        raise TrainingError(str(found))
    return found


def _besides(path: Path, labelled: Labelled) -> Labelled:
    """Read a base, without the words that are labelled: a fold must not learn what it tests."""
    base = read_labelled(path)
    words = {folded(record.text) for record in labelled.records}
    return replace(base, records=tuple(r for r in base.records if folded(r.text) not in words))


def _known(labelled: Labelled, besides: Labelled) -> Booleans:
    """Return whether each quotation was labelled for each label, shape (quotations, labels)."""
    names = sorted({*labelled.counts, *besides.counts})
    told = np.array([[name in part.counts for name in names] for part in (labelled, besides)])
    return np.repeat(told, [len(labelled.records), len(besides.records)], axis=0)


def base_path(base: Path | str) -> Path:
    """Return the file of a base.

    Parameters
    ----------
    base : pathlib.Path or str
        A path, or "default" for the shipped model's training data.

    Raises
    ------
    ModelError
        When the shipped model's data is not there.
    """
    if base != DEFAULT:
        return Path(base)
    return find_shipped("models/quotes.jsonl", "training/quotes.jsonl")
