import numpy as np
import pytest

from rhetoric.errors import ModelError
from rhetoric.labelling.features import Sample
from rhetoric.labelling.store import load

SAMPLES = [Sample("We will never forget our brothers who fell."), Sample("It rains.")]


def test_a_selection_scores_its_labels_as_the_whole_model_does() -> None:
    chosen = load().select(["solidarity", "anti_western"])
    assert chosen.labels == ("anti_western", "solidarity")
    kept = [load().labels.index(label) for label in chosen.labels]
    np.testing.assert_array_equal(
        chosen.predict_proba(SAMPLES), load().predict_proba(SAMPLES)[:, kept]
    )
    assert chosen.explain(SAMPLES[0], "solidarity") == load().explain(SAMPLES[0], "solidarity")


def test_without_a_choice_it_is_the_same_model() -> None:
    assert load().select().classify(SAMPLES) == load().classify(SAMPLES)


def test_one_threshold_for_every_label() -> None:
    assert [given for given, _ in load().select(threshold=0).classify(SAMPLES)] == [
        load().labels,
        load().labels,
    ]


def test_a_label_that_the_model_lacks_is_named() -> None:
    with pytest.raises(ModelError, match="no label 'joy'"):
        load().select(["solidarity", "joy"])


@pytest.mark.parametrize("threshold", [-0.1, 1.1, float("nan")])
def test_a_threshold_is_a_probability(threshold: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        load().select(threshold=threshold)
