"""`read_labelled`: which format a file has, and its rows as labelled quotations."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from rhetoric.errors import TrainingError
from rhetoric.learning.labelled.answers import Answer, Row, about, answer_of, settle
from rhetoric.learning.labelled.prodigy import prodigy
from rhetoric.learning.labelled.records import Labelled, Note
from rhetoric.learning.labelled.rows import Rows, read_rows
from rhetoric.learning.labelled.tools import argilla, doccano, label_studio, label_studio_min

Format = Literal["jsonl", "csv", "label-studio", "doccano", "prodigy", "argilla"]
FORMATS: tuple[Format, ...] = get_args(Format)

Reader: TypeAlias = Callable[[Rows], Iterator[Answer | Note]]

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
) -> Labelled:
    """Read labelled quotations: our JSONL and CSV, or the exports of annotation tools.

    Columns: ``text``; ``labels``, a list, or names with ``;`` between, or a column of 0 and 1 for
    each label; and, where there are any, ``context``, ``speaker``, ``group`` (or ``article``) and
    ``id``. The set of labels is the file's own. The choice ``none`` says that no label fits.

    Parameters
    ----------
    paths : pathlib.Path or str, or iterable of them
    format : {"jsonl", "csv", "label-studio", "doccano", "prodigy", "argilla"}, optional
        Found by what stands in each file when left out.

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

    Examples
    --------
    >>> labelled = read_labelled("seeds/own_labels.jsonl")
    >>> sorted(labelled.counts)
    ['blame', 'promise']
    """
    files = [paths] if isinstance(paths, Path | str) else paths
    read = [_read_file(path, format) for path in files]
    return Labelled(
        tuple(chain.from_iterable(found.records for found in read)),
        tuple(chain.from_iterable(found.left_out for found in read)),
        tuple(chain.from_iterable(found.disagreements for found in read)),
    )


def _read_file(path: Path | str, style: Format | None) -> Labelled:
    rows = read_rows(path)
    if not rows.rows:
        reason = f"; {rows.left_out[0]}" if rows.left_out else ""
        msg = f"{path}: holds no record{reason}"
        raise TrainingError(msg)
    reader = _reader_of(rows, style or _format_of(rows))
    return settle(chain(rows.left_out, reader(rows)))


def _format_of(rows: Rows) -> Format:
    """Tell a format by the names that only its exports have."""
    names = set(rows.names)
    if "data" in names and names & {"annotations", "completions", "predictions"}:
        return "label-studio"
    if "annotation_id" in names and names & {"annotator", "lead_time"}:
        return "label-studio"
    if "fields" in names or {"annotation", "status"} <= names:
        return "argilla"
    if "_input_hash" in names or (names & {"answer", "options"} and "labels" not in names):
        return "prodigy"
    if "text" in names and "labels" not in names and names & {"label", "entities"}:
        return "doccano"
    return "csv" if rows.table else "jsonl"


def _reader_of(rows: Rows, style: Format) -> Reader:
    if style == "label-studio":
        return label_studio if "data" in rows.names else label_studio_min
    tools: dict[str, Reader] = {"doccano": doccano, "prodigy": prodigy, "argilla": argilla}
    if style in tools:
        return tools[style]
    return _indicators if rows.table and "labels" not in rows.names else _own


def _own(rows: Rows) -> Iterator[Answer | Note]:
    """Read rows with a text and its labels."""
    _check_names(rows, "labels")
    for source, row in rows.rows:
        yield answer_of(row, source)


def _indicators(rows: Rows) -> Iterator[Answer | Note]:
    """Read a table with a column of 0 and 1 for each label."""
    labels = [name for name in rows.names if _is_indicator(name, rows)]
    _check_names(rows, *([] if labels else ["labels"]))
    for source, row in rows.rows:
        cells = {label: _cell(row, label) for label in labels}
        wrong = [label for label, cell in cells.items() if cell not in _NO | _YES]
        if not any(cells.values()):
            yield Note(source, "is not labelled: its label columns are empty")
        elif wrong:
            yield Note(source, f"{wrong[0]!r} is {cells[wrong[0]]!r}, neither 0 nor 1")
        else:
            yield about(row).answer((name for name in labels if cells[name] in _YES), source)


def _is_indicator(name: str, rows: Rows) -> bool:
    """Whether a column is of 0 and 1; a column that we wrote for a label has a ``p_`` beside it."""
    if f"p_{name}" in rows.names:
        return True
    if name in _NO_LABELS:
        return False
    cells = [cell for _, row in rows.rows if (cell := _cell(row, name))]
    # a slip of the pen must not make a label vanish, so most cells are enough
    return sum(cell in _NO | _YES for cell in cells) * 2 > len(cells)


def _cell(row: Row, name: str) -> str:
    return str(row.get(name) or "").strip().lower()


def _check_names(rows: Rows, *needed: str) -> None:
    missing = [name for name in ("text", *needed) if name not in rows.names]
    if missing:
        msg = (
            f"{rows.path}: has no {' and no '.join(map(repr, missing))} among "
            f"{', '.join(rows.names)}; it needs 'text' and 'labels', or in a table a column of 0 "
            "and 1 for each label"
        )
        raise TrainingError(msg)
