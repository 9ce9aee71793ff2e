"""Quotations out, ready to be imported into an annotation tool with a model's guess filled in."""

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from rhetoric.documents.cells import defuse
from rhetoric.errors import InputError, TrainingError, writing
from rhetoric.learning.labelled.formats import Format
from rhetoric.learning.labelled.records import LabelledRecord, Suggestion
from rhetoric.types import Labels

_AGENT = "rhetoric"
_ABOUT = ("context", "speaker", "group")


def write_for_labelling(
    suggestions: Iterable[Suggestion],
    path: Path | str,
    format: Format,  # noqa: A002 - as the command line calls it
    labels: Iterable[str] = (),
) -> list[Path]:
    """Write quotations for an annotation tool; what it exports, `read_labelled` reads.

    ``label-studio`` writes tasks with predictions and, beside them, the labelling interface as
    XML. ``doccano`` and ``prodigy`` write JSONL with the guess filled in; doccano exports a guess
    like an answer, so export approved documents only. ``argilla`` writes records with suggestions,
    for a multi-label question ``labels`` over the fields ``text`` and ``context``, with the
    metadata ``speaker`` and ``group``; give it the option ``none`` too. ``csv`` writes a table with
    an empty column for each label, to be filled with 0 and 1, and the guess beside it (``p_…``);
    ``jsonl`` records whose ``labels`` are null, with the guess beside them (``suggested``).

    Parameters
    ----------
    suggestions : iterable of Suggestion
        What `rhetoric.learning.suggest.suggest` picks.
    path : pathlib.Path or str
        A new file.
    format : {"label-studio", "doccano", "prodigy", "argilla", "csv", "jsonl"}
        What it is to be labelled in.
    labels : iterable of str
        Labels to offer besides those that the model knows.

    Returns
    -------
    list of pathlib.Path
        The files that were written.

    Raises
    ------
    InputError
        When the file is there already or cannot be written.
    TrainingError
        When there is nothing to label.
    """
    found = list(suggestions)
    if not found:
        msg = "there is no quotation to label"
        raise TrainingError(msg)
    known = (name for suggestion in found for name in suggestion.guess.probabilities)
    offered = list(dict.fromkeys([*known, *labels]))
    files = files_for_labelling(path, format)
    with writing(files[0]):
        if format == "csv":
            _write_table(found, files[0], offered)
        else:
            records = [_RECORDS[format](s.record, s.guess, offered) for s in found]
            text = _as_array(records) if format in _ARRAYS else _as_lines(records)
            files[0].write_text(text, encoding="utf-8")
        for beside in files[1:]:
            beside.write_text(_label_studio_config(offered), encoding="utf-8")
    return files


def files_for_labelling(path: Path | str, format: Format) -> list[Path]:  # noqa: A002 - as above
    """Return the files that `write_for_labelling` is going to write.

    Parameters
    ----------
    path, format
        As in `write_for_labelling`.

    Raises
    ------
    InputError
        When one of them is there already, or there is no folder that they can be written to.
    """
    path = Path(path)
    files = [path]
    if format == "label-studio":
        files.append(path.with_suffix(".config.xml"))
    with writing(path):
        for file in files:
            if file.is_file():  # hours of somebody's labelling, perhaps
                reason = "is there already; name another file"
                raise InputError(reason, str(file))
        is_new = not path.exists()
        path.open("x" if is_new else "a").close()
        if is_new:
            path.unlink()
    return files


def _label_studio_config(labels: Sequence[str]) -> str:
    """Return Label Studio's labelling interface for quotations with these labels, as XML."""
    # urllib, ssl and email come with it, a tenth of what it takes to import this package
    from xml.sax.saxutils import quoteattr

    choices = "\n".join(f"    <Choice value={quoteattr(label)}/>" for label in labels)
    return f"""<View>
  <Header value="Quotation"/>
  <Text name="text" value="$text"/>
  <Choices name="labels" toName="text" choice="multiple">
{choices}
  </Choices>
  <Header value="Speaker"/>
  <Text name="speaker" value="$speaker"/>
  <Header value="Context"/>
  <Text name="context" value="$context"/>
</View>
"""


def _about(record: LabelledRecord) -> dict[str, str]:
    """Return what goes through a tool beside the text; ``id`` would clash with the tool's own."""
    return {name: getattr(record, name) for name in _ABOUT} | {"record_id": record.id}


def _for_label_studio(record: LabelledRecord, guess: Labels, _: Sequence[str]) -> dict[str, Any]:
    choice = {
        "from_name": "labels",
        "to_name": "text",
        "type": "choices",
        "value": {"choices": list(guess)},
    }
    # the tasks that the model is least sure of come first when sorted by this
    score = min((max(p, 1 - p) for p in guess.probabilities.values()), default=0.0)
    prediction = {
        "model_version": _AGENT,
        "score": round(score, 4),
        "result": [choice] if guess else [],
    }
    return {"data": {"text": record.text, **_about(record)}, "predictions": [prediction]}


def _for_doccano(record: LabelledRecord, guess: Labels, _: Sequence[str]) -> dict[str, Any]:
    return {"text": record.text, "label": list(guess), **_about(record)}


def _for_prodigy(record: LabelledRecord, guess: Labels, offered: Sequence[str]) -> dict[str, Any]:
    return {
        "text": record.text,
        "options": [{"id": label, "text": label} for label in offered],
        "accept": list(guess),
        "meta": _about(record),
    }


def _for_argilla(record: LabelledRecord, guess: Labels, _: Sequence[str]) -> dict[str, Any]:
    suggested = {
        "value": list(guess),
        "score": [guess.probabilities[label] for label in guess],
        "agent": _AGENT,
    }
    return {
        "id": record.id or None,
        "fields": {"text": record.text, "context": record.context},
        "metadata": {"speaker": record.speaker, "group": record.group},
        "suggestions": {"labels": suggested} if guess else {},
        "responses": {},
        "vectors": {},
    }


def _for_ourselves(record: LabelledRecord, guess: Labels, _: Sequence[str]) -> dict[str, Any]:
    return {
        "id": record.id,
        "text": record.text,
        **{name: getattr(record, name) for name in _ABOUT},
        "labels": None,
        "suggested": list(guess),
        "probabilities": dict(guess.probabilities),
    }


# what a tool imports: a record for each quotation, and the labels that are offered
_RECORDS: dict[Format, Callable[[LabelledRecord, Labels, Sequence[str]], dict[str, Any]]] = {
    "label-studio": _for_label_studio,
    "doccano": _for_doccano,
    "prodigy": _for_prodigy,
    "argilla": _for_argilla,
    "jsonl": _for_ourselves,
}
# the tools that want one array instead of a record a line
_ARRAYS: tuple[Format, ...] = ("label-studio", "argilla")


def _as_array(records: Sequence[dict[str, Any]]) -> str:
    return json.dumps(records, ensure_ascii=False, indent=1) + "\n"


def _as_lines(records: Sequence[dict[str, Any]]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def _write_table(suggestions: Sequence[Suggestion], path: Path, labels: Sequence[str]) -> None:
    columns = ["id", "text", *labels, *(f"p_{label}" for label in labels), *_ABOUT]
    # with a mark of the encoding, which spreadsheets need to be told it is UTF-8
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(map(defuse, columns))
        for s in suggestions:
            guesses = [s.guess.probabilities.get(label, "") for label in labels]
            words = [defuse(getattr(s.record, name)) for name in ("id", "text", *_ABOUT)]
            writer.writerow([*words[:2], *[""] * len(labels), *guesses, *words[2:]])
