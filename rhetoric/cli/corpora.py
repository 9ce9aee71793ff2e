"""The commands that read results of many articles: trace."""

import csv
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TextIO

import typer

from rhetoric.cli.output import destination, refuse_inputs, style_of
from rhetoric.cli.telling import DONE, FAILED, Faults
from rhetoric.corpora.folder import shards_of
from rhetoric.documents import read_quotations
from rhetoric.documents.cells import defuse
from rhetoric.errors import printable
from rhetoric.tracing.trace import Utterance
from rhetoric.tracing.trace import trace as find_utterances
from rhetoric.writers import write
from rhetoric.writers.terminal import console, shortened

if TYPE_CHECKING:
    from rich.table import Table

_SHOWN = 320
_COLUMNS = (
    "utterance", "quotations", "articles", "first_date", "last_date",
    "outlets", "speakers", "labels", "variants",
)  # fmt: skip

Style = Literal["table", "json", "jsonl", "csv"]
_ENDINGS: dict[str, Style] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
}


def trace(
    results: Annotated[
        list[str],
        typer.Argument(
            metavar="RESULTS",
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
        int, typer.Option(min=1, help="Leave out what stands in fewer articles.")
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
    its cue, or with a word or two translated otherwise. One of fewer than four words with content
    (beside “the”, “we”, “will” and the like) only joins words of the same speaker within three
    days or in the same article, or seven words or more that are exactly the same.

    For example:

      rhetoric classify --format jsonl seeds/*.txt > quotations.jsonl

      rhetoric trace --format table quotations.jsonl
    """
    unasked: Style = "table" if sys.stdout.isatty() else "jsonl"
    chosen = style or (style_of(out, _ENDINGS) if out else unasked)
    sources = shards_of(results)
    refuse_inputs(out, sources)
    # opened before the work, which may take long
    faults = Faults()
    with destination(out, chosen) as file:
        records = read_quotations(sources, faults)
        found = find_utterances(records, similarity=similarity, min_size=min_size)
        _print(found, file, chosen)
    raise typer.Exit(FAILED if faults.count else DONE)


def _print(found: Sequence[Utterance], out: TextIO, style: Style) -> None:
    if style == "table":
        with console(out) as page:
            page.print(_table(found) if found else "no utterance stands in so many articles")
    elif style == "csv":
        _write_csv(found, out)
    else:
        write([("", [utterance.to_dict() for utterance in found])], out, style)


def _write_csv(found: Sequence[Utterance], out: TextIO) -> None:
    """Write one utterance a row, what it has several of in one cell."""
    writer = csv.DictWriter(out, _COLUMNS)
    writer.writeheader()
    for utterance in found:
        row = utterance.to_dict() | {
            "outlets": ";".join(utterance.outlets),
            "speakers": ";".join(name for name, _ in utterance.speakers),
            "labels": ";".join(utterance.labels),
            "variants": len(utterance.variants),
        }
        writer.writerow({k: defuse(v) if isinstance(v, str) else v for k, v in row.items()})


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
