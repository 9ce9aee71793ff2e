"""The commands that read results of many articles: trace."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TextIO, get_args

import typer

from rhetoric.cli.telling import DONE, FAILED, Faults

if TYPE_CHECKING:
    from rich.table import Table

    from rhetoric.tracing.trace import Utterance

_SHOWN = 320
_COLUMNS = (
    "utterance", "quotations", "articles", "first_date", "last_date",
    "outlets", "speakers", "labels", "variants",
)  # fmt: skip

TraceFormat = Literal["table", "json", "jsonl", "csv"]


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
        TraceFormat | None,
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
    from rhetoric.cli.output import destination, refuse_inputs, style_of
    from rhetoric.corpora.folder import shards_of
    from rhetoric.documents import read_quotations
    from rhetoric.tracing.trace import trace as find_utterances

    chosen = style or style_of(out, get_args(TraceFormat))
    sources = shards_of(results)
    refuse_inputs([out], sources)
    faults = Faults()
    # opened before the work, which may take long
    with destination(out, chosen) as file:
        records = read_quotations(sources, faults)
        found = find_utterances(records, similarity=similarity, min_size=min_size)
        _print(found, file, chosen)
    raise typer.Exit(FAILED if faults.count else DONE)


def _print(found: Sequence["Utterance"], out: TextIO, style: TraceFormat) -> None:
    from rhetoric.writers import write
    from rhetoric.writers.terminal import console
    from rhetoric.writers.text import write_rows

    if style == "table":
        with console(out) as page:
            page.print(_table(found) if found else "no utterance stands in so many articles")
    elif style == "csv":
        write_rows(_COLUMNS, map(_row, found), out)
    else:
        write([("", [utterance.to_dict() for utterance in found])], out, style)


def _row(utterance: "Utterance") -> dict[str, Any]:
    """Return an utterance as one row: of what it has several of, the names or the number."""
    return utterance.to_dict() | {
        "speakers": [name for name, _ in utterance.speakers],
        "labels": list(utterance.labels),
        "variants": len(utterance.variants),
    }


def _table(found: Sequence["Utterance"]) -> "Table":
    from rich import box
    from rich.table import Table

    from rhetoric.errors import printable
    from rhetoric.writers.terminal import shortened

    table = Table(box=box.SIMPLE_HEAD, expand=True)
    table.add_column("Utterance", ratio=6, overflow="fold")
    table.add_column("Speaker", ratio=2, overflow="fold")
    table.add_column("Quoted", justify="right")
    table.add_column("Articles", justify="right")
    table.add_column("Dates", no_wrap=True)
    for utterance in found:
        dates = {utterance.first_date, utterance.last_date} - {None}
        table.add_row(
            printable(shortened(utterance.text, _SHOWN)),
            printable(utterance.speakers[0][0]) if utterance.speakers else "—",
            str(utterance.quotations),
            str(utterance.articles),
            "\n".join(sorted(printable(day) for day in dates if day)) or "—",
        )
    return table
