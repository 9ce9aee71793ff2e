import csv
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhetoric.documents.cells import allow_cells, defuse, restore

SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
CELLS = st.text() | st.text(st.sampled_from(["'", "a", *SIGNS]))


@pytest.fixture
def _limit() -> Iterator[None]:
    before = csv.field_size_limit()
    yield
    csv.field_size_limit(before)


@given(CELLS)
def test_a_defused_cell_is_restored(cell: str) -> None:
    assert restore(defuse(cell)) == cell
    assert not defuse(cell).startswith(SIGNS)


@pytest.mark.parametrize("cell", [f"{mark}{sign}x" for mark in ("", "'") for sign in SIGNS])
def test_every_sign_of_a_formula_is_defused(cell: str) -> None:
    assert defuse(cell) == f"'{cell}"


@pytest.mark.usefixtures("_limit")
def test_the_limit_of_cells_is_raised_as_far_as_it_goes_and_never_lowered() -> None:
    allow_cells(10**20)
    highest = csv.field_size_limit()
    allow_cells(5)
    assert csv.field_size_limit() == highest >= 2**31 - 1
