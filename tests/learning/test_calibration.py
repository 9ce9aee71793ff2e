import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhetoric.learning.calibration import (
    band_of,
    best_threshold,
    calibrations_of,
    fit_sigmoid,
    held_out_decisions,
    prevalence_weights,
)

P = np.array([0.9, 0.8, 0.3, 0.1])
GOLD = np.array([True, True, False, False])


def test_the_best_threshold_parts_positives_from_negatives() -> None:
    assert best_threshold(P, GOLD, np.ones(4)) == pytest.approx(0.55)


def test_a_threshold_does_not_part_a_tie() -> None:
    """0.8 would give 4 quotations for one hit; from 0.6 on, both are found."""
    p = np.array([0.8, 0.8, 0.8, 0.8, 0.6])
    gold = np.array([True, False, False, False, True])
    assert best_threshold(p, gold, np.ones(5)) == pytest.approx(0.3)


def test_of_thresholds_that_do_nearly_as_well_the_middle_is_taken() -> None:
    """At 0.305 all 101 are found, at 0.8 all but one or two: what lies between does as well."""
    p = np.concatenate([np.linspace(0.99, 0.8, 100), [0.31], np.full(50, 0.3)])
    gold = np.arange(len(p)) <= 100
    assert best_threshold(p, gold, np.ones(len(p))) == pytest.approx(0.678, abs=0.001)


@given(st.data())
def test_the_order_of_the_data_does_not_matter(data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.tuples(st.sampled_from([0.1, 0.3, 0.6, 0.8]), st.booleans())))
    rows.append((0.6, True))
    found = set()
    for some in (rows, data.draw(st.permutations(rows))):
        p, gold = np.array([one for one, _ in some]), np.array([one for _, one in some])
        threshold = best_threshold(p, gold, np.ones(len(p)))
        found.add((threshold, band_of(p, gold, np.ones(len(p)), threshold)))
    assert len(found) == 1


def test_weights_bring_a_label_to_its_expected_share() -> None:
    weights = prevalence_weights(GOLD[:, None], 0.1)[:, 0]
    assert weights @ GOLD / weights.sum() == pytest.approx(0.1)


def test_where_scores_part_the_labels_nothing_is_in_doubt() -> None:
    low, high = band_of(P, GOLD, np.ones(4), 0.55)
    assert (low, high) == (0.55, 0.8)


def test_the_band_holds_what_cannot_be_told() -> None:
    p = np.linspace(0.99, 0.01, 99)
    gold = np.arange(99) % 9 < np.linspace(9, 0, 99)
    low, high = band_of(p, gold, np.ones(99), 0.5)
    assert low < 0.5 < high
    assert gold[p >= high].mean() >= 0.9
    assert gold[p < low].sum() <= 0.1 * gold.sum() + 1


def test_few_positives_fit_the_offset_alone() -> None:
    scores = np.array([2.0, 1.0, -1.0, -2.0])
    slope, offset = fit_sigmoid(scores, GOLD, np.ones(4))
    assert slope == 1
    assert (1 / (1 + np.exp(-(scores + offset)))).sum() == pytest.approx(2)
    assert "fewer than 20" in calibrations_of(["x"], GOLD[:, None])


def test_scores_of_any_size_have_an_offset() -> None:
    """Those of a perceptron may be in the hundreds."""
    scores = np.array([900.0, 800.0, 700.0, 600.0])
    slope, offset = fit_sigmoid(scores, GOLD, np.ones(4))
    assert slope == 1
    assert 700 < -offset < 800


def test_many_positives_fit_slope_and_offset() -> None:
    rng = np.random.default_rng(0)
    scores = rng.normal(size=4000)
    gold = rng.random(4000) < 1 / (1 + np.exp(-(2 * scores - 1)))
    slope, offset = fit_sigmoid(scores, gold, np.ones(4000))
    assert slope == pytest.approx(2, abs=0.2)
    assert offset == pytest.approx(-1, abs=0.2)


def test_the_thresholds_of_a_fold_come_from_the_others() -> None:
    p, gold = np.tile(P, 2)[:, None], np.tile(GOLD, 2)[:, None]
    p[4:] /= 2
    folds = [np.arange(4), np.arange(4, 8)]
    decided = held_out_decisions(p, gold, np.ones((8, 1)), folds)
    # the second fold's threshold, learned on the first, is too high for it
    assert decided[:, 0].tolist() == [True, True, True, False, False, False, False, False]
