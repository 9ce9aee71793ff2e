"""The command that shows the whole on a sample article."""

import sys
from typing import Annotated

import typer

from rhetoric.lexicon.shipped import find_shipped

_NAME = "bistrica_bridge_vigil.txt"
_NEXT = """\
Next:
  rhetoric demo --article > article.txt     the article itself, to try things on
  rhetoric classify article.txt             what you have just seen
  rhetoric extract -f csv article.txt       speakers only, for a spreadsheet
  rhetoric labels                           what the labels mean
  rhetoric --help                           everything else"""


def demo(
    article: Annotated[
        bool, typer.Option("--article", help="Print the article, not what is found in it.")
    ] = False,
) -> None:
    """Read a sample article: its quotations, speakers and labels.

    For example:

      rhetoric demo

      rhetoric demo --article > article.txt
    """
    text = find_shipped(f"seeds/{_NAME}").read_text(encoding="utf-8")
    if article:
        typer.echo(text, nl=False)
        return
    from rhetoric.api import analyze
    from rhetoric.writers import write

    write([(_NAME, [quote.to_dict() for quote in analyze(text)])], sys.stdout, "table")
    typer.echo(_NEXT)
