"""The word lists as they are shipped."""

from pathlib import Path

import pytest

from rhetoric.lexicon.wordlists import read_sections
from tests.conftest import ROOT

LIBRARY = ROOT / "rhetoric"
# its sections are the labels of the model
LISTS = sorted(p for p in (LIBRARY / "lexicon" / "data").glob("*.txt") if p.stem != "labels")
SOURCES = "".join(path.read_text(encoding="utf-8") for path in LIBRARY.rglob("*.py"))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_each_list_and_each_of_its_sections_is_read(path: Path) -> None:
    sections = read_sections(path.name)
    assert f'"{path.name}"' in SOURCES
    assert [name for name in sections if name and f'"{name}"' not in SOURCES] == []
    assert sections[""] == () or len(sections) == 1
