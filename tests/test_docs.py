"""The pages that ``make docs`` builds."""

import shutil
import subprocess
import sys
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
