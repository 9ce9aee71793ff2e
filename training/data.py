"""The labelled quotations of this folder, read and checked."""

import json
from pathlib import Path
from typing import Any, NamedTuple

from rhetoric.errors import TrainingError
from rhetoric.labelling.features import Sample

HERE = Path(__file__).parent
QUOTES = HERE / "quotes.jsonl"
LABELS = ("anti_western", "commemoration", "solidarity")


class Labelled(NamedTuple):
    """The columns of the training data that a model is built from."""

    samples: list[Sample]
    labels: list[tuple[str, ...]]
    groups: list[str]
    registers: list[str]
    regions: list[str]
    hard: list[bool]


def records_of(path: Path) -> list[Any]:
    """Return what each line of a JSONL file holds; only a line feed ends a line.

    Raises
    ------
    TrainingError
        When a line is not JSON; the message names file and line.
    """
    records = []
    for number, line in enumerate(path.read_text(encoding="utf-8").rstrip("\n").split("\n"), 1):
        try:
            records.append(json.loads(line))
        except ValueError as error:
            msg = f"{path}:{number}: not JSON ({error})"
            raise TrainingError(msg) from error
    return records


def read_quotes(path: Path = QUOTES) -> Labelled:
    """Read the training data.

    Raises
    ------
    TrainingError
        When a line is not a labelled quotation; the message names file and line.
    """
    columns = Labelled([], [], [], [], [], [])
    for number, record in enumerate(records_of(path), 1):
        try:
            labels = tuple(sorted(record["labels"]))
            sample = Sample(record["text"], record["context"])
            group, register, region = record["batch"], record["register"], record["region"]
            hard = record["hard"]
        except (KeyError, TypeError) as error:
            msg = f"{path}:{number}: not a labelled quotation ({error!r})"
            raise TrainingError(msg) from error
        if not set(labels) <= set(LABELS):
            msg = f"{path}:{number}: unknown label among {labels}"
            raise TrainingError(msg)
        columns.samples.append(sample)
        columns.labels.append(labels)
        columns.groups.append(group)
        columns.registers.append(register)
        columns.regions.append(region)
        columns.hard.append(hard)
    return columns
