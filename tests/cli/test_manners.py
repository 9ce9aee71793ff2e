"""How the command line behaves towards the person at the keyboard."""

import io
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from rhetoric.cli import app
from rhetoric.cli.commands import load_command
from rhetoric.cli.demo import _NAME
from rhetoric.documents.reading import DEFAULT_MAX_BYTES
from rhetoric.labelling.store import shipped_path
from rhetoric.writers import write
from tests.cli.test_cli import run
from tests.conftest import ROOT
from tests.lines import run_line

GROUP = get_command(app)
assert isinstance(GROUP, TyperGroup)
COMMANDS = sorted(GROUP.commands)


def examples(command: str) -> list[str]:
    """Return the lines that a command's help shows under “For example”."""
    shown = run(command, "--help").stdout.partition("For example:")[2]
    return [line.strip() for line in shown.splitlines() if re.match(r"    (rhetoric|cat) ", line)]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go where the repository's folders are and examples may write files."""
    for folder in ("seeds", "models", "training"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    lines = (ROOT / "training" / "quotes.jsonl").read_text(encoding="utf-8").splitlines()
    (tmp_path / "labelled.jsonl").write_text("\n".join(lines[::200]), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


# help


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.usefixtures("checkout")
def test_the_examples_of_the_help_run_as_they_stand(command: str) -> None:
    lines = examples(command)
    assert lines
    for line in lines:
        result = run_line(line)
        assert result.exit_code == 0, (line, result.output)
        assert result.output, line


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_no_type_of_the_libraries_beneath(command: str) -> None:
    assert not re.search(r"<[^<>]*>|list\[", run(command, "--help").stdout)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["evaluate", "x", "--format", "foo"], "'foo' is not one of"),
        (["train", "x", "--out", "y", "--folds", "few"], "it must be a whole number"),
        (["train", "x", "--out", "y", "--folds", "1"], "it must be greater than or equal to 2"),
        (["trace", "x", "--similarity", "much"], "it must be a number"),
    ],
)
def test_what_does_not_fit_is_told_in_plain_words(arguments: list[str], told: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert f": {told}" in result.stderr


def test_commands_stand_in_sections() -> None:
    shown = run("--help").stdout
    assert re.search(r"^Reading articles:\n  extract .*\n  classify ", shown, re.MULTILINE)
    assert re.search(r"^Models and labels:\n  labels ", shown, re.MULTILINE)
    assert "..." not in shown.partition("Options:")[2]


def test_the_help_of_the_whole_says_of_a_command_what_its_own_help_says() -> None:
    assert isinstance(GROUP, TyperGroup)
    for name, listed in GROUP.commands.items():
        own = load_command(name)
        assert own.get_short_help_str(200) == listed.get_short_help_str(200)
        assert own.name == name


def test_options_stand_in_sections_and_those_of_every_command_last() -> None:
    shown = run("classify", "--help").stdout
    sections = re.findall(r"^(\w+):$", shown, re.MULTILINE)
    assert sections == ["Arguments", "Input", "Output", "Models", "Options"]


def python(code: str, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environ},
        encoding="utf-8",
    )


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom rhetoric.cli import main\n"
        "try: main()\n"
        "finally: print(*{'rich', 'numpy', 'pydantic', 'rhetoric.documents', 'rhetoric.writers'}"
        " & set(sys.modules), file=sys.stderr)"
    )
    result = python(code, "classify", "--help")
    assert "For example" in result.stdout
    assert result.stderr.strip() == ""


def test_help_tells_the_limit_that_holds() -> None:
    shown = " ".join(run("extract", "--help").stdout.split())
    assert f"{DEFAULT_MAX_BYTES // 10**6} MB if left out" in shown


def test_the_help_of_the_whole_loads_no_room_of_the_library() -> None:
    code = (
        "import sys\nfrom rhetoric.cli import main\n"
        "try: main()\n"
        "finally: print(*(m for m in sys.modules if m.startswith('rhetoric')), file=sys.stderr)"
    )
    loaded = python(code, "--help").stderr.split()
    assert {name for name in loaded if not name.startswith("rhetoric.cli")} == {
        "rhetoric",
        "rhetoric.errors",
    }


