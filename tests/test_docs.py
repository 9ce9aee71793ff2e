"""Docstrings, and the pages that ``make docs`` builds of them."""

import ast
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.mark.slow
def test_the_reference_has_every_module_and_the_help_of_every_command(tmp_path: Path) -> None:
    pytest.importorskip("pdoc", reason="pip install 'rhetoric[docs]'")
    script = ROOT / ".ci" / "docs.py"
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True)  # noqa: S603
    pages = {path.stem for path in (tmp_path / "rhetoric").glob("*.html")}
    modules = {path.stem for path in (ROOT / "rhetoric").glob("*.py")}
    packages = {path.parent.name for path in (ROOT / "rhetoric").glob("*/__init__.py")}
    assert pages == {name for name in modules if not name.startswith("__")} | packages
    commands = (tmp_path / "rhetoric" / "cli.html").read_text(encoding="utf-8")
    assert "Usage: rhetoric classify" in commands
    assert "analyze" in (tmp_path / "rhetoric.html").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_make_help_lists_the_targets() -> None:
    made = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607
    assert "docs" in made.stdout


def _entries_without_words(docstring: str) -> list[str]:
    """Return the parameters and attributes of which only the type is told."""
    sections = re.findall(r"(?:Parameters|Attributes)\n-+\n(.*?)(?=\n\n|\Z)", docstring, re.DOTALL)
    return [
        bare for told in sections for bare in re.findall(r"^(\S.*)(?=\n\S|\Z)", told, re.MULTILINE)
    ]


def _modules() -> Iterator[tuple[Path, ast.Module]]:
    """Yield each file of the library with what stands in it."""
    for path in (ROOT / "rhetoric").rglob("*.py"):
        yield path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))


def test_parameters_are_told_in_words() -> None:
    assert _entries_without_words("A.\n\nParameters\n----------\na : str\nb : int\n    Two.") == [
        "a : str"
    ]
    bare = [
        f"{path}: {node.name}: {entry}"
        for path, module in _modules()
        for node in ast.walk(module)
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
        for entry in _entries_without_words(ast.get_docstring(node) or "")
    ]
    assert not bare


def _types_of(module: ast.Module) -> list[str]:
    """Return the classes and aliases of types that a module defines: what begins with a capital."""
    aliases = [
        target.id
        for node in module.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and re.match(r"[A-Z]\w*[a-z]", target.id)
    ]
    return aliases + [node.name for node in ast.walk(module) if isinstance(node, ast.ClassDef)]


def test_one_word_means_one_type() -> None:
    assert _types_of(ast.parse("Row = dict\nROWS = 3\nclass Cell: ...")) == ["Row", "Cell"]
    defined = Counter(name for _, module in _modules() for name in _types_of(module))
    assert [name for name, times in defined.items() if times > 1] == []
