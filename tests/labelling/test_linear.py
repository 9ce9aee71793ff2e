import numpy as np
import pytest

from rhetoric.labelling.embedding import Embedding
from rhetoric.labelling.features import SOURCES, Features, Sample
from rhetoric.labelling.linear import LinearScorer, fold

SAMPLES = [
    Sample("we stay, we stay with you", "“…,” Kim said to them."),
    Sample("stay"),
    Sample("stay", "They “stay” where we stay with them."),
    Sample("", "Kim said nothing"),
    Sample("bread " * 90, ""),
]


@pytest.fixture
def features() -> Features:
    vectors = np.array([[2, 0], [0, 4]], dtype=np.int8)
    embedding = Embedding({"we": 0, "stay": 1}, vectors, np.array([0.5, 0.25], np.float32))
    return Features(embedding).fit([*SAMPLES, *SAMPLES])


@pytest.fixture
def coef(features: Features) -> np.ndarray:
    return np.random.default_rng(0).normal(size=(2, features.width))


@pytest.fixture
def scorer(features: Features, coef: np.ndarray) -> LinearScorer:
    intercept = np.array([0.5, -1.0])
    return fold(features.views, features.embedding, features.worth, coef, intercept)


def test_folded_weights_score_as_the_matrix_does(
    features: Features, coef: np.ndarray, scorer: LinearScorer
) -> None:
    expected = features.transform(SAMPLES) @ coef.T + [0.5, -1.0]
    np.testing.assert_allclose(scorer.scores(SAMPLES), expected, atol=1e-4)


def test_one_sample_scores_as_it_does_among_others(scorer: LinearScorer) -> None:
    alone = np.vstack([scorer.scores([sample]) for sample in SAMPLES])
    np.testing.assert_allclose(scorer.scores(SAMPLES), alone, atol=1e-9)


def test_evidence_adds_up_to_the_score(scorer: LinearScorer) -> None:
    for sample in SAMPLES:
        told = sum(scorer.evidence(sample, source).sum(axis=0) for source in SOURCES)
        np.testing.assert_allclose(told + scorer.intercept, scorer.scores([sample])[0], atol=1e-9)


def test_some_labels_alone_score_the_same(scorer: LinearScorer) -> None:
    np.testing.assert_array_equal(
        scorer.select([1]).scores(SAMPLES)[:, 0], scorer.scores(SAMPLES)[:, 1]
    )
