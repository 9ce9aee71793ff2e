"""`read_labelled`: which format a file has, and its records as labelled quotations."""

import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from rhetoric.documents import read_records
from rhetoric.documents.cells import restore
from rhetoric.documents.records import Record
from rhetoric.documents.streams import listed
from rhetoric.errors import InputError, InputWarning, TrainingError
from rhetoric.learning.labelled.answers import answer, answer_of, settle
from rhetoric.learning.labelled.records import Answer, Labelled
from rhetoric.learning.labelled.tools import argilla, doccano, label_studio, prodigy

Format = Literal["jsonl", "csv", "label-studio", "doccano", "prodigy", "argilla"]
FORMATS: tuple[Format, ...] = get_args(Format)

Answers: TypeAlias = Iterator[Answer]

_TOOLS: dict[Format, Callable[[Sequence[Record], str | None], Answers]] = {
    "label-studio": label_studio,
    "doccano": doccano,
    "prodigy": prodigy,
    "argilla": argilla,
}
_NO, _YES = frozenset(("0", "0.0", "false")), frozenset(("1", "1.0", "true"))
# columns of the records that we print: no labels, whatever stands in them
_NO_LABELS = frozenset(
    "text context speaker group article batch id record_id start end kind repaired channel rule "
    "confidence speaker_name speaker_text speaker_start speaker_end cue_text cue_start cue_end "
    "hard".split()
)


def read_labelled(
    paths: Path | str | Iterable[Path | str],
    format: Format | None = None,  # noqa: A002 - as the command line calls it
    *,
    text_column: str | None = None,
) -> Labelled:
    """Read labelled quotations: our JSONL and CSV, or the exports of annotation tools.

    Columns: ``text``; ``labels``, a list, or names with ``;``, ``|`` or commas between, or a column
    of 0 and 1 for each label; and, where there are any, ``context``, ``speaker``, ``group`` (or
    ``article``) and ``id``. The set of labels is the file's own. The choice ``none`` says that no
    label fits. JSON, JSONL, CSV and Parquet are told by what stands in a file, packed or not.

    Parameters
    ----------
    paths : pathlib.Path or str, or iterable of them
        The files, read one after the other.
    format : {"jsonl", "csv", "label-studio", "doccano", "prodigy", "argilla"}, optional
        Found by what stands in each file when left out.
    text_column : str, optional
        The name that the quoted words stand under; ``text`` when left out, or what a task of Label
        Studio names.

    Returns
    -------
    Labelled
        The records, with the rows that were left out and why.

    Raises
    ------
    InputError
        When a file cannot be read.
    TrainingError
        When one is empty or has no columns of labelled quotations.

    Warns
    -----
    InputWarning
        When labels differ in nothing but capitals.

    Notes
    -----
    Of each tool one format is read: Label Studio's *JSON* export (not JSON-MIN or CSV), doccano's
    *JSONL* of text classification, the tasks of Prodigy's ``choice`` interface, argilla 2's
    ``to_json``, ``to_datasets`` and Hub export. Everything else becomes JSONL by one line of Python
    or ``jq`` a record: ``{"text": …, "labels": […]}``.

    Examples
    --------
    >>> labelled = read_labelled("seeds/own_labels.jsonl")
    >>> sorted(labelled.counts)
    ['blame', 'promise']
    """
    read = (_read_file(path, format, text_column) for path in listed(paths))
    found = settle(chain.from_iterable(read))
    _warn_of_capitals(found)
    return found


def _warn_of_capitals(found: Labelled) -> None:
    alike: dict[str, list[str]] = defaultdict(list)
    for label, count in found.counts.items():
        alike[label.casefold()].append(f"{label!r} ({count})")
    pairs = [" and ".join(names) for names in alike.values() if len(names) > 1]
    if pairs:
        told = f"labels differ in capitals only, and are taken as two: {', '.join(pairs)}"
        warnings.warn(InputWarning(told), stacklevel=3)


def _read_file(path: Path | str, style: Format | None, text_column: str | None) -> Answers:
    """Read one file; what is no record in it comes first."""
    found = list(read_records(path))
    records = [_restored(one) for one in found if isinstance(one, Record)]
    faults = [one for one in found if isinstance(one, InputError)]
    if not records:
        reason = f"; {faults[0]}" if faults else ""
        msg = f"{path}: holds no record{reason}"
        raise TrainingError(msg)
    names = list(dict.fromkeys(name for record in records for name in record.fields))
    tool = _TOOLS.get(style or _format_of(names))
    answers = tool(records, text_column) if tool else _own(path, records, names, text_column)
    return chain(faults, answers)


def _restored(record: Record) -> Record:
    """Return a record as it was before a table was made of it."""
    if not record.is_row:
        return record
    fields = {restore(name): restore(cell) for name, cell in record.fields.items()}
    return replace(record, fields=fields)


def _format_of(names: Sequence[str]) -> Format:
    """Tell a format by the names that only its exports have."""
    there = set(names)
    if "data" in there and there & {"annotations", "predictions"}:
        return "label-studio"
    if "fields" in there or any(name.endswith(".responses") for name in names):
        return "argilla"
    if "_input_hash" in there or (there & {"answer", "options"} and "labels" not in there):
        return "prodigy"
    return "doccano" if "label" in there and "labels" not in there else "jsonl"


def _own(
    path: Path | str, records: Sequence[Record], names: Sequence[str], text_column: str | None
) -> Answers:
    """Read records with ``labels``, or a table with a column of 0 and 1 for each label."""
    text = text_column or "text"
    columns: list[str] = []
    if records[0].is_row and "labels" not in names:
        columns = [name for name in names if name != text and _is_indicator(name, records)]
    missing = [name for name in (text, *([] if columns else ["labels"])) if name not in names]
    if missing:
        msg = (
            f"{path}: has no {' and no '.join(map(repr, missing))} among "
            f"{', '.join(names)}; it needs 'text' and 'labels', or in a table a column of 0 "
            "and 1 for each label"
        )
        raise TrainingError(msg)
    if columns:
        return (_indicated(record, columns, text) for record in records)
    return (answer_of(record.fields, record.place, text) for record in records)


def _is_indicator(name: str, records: Sequence[Record]) -> bool:
    """Whether a column is of 0 and 1; a column that we wrote for a label has a ``p_`` beside it."""
    if f"p_{name}" in records[0].fields:
        return True
    if name in _NO_LABELS:
        return False
    cells = [cell for record in records if (cell := _cell(record, name))]
    # a slip of the pen must not make a label vanish, so most cells are enough
    return sum(cell in _NO | _YES for cell in cells) * 2 > len(cells)


def _indicated(record: Record, columns: Sequence[str], text: str) -> Answer:
    """Read a row whose columns of 0 and 1 are its labels."""
    cells = {name: _cell(record, name) for name in columns}
    if not any(cells.values()):
        return InputError("is not labelled: its label columns are empty", record.place)
    for name, cell in cells.items():
        if cell not in _NO | _YES:
            return InputError(f"{name!r} is {cell!r}, neither 0 nor 1", record.place)
    given = [name for name, cell in cells.items() if cell in _YES]
    return answer([record.fields], given, record.place, text)


def _cell(record: Record, name: str) -> str:
    return str(record.fields.get(name) or "").strip().lower()
