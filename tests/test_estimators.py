"""Models whose learner or features a user has swapped, on disk."""

import json
import os
import pickle
from pathlib import Path

import numpy as np
import pytest
import skops.io
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.pipeline import make_pipeline

import rhetoric
from rhetoric.classifier import QuoteClassifier
from rhetoric.errors import ModelError
from rhetoric.store import ESTIMATORS, MANIFEST, digest, load
from tests.test_classifier import LABELS, SAMPLES


class Harm:
    """Would leave a trace if anything of it ran."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (self.path,)


@pytest.fixture
def forest(tmp_path: Path) -> Path:
    folder = tmp_path / "forest"
    learner = RandomForestClassifier(10, random_state=0)
    QuoteClassifier(estimator=learner, folds=3).fit(SAMPLES, LABELS).save(folder)
    return folder


def replace_estimators(folder: Path, raw: bytes) -> None:
    """Put other bytes in place of the estimators, as somebody who also mends the hash would."""
    (folder / ESTIMATORS).write_bytes(raw)
    path = folder / MANIFEST
    manifest = json.loads(path.read_text())
    manifest["files"][ESTIMATORS] = digest(folder / ESTIMATORS)
    path.write_text(json.dumps(manifest))


def test_a_swapped_learner_is_read_back(forest: Path) -> None:
    again = load(forest)
    assert [given for given, _ in again.classify(SAMPLES)] == LABELS
    assert again.select(["memory"]).labels == ("memory",)


def test_swapped_features_that_hold_no_code_are_read_back(tmp_path: Path) -> None:
    classifier = QuoteClassifier(Words(), folds=3).fit(SAMPLES, LABELS)
    with pytest.raises(ModelError, match=r"tests.test_estimators.Words: refused"):
        classifier.save(tmp_path / "words")
    hashed = make_pipeline(HashingVectorizer(analyzer="char", n_features=64))
    hashed.fit(["x"])
    texts = [sample.text for sample in SAMPLES]
    assert hashed.transform(texts).shape == (len(texts), 64)


class Words:
    """Features of a user's own, which their model cannot be loaded without."""

    def fit(self, samples: list[rhetoric.features.Sample]) -> "Words":
        self.known_ = sorted({w for s in samples for w in s.text.split()})
        return self

    def transform(self, samples: list[rhetoric.features.Sample]) -> np.ndarray:
        return np.array([[w in s.text.split() for w in self.known_] for s in samples], dtype=float)


def test_a_skops_file_that_asks_for_more_is_refused_by_name(forest: Path, tmp_path: Path) -> None:
    mark = tmp_path / "harmed"
    replace_estimators(forest, skops.io.dumps({"estimators": [os.system, Harm(str(mark))]}))
    with pytest.raises(ModelError, match=r"asks for .*system.*: refused"):
        load(forest)
    assert not mark.exists()


def test_a_renamed_pickle_is_refused(forest: Path, tmp_path: Path) -> None:
    mark = tmp_path / "harmed"
    replace_estimators(forest, pickle.dumps(Harm(str(mark))))
    with pytest.raises(ModelError, match="is no skops file"):
        load(forest)
    assert not mark.exists()


def test_a_truncated_file_is_refused(forest: Path) -> None:
    raw = (forest / ESTIMATORS).read_bytes()
    (forest / ESTIMATORS).write_bytes(raw[: len(raw) // 2])
    with pytest.raises(ModelError, match="is damaged"):
        load(forest)
    replace_estimators(forest, raw[: len(raw) // 2])
    with pytest.raises(ModelError, match="is no skops file"):
        load(forest)


def test_a_skops_file_of_something_else_is_refused(forest: Path) -> None:
    replace_estimators(forest, skops.io.dumps({"bread": 1}))
    with pytest.raises(ModelError, match="cannot be read"):
        load(forest)


def rewrite_probe(folder: Path, **changes: object) -> None:
    path = folder / MANIFEST
    manifest = json.loads(path.read_text())
    manifest["probe"] |= changes
    path.write_text(json.dumps(manifest))


def test_another_scikit_learn_that_says_the_same_is_trusted_with_a_warning(forest: Path) -> None:
    rewrite_probe(forest, **{"scikit-learn": "1.0"})
    with pytest.warns(UserWarning, match=r"trained with scikit-learn 1.0; this is"):
        assert load(forest).labels == ("memory",)


def test_another_scikit_learn_that_says_something_else_is_refused(forest: Path) -> None:
    rewrite_probe(forest, **{"scikit-learn": "1.0", "probabilities": [[0.1], [0.2], [0.3]]})
    with pytest.raises(ModelError, match=r"train it again: rhetoric train DATA --out DIR"):
        load(forest)
