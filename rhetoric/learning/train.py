"""From labelled quotations to a model, its figures and its card."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rhetoric.errors import InputError, TrainingError
from rhetoric.learning.labelled import (
    FEWEST_POSITIVES,
    Labelled,
    LabelledRecord,
    Note,
    answer_of,
    check_trainable,
    folded,
    read_labelled,
)
from rhetoric.lexicon.shipped import find_shipped

if TYPE_CHECKING:
    from rhetoric.evaluation import Evaluation
    from rhetoric.learning.classifier import QuoteClassifier, Report

# the penalty that the learner has by default, and one about three times as strong
GRID = {"C": (10.0, 3.0), "class_weight": (None, "balanced")}
DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, what it learned from and how good it is.

    Attributes
    ----------
    classifier : QuoteClassifier
        Fitted; its ``model_`` labels quotations.
    labelled : Labelled
        What it learned from, without duplicates and without the base.
    evaluation : Evaluation
        On these quotations, each by a model from folds that did not hold it.
    duplicates : int
        Quotations left out because their words and labels stand in the data before.
    contradictions : int
        Quotations whose words stand there before with other labels; they were kept.
    base : str
        What was learned from besides, or "".
    rare : mapping of str to int
        Labels that were left out because too few quotations have them, with how many these were.
    """

    classifier: "QuoteClassifier"
    labelled: Labelled = field(repr=False)
    evaluation: "Evaluation" = field(repr=False)
    duplicates: int = 0
    contradictions: int = 0
    base: str = ""
    rare: Mapping[str, int] = field(default_factory=dict)

    def save(self, folder: Path | str) -> None:
        """Write the model, its manifest and its card to a folder, whole or not at all.

        Parameters
        ----------
        folder : pathlib.Path or str
            Made where there is none; a model in it is replaced.

        Raises
        ------
        ModelError
            When the folder cannot be written, or a swapped estimator cannot be kept.
        """
        path = Path(folder)
        manifest = {
            "data_sha256": data_hash(self.labelled.records),
            "quotations": len(self.labelled.records),
            "base": self.base,
            "rare": dict(self.rare),
            "seed": 0,
            "held_out": figures_of(self.evaluation),
        }
        self.classifier.save(path, manifest, lambda work: self._write_card(work, path.name))

    def _write_card(self, folder: Path, name: str) -> None:
        from rhetoric.learning.card import write_card

        training = training_of(self.classifier)
        counted = replace(training, duplicates=self.duplicates, contradictions=self.contradictions)
        write_card(folder, self.evaluation, counted, name=name)


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
    report: "Report | None" = None,
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
    from rhetoric.learning.classifier import QuoteClassifier
    from rhetoric.learning.swapped import check_savable

    given = as_labelled(records)
    rare = rare_labels(given) if drop_rare else {}
    labelled = _unlabelled(given, rare).distinct
    check_trainable(labelled)
    check_savable(features, estimator)
    besides = Labelled(()) if base is None else _without(read_labelled(base_path(base)), labelled)
    classifier = QuoteClassifier(
        _features() if features is None else features,
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
        measure(classifier, labelled.labels, [record.group or None for record in labelled.records]),
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


def _unlabelled(labelled: Labelled, names: Collection[str]) -> Labelled:
    """Return the same quotations without some labels."""
    kept = (
        replace(record, labels=tuple(label for label in record.labels if label not in names))
        for record in labelled.records
    )
    return replace(labelled, records=tuple(kept))


def measure(
    classifier: "QuoteClassifier",
    labels: Sequence[Sequence[str]],
    groups: Sequence[str | None],
) -> "Evaluation":
    """Return the figures of a classifier on the first of the quotations that it was fitted to.

    Each was predicted, and its labels decided, by folds that did not hold it.

    Parameters
    ----------
    classifier : QuoteClassifier
        Fitted to these quotations, and perhaps to others after them.
    labels : sequence of sequence of str
        The labels of each quotation.
    groups : sequence of str or None
        The group of each; None stands alone.
    """
    import numpy as np

    from rhetoric.evaluation import align, evaluate_predictions
    from rhetoric.labelling.model import gold_matrix
    from rhetoric.learning.calibration import prevalence_weights

    names, count = classifier.labels_, len(labels)
    gold = gold_matrix(names, labels)
    # a label that only the base has is not measured here, whatever it weighs
    seen = gold.any(axis=0)
    weights = np.ones(gold.shape)
    weights[:, seen] = prevalence_weights(gold[:, seen], classifier.prevalence)
    predictions = align(
        names,
        classifier.held_out_[:count],
        classifier.model_.thresholds,
        labels,
        groups,
        weights if classifier.prevalence is not None else None,
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
    one = isinstance(records, str | bytes | PathLike | Mapping | LabelledRecord)
    if one or not isinstance(records, Iterable):
        msg = (
            f"records must be an iterable of records, not {type(records).__name__}; "
            "rhetoric.read_labelled(path) reads those of a file"
        )
        raise TypeError(msg)
    return Labelled(
        tuple(
            record if isinstance(record, LabelledRecord) else _record(record, f"record {number}")
            for number, record in enumerate(records, 1)
        )
    )


def _record(record: Mapping[str, Any], source: str) -> LabelledRecord:
    """Read a mapping as the readers of files do."""
    if isinstance(record, Mapping):
        answer = answer_of(record, source)
    else:
        answer = Note(source, "is no record")
    if isinstance(answer, Note):
        raise TrainingError(str(answer))
    return answer.record


def _without(base: Labelled, labelled: Labelled) -> Labelled:
    """Return the base without the words that are labelled: a fold must not learn what it tests."""
    words = {folded(record.text) for record in labelled.records}
    kept = tuple(record for record in base.records if folded(record.text) not in words)
    return replace(base, records=kept)


def _features() -> Any:
    """Return n-grams and the shipped encoder, to be fitted anew."""
    from rhetoric.labelling.encoder import load_encoder
    from rhetoric.labelling.features import Features

    return Features(load_encoder())


def _known(labelled: Labelled, besides: Labelled) -> Any:
    """Return whether each quotation was labelled for each label, shape (quotations, labels)."""
    import numpy as np

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
    InputError
        When the shipped model's data is not there.
    """
    if base != DEFAULT:
        return Path(base)
    found = find_shipped("models/quotes.jsonl", "training/quotes.jsonl")
    if found is not None:
        return found
    msg = "the shipped model's training data is missing; name a file instead"
    raise InputError(msg, DEFAULT)


def data_hash(records: Iterable[LabelledRecord]) -> str:
    """Return the SHA-256 of labelled quotations, whatever file they came from.

    Parameters
    ----------
    records : iterable of LabelledRecord
        In an order that counts.
    """
    rows = [[record.text, record.context, record.group, *record.labels] for record in records]
    return sha256(json.dumps(rows, ensure_ascii=False).encode(errors="surrogatepass")).hexdigest()


def training_of(classifier: "QuoteClassifier") -> Any:
    """Return how a classifier was fitted, as a card tells it.

    Parameters
    ----------
    classifier : QuoteClassifier
        Fitted.
    """
    from rhetoric.learning.card import Training

    model = classifier.model_
    return Training(
        folds=classifier.folds_,
        calibration=classifier.calibration_,
        prevalence=classifier.prevalence,
        parameters=classifier.settings_,
        bands={
            label: (low, high)
            for label, (low, high) in zip(model.labels, model.bands.tolist(), strict=True)
        },
    )


def figures_of(evaluation: "Evaluation") -> dict[str, dict[str, float]]:
    """Return the figures of each label, as a manifest records them.

    Parameters
    ----------
    evaluation : Evaluation
        On quotations that were held out.
    """
    return {
        row.label: {
            "quotations": row.support,
            "f1": round(row.figures.f1.value, 3),
            "average_precision": round(row.figures.average_precision.value, 3),
        }
        for row in evaluation.measured.labels
    }
