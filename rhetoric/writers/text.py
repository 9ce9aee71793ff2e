"""Results as JSON, JSONL and CSV, each record as it comes."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO

from rhetoric.documents.cells import defuse
from rhetoric.writers.columns import QuoteRecord, as_json, tabulated


def write_json(records: Iterable[QuoteRecord], out: TextIO) -> None:
    """Write one list of records."""
    out.write("[")
    for i, record in enumerate(records):
        out.write(",\n" if i else "\n")
        out.write(json.dumps(record, ensure_ascii=False, indent=1, default=str))
    out.write("\n]\n")


def write_jsonl(records: Iterable[QuoteRecord], out: TextIO) -> None:
    """Write one record a line."""
    out.writelines(as_json(record) + "\n" for record in records)


def write_csv(batches: Iterable[Sequence[QuoteRecord]], out: TextIO) -> None:
    """Write one quotation a row, under the columns that `tabulated` gives."""
    write_rows(*tabulated(batches), out)


def write_rows(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], out: TextIO) -> None:
    """Write rows under a header, safe to open in a spreadsheet.

    A cell or column name that a spreadsheet would take for a formula begins with ``'``.
    """
    # its line ends are those of RFC 4180: with others it leaves \r unquoted
    writer = csv.writer(out)
    writer.writerow(map(defuse, columns))
    for row in rows:
        writer.writerow([_cell(row[column]) for column in columns])


def _cell(value: Any) -> Any:
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return defuse(";".join(value))
    if isinstance(value, list | tuple | dict):
        return defuse(as_json(value))
    return defuse(value) if isinstance(value, str) else value
