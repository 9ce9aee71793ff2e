"""How articles are read: the options, in one value, and who is told of faults."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from numbers import Integral
from typing import TypeVar

from rhetoric.arguments import check_type
from rhetoric.errors import InputError

Report = Callable[[InputError], None]
Value = TypeVar("Value")

STDIN = "-"
# markup, fonts and pictures weigh ten times what the words of the longest article do
DEFAULT_MAX_BYTES = 30_000_000


@dataclass(frozen=True, slots=True)
class Reading:
    """Options of reading.

    Attributes
    ----------
    text_column : str
        Name of the column or key that holds an article's text, in CSV, Parquet and JSONL.
    id_column : str or None
        Name of the one that holds its id. By default ``id``, and a record without one is named by
        its file and line.
    max_bytes : int
        Largest file or record, unpacked: a file that is one article or is read whole, one record
        of a file that holds many. Reading stops there, so a small file that unpacks to gigabytes
        never fills the memory. The text of PDF and Parquet, whose bytes are others, is counted
        in characters.
    """

    text_column: str = "text"
    id_column: str | None = None
    max_bytes: int = DEFAULT_MAX_BYTES

    def __post_init__(self) -> None:
        """Refuse a limit that would refuse every article."""
        check_type(self.max_bytes, "max_bytes", Integral, "a whole number")
        if self.max_bytes < 1:
            msg = f"max_bytes must be at least 1, not {self.max_bytes}"
            raise ValueError(msg)


def grouped(items: Iterable[Value | InputError]) -> Iterator[Value | InputError]:
    """Yield items, the same fault of neighbouring records of a file as one, with their number.

    Examples
    --------
    >>> list(grouped([InputError("has no text", f"a.csv:{line}") for line in (2, 3, 4)]))
    [InputError('a.csv:2-4: has no text (3 records)')]
    """
    for kind, alike in groupby(items, _kind):
        if kind is None:
            yield from alike
            continue
        faults = (item for item in alike if isinstance(item, InputError))
        first = last = next(faults)
        count = 1
        for count, last in enumerate(faults, 2):  # noqa: B007 - the last ones are what is wanted
            pass
        if count == 1:
            yield first
        else:
            line = last.source.rpartition(":")[2]
            reason = f"{first.reason} ({count:,} records)"
            yield InputError(reason, f"{first.source}-{line}", count)


def _kind(item: object) -> tuple[str, str] | None:
    """Return what the faults of neighbouring records have in common."""
    if not isinstance(item, InputError):
        return None
    file, _, line = item.source.rpartition(":")
    return (file, item.reason.partition(";")[0]) if file and line.isdigit() else None


def without_faults(
    items: Iterable[Value | InputError], report: Report | None = None
) -> Iterator[Value]:
    """Yield what could be read.

    Parameters
    ----------
    items : iterable
        What was read, with faults in the places of what could not be.
    report : callable, optional
        Told of each fault. Without, the first one is raised.
    """
    for item in items:
        if not isinstance(item, InputError):
            yield item
        elif report is None:
            raise item
        else:
            report(item)


def too_large(limit: int, unit: str = "bytes unpacked") -> str:
    """Return why an article beyond the limit is left out."""
    remedy = "raise the limit (--max-bytes, in Python max_bytes) to read it"
    return f"is larger than {limit:,} {unit}; {remedy}"
