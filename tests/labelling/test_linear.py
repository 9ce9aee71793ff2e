import numpy as np
import pytest

from rhetoric.labelling.encoder import load_encoder
from rhetoric.labelling.features import Features
from rhetoric.labelling.linear import LinearScorer, fold_weights
from rhetoric.labelling.ngrams import VIEWS
from rhetoric.labelling.samples import SOURCES, Sample, source_text, tokens_of

SAMPLES = [
    Sample("we stay, we stay with you", "“…,” Kim said to them."),
    Sample("stay"),
    Sample("stay", "They “stay” where we stay with them."),
    Sample("", "Kim said nothing"),
    Sample("bread " * 90, ""),
]


@pytest.fixture(params=["n-grams", "encoder", "both"])
def features(request: pytest.FixtureRequest) -> Features:
    encoder = None if request.param == "n-grams" else load_encoder()
    views = () if request.param == "encoder" else VIEWS
    return Features(encoder, views).fit([*SAMPLES, *SAMPLES])


@pytest.fixture
def coef(features: Features) -> np.ndarray:
    return np.random.default_rng(0).normal(size=(2, features.width))


@pytest.fixture
def scorer(features: Features, coef: np.ndarray) -> LinearScorer:
    return fold_weights(features, coef, np.array([0.5, -1.0]))


def test_folded_weights_score_as_the_matrix_does(
    features: Features, coef: np.ndarray, scorer: LinearScorer
) -> None:
    expected = features.transform(SAMPLES) @ coef.T + [0.5, -1.0]
    np.testing.assert_allclose(scorer.scores(SAMPLES), expected, atol=1e-4)


def test_one_sample_scores_as_it_does_among_others(scorer: LinearScorer) -> None:
    alone = np.vstack([scorer.scores([sample]) for sample in SAMPLES])
    np.testing.assert_allclose(scorer.scores(SAMPLES), alone, atol=1e-9)


def test_evidence_of_n_grams_adds_up_to_the_score() -> None:
    features = Features().fit([*SAMPLES, *SAMPLES])
    coef = np.random.default_rng(0).normal(size=(2, features.width))
    scorer = fold_weights(features, coef, np.array([0.5, -1.0]))
    for sample in SAMPLES:
        told = sum(of.sum(axis=0) for of in scorer.evidence(sample).values())
        np.testing.assert_allclose(told + scorer.intercept, scorer.scores([sample])[0], atol=1e-9)


def test_evidence_of_the_encoder_adds_up_but_for_its_signs_and_punctuation() -> None:
    encoder = load_encoder()
    features = Features(encoder, ()).fit(SAMPLES)
    coef = np.random.default_rng(0).normal(size=(2, features.width))
    scorer = fold_weights(features, coef, np.array([0.5, -1.0]))
    assert scorer.heads is not None
    sample = Sample("We will never forget them", "He said “We will never forget them” there")
    pieces, vectors = encoder.encode_pieces(sample)
    words = [
        {
            i
            for token in tokens_of(source_text(sample, source))
            for i in range(token.start, token.end)
        }
        for source in SOURCES
    ]
    signs = [k for k, piece in enumerate(pieces) if piece.start not in words[piece.segment]]
    rest = (vectors[signs] @ scorer.heads).sum(axis=0)
    told = sum(of.sum(axis=0) for of in scorer.evidence(sample).values())
    np.testing.assert_allclose(
        told + rest + scorer.intercept, scorer.scores([sample])[0], atol=1e-4
    )


def test_some_labels_alone_score_the_same(scorer: LinearScorer) -> None:
    np.testing.assert_allclose(
        scorer.select([1]).scores(SAMPLES)[:, 0], scorer.scores(SAMPLES)[:, 1], atol=1e-9
    )


def test_weights_lie_row_by_row_so_that_no_product_copies_them(scorer: LinearScorer) -> None:
    for chosen in (scorer, scorer.select([0])):
        held = [*chosen.weights, *([] if chosen.heads is None else [chosen.heads])]
        assert all(part.flags["C_CONTIGUOUS"] for part in held)
