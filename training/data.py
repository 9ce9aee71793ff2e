"""The labelled quotations of this folder, read and checked."""

from pathlib import Path
from typing import Any, NoReturn

from rhetoric.documents import read_records
from rhetoric.errors import InputError, TrainingError
from rhetoric.learning.labelled import Labelled, read_labelled

HERE = Path(__file__).parent
QUOTES = HERE / "quotes.jsonl"
LABELS = ("anti_western", "commemoration", "solidarity")
_NEEDED = frozenset(("batch", "register", "region", "hard"))


def records_of(path: Path) -> list[dict[str, Any]]:
    """Return what each line of a JSONL file holds.

    Raises
    ------
    TrainingError
        When a line is no record; the message names file and line.
    """
    return [dict(record.fields) for record in read_records(path, _refuse)]


def _refuse(fault: InputError) -> NoReturn:
    raise TrainingError(str(fault)) from fault


def read_quotes(path: Path = QUOTES) -> Labelled:
    """Read the training data; the ``meta`` of a record holds its register, region and hardness.

    Raises
    ------
    TrainingError
        When a line is not a labelled quotation; the message names file and line.
    """
    try:
        found = read_labelled(path, "jsonl")
    except InputError as fault:
        _refuse(fault)
    if found.left_out:
        raise TrainingError(str(found.left_out[0]))
    for record in found.records:
        missing = sorted(_NEEDED - record.meta.keys())
        unknown = sorted(set(record.labels) - set(LABELS))
        if missing or unknown:
            wrong = f"no {', '.join(missing)}" if missing else f"unknown labels: {unknown}"
            msg = f"{record.source}: not a labelled quotation ({wrong})"
            raise TrainingError(msg)
    return found
