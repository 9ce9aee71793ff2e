"""The word lists as they are shipped."""

import ast
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from rhetoric.lexicon.wordlists import read_sections
from tests.conftest import ROOT

LIBRARY = ROOT / "rhetoric"
# its sections are the labels of the model
LISTS = sorted(p for p in (LIBRARY / "lexicon" / "data").glob("*.txt") if p.stem != "labels")


def named_together(code: str) -> Iterator[tuple[str, str]]:
    """Yield each list with each string that stands in the same function or statement."""
    for part in ast.walk(ast.parse(code)):
        if isinstance(part, ast.stmt) and not isinstance(part, ast.ClassDef):
            constants = (node.value for node in ast.walk(part) if isinstance(node, ast.Constant))
            strings = {value for value in constants if isinstance(value, str)}
            yield from product(strings & {path.name for path in LISTS}, strings)


@pytest.fixture(scope="module")
def read() -> set[tuple[str, str]]:
    sources = (path.read_text(encoding="utf-8") for path in LIBRARY.rglob("*.py"))
    return {pair for code in sources if '.txt"' in code for pair in named_together(code)}


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_each_section_of_each_list_is_read(path: Path, read: set[tuple[str, str]]) -> None:
    sections = read_sections(path.name)
    assert [name for name in sections if name and (path.name, name) not in read] == []
    assert sections[""] == ()


def test_a_section_that_another_list_has_too_is_not_taken_for_read() -> None:
    code = 'def is_work(word):\n    return word in read_words("titles.txt", "rank")\nkind = "body"'
    assert set(named_together(code)) == {("titles.txt", "titles.txt"), ("titles.txt", "rank")}
