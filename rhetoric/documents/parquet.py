"""Parquet, read a batch of rows at a time."""

from collections.abc import Iterator
from io import BufferedReader, BytesIO
from typing import TYPE_CHECKING, Any

from rhetoric.documents.cells import check_unique
from rhetoric.documents.reading import Reading, Report, missing_extra
from rhetoric.documents.records import Record
from rhetoric.documents.streams import Stream, read_all
from rhetoric.errors import InputError

if TYPE_CHECKING:
    from pyarrow import RecordBatch

_ROWS = 64


def read_parquet(stream: Stream, name: str, reading: Reading, report: Report) -> Iterator[Record]:
    """Yield the record of each row; bad rows are reported with their number.

    A file is read from where it is; what is packed or comes from stdin is held in memory first,
    up to the limit.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise missing_extra(name, "parquet") from error
    place: Any = stream
    # what unpacks says that it can seek, and unpacks everything again for each step back
    if not isinstance(stream, BufferedReader) or not stream.seekable():
        place = BytesIO(read_all(stream, reading.max_bytes, name))
    try:
        file = parquet.ParquetFile(place)
        check_unique(file.schema_arrow.names, name)
        if not file.metadata.num_rows:
            reason = "is empty: columns without a row"
            raise InputError(reason, name)
        first = 1
        for batch in file.iter_batches(_ROWS):
            for number, record in _records(batch, name, first, report):
                yield Record(f"{name}:{number}", record)
            first += batch.num_rows
    except (pa.ArrowException, OSError, UnicodeDecodeError, MemoryError) as error:
        reason = f"is damaged Parquet: {error}".splitlines()[0]
        raise InputError(reason, name) from error


def _records(
    batch: "RecordBatch", name: str, first: int, report: Report
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the number and the record of each row; a batch that fails is read row by row."""
    try:
        rows = _rows(batch, f"{name}:{first}")
    except InputError as fault:
        if batch.num_rows == 1:
            report(fault)
            return
        for row in range(batch.num_rows):
            yield from _records(batch.slice(row, 1), name, first + row, report)
    else:
        yield from enumerate(rows, first)


def _rows(batch: "RecordBatch", place: str) -> list[dict[str, Any]]:
    try:
        columns = [column.to_pylist() for column in batch.columns]
    except Exception as error:  # a date beyond Python's, an unknown time zone raise what they like
        reason = f"holds a value that cannot be read: {type(error).__name__}: {error}"
        raise InputError(reason.splitlines()[0], place) from error
    return [dict(zip(batch.schema.names, row, strict=True)) for row in zip(*columns, strict=True)]
