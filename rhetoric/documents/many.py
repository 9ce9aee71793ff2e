"""Files that hold many records, whatever they are records of."""

from collections.abc import Callable, Iterator
from io import BufferedReader
from os import PathLike, fspath

from rhetoric.documents.formats import FileKind
from rhetoric.documents.jsonl import read_json, read_jsonl
from rhetoric.documents.parquet import read_parquet
from rhetoric.documents.reading import Reading
from rhetoric.documents.records import Record
from rhetoric.documents.sources import Source
from rhetoric.documents.streams import PIECE, opened
from rhetoric.documents.table import read_csv
from rhetoric.errors import InputError

READERS: dict[FileKind, Callable[[BufferedReader, str, Reading], Iterator[Record | InputError]]] = {
    "jsonl": read_jsonl,
    "json": read_json,
    "csv": read_csv,
    "parquet": read_parquet,
}
_BY_FIRST: dict[bytes, FileKind] = {b"[": "json", b"{": "jsonl"}


def read_records(path: str | PathLike[str]) -> Iterator[Record | InputError]:
    """Yield the records of a file of JSON, JSONL, CSV or Parquet; what stands in it tells which.

    A line or row that is left out is an `InputError` at its place.

    Parameters
    ----------
    path : str or path
        The file; ``-`` is stdin.

    Raises
    ------
    InputError
        When the file cannot be read.
    """
    source = Source(fspath(path), fspath(path))
    with opened(source) as (stream, named):
        # in UTF-16 a NUL stands beside it
        start = stream.peek(PIECE).lstrip(b" \t\r\n\0\xef\xbb\xbf\xfe\xff")[:1]
        kind = named if named == "parquet" else _BY_FIRST.get(start, "csv")
        yield from READERS[kind](stream, source.name, Reading())
