"""The commands that read results of many articles: trace."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TextIO

import typer

from rhetoric.cli.output import destination, style_of
from rhetoric.cli.shared import DONE, FAILED, Faults
from rhetoric.corpora.ledger import shards_of
from rhetoric.documents import read_quotations
from rhetoric.errors import printable
from rhetoric.tracing.trace import Utterance
from rhetoric.tracing.trace import trace as find_utterances
from rhetoric.writers import write
from rhetoric.writers.terminal import console, shortened

if TYPE_CHECKING:
    from rich.table import Table

_SHOWN = 320

Style = Literal["table", "json", "jsonl"]
_ENDINGS: dict[str, Style] = {".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json"}


def trace(
    results: Annotated[
        list[str],
        typer.Argument(
            metavar="RESULTS…",
            help="JSONL as extract and classify print it, the folder of a run; - is stdin.",
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write; stdout when left out.")
    ] = None,
    style: Annotated[
        Style | None,
        typer.Option(
            "--format",
            "-f",
            help="By default as --out ends; else a table on a terminal, JSONL when piped.",
        ),
    ] = None,
    min_size: Annotated[
        int, typer.Option(min=1, help="Leave out what was quoted fewer times.")
    ] = 2,
    similarity: Annotated[
        float,
        typer.Option(
            min=0.01, max=1.0, help="Share of a shorter wording that must stand in the longer one."
        ),
    ] = 0.8,
) -> None:
    """Group what many outlets quote of one utterance.

    A quotation belongs to another that it is a part of: trimmed, with an ellipsis, interrupted by
    its cue, or with a word or two translated otherwise.

    For example:

      rhetoric classify --format jsonl seeds/*.txt > quotations.jsonl

      rhetoric trace --format table quotations.jsonl
    """
    unasked: Style = "table" if sys.stdout.isatty() else "jsonl"
    chosen = style or (style_of(out, _ENDINGS) if out else unasked)
    faults = Faults()
    with destination(out) as file:  # opened before the work, which may take long
        records = read_quotations(shards_of(results), faults)
        found = find_utterances(records, similarity=similarity, min_size=min_size)
        _print(found, file, chosen)
    raise typer.Exit(FAILED if faults.count else DONE)


def _print(found: Sequence[Utterance], out: TextIO, style: Style) -> None:
    if style == "table":
        with console(out) as page:
            page.print(_table(found) if found else "no utterance was quoted that often")
    else:
        write([("", [utterance.to_dict() for utterance in found])], out, style)


def _table(found: Sequence[Utterance]) -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, expand=True)
    table.add_column("Utterance", ratio=6, overflow="fold")
    table.add_column("Speaker", ratio=2, overflow="fold")
    table.add_column("Quoted", justify="right")
    table.add_column("Articles", justify="right")
    table.add_column("Dates", no_wrap=True)
    for utterance in found:
        dates = sorted(
            {printable(day or "") for day in (utterance.first_date, utterance.last_date)}
        )
        table.add_row(
            Text(printable(shortened(utterance.text, _SHOWN))),
            Text(printable(utterance.speakers[0][0]) if utterance.speakers else "—"),
            str(utterance.quotations),
            str(utterance.articles),
            Text("\n".join(filter(None, dates)) or "—"),
        )
    return table
