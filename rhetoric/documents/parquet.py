"""Parquet, read a batch of rows at a time."""

from collections.abc import Iterator
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING, Any, BinaryIO

from rhetoric.documents.reading import Reading, Report, missing_extra
from rhetoric.documents.records import check_columns, to_article
from rhetoric.documents.sources import Source
from rhetoric.documents.streams import read_all
from rhetoric.errors import InputError
from rhetoric.types import Article

if TYPE_CHECKING:
    from pyarrow import RecordBatch

_ROWS = 64


def read_parquet(
    stream: BinaryIO, source: Source, reading: Reading, report: Report
) -> Iterator[Article]:
    """Yield the article of each row; bad rows are reported with their number.

    A file is read from where it is; what is packed or comes from stdin is held in memory first,
    up to the limit.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise missing_extra(source.name, "parquet") from error
    place: Any = stream
    if not stream.seekable():
        place = BytesIO(read_all(stream, reading.max_bytes, source.name))
    try:
        file = parquet.ParquetFile(place)
        check_columns(file.schema_arrow.names, reading, source.name)
        if not file.metadata.num_rows:
            reason = "is empty: columns without a row"
            raise InputError(reason, source.name)
        numbers = count(1)
        for batch in file.iter_batches(_ROWS):
            for number, record in zip(numbers, _records(batch), strict=False):
                try:
                    yield to_article(record, f"{source.name}:{number}", reading)
                except InputError as fault:
                    report(fault)
    except (pa.ArrowException, OSError, UnicodeDecodeError, MemoryError) as error:
        reason = f"is damaged Parquet: {error}".splitlines()[0]
        raise InputError(reason, source.name) from error


def _records(batch: "RecordBatch") -> Iterator[dict[str, Any]]:
    columns = [column.to_pylist() for column in batch.columns]
    for values in zip(*columns, strict=True):
        yield dict(zip(batch.schema.names, values, strict=True))
