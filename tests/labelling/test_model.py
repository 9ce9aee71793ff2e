from dataclasses import replace

import numpy as np
import pytest

from rhetoric.errors import ModelError
from rhetoric.labelling.samples import Sample
from rhetoric.labelling.store import load

SAMPLES = [
    Sample("We will never forget our brothers who fell."),
    Sample("Prices rose by 2.3 percent in March."),
]


def test_a_selection_scores_its_labels_as_the_whole_model_does() -> None:
    chosen = load().select(["solidarity", "anti_western"])
    assert chosen.labels == ("anti_western", "solidarity")
    kept = [load().labels.index(label) for label in chosen.labels]
    np.testing.assert_array_equal(
        chosen.predict_proba(SAMPLES), load().predict_proba(SAMPLES)[:, kept]
    )
    whole = load().explain(SAMPLES[0])
    assert chosen.explain(SAMPLES[0]) == {label: whole[label] for label in chosen.labels}


def test_without_a_choice_it_is_the_same_model() -> None:
    assert load().select().label(SAMPLES) == load().label(SAMPLES)


def test_one_threshold_for_every_label() -> None:
    assert load().select(threshold=0).label(SAMPLES) == [load().labels, load().labels]


def test_a_threshold_for_one_label_leaves_the_others() -> None:
    chosen = load().select(threshold={"solidarity": 0.0})
    assert all("solidarity" in labels for labels in chosen.label(SAMPLES))
    kept = [i for i, label in enumerate(load().labels) if label != "solidarity"]
    np.testing.assert_array_equal(chosen.thresholds[kept], load().thresholds[kept])


def test_what_the_gate_lets_through_is_what_the_encoder_says() -> None:
    model = load()
    assert model.gate is not None
    open_gate = replace(model, gate=None)
    passed = (model.gate.model.predict_proba(SAMPLES) >= model.gate.bounds).any(axis=1)
    assert passed.tolist() == [True, False]
    np.testing.assert_array_equal(
        model.predict_proba(SAMPLES)[0], open_gate.predict_proba(SAMPLES)[0]
    )
    np.testing.assert_array_equal(
        model.predict_proba(SAMPLES)[1], model.gate.model.predict_proba(SAMPLES)[1]
    )


def test_an_article_tells_about_its_quotations_and_the_labels_say_so() -> None:
    mourning = [Sample("We will never forget those who fell."), Sample("He was a great teacher.")]
    alone, together = load().label(mourning), load().label(mourning, ["a", "a"])
    assert alone[1].alone == {}
    assert together[1].alone == {"commemoration": alone[1].probabilities["commemoration"]}
    assert together[1].probabilities["commemoration"] > alone[1].probabilities["commemoration"]
    assert load().label(mourning, ["a", "b"]) == alone == load().label(mourning, [None, None])


def test_labels_are_decided_before_probabilities_are_rounded() -> None:
    whole = replace(load(), gate=None)
    just = replace(whole, thresholds=whole.predict_proba(SAMPLES)[0])
    assert just.label(SAMPLES[:1]) == [load().labels]


def test_a_label_that_the_model_lacks_is_named() -> None:
    with pytest.raises(ModelError, match="no label 'joy'"):
        load().select(["solidarity", "joy"])


@pytest.mark.parametrize("threshold", [-0.1, 1.1, float("nan")])
def test_a_threshold_is_a_probability(threshold: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        load().select(threshold=threshold)
