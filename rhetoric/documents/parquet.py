"""Parquet, read a batch of rows at a time."""

from collections.abc import Iterator
from io import BufferedReader, BytesIO
from typing import TYPE_CHECKING, Any

from rhetoric.documents.reading import Reading
from rhetoric.documents.records import Record, check_unique
from rhetoric.documents.streams import read_all
from rhetoric.errors import InputError, needing

if TYPE_CHECKING:
    from pyarrow import RecordBatch

_ROWS = 64


def read_parquet(
    stream: BufferedReader, name: str, reading: Reading
) -> Iterator[Record | InputError]:
    """Yield the record of each row, or what is wrong with it.

    A file is read from where it is; what is packed or comes from stdin is held in memory first,
    up to the limit.
    """
    with needing("parquet"):
        import pyarrow as pa
        from pyarrow import parquet
    place: Any = stream
    # what unpacks says that it can seek, and unpacks everything again for each step back
    if not isinstance(stream, BufferedReader) or not stream.seekable():
        place = BytesIO(read_all(stream, reading.max_bytes))
    try:
        file = parquet.ParquetFile(place)
        check_unique(file.schema_arrow.names)
        if not file.metadata.num_rows:
            reason = "is empty: columns without a row"
            raise InputError(reason)
        first = 1
        for batch in file.iter_batches(_ROWS):
            yield from _records(batch, name, first)
            first += batch.num_rows
    except (pa.ArrowException, OSError, UnicodeDecodeError, MemoryError) as error:
        reason = f"is damaged Parquet: {error}".splitlines()[0]
        raise InputError(reason) from error


def _records(batch: "RecordBatch", name: str, first: int) -> Iterator[Record | InputError]:
    """Yield the record of each row; a batch that fails is read row by row."""
    try:
        rows = batch.to_pylist()
    except Exception as error:  # noqa: BLE001 - odd dates and time zones raise what they like
        if batch.num_rows == 1:
            reason = f"holds a value that cannot be read: {type(error).__name__}: {error}"
            yield InputError(reason.splitlines()[0], f"{name}:{first}")
            return
        for row in range(batch.num_rows):
            yield from _records(batch.slice(row, 1), name, first + row)
    else:
        yield from (Record(f"{name}:{number}", row) for number, row in enumerate(rows, first))
