"""Build the reference: a page for every module, and the help of every command on that of `cli`.

python .ci/docs.py [FOLDER]
"""

import pkgutil
import sys
from pathlib import Path

import pdoc
from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

import rhetoric
import rhetoric.cli

FOLDER = Path(__file__).parent.parent / "build" / "docs"


def help_of_commands() -> str:
    """Return what `--help` prints of the whole and of each command, as Markdown."""
    group = get_command(rhetoric.cli.app)
    names = list(group.commands) if isinstance(group, TyperGroup) else []
    chapters = []
    for words in ([], *([name] for name in names)):
        shown = CliRunner().invoke(rhetoric.cli.app, [*words, "--help"], prog_name="rhetoric")
        title = " ".join(["rhetoric", *words])
        chapters.append(f"## `{title}`\n\n```text\n{shown.stdout.rstrip()}\n```\n")
    return "\n".join(chapters)


def modules() -> list[str]:
    """Return the package and its public modules."""
    found = pkgutil.walk_packages(rhetoric.__path__, "rhetoric.")
    return ["rhetoric", *(m.name for m in found if not m.name.startswith("rhetoric.__"))]


def main(folder: Path = FOLDER) -> None:
    """Write the pages."""
    rhetoric.cli.__doc__ = f"{rhetoric.cli.__doc__}\n\n{help_of_commands()}"
    pdoc.render.configure(
        docformat="numpy", footer_text=f"rhetoric {rhetoric.__version__}", show_source=False
    )
    pdoc.pdoc(*modules(), output_directory=folder)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
