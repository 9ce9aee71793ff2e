"""A trained model with what it learned from and was measured by, and how it is saved."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from rhetoric.evaluation import Evaluation
from rhetoric.learning.card import Training, write_card
from rhetoric.learning.classifier import QuoteClassifier
from rhetoric.learning.labelled import Labelled


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

    classifier: QuoteClassifier
    labelled: Labelled = field(repr=False)
    evaluation: Evaluation = field(repr=False)
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
        records = self.labelled.records
        rows = [[record.text, record.context, record.group, *record.labels] for record in records]
        data = json.dumps(rows, ensure_ascii=False).encode(errors="surrogatepass")
        manifest = {
            "data_sha256": sha256(data).hexdigest(),
            "quotations": len(records),
            "base": self.base,
            "rare": dict(self.rare),
            "seed": 0,
            "held_out": figures_of(self.evaluation),
        }
        self.classifier.save(path, manifest, lambda work: self._write_card(work, path.name))

    def _write_card(self, folder: Path, name: str) -> None:
        model = self.classifier.model_
        training = Training(
            folds=self.classifier.folds_,
            calibration=self.classifier.calibration_,
            prevalence=self.classifier.prevalence,
            parameters=self.classifier.settings_,
            bands=dict(zip(model.labels, map(tuple, model.bands.tolist()), strict=True)),
            duplicates=self.duplicates,
            contradictions=self.contradictions,
        )
        write_card(folder, self.evaluation, training, name=name)


def figures_of(evaluation: Evaluation) -> dict[str, dict[str, float]]:
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
