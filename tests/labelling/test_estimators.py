"""Models whose learner or features a user has swapped, on disk."""

import json
import os
import pickle
import sys
from pathlib import Path

import numpy as np
import pytest
import skops.io
from sklearn.naive_bayes import ComplementNB
from sklearn.tree import DecisionTreeClassifier

from rhetoric.errors import ModelError
from rhetoric.labelling.samples import Sample
from rhetoric.labelling.store import ESTIMATORS, MANIFEST, digest, load
from rhetoric.learning.classifier import QuoteClassifier
from tests.learning.test_classifier import LABELS, SAMPLES


class Harm:
    """Would leave a trace if anything of it ran."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (self.path,)


@pytest.fixture
def bayes(tmp_path: Path) -> Path:
    folder = tmp_path / "bayes"
    QuoteClassifier(estimator=ComplementNB(), folds=3).fit(SAMPLES, LABELS).save(folder)
    return folder


def replace_estimators(folder: Path, raw: bytes) -> None:
    """Put other bytes in place of the estimators, as somebody who also mends the hash would."""
    (folder / ESTIMATORS).write_bytes(raw)
    path = folder / MANIFEST
    manifest = json.loads(path.read_text())
    manifest["files"][ESTIMATORS] = digest(folder / ESTIMATORS)
    path.write_text(json.dumps(manifest))


def test_a_swapped_learner_is_read_back(bayes: Path) -> None:
    again = load(bayes)
    assert again.label(SAMPLES) == LABELS
    assert again.select(["memory"]).labels == ("memory",)


def test_what_could_not_be_read_again_is_refused_when_saved(tmp_path: Path) -> None:
    words = QuoteClassifier(Words(), folds=3).fit(SAMPLES, LABELS)
    with pytest.raises(ModelError, match=r"tests.labelling.test_estimators.Words: refused"):
        words.save(tmp_path / "model")
    tree = DecisionTreeClassifier(random_state=0)
    with pytest.raises(ModelError, match="Tree: refused"):
        QuoteClassifier(estimator=tree, folds=3).fit(SAMPLES, LABELS).save(tmp_path / "model")
    assert list(tmp_path.iterdir()) == []


class Words:
    """Features of a user's own, which their model cannot be loaded without."""

    def fit(self, samples: list[Sample]) -> "Words":
        self.known_ = sorted({w for s in samples for w in s.text.split()})
        return self

    def transform(self, samples: list[Sample]) -> np.ndarray:
        return np.array([[w in s.text.split() for w in self.known_] for s in samples], dtype=float)


def test_a_skops_file_that_asks_for_more_is_refused_by_name(bayes: Path, tmp_path: Path) -> None:
    mark = tmp_path / "harmed"
    replace_estimators(bayes, skops.io.dumps({"estimators": [os.system, Harm(str(mark))]}))
    with pytest.raises(ModelError, match=r"asks for .*system.*: refused"):
        load(bayes)
    assert not mark.exists()


def test_a_renamed_pickle_is_refused(bayes: Path, tmp_path: Path) -> None:
    mark = tmp_path / "harmed"
    replace_estimators(bayes, pickle.dumps(Harm(str(mark))))
    with pytest.raises(ModelError, match="is no skops file"):
        load(bayes)
    assert not mark.exists()


def test_a_truncated_file_is_refused(bayes: Path) -> None:
    raw = (bayes / ESTIMATORS).read_bytes()
    (bayes / ESTIMATORS).write_bytes(raw[: len(raw) // 2])
    with pytest.raises(ModelError, match="is damaged"):
        load(bayes)
    replace_estimators(bayes, raw[: len(raw) // 2])
    with pytest.raises(ModelError, match="is no skops file"):
        load(bayes)


def test_a_skops_file_of_something_else_is_refused(bayes: Path) -> None:
    replace_estimators(bayes, skops.io.dumps({"bread": 1}))
    with pytest.raises(ModelError, match="cannot be read"):
        load(bayes)


def test_a_missing_skops_is_named(bayes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "skops.io", None)
    with pytest.raises(ModelError, match=r"pip install 'rhetoric\[skops\]'"):
        load(bayes)


def rewrite_probe(folder: Path, **changes: object) -> None:
    path = folder / MANIFEST
    manifest = json.loads(path.read_text())
    manifest["probe"] |= changes
    path.write_text(json.dumps(manifest))


def test_another_scikit_learn_that_says_the_same_is_trusted_with_a_warning(bayes: Path) -> None:
    rewrite_probe(bayes, **{"scikit-learn": "1.0"})
    with pytest.warns(UserWarning, match=r"trained with scikit-learn 1.0; this is"):
        assert load(bayes).labels == ("memory",)


def test_another_scikit_learn_that_says_something_else_is_refused(bayes: Path) -> None:
    rewrite_probe(bayes, **{"scikit-learn": "1.0", "probabilities": [[0.1], [0.2], [0.3]]})
    with pytest.raises(ModelError, match="train it again"):
        load(bayes)
