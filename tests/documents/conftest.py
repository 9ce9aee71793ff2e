import pytest

from tests.files import Reports


@pytest.fixture
def reports() -> Reports:
    return Reports()
