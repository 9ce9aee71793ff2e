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
    clean : bool
        Leave out characters that do not show (soft hyphens, zero-width spaces, direction marks)
        and compose accents (NFC). Beside such characters quotations and speakers are missed.
        Offsets always refer to the text as yielded.
    """

    text_column: str = "text"
    id_column: str | None = None
    max_bytes: int = DEFAULT_MAX_BYTES
    clean: bool = True

    def __post_init__(self) -> None:
        """Refuse a limit that would refuse every article."""
        if self.max_bytes < 1:
            msg = f"max_bytes must be at least 1, not {self.max_bytes}"
            raise ValueError(msg)


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
