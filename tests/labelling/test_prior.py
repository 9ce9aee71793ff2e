import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhetoric.labelling.prior import adjusted

USUAL = np.array([0.05])


def alone(*probabilities: float) -> np.ndarray:
    return np.array([[p] for p in probabilities])


def test_a_quotation_that_stands_alone_keeps_its_probability() -> None:
    assert adjusted(alone(0.3), USUAL)[0, 0] == pytest.approx(0.3)


def test_among_quotations_with_a_label_a_doubtful_one_gets_likelier() -> None:
    assert adjusted(alone(0.3, 0.95, 0.9, 0.97), USUAL)[0, 0] > 0.6


def test_among_quotations_without_it_a_doubtful_one_gets_less_likely() -> None:
    assert adjusted(alone(0.3, 0.001, 0.001, 0.001), USUAL)[0, 0] < 0.3


def test_labels_do_not_touch_each_other() -> None:
    both = np.array([[0.3, 0.9], [0.3, 0.2]])
    found = adjusted(both, np.array([0.05, 0.2]))
    np.testing.assert_allclose(found[:, :1], adjusted(both[:, :1], USUAL))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_the_order_of_quotations_stays(probabilities: list[float]) -> None:
    found = adjusted(alone(*probabilities), USUAL)[:, 0]
    assert ((found >= 0) & (found <= 1)).all()
    order = np.argsort(probabilities, kind="stable")
    assert (np.diff(found[order]) >= -1e-6).all()
