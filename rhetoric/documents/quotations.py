"""Quotations that were extracted already, in."""

from collections.abc import Iterator
from functools import partial
from io import BufferedReader
from typing import Any

from rhetoric.documents.formats import FileKind
from rhetoric.documents.jsonl import read_jsonl
from rhetoric.documents.reading import Reading, Report, grouped, without_faults
from rhetoric.documents.records import Record, each, plain, text_of
from rhetoric.documents.sources import Source
from rhetoric.documents.streams import Paths, read_each
from rhetoric.errors import InputError


def read_quotations(
    paths: Paths, report: Report, reading: Reading | None = None
) -> Iterator[dict[str, Any]]:
    """Yield the records of JSONL files of quotations, each with a ``text``.

    Parameters
    ----------
    paths : str or path, or iterable of them
        Files, folders, patterns; ``-`` is stdin. They may be packed.
    report : callable
        Told of every file and line that is left out.
    reading : Reading, optional
        The name of the text's key and the limit count; what stands under another name is yielded
        as ``text`` too.
    """
    found = read_each(paths, partial(_quotations, reading or Reading()))
    return without_faults(grouped(found), report)


def _quotations(
    reading: Reading, stream: BufferedReader, kind: FileKind, source: Source
) -> Iterator[dict[str, Any] | InputError]:
    if kind not in ("jsonl", "text"):
        reason = "is not JSONL; give one quotation a line"
        raise InputError(reason)
    records = read_jsonl(stream, source.name, reading)
    yield from each(records, lambda record: _quotation(record, reading.text_column))


def _quotation(record: Record, text_column: str) -> dict[str, Any]:
    """Return a record of a quotation, or say what it lacks."""
    fields = record.fields
    text, speaker = text_of(fields, text_column), fields.get("speaker")
    if not isinstance(fields.get("context"), str | None):
        reason = '"context" is not a string'
    elif not isinstance(fields.get("article"), str | int | float | None):
        reason = '"article" is neither a string nor a number'
    elif speaker is not None and not isinstance(speaker, str) and not _is_mention(speaker):
        reason = '"speaker" has no "name" and "text"'
    else:
        return {**plain(fields), "text": text}
    raise InputError(reason)


def _is_mention(speaker: Any) -> bool:
    return isinstance(speaker, dict) and all(
        isinstance(speaker.get(field), str) for field in ("name", "text")
    )
