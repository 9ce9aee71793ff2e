"""Results as tables to be read on a terminal."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

from rhetoric.errors import printable
from rhetoric.writers.columns import QuoteRecord
from rhetoric.writers.palette import swatch
from rhetoric.writers.terminal import console, shortened

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

_ELLIPSIS_AFTER = 320
_QUOTED_AFTER = 70
_WIDEST_WORD = 20
# what the table calls the places that a word of the evidence stands in
_SOURCES = {"context": "carrier", "utterance": "other part"}


def write_tables(results: Iterable[tuple[str, Sequence[QuoteRecord]]], out: TextIO) -> None:
    """Print a table for each article; an article without a quotation is named."""
    for name, records in results:
        with console(out) as page:
            if records:
                page.print(_table(name, records))
                for line in _evidence_lines(records):
                    page.print(line)
            else:
                page.print(f"{_shown(name)}: no quotation", style="dim")
            page.print()


def _table(name: str, records: Sequence[QuoteRecord]) -> "Table":
    from rich import box
    from rich.table import Table

    cells: list[Callable[[QuoteRecord], Text]] = [_quotation_cell]
    table = Table(
        title=_shown(name),
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        expand=True,
    )
    if any("speaker" in record for record in records):
        # of a column that shares the rest by its ratio, rich takes the width for the least one
        table.add_column("Speaker", ratio=2, overflow="fold", width=_longest_word(records))
        cells.insert(0, _speaker_cell)
    table.add_column("Quotation", ratio=6, overflow="fold")
    if any(record.get("probabilities") for record in records):
        table.add_column("Labels", no_wrap=True)
        cells.append(_labels_cell)
    for record in records:
        table.add_row(*(cell(record) for cell in cells))
    return table


def _longest_word(records: Sequence[QuoteRecord]) -> int:
    """Return the width at which no usual name is broken in the middle of a word."""
    speakers = [record.get("speaker") or "" for record in records]
    names = [_shown(s["name"] if isinstance(s, Mapping) else s) for s in speakers]
    longest = max((len(word) for name in names for word in name.split()), default=0)
    return max(1, min(longest, _WIDEST_WORD))


def _shown(text: str, most: int = _ELLIPSIS_AFTER) -> str:
    """Return a text on one line, cut, without what a terminal would obey."""
    return printable(shortened(text, most))


def _evidence_lines(records: Sequence[QuoteRecord]) -> Iterator["Text"]:
    """Yield, for each label given, the words that weighed most, where records tell them."""
    from rich.text import Text

    for record in records:
        told = record.get("evidence")
        if not told:
            continue
        yield Text(f"  {_shown(record['text'], _QUOTED_AFTER)}", style="italic")
        for label, tokens in told.items():
            line = Text(f"    {_shown(label)} ", style=f"bold {_colour(record, label)}")
            for token in tokens:
                line.append(f"  {token['weight']:+.2f} ", style="dim")
                line.append(_shown(token["text"]), style="not bold default")
                if token["source"] != "text":
                    line.append(f" ({_SOURCES[token['source']]})", style="dim")
            yield line


def _colour(record: QuoteRecord, label: str) -> str:
    return swatch(list(record["probabilities"]).index(label)).colour


def _speaker_cell(record: QuoteRecord) -> "Text":
    from rich.text import Text

    speaker = record.get("speaker")
    if isinstance(speaker, str):
        return Text(_shown(speaker))
    cell = Text(_shown(speaker["name"]) if speaker else "—", style="bold" if speaker else "dim")
    if (
        speaker
        and speaker["name"] not in speaker["text"]
        and speaker["text"] not in speaker["name"]
    ):
        cell.append(f"\n“{_shown(speaker['text'])}”", style="dim")
    if record.get("channel"):
        cell.append(f"\nvia {_shown(str(record['channel']))}", style="dim")
    return cell


def _quotation_cell(record: QuoteRecord) -> "Text":
    from rich.text import Text

    cell = Text(_shown(record["text"]))
    notes = [record["kind"]] if record.get("kind") in ("fragment", "term") else []
    if record.get("repaired"):
        notes.append("mark repaired")
    if notes:
        cell.append(f"  ({', '.join(notes)})", style="dim italic")
    return cell


def _labels_cell(record: QuoteRecord) -> "Text":
    from rich.text import Text

    cell = Text()
    for label in record["labels"]:
        doubt = "?" if label in record.get("unsure", ()) else ""
        shown = f"{_shown(label)} {record['probabilities'][label]:.2f}{doubt}\n"
        cell.append(shown, style=f"bold {_colour(record, label)}")
    cell.rstrip()
    return cell if cell.plain else Text("none", style="dim")
