"""Quotations out, ready to be imported into an annotation tool with a model's guess filled in."""

import csv
import errno
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from rhetoric.documents.cells import defuse
from rhetoric.errors import InputError, TrainingError, writing
from rhetoric.learning.labelled.formats import Format
from rhetoric.learning.labelled.records import Suggestion

Suggestions: TypeAlias = Sequence[Suggestion]
Labels: TypeAlias = Sequence[str]

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
    path : pathlib.Path or str
    format : {"label-studio", "doccano", "prodigy", "argilla", "csv", "jsonl"}
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
    offered = list(dict.fromkeys([*(name for s in found for name in s.probabilities), *labels]))
    files = files_for_labelling(path, format)
    with writing(files[0]):
        _WRITERS[format](found, files[0], offered)
        for beside in files[1:]:
            beside.write_text(label_studio_config(offered), encoding="utf-8")
    return files


def files_for_labelling(path: Path | str, format: Format) -> list[Path]:  # noqa: A002 - as above
    """Return the files that `write_for_labelling` is going to write.

    Parameters
    ----------
    path : pathlib.Path or str
    format : {"label-studio", "doccano", "prodigy", "argilla", "csv", "jsonl"}

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
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        path.parent.stat()
        if not os.access(path.parent, os.W_OK) and not path.exists():
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return files


def label_studio_config(labels: Iterable[str]) -> str:
    """Return Label Studio's labelling interface for quotations with these labels, as XML.

    Parameters
    ----------
    labels : iterable of str
    """
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


def _about(suggestion: Suggestion) -> dict[str, str]:
    """Return what goes through a tool beside the text; ``id`` would clash with the tool's own."""
    return {name: getattr(suggestion, name) for name in _ABOUT} | {"record_id": suggestion.id}


def _write_label_studio(suggestions: Suggestions, path: Path, _: Labels) -> None:
    _write_json([_label_studio_task(s) for s in suggestions], path)


def _label_studio_task(suggestion: Suggestion) -> dict[str, Any]:
    choice = {
        "from_name": "labels",
        "to_name": "text",
        "type": "choices",
        "value": {"choices": list(suggestion.labels)},
    }
    # the tasks that the model is least sure of come first when sorted by this
    score = min((max(p, 1 - p) for p in suggestion.probabilities.values()), default=0.0)
    prediction = {
        "model_version": _AGENT,
        "score": round(score, 4),
        "result": [choice] if suggestion.labels else [],
    }
    return {"data": {"text": suggestion.text, **_about(suggestion)}, "predictions": [prediction]}


def _write_doccano(suggestions: Suggestions, path: Path, _: Labels) -> None:
    _write_jsonl(
        ({"text": s.text, "label": list(s.labels), **_about(s)} for s in suggestions), path
    )


def _write_prodigy(suggestions: Suggestions, path: Path, labels: Labels) -> None:
    options = [{"id": label, "text": label} for label in labels]
    _write_jsonl(
        (
            {"text": s.text, "options": options, "accept": list(s.labels), "meta": _about(s)}
            for s in suggestions
        ),
        path,
    )


def _write_argilla(suggestions: Suggestions, path: Path, _: Labels) -> None:
    _write_json([_argilla_record(s) for s in suggestions], path)


def _argilla_record(suggestion: Suggestion) -> dict[str, Any]:
    guess = {
        "value": list(suggestion.labels),
        "score": [suggestion.probabilities[label] for label in suggestion.labels],
        "agent": _AGENT,
    }
    return {
        "id": suggestion.id or None,
        "fields": {"text": suggestion.text, "context": suggestion.context},
        "metadata": {"speaker": suggestion.speaker, "group": suggestion.group},
        "suggestions": {"labels": guess} if suggestion.labels else {},
        "responses": {},
        "vectors": {},
    }


def _write_csv(suggestions: Suggestions, path: Path, labels: Labels) -> None:
    columns = ["id", "text", *labels, *(f"p_{label}" for label in labels), *_ABOUT]
    # with a mark of the encoding, which spreadsheets need to be told it is UTF-8
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(map(defuse, columns))
        for s in suggestions:
            guesses = [s.probabilities.get(label, "") for label in labels]
            words = [defuse(getattr(s, name)) for name in ("id", "text", *_ABOUT)]
            writer.writerow([*words[:2], *[""] * len(labels), *guesses, *words[2:]])


def _write_own(suggestions: Suggestions, path: Path, _: Labels) -> None:
    _write_jsonl(
        (
            {"id": s.id, "text": s.text, **{name: getattr(s, name) for name in _ABOUT}}
            | {"labels": None, "suggested": list(s.labels), "probabilities": dict(s.probabilities)}
            for s in suggestions
        ),
        path,
    )


def _write_json(records: Sequence[Mapping[str, Any]], path: Path) -> None:
    path.write_text(json.dumps(records, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _write_jsonl(records: Iterable[Mapping[str, Any]], path: Path) -> None:
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


_WRITERS: dict[Format, Callable[[Suggestions, Path, Labels], None]] = {
    "label-studio": _write_label_studio,
    "doccano": _write_doccano,
    "prodigy": _write_prodigy,
    "argilla": _write_argilla,
    "csv": _write_csv,
    "jsonl": _write_own,
}
