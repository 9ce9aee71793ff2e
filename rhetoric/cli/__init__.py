"""The command line: each command a thin shell over the functions that a library user calls."""

import io
import signal
import sys
import warnings
from typing import Annotated

import typer

from rhetoric import __version__
from rhetoric.cli.commands import CommandGroup
from rhetoric.cli.telling import FAILED, tell
from rhetoric.errors import InputWarning, RhetoricError

__all__ = ["app", "main"]

app = typer.Typer(
    name="rhetoric",
    cls=CommandGroup,
    help="Find who is quoted saying what in news articles, and label what those words do.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        typer.echo(f"rhetoric {__version__}")
        raise typer.Exit


def main() -> None:
    """Run the command line; bad input and failures end in one line, never in a traceback."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    warnings.simplefilter("always", InputWarning)
    warnings.showwarning = _tell_warning  # type: ignore[assignment]
    # whoever ends it, what is found so far is kept and told
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        app()
    except RhetoricError as error:
        tell(str(error))
        sys.exit(FAILED)


def _tell_warning(message: Warning | str, category: type[Warning], *_: object) -> None:
    """Tell what the library warns of as everything else is told."""
    if issubclass(category, InputWarning):
        tell(str(message))
