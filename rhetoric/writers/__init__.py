"""Results out: a readable table, JSON, JSONL, CSV and Parquet, each written as results come."""

from collections.abc import Iterable, Sequence
from typing import Literal, TextIO

from rhetoric.errors import RhetoricError
from rhetoric.writers.columns import QuoteRecord
from rhetoric.writers.frame import to_pandas
from rhetoric.writers.parquet import write_parquet
from rhetoric.writers.table import write_tables
from rhetoric.writers.text import write_csv, write_json, write_jsonl

__all__ = ["OutputFormat", "QuoteRecord", "encoding_of", "to_pandas", "write"]

OutputFormat = Literal["table", "json", "jsonl", "csv", "parquet"]


def write(
    results: Iterable[tuple[str, Sequence[QuoteRecord]]], out: TextIO, style: OutputFormat
) -> None:
    """Write the records of each article.

    CSV and Parquet have one quotation a row, under columns that do not depend on what an article
    happens to hold: those of a quotation, then ``meta_…`` and ``p_…``, as the first article with a
    quotation calls for them; what a later one adds stands in the last column, ``more``, as JSON.

    Parameters
    ----------
    results : iterable of (str, sequence of mapping)
        The article's name and its records, as `rhetoric.records_of` makes them.
    out : text stream
        For Parquet one over a binary stream, as `open` and ``sys.stdout`` are.
    style : {"table", "json", "jsonl", "csv", "parquet"}
        The format.

    Raises
    ------
    RhetoricError
        When Parquet cannot be written: no pyarrow, or no binary stream.
    """
    if style == "table":
        write_tables(results, out)
        return
    batches = (records for _, records in results)
    if style == "csv":
        write_csv(batches, out)
    elif style == "parquet":
        binary = getattr(out, "buffer", None)
        if binary is None:
            msg = "Parquet is binary; write it to a file"
            raise RhetoricError(msg)
        write_parquet(batches, binary)
    else:
        records = (record for found in batches for record in found)
        (write_json if style == "json" else write_jsonl)(records, out)


def encoding_of(style: str) -> str:
    """Return what a file of a format is to be encoded in.

    With a mark for CSV: without it Excel takes UTF-8 for the code page of its country.

    Examples
    --------
    >>> encoding_of("csv"), encoding_of("jsonl")
    ('utf-8-sig', 'utf-8')
    """
    return "utf-8-sig" if style == "csv" else "utf-8"
