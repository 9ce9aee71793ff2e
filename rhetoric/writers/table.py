"""Results as tables to be read on a terminal."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TextIO

from rhetoric.writers.columns import Record

if TYPE_CHECKING:
    from rich.table import Table

# colours that colour-blind readers tell apart (Okabe and Ito, "Color Universal Design", 2008)
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
_ELLIPSIS_AFTER = 320


def write_tables(results: Iterable[tuple[str, Sequence[Record]]], out: TextIO) -> None:
    """Print a table for each article; an article without a quotation is named."""
    from rich.console import Console

    console = Console(file=out, highlight=False)
    for name, records in results:
        # written here, since rich ends the program itself where it cannot write
        with console.capture() as printed:
            if records:
                console.print(_table(name, records))
            else:
                console.print(f"{name}: no quotation", style="dim", markup=False)
            console.print()
        out.write(printed.get())


def _table(name: str, records: Sequence[Record]) -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    classified = any(record.get("probabilities") for record in records)
    attributed = any("speaker" in record for record in records)
    table = Table(
        title=Text(name), title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, expand=True
    )
    if attributed:
        table.add_column("Speaker", ratio=2, overflow="fold")
    table.add_column("Quotation", ratio=6, overflow="fold")
    if classified:
        table.add_column("Labels", no_wrap=True)
    for record in records:
        cells = [_speaker_cell(record)] if attributed else []
        cells.append(_quotation_cell(record))
        if classified:
            cells.append(_labels_cell(record))
        table.add_row(*cells)
    return table


def _speaker_cell(record: Record) -> Any:
    from rich.text import Text

    speaker = record.get("speaker")
    if isinstance(speaker, str):
        return Text(speaker)
    cell = Text(speaker["name"] if speaker else "—", style="bold" if speaker else "dim")
    if (
        speaker
        and speaker["name"] not in speaker["text"]
        and speaker["text"] not in speaker["name"]
    ):
        cell.append(f"\n“{speaker['text']}”", style="dim")
    if record.get("channel"):
        cell.append(f"\nvia {record['channel']}", style="dim")
    return cell


def _quotation_cell(record: Record) -> Any:
    from rich.text import Text

    words = " ".join(record["text"].split())
    shown = words if len(words) <= _ELLIPSIS_AFTER else words[:_ELLIPSIS_AFTER].rstrip() + " …"
    cell = Text(shown)
    notes = [record["kind"]] if record.get("kind") in ("fragment", "term") else []
    if record.get("repaired"):
        notes.append("mark repaired")
    if notes:
        cell.append(f"  ({', '.join(notes)})", style="dim italic")
    return cell


def _labels_cell(record: Record) -> Any:
    from rich.text import Text

    cell = Text()
    names = list(record["probabilities"])
    for label in record["labels"]:
        colour = _COLOURS[names.index(label) % len(_COLOURS)]
        cell.append(f"{label} {record['probabilities'][label]:.2f}\n", style=f"bold {colour}")
    cell.rstrip()
    return cell if cell.plain else Text("none", style="dim")
