from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.ensemble import RandomForestClassifier
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.svm import SVC, LinearSVC

from rhetoric.errors import ModelError, TrainingError
from rhetoric.labelling.features import Features
from rhetoric.labelling.samples import Sample
from rhetoric.learning.classifier import QuoteClassifier

PARTS = ("north", "south", "east", "west", "hill", "lake", "road", "town", "port", "mill")
SAMPLES = [Sample(f"we remember the dead of the {p}") for p in PARTS] + [
    Sample(f"the price of bread in the {p} rose") for p in PARTS
]
LABELS = [("memory",)] * len(PARTS) + [()] * len(PARTS)


def _texts(samples: list[Sample]) -> list[str]:
    return [sample.text for sample in samples]


def _lowered(samples: list[Sample]) -> list[Sample]:
    return [Sample(text.lower(), context) for text, context in samples]


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
    np.testing.assert_array_equal(again.predict_proba(SAMPLES), fitted.predict_proba(SAMPLES))
    np.testing.assert_array_equal(again.held_out_, fitted.held_out_)


def test_a_lower_prevalence_lowers_probabilities(fitted: QuoteClassifier) -> None:
    rare = QuoteClassifier(folds=3, prevalence=0.05).fit(SAMPLES, LABELS)
    sample = [Sample("the dead of the mine, and bread")]
    assert rare.predict_proba(sample) < fitted.predict_proba(sample)


def test_too_few_positives_are_refused() -> None:
    with pytest.raises(TrainingError, match="'memory' is on 1 of 2"):
        QuoteClassifier().fit(SAMPLES[:2], [("memory",), ()])


def test_positives_of_one_group_alone_are_refused() -> None:
    groups = ["a"] * len(PARTS) + ["b"] * len(PARTS)
    with pytest.raises(TrainingError, match="in every training fold"):
        QuoteClassifier(folds=2).fit(SAMPLES, LABELS, groups)


def test_no_label_at_all_is_refused() -> None:
    with pytest.raises(TrainingError, match="none of 2 quotations has a label"):
        QuoteClassifier().fit(SAMPLES[:2], [(), ()])


def test_evidence_adds_up_to_the_score(fitted: QuoteClassifier) -> None:
    model = fitted.model_
    sample = Sample("we remember, we remember bread", "Kim said we remember, we remember bread now")
    evidence = model.explain(sample)["memory"]
    score, empty = model.decision_function([sample, Sample("")])[:, 0]
    assert sum(e.weight for e in evidence) == pytest.approx(score - empty)
    quoted = [e for e in evidence if e.source == "text"]
    assert [sample.text[e.start : e.end] for e in quoted] == [e.text for e in quoted]


def test_what_is_in_the_band_is_not_sure(fitted: QuoteClassifier) -> None:
    said = float(fitted.model_.predict_proba(SAMPLES[:1])[0, 0])
    for band, doubts in (((said, 1.0), ("memory",)), ((0.0, said), ()), ((said + 1e-9, 1.0), ())):
        model = replace(fitted.model_, bands=np.array([band]))
        assert model.label(SAMPLES[:1])[0].unsure == doubts


def test_settings_are_chosen_for_each_label() -> None:
    grid = {"C": (1e-6, 10.0)}
    chosen = QuoteClassifier(grid=grid, folds=3).fit(SAMPLES, LABELS).settings_
    assert chosen["memory"]["C"] in grid["C"]


def test_features_and_learner_can_be_swapped() -> None:
    words = make_pipeline(FunctionTransformer(_texts), TfidfVectorizer())
    for features, estimator in (
        (words, None),
        (None, SGDClassifier(random_state=0)),
        (None, MultinomialNB()),
        (words, RandomForestClassifier(20, random_state=0)),
    ):
        classifier = QuoteClassifier(features, estimator, folds=3).fit(SAMPLES, LABELS)
        assert classifier.predict(["remember the dead of the mine"]) == [("memory",)]


@pytest.mark.parametrize(
    "learner",
    [
        LinearSVC(fit_intercept=False, random_state=0),
        LogisticRegression(fit_intercept=False, solver="liblinear"),
        SVC(kernel="linear"),
    ],
    ids=["LinearSVC", "LogisticRegression", "SVC"],
)
def test_any_linear_learner_splits_its_score_over_words(learner: Any) -> None:
    """Without an intercept, and with sparse weights, which not all of them keep alike."""
    model = QuoteClassifier(estimator=learner, folds=3).fit(SAMPLES, LABELS).model_
    matrix = Features().fit(SAMPLES).transform(SAMPLES)
    fitted = clone(learner).fit(matrix, [bool(labels) for labels in LABELS])
    expected = fitted.decision_function(matrix)
    np.testing.assert_allclose(model.decision_function(SAMPLES)[:, 0], expected, atol=1e-5)
    assert model.explain(SAMPLES[0])["memory"]


def test_an_estimator_that_does_not_split_over_words_gives_no_evidence() -> None:
    forest = RandomForestClassifier(5, random_state=0)
    model = QuoteClassifier(estimator=forest, folds=3).fit(SAMPLES, LABELS).model_
    with pytest.raises(ModelError, match="RandomForestClassifier"):
        model.explain(SAMPLES[0])


def test_it_keeps_scikit_learns_conventions() -> None:
    classifier = QuoteClassifier(folds=3)
    again = clone(classifier)
    assert again.get_params() == classifier.get_params()
    assert again.set_params(folds=4).folds == 4
    with pytest.raises(NotFittedError):
        again.predict(SAMPLES)


@pytest.mark.slow
def test_it_works_in_a_pipeline_and_in_a_grid_search() -> None:
    upper = FunctionTransformer(_lowered)
    pipeline = make_pipeline(upper, QuoteClassifier(estimator=LogisticRegression(), folds=3))
    search = GridSearchCV(
        pipeline,
        {"quoteclassifier__estimator__C": [1e-5, 10.0]},
        cv=KFold(2, shuffle=True, random_state=1),
    )
    search.fit(SAMPLES * 3, LABELS * 3)
    assert search.predict([Sample("REMEMBER THE DEAD")]) == [("memory",)]
    assert search.best_score_ > 0.5
