"""Results as Parquet, a row group as soon as it is full."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, BinaryIO

from rhetoric.errors import RhetoricError, needing
from rhetoric.writers.columns import MORE, OFFSETS, QuoteRecord, TableRow, as_json, tabulated

_ROW_GROUP = 10_000
_INT64 = range(-(2**63), 2**63)
# the integers that a double holds exactly, one and all; Arrow refuses those beyond
_FLOAT64 = range(-(2**53), 2**53 + 1)


def write_parquet(batches: Iterable[Sequence[QuoteRecord]], out: BinaryIO) -> None:
    """Write one quotation a row, with the columns of the CSV.

    Offsets are integers, labels a list, confidence and probabilities numbers; all other columns
    are strings, what is none as JSON, so that no later row can contradict the first. A value of
    another type than its column goes into ``more``.

    Raises
    ------
    RhetoricError
        When pyarrow is not installed.
    """
    with needing("parquet", "Parquet", RhetoricError):
        import pyarrow as pa
        from pyarrow import parquet
    types = {
        "integer": pa.int64(),
        "number": pa.float64(),
        "flag": pa.bool_(),
        "list": pa.list_(pa.string()),
        "string": pa.string(),
    }
    columns, rows = tabulated(batches)
    schema = pa.schema([(column, types[_type(column)]) for column in columns])
    typed = map(_typed, rows)
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        while group := list(islice(typed, _ROW_GROUP)):
            writer.write_table(pa.Table.from_pylist(group, schema))


def _type(column: str) -> str:
    if column in OFFSETS:
        return "integer"
    if column == "confidence" or column.startswith("p_"):
        return "number"
    return {"repaired": "flag", "labels": "list", "unsure": "list"}.get(column, "string")


def _typed(row: TableRow) -> TableRow:
    """Return a row whose values have the types of their columns."""
    typed: TableRow = {}
    misfits: TableRow = {}
    for column, value in row.items():
        kind = _type(column)
        if kind == "string" and value is not None and not isinstance(value, str):
            typed[column] = as_json(value)
        elif value is None or _fits(value, kind):
            typed[column] = value
        else:
            typed[column] = None
            misfits[column] = value
    if misfits:
        typed[MORE] = as_json({**misfits, **({MORE: row[MORE]} if row[MORE] else {})})
    return typed


def _fits(value: Any, kind: str) -> bool:
    if kind == "integer":
        return _is_integer(value) and value in _INT64
    if kind == "number":
        return isinstance(value, float) or (_is_integer(value) and value in _FLOAT64)
    if kind == "flag":
        return isinstance(value, bool)
    if kind == "list":
        return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)
    return isinstance(value, str)


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
