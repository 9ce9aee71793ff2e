import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhetoric.labelling.prior import adjusted

SHARE = 0.05


def test_a_quotation_that_stands_alone_keeps_its_probability() -> None:
    assert adjusted(np.array([0.3]), SHARE).tolist() == [0.3]


def test_among_quotations_with_a_label_a_doubtful_one_gets_likelier() -> None:
    assert adjusted(np.array([0.3, 0.95, 0.9, 0.97]), SHARE)[0] > 0.6


def test_an_article_moves_odds_eightfold_at_most() -> None:
    """Where all others mourn, words that do not are not swept along."""
    found = adjusted(np.array([*[0.99] * 30, 0.02]), 0.04)[-1]
    assert found / (1 - found) == pytest.approx(8 * 0.02 / 0.98)


def test_among_quotations_without_it_a_doubtful_one_gets_less_likely() -> None:
    assert adjusted(np.array([0.3, 0.001, 0.001, 0.001]), SHARE)[0] < 0.3


@pytest.mark.parametrize("most", [1, 100])
def test_it_stops_where_nothing_moves_any_more(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    settled = adjusted(np.array([0.9, 0.001, 0.002]), SHARE)
    monkeypatch.setattr("rhetoric.labelling.prior._MOST_ROUNDS", 1000 * most)
    np.testing.assert_array_equal(adjusted(np.array([0.9, 0.001, 0.002]), SHARE), settled)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_the_order_of_quotations_stays(probabilities: list[float]) -> None:
    found = adjusted(np.array(probabilities), SHARE)
    assert ((found >= 0) & (found <= 1)).all()
    order = np.argsort(probabilities, kind="stable")
    assert (np.diff(found[order]) >= -1e-6).all()
