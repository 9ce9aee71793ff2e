import csv
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhetoric import Article, read_articles
from rhetoric.documents.cells import defuse, restore
from tests.files import write

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
def test_a_long_cell_is_read_and_a_higher_limit_of_cells_kept(tmp_path: Path) -> None:
    path, long = write(tmp_path / "a.csv", f"id,text\n1,{'a' * 200_000}\n"), "a" * 200_000
    csv.field_size_limit(10)
    assert list(read_articles(path)) == [Article(long, "1")]
    csv.field_size_limit(sys.maxsize)
    assert list(read_articles(path)) == [Article(long, "1")]
    assert csv.field_size_limit() == sys.maxsize
