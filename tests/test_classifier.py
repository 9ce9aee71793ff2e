import numpy as np
import pytest
from sklearn.base import clone

from rhetoric.classifier import QuoteClassifier, _splits, best_threshold
from rhetoric.errors import TrainingError
from rhetoric.features import Sample

PARTS = ("north", "south", "east", "west", "hill", "lake", "road", "town", "port", "mill")
SAMPLES = [Sample(f"we remember the dead of the {p}") for p in PARTS] + [
    Sample(f"the price of bread in the {p} rose") for p in PARTS
]
LABELS = [("memory",)] * len(PARTS) + [()] * len(PARTS)


@pytest.fixture(scope="module")
def fitted() -> QuoteClassifier:
    return QuoteClassifier(folds=3, prevalence=None).fit(SAMPLES, LABELS)


def test_it_learns_what_it_is_shown(fitted: QuoteClassifier) -> None:
    new = [Sample("remember the dead of the mine"), Sample("bread rose")]
    assert fitted.predict(new) == [("memory",), ()]
    high, low = fitted.predict_proba(new)[:, 0]
    assert high > 0.5 > low


def test_the_same_data_gives_the_same_model(fitted: QuoteClassifier) -> None:
    again = clone(fitted).fit(SAMPLES, LABELS)
    np.testing.assert_array_equal(again.model_.coef, fitted.model_.coef)
    np.testing.assert_array_equal(again.held_out_, fitted.held_out_)


def test_a_lower_prevalence_lowers_probabilities(fitted: QuoteClassifier) -> None:
    rare = QuoteClassifier(folds=3, prevalence=0.05).fit(SAMPLES, LABELS)
    sample = [Sample("the dead of the mine, and bread")]
    assert rare.predict_proba(sample) < fitted.predict_proba(sample)


def test_too_few_positives_are_refused() -> None:
    with pytest.raises(TrainingError, match="'memory' has 1 of 2"):
        QuoteClassifier().fit(SAMPLES[:2], [("memory",), ()])


def test_a_group_never_stands_in_two_folds() -> None:
    groups = ["a", "b"] * len(PARTS)
    splits = _splits(len(groups), groups, folds=5)
    assert len(splits) == 2
    for train, test in splits:
        assert {groups[i] for i in train}.isdisjoint(groups[i] for i in test)
    with pytest.raises(TrainingError, match="one group"):
        _splits(4, ["a"] * 4, folds=5)


def test_positives_of_one_group_alone_are_refused() -> None:
    groups = ["a"] * len(PARTS) + ["b"] * len(PARTS)
    with pytest.raises(TrainingError, match="in every training fold"):
        QuoteClassifier(folds=2).fit(SAMPLES, LABELS, groups)


def test_no_label_at_all_is_refused() -> None:
    with pytest.raises(TrainingError, match="no quotation has a label"):
        QuoteClassifier().fit(SAMPLES[:2], [(), ()])


def test_the_best_threshold_parts_positives_from_negatives() -> None:
    p = np.array([0.9, 0.8, 0.3, 0.1])
    gold = np.array([True, True, False, False])
    assert best_threshold(p, gold, np.ones(4)) == pytest.approx(0.55)


def test_evidence_adds_up_to_the_score(fitted: QuoteClassifier) -> None:
    model = fitted.model_
    sample = Sample("we remember, we remember bread", "Kim said we remember, we remember bread now")
    evidence = model.explain(sample, "memory")
    score = model.decision_function([sample])[0, 0] - model.intercept[0]
    assert sum(e.weight for e in evidence) == pytest.approx(score, abs=1e-5)
    quoted = [e for e in evidence if e.source == "text"]
    assert [sample.text[e.start : e.end] for e in quoted] == [e.text for e in quoted]
