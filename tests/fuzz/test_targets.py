"""A minute of the fuzz targets; ``make fuzz`` runs them longer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz import targets

pytestmark = pytest.mark.slow

BYTES = st.binary(max_size=120)
LONG = settings(max_examples=2500, deadline=None)


@settings(LONG, max_examples=10_000)
@given(BYTES)
def test_marks_and_names_read_any_text(data: bytes) -> None:
    targets.marks(data)


@LONG
@given(BYTES)
def test_documents_report_what_they_cannot_read(data: bytes) -> None:
    targets.documents(data)


@LONG
@given(BYTES)
def test_a_tampered_model_loads_and_works_or_is_refused(data: bytes) -> None:
    targets.model(data)
