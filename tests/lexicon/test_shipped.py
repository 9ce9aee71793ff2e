import pytest

from rhetoric import ModelError
from rhetoric.lexicon.shipped import find_shipped


def test_what_is_missing_from_the_package_is_named() -> None:
    with pytest.raises(ModelError, match=r"models/none/a\.txt is missing .* install"):
        find_shipped("models/none/a.txt", "training/none/a.txt")


def test_the_first_name_that_is_there_counts() -> None:
    assert find_shipped("models/none", "models/default").name == "default"