def test_the_package_runs_as_a_module() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "rhetoric", "--version"], capture_output=True, text=True, check=True
    )
    assert result.stdout == run("--version").stdout


# completion

AS_RHETORIC = "import sys; sys.argv = ['rhetoric']; from rhetoric.cli import main; main()"


@pytest.mark.parametrize(
    ("shell", "registers"),
    [
        ("bash", "complete -o default -F _rhetoric_completion rhetoric"),
        ("zsh", "compdef _rhetoric_completion rhetoric"),
        ("fish", "complete --command rhetoric"),
    ],
)
def test_each_shell_gets_its_completion_script(shell: str, registers: str) -> None:
    result = python(AS_RHETORIC, _RHETORIC_COMPLETE=f"source_{shell}")
    assert result.returncode == 0
    assert registers in result.stdout


@pytest.mark.parametrize(
    ("shell", "environ"),
    [
        ("bash", {"COMP_WORDS": "rhetoric ex", "COMP_CWORD": "1"}),
        ("zsh", {"_TYPER_COMPLETE_ARGS": "rhetoric ex"}),
        (
            "fish",
            {"_TYPER_COMPLETE_ARGS": "rhetoric ex", "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
        ),
    ],
)
def test_each_shell_completes_a_command(shell: str, environ: dict[str, str]) -> None:
    result = python(AS_RHETORIC, _RHETORIC_COMPLETE=f"complete_{shell}", **environ)
    assert "extract" in result.stdout
    assert "classify" not in result.stdout


# colour


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_no_color_is_respected(
    monkeypatch: pytest.MonkeyPatch, no_color: str, *, coloured: bool
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("NO_COLOR", no_color)
    out = Terminal()
    record = {"text": "We stay.", "labels": ["joy"], "probabilities": {"joy": 0.9}}
    write([("a.txt", [record])], out, "table")
    assert bool(re.search(r"\x1b\[[\d;]*[34]8;", out.getvalue())) is coloured


# what is at work


def test_verbose_names_the_pipeline_and_the_model_on_stderr(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("“We stay,” Kim said.", encoding="utf-8")
    quiet, loud = run("classify", str(article)), run("classify", "-v", str(article))
    assert quiet.stderr == ""
    assert loud.stdout == quiet.stdout
    lines = loud.stderr.splitlines()
    assert all(line.startswith("rhetoric: ") for line in lines)
    assert f"model {shipped_path()}, labels anti_western, commemoration" in lines[0]
    assert re.search(
        r"built from quotes\.jsonl and .* \(SHA-256 [0-9a-f]{12}\)",
        lines[1],
    )
    assert re.search(r"weights\.safetensors [0-9a-f]{12}", lines[2])
    assert re.search(r"spaCy pipeline en_core_web_sm\w* 3\.8\.0, /", lines[3])


def test_verbose_tells_only_of_what_is_loaded(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("“We stay,” Kim said.", encoding="utf-8")
    assert "model" not in run("extract", "--verbose", str(article)).stderr
    assert "spaCy" not in run("classify", "--verbose", "--text", "We stay.").stderr


# demo and labels


def test_the_demo_shows_speakers_and_labels_and_what_to_try_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")
    shown = run("demo").stdout
    assert re.search(
        r"Gennady Arkhipov +unshakeable loyalty to its .* solidarity [01]\.\d\d", shown
    )
    steps = re.findall(r"^  (rhetoric .+?)(?:   .*|)$", shown.partition("Next:")[2], re.MULTILINE)
    assert len(steps) == 5
    assert [run_line(step).exit_code for step in steps] == [0] * 5


def test_the_wheel_carries_the_article_of_the_demo() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    carried = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    sample = f"seeds/{_NAME}"
    assert carried[sample] == f"rhetoric/{sample}"


def test_labels_gives_the_meaning_and_the_threshold_of_each() -> None:
    table = run("labels", "--format", "table").stdout
    assert re.search(r"solidarity +The words side with another +0\.\d\d", table)
    assert [info["label"] for info in json.loads(run("labels").stdout)] == [
        "anti_western",
        "commemoration",
        "solidarity",
    ]
