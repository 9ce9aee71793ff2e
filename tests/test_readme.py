"""What README shows works as it stands there."""

import re
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.lines import run_line

README = (ROOT / "README.md").read_text(encoding="utf-8")
ARTICLE = ROOT / "seeds" / "bistrica_bridge_vigil.txt"


def python_blocks() -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def command_lines() -> list[str]:
    """Return the one-liners of the chapter on the command line, without their explanations."""
    chapter = README.partition("## On the command line")[2].partition("\n## ")[0]
    lines = re.findall(r"^((?:rhetoric|cat) .+)$", chapter, re.MULTILINE)
    return [re.split(r" {2,}", line)[0] for line in lines]


@pytest.mark.parametrize("block", python_blocks())
def test_python_runs(block: str) -> None:
    shown = {"article_text": ARTICLE.read_text(encoding="utf-8")}
    exec(compile(block, "README.md", "exec"), shown)  # noqa: S102  that is what is tested


def test_there_is_something_to_run() -> None:
    assert python_blocks()
    assert command_lines()


@pytest.mark.parametrize("line", command_lines())
def test_command_lines_run(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(ARTICLE, "article.txt")
    Path("articles.jsonl").write_text('{"id": "a", "text": "“We stay,” Kim said."}\n')
    Path("quotations.jsonl").write_text('{"text": "We stay.", "context": "Kim said so."}\n')
    result = run_line(line)
    assert result.exit_code == 0, result.output
    assert result.stdout


def test_what_measures_a_figure_again_runs_from_a_plain_clone() -> None:
    """A module is found from the root of the project; a script would not find `training`.

    What the module cannot do without stands in the command.
    """
    commands = re.findall(r"`python (.+?)`", README)
    assert commands
    for command in commands:
        module = re.match(r"-m ([\w.]+)", command)
        assert module, command
        found = find_spec(module[1])
        assert found, command
        source = Path(str(found.origin)).read_text(encoding="utf-8")
        needed = re.findall(r'add_argument\("(--\w+)"[^)]*required=True', source)
        assert all(f" {option} " in command for option in needed), command
