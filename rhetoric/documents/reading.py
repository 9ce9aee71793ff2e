"""How articles are read: the options, in one value, and who is told of faults."""

from collections.abc import Callable
from dataclasses import dataclass

from rhetoric.errors import InputError

Report = Callable[[InputError], None]

STDIN = "-"
DEFAULT_MAX_BYTES = 200_000_000


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
        Largest article, unpacked: a file, or one record of a file that holds many. Reading stops
        there, so a small file that unpacks to gigabytes never fills the memory. The text of PDF
        and Parquet, whose bytes are others, is counted in characters.
    """

    text_column: str = "text"
    id_column: str | None = None
    max_bytes: int = DEFAULT_MAX_BYTES

    def __post_init__(self) -> None:
        """Refuse a limit that would refuse every article."""
        if self.max_bytes < 1:
            msg = f"max_bytes must be at least 1, not {self.max_bytes}"
            raise ValueError(msg)


class Grouped:
    """Reports the same fault of neighbouring records of a file as one, with their number.

    Parameters
    ----------
    report : callable
        Told of every fault, in order; those of neighbouring records as soon as something else
        comes, or `flush` is called.

    Examples
    --------
    >>> grouped = Grouped(print)
    >>> for line in range(2, 5):
    ...     grouped(InputError("has no text", f"a.csv:{line}"))
    >>> grouped.flush()
    a.csv:2-4: has no text (3 records)
    """

    def __init__(self, report: Report) -> None:
        self._report = report
        self._alike: list[InputError] = []  # the first and the last
        self._count = 0

    def __call__(self, fault: InputError) -> None:
        """Take a fault."""
        if self._alike and _kind(fault) != _kind(self._alike[0]):
            self.flush()
        self._alike[1:] = [fault] if self._alike else []
        self._alike = self._alike or [fault]
        self._count += 1
        if not _kind(fault):
            self.flush()

    def flush(self) -> None:
        """Report what is held back."""
        held, count = self._alike, self._count
        self._alike, self._count = [], 0
        if count == 1:
            self._report(held[0])
        elif held:
            last = held[1].source.rpartition(":")[2]
            reason = f"{held[0].reason} ({count:,} records)"
            self._report(InputError(reason, f"{held[0].source}-{last}"))


def _kind(fault: InputError) -> tuple[str, str] | None:
    """Return what the faults of neighbouring records have in common."""
    file, _, line = fault.source.rpartition(":")
    return (file, fault.reason.partition(";")[0]) if file and line.isdigit() else None


def missing_extra(name: str, extra: str) -> InputError:
    """Return the fault of a file that only a package not installed can read.

    Examples
    --------
    >>> print(missing_extra("a.pdf", "pdf"))
    a.pdf: needs another package to be read; run: pip install 'rhetoric[pdf]'
    """
    return InputError(
        f"needs another package to be read; run: pip install 'rhetoric[{extra}]'", name
    )


def too_large(limit: int, unit: str = "bytes unpacked") -> str:
    """Return why an article beyond the limit is left out.

    Examples
    --------
    >>> too_large(1000, "characters")
    'is larger than 1,000 characters; raise the limit (--max-bytes, in Python max_bytes) to read it'
    """
    remedy = "raise the limit (--max-bytes, in Python max_bytes) to read it"
    return f"is larger than {limit:,} {unit}; {remedy}"
