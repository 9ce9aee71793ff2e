"""Results out: a readable table, JSON, JSONL and CSV, each written as results come."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TextIO

from rhetoric.palette import swatch

if TYPE_CHECKING:
    from rich.table import Table

Format = Literal["table", "json", "jsonl", "csv"]
Record = Mapping[str, Any]

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_ELLIPSIS_AFTER = 320
_QUOTED_AFTER = 70
# what the table calls the places that a word of the evidence stands in
_SOURCES = {"context": "carrier", "utterance": "other part"}


def write(results: Iterable[tuple[str, Sequence[Record]]], out: TextIO, style: Format) -> None:
    """Write the records of each article.

    Parameters
    ----------
    results : iterable of (str, sequence of mapping)
        The article's name and its records, as `Quote.to_dict` makes them.
    out : text stream
    style : {"table", "json", "jsonl", "csv"}
    """
    if style == "table":
        _write_tables(results, out)
        return
    records = (record for _, found in results for record in found)
    if style == "json":
        _write_json(records, out)
    elif style == "csv":
        _write_csv(records, out)
    else:
        for record in records:
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
            out.flush()


def _write_json(records: Iterable[Record], out: TextIO) -> None:
    out.write("[")
    for i, record in enumerate(records):
        out.write(",\n" if i else "\n")
        out.write(json.dumps(record, ensure_ascii=False, indent=1))
    out.write("\n]\n")


def _write_csv(records: Iterable[Record], out: TextIO) -> None:
    writer = None
    for record in records:
        row = dict(_flat(record))
        if writer is None:
            writer = csv.DictWriter(out, list(row), extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
        writer.writerow(row)


def _flat(record: Record) -> Iterator[tuple[str, Any]]:
    """Yield the cells of a record: parts of a speaker or cue, and probabilities, in their own."""
    for key, value in record.items():
        if key in ("speaker", "cue"):
            fields = (
                ("name", "text", "start", "end") if key == "speaker" else ("text", "start", "end")
            )
            inner = value if isinstance(value, Mapping) else {"name": value, "text": value}
            for field in fields:
                yield f"{key}_{field}", _safe(inner.get(field))
        elif key == "probabilities":
            yield from ((f"p_{label}", p) for label, p in value.items())
        elif isinstance(value, Mapping):
            yield key, json.dumps(value, ensure_ascii=False)
        elif isinstance(value, list):
            yield key, ";".join(map(str, value))
        else:
            yield key, _safe(value)


def _safe(value: Any) -> Any:
    """Keep a spreadsheet from taking a cell for a formula."""
    if isinstance(value, str) and value.startswith(_DANGEROUS):
        return "'" + value
    return value


def _write_tables(results: Iterable[tuple[str, Sequence[Record]]], out: TextIO) -> None:
    from rich.console import Console

    console = Console(file=out, highlight=False)
    for name, records in results:
        if records:
            console.print(_table(name, records))
            for line in _evidence_lines(records):
                console.print(line)
        else:
            console.print(f"{name}: no quotation", style="dim", markup=False)
        console.print()


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


def _evidence_lines(records: Sequence[Record]) -> Iterator[Any]:
    """Yield, for each label given, the words that weighed most, where records tell them."""
    from rich.text import Text

    for record in records:
        told = record.get("evidence")
        if not told:
            continue
        yield Text(f"  {_words(record['text'], _QUOTED_AFTER)}", style="italic")
        for label, tokens in told.items():
            line = Text(f"    {label} ", style=f"bold {_colour(record, label)}")
            for token in tokens:
                line.append(f"  {token['weight']:+.2f} ", style="dim")
                line.append(token["text"], style="not bold default")
                if token["source"] != "text":
                    line.append(f" ({_SOURCES[token['source']]})", style="dim")
            yield line


def _colour(record: Record, label: str) -> str:
    return swatch(list(record["probabilities"]).index(label)).colour


def _words(text: str, most: int) -> str:
    words = " ".join(text.split())
    return words if len(words) <= most else words[:most].rstrip() + " …"


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

    cell = Text(_words(record["text"], _ELLIPSIS_AFTER))
    notes = [record["kind"]] if record.get("kind") in ("fragment", "term") else []
    if record.get("repaired"):
        notes.append("mark repaired")
    if notes:
        cell.append(f"  ({', '.join(notes)})", style="dim italic")
    return cell


def _labels_cell(record: Record) -> Any:
    from rich.text import Text

    cell = Text()
    for label in record["labels"]:
        shown = f"{label} {record['probabilities'][label]:.2f}\n"
        cell.append(shown, style=f"bold {_colour(record, label)}")
    cell.rstrip()
    return cell if cell.plain else Text("none", style="dim")
