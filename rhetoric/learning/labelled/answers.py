"""One annotator's answer to one quotation, and how the answers of several are settled."""

import ast
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from numbers import Integral
from typing import Any, TypeAlias

from rhetoric.documents.records import plain
from rhetoric.errors import InputError
from rhetoric.learning.labelled.records import Answer, Labelled, LabelledRecord, named

Row: TypeAlias = Mapping[str, Any]

# the choice that says in so many words that no label fits
NONE = "none"
# where a row may name its article or source: ours, `Quote.to_dict`'s, our training data's
_GROUPS = ("group", "article", "batch")
_IDS = ("record_id", "id")
_KNOWN = frozenset(("text", "labels", "context", "speaker", "group", "id"))
# what names of labels stand between in one string; a comma only where nothing else does
_BETWEEN = re.compile(r"[;|\n\t]")


def answer(
    rows: Iterable[object], labels: Iterable[str], source: str, text: str = "text"
) -> Answer:
    """Return the quotation that rows describe with the labels that one annotator gave it.

    Parameters
    ----------
    rows : iterable of mapping or str
        As `about` takes them.
    labels : iterable of str
        As they stand in the file.
    source : str
        ``file:line``.
    text : str
        The name that its words stand under.

    Returns
    -------
    LabelledRecord or InputError
        An error with the reason why it is no answer.
    """
    given = {str(plain(label)).strip() for label in labels} - {""}
    if NONE in given and len(given) > 1:
        return InputError(f'"{NONE}" stands beside other labels', source)
    described = about(*rows, text=text)
    if not described.text.strip():
        return InputError("has no text", source)
    return replace(described, labels=tuple(sorted(given - {NONE})), source=source)


def about(*rows: object, text: str = "text") -> LabelledRecord:
    """Gather what rows, and what tools keep in them as metadata, say of one quotation.

    Parameters
    ----------
    *rows : mapping or str
        The first that names a field counts; a string is JSON, as some tools keep it.
    text : str
        The name that its words stand under.
    """
    given = [_as_row(row) for row in rows]
    nested = [_as_row(row.get(name)) for row in given for name in ("meta", "metadata")]
    known = [*given, *nested]
    return LabelledRecord(
        text=_first(known, text),
        labels=(),
        context=_first(known, "context"),
        speaker=_first(known, "speaker", "speaker_name"),
        group=_first(known, *_GROUPS),
        id=_first(known, *_IDS),
    )


def _as_row(value: object) -> Row:
    """Return a mapping as it is, or out of the JSON that some tools keep it in."""
    if isinstance(value, str) and value.startswith("{"):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return {}
    return value if isinstance(value, Mapping) else {}


def _first(rows: Sequence[Row], *names: str) -> str:
    for name in names:
        for row in rows:
            value = row.get(name)
            if isinstance(value, Mapping):  # a speaker as `Quote.to_dict` prints it
                value = value.get("name")
            if isinstance(value, str | Integral) and str(value).strip():
                return str(plain(str(value)))
    return ""


def names_in(value: object) -> list[str] | None:
    """Return label names out of a list or set, or of one string; else ``None``.

    In a string they stand between ``;``, ``|`` or, where neither is there, commas; or it is a list
    that a table has kept as text. A name with a comma in it stands in a list.

    Examples
    --------
    >>> names_in("blame; promise"), names_in("blame, promise"), names_in("['blame']"), names_in(3)
    (['blame', ' promise'], ['blame', ' promise'], ['blame'], None)
    """
    if isinstance(value, str) and value.lstrip().startswith("["):
        value = _as_list(value.strip())
    if isinstance(value, str):
        return _BETWEEN.split(value) if _BETWEEN.search(value) else value.split(",")
    if isinstance(value, list | tuple | Set) and all(isinstance(name, str | int) for name in value):
        return [str(name) for name in value]
    return None


def _as_list(text: str) -> object:
    """Return a list printed by Python or as JSON, or without marks around its names."""
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return text[1:-1] if re.fullmatch(r"\[[^\[\]\"']*\]", text) else None


def answer_of(row: object, source: str, text: str = "text") -> Answer:
    """Return the quotation of a row with a text and its labels, as our own files have them.

    Parameters
    ----------
    row : mapping
        The row; what is none is an error.
    source : str
        ``file:line``.
    text : str
        The name that its words stand under.
    """
    if not isinstance(row, Mapping):
        return InputError("is no record", source)
    if row.get("labels") is None:
        return InputError('is not labelled: it has no "labels"', source)
    labels = names_in(row["labels"])
    if labels is None:
        return InputError('its "labels" are no list of names', source)
    found = answer([row], labels, source, text)
    if isinstance(found, InputError):
        return found
    return replace(found, meta={name: of for name, of in row.items() if name not in _KNOWN})


def settle(answers: Iterable[Answer]) -> Labelled:
    """Let the annotators of each quotation vote: a label stands where more than half gave it.

    Parameters
    ----------
    answers : iterable of LabelledRecord or InputError
        Answers to one quotation have one source. An error is the reason why a row holds none.

    Returns
    -------
    Labelled
        A quotation whose annotators are evenly split on a label is left out: nothing says what
        it is.
    """
    left_out: list[InputError] = []
    by_source: dict[str, list[LabelledRecord]] = {}
    for found in answers:
        if isinstance(found, InputError):
            left_out.append(found)
        else:
            by_source.setdefault(found.source, []).append(found)
    settled: list[LabelledRecord] = []
    disagreements: list[InputError] = []
    for source, records in by_source.items():
        votes = Counter(label for record in records for label in record.labels)
        shares = {label: votes[label] / len(records) for label in sorted(votes)}
        said = ", ".join(
            f"{label!r} by {votes[label]} of {len(records)}"
            for label, share in shares.items()
            if share < 1
        )
        if 0.5 in shares.values():
            left_out.append(InputError(f"its annotators are evenly split: {said}", source))
            continue
        labels = tuple(label for label, share in shares.items() if share > 0.5)
        if said:
            disagreements.append(InputError(f"{said}; taken as {named(labels)}", source))
        settled.append(replace(records[0], labels=labels))
    return Labelled(tuple(settled), tuple(left_out), tuple(disagreements))
