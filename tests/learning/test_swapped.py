"""What a model could not be saved with is refused before anything is learned."""

from pathlib import Path
from typing import Any

import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.naive_bayes import CategoricalNB, GaussianNB
from sklearn.tree import DecisionTreeClassifier
from sklearn.utils import all_estimators

from rhetoric.errors import ModelError
from rhetoric.labelling.store import load
from rhetoric.learning.classifier import QuoteClassifier
from rhetoric.learning.swapped import SAVABLE, check_savable
from rhetoric.learning.train import train
from tests.learning.test_classifier import LABELS, SAMPLES


@pytest.mark.parametrize("name", SAVABLE)
def test_what_is_said_to_be_saved_is_saved(name: str, tmp_path: Path) -> None:
    estimator = dict(all_estimators("classifier"))[name]()
    check_savable(None, estimator)
    classifier = QuoteClassifier(estimator=estimator, folds=3).fit(SAMPLES, LABELS)
    classifier.save(tmp_path / "model")
    assert load(tmp_path / "model").labels == classifier.labels_


@pytest.mark.parametrize(
    ("estimator", "reason"),
    [
        (DecisionTreeClassifier(), "may run code"),
        (RandomForestClassifier(5), "may run code"),
        (GaussianNB(), "GaussianNB takes no sparse matrix"),
        (CategoricalNB(), "CategoricalNB takes no sparse matrix"),
    ],
)
def test_what_cannot_be_saved_is_refused_before_training(
    estimator: Any, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QuoteClassifier, "fit", lambda *_: pytest.fail("it was learned in vain"))
    rows = [{"text": f"we mourn {n}", "labels": ["memory"] * (n % 2)} for n in range(20)]
    listed = r"these learners can: BernoulliNB, .*SGDClassifier"
    with pytest.raises(ModelError, match=f"{reason}.*{listed}"):
        train(rows, estimator=estimator)
