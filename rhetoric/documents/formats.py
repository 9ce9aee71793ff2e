"""Which format a file is in: by the ending of its name, or by its first bytes."""

import re
from pathlib import PurePath
from typing import Literal

FileKind = Literal["text", "html", "pdf", "jsonl", "csv", "parquet", "json", "rtf", "xml"]
Packing = Literal["gz", "zst"]

_KINDS: dict[str, FileKind] = {
    ".txt": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".json": "json",
    ".rtf": "rtf",
    ".xml": "xml",
}
_PACKINGS: dict[str, Packing] = {".gz": "gz", ".zst": "zst"}
READ_FROM_FOLDERS = tuple(ending for ending in _KINDS if ending != ".json")

# first bytes -> what they are, the ending that would say so
_MAGIC: dict[bytes, tuple[str, str]] = {
    b"\x1f\x8b": ("gzip", ".gz"),
    b"\x28\xb5\x2f\xfd": ("zstd", ".zst"),
    b"%PDF-": ("PDF", ".pdf"),
    b"PAR1": ("Parquet", ".parquet"),
    b"{\\rtf": ("RTF", ".rtf"),
    b"<?xml": ("XML", ".xml"),
}
_ZIP = b"PK\x03\x04"
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_RECORD = re.compile(rb'\s*\{\s*"(?:[^"\\]|\\.)*"\s*:')
_UTF8_BOM = b"\xef\xbb\xbf"


def named_format(path: str) -> tuple[FileKind | None, Packing | None]:
    """Return what the ending of a name says; ``None`` where it has none.

    An ending that is not known is that of a text.

    Examples
    --------
    >>> named_format("a.jsonl.gz"), named_format("a.TXT"), named_format("article")
    (('jsonl', 'gz'), ('text', None), (None, None))
    """
    ending, packing = _endings(path)
    return _KINDS.get(ending, "text") if ending else None, packing


def is_read_from_folders(name: str) -> bool:
    """Whether a file of this name is taken when its folder is read."""
    return _endings(name)[0] in READ_FROM_FOLDERS


def _endings(path: str) -> tuple[str, Packing | None]:
    """Return the ending that tells the format, and the one that tells the packing."""
    endings = [ending.lower() for ending in PurePath(path).suffixes]
    packing = _PACKINGS.get(endings[-1]) if endings else None
    if packing:
        endings.pop()
    return endings[-1] if endings else "", packing


def sniffed_packing(head: bytes) -> Packing | None:
    """Return how a stream that begins with these bytes is packed."""
    what = _magic(head)
    return _PACKINGS.get(what[1]) if what else None


def sniffed_kind(head: bytes) -> FileKind:
    """Return what a stream that begins with these bytes holds; text when nothing shows."""
    start = head.removeprefix(_UTF8_BOM)
    if _HTML.match(start):
        return "html"
    what = _magic(start)
    if what and what[1] in _KINDS:
        return _KINDS[what[1]]
    return "jsonl" if _RECORD.match(start) else "text"


def why_not_text(head: bytes) -> str | None:
    """Say what bytes under a text's name are instead, or ``None`` when nothing shows.

    Examples
    --------
    >>> why_not_text(b"%PDF-1.7")
    'is PDF, not text; end its name in .pdf'
    """
    if head.startswith(_ZIP):
        return "is a zip archive or an office document, not text; save it as text"
    what = _magic(head)
    if what is None:
        return None
    remedy = "unpack it first" if what[1] in _PACKINGS else f"end its name in {what[1]}"
    return f"is {what[0]}, not text; {remedy}"


def _magic(head: bytes) -> tuple[str, str] | None:
    return next((what for magic, what in _MAGIC.items() if head.startswith(magic)), None)
