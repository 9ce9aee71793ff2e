"""What the exports of annotation tools say, as answers.

Every function takes the rows of one file and yields an answer for each annotator and quotation, or
a note with the reason why there is none. A row that nobody has annotated is such a note; an empty
choice that was submitted is an answer without a label.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from rhetoric.errors import TrainingError
from rhetoric.learning.labelled.answers import Answer, Row, about, names_in
from rhetoric.learning.labelled.records import Note
from rhetoric.learning.labelled.rows import Rows

_NOT_ANNOTATED = "nobody has annotated it"
# names that a control of choices goes by, ours first
_CONTROLS = ("labels", "label", "choices", "choice")


def label_studio(rows: Rows) -> Iterator[Answer | Note]:
    """Read the JSON export of Label Studio: tasks with their annotations.

    Source: https://labelstud.io/guide/task_format (and "completions", its name before 1.0).
    """
    controls: dict[str, str] = {}
    for source, task in rows.rows:
        annotations = _annotations(task)
        if not annotations:
            yield Note(source, _NOT_ANNOTATED)
        elif all(map(_is_cancelled, annotations)):
            yield Note(source, "its annotation was skipped or cancelled")
        for annotation in annotations:
            if _is_cancelled(annotation):
                continue
            choices = _choices(annotation)
            if choices is None:
                yield Note(source, "its annotation holds no choice")
            else:
                _check_controls(source, choices, controls)
                yield about(task.get("data"), task).answer((c for _, c in choices), source)


def _annotations(task: Row) -> list[Row]:
    found = task.get("annotations", task.get("completions"))
    return [a for a in found if isinstance(a, Mapping)] if isinstance(found, list) else []


def _is_cancelled(row: Row) -> bool:
    return any(str(row.get(key)).lower() in ("true", "1") for key in ("was_cancelled", "skipped"))


def _choices(annotation: Row) -> list[tuple[str, str]] | None:
    """Return the control and the name of each choice; ``None`` where only other things are said."""
    results = annotation.get("result")
    if not isinstance(results, list):
        return None
    rows = [result for result in results if isinstance(result, Mapping)]
    values = [(str(row.get("from_name")), row.get("value")) for row in rows]
    chosen = [(c, names_in(v.get("choices"))) for c, v in values if isinstance(v, Mapping)]
    if results and all(names is None for _, names in chosen):
        return None
    return [(control, name) for control, names in chosen for name in names or ()]


def _check_controls(source: str, choices: list[tuple[str, str]], controls: dict[str, str]) -> None:
    """Refuse a choice that two controls have, such as a "yes" to either of two questions."""
    for control, name in choices:
        known = controls.setdefault(name, control)
        if known != control:
            msg = (
                f"{source}: the choice {name!r} belongs to two controls, {known!r} and "
                f"{control!r}; give each label its own name"
            )
            raise TrainingError(msg)


def label_studio_min(rows: Rows) -> Iterator[Answer | Note]:
    """Read the JSON-MIN and CSV exports of Label Studio: a row for each annotation.

    One choice stands as its name, several as ``{"choices": […]}``, none not at all.
    Source: label_studio_converter, ``prettify_result`` and ``exports/csv2.py``.
    """
    control = _control_of(rows)
    for number, (source, row) in enumerate(rows.rows):
        if _is_cancelled(row):
            yield Note(source, "its annotation was skipped or cancelled")
        elif not row.get("annotation_id"):
            yield Note(source, _NOT_ANNOTATED)
        elif (labels := _minified(row.get(control))) is None:
            yield Note(source, f"its {control!r} holds no choice")
        else:
            task = f"{rows.path}#{row.get('id', number)}"
            yield about(row).answer(labels, source, task)


def _control_of(rows: Rows) -> str:
    """Return the column of the choices: by its name, or by a value that only choices have."""
    for name in _CONTROLS:
        if name in rows.names:
            return name
    for _, row in rows.rows:
        for name, value in row.items():
            if str(value).replace("'", '"').startswith('{"choices"'):
                return name
    msg = (
        f"{rows.path}: no column of choices among {', '.join(rows.names)}; name the control "
        f"{_CONTROLS[0]!r} or export as JSON"
    )
    raise TrainingError(msg)


def _minified(value: object) -> list[str] | None:
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return None
    if isinstance(value, list):  # a result for each region
        parts = [_minified(part) for part in value]
        return None if None in parts else [name for part in parts for name in part or ()]
    if isinstance(value, dict):
        return names_in(value.get("choices"))
    return [value] if isinstance(value, str) else [] if value is None else None


def doccano(rows: Rows) -> Iterator[Answer | Note]:
    """Read the JSONL, JSON and CSV exports of doccano: text classification, or spans of a text.

    doccano writes the same empty list for a text that nobody has seen and for one that has no
    label; export with "only approved documents" to keep the former out.
    Source: doccano, ``backend/data_export/pipeline/formatters.py``.
    """
    for source, row in rows.rows:
        value = row.get("label", row.get("labels", row.get("entities")))
        if isinstance(value, str) and rows.table:
            value = value.split("#")
        labels = names_in(value)
        if labels is not None:
            yield about(row).answer(labels, source)
        elif isinstance(value, list) and value:
            yield from spans_of(source, row, [_span(span) for span in value])
        else:
            yield Note(source, _NOT_ANNOTATED)


def _span(value: object) -> Row:
    """Return a span of doccano, [start, end, label] or a mapping, as Prodigy would write it."""
    if isinstance(value, list) and len(value) == 3:
        return dict(zip(("start", "end", "label"), value, strict=True))
    if isinstance(value, Mapping) and "start_offset" in value:
        return {
            "start": value["start_offset"],
            "end": value.get("end_offset"),
            "label": value.get("label"),
        }
    return value if isinstance(value, Mapping) else {}


def spans_of(source: str, row: Row, spans: list[Row], task: str = "") -> Iterator[Answer | Note]:
    """Yield each stretch of a text that has labels as a quotation; the text is its context."""
    whole = about(row)
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for span in spans:
        start, end, label = (span.get(key) for key in ("start", "end", "label"))
        if not (isinstance(start, int) and isinstance(end, int) and isinstance(label, str)):
            yield Note(source, "one of its spans has no start, end or label")
        elif not 0 <= start < end <= len(whole.text):
            yield Note(source, "one of its spans does not fit its text")
        else:
            found[start, end].append(label)
    for (start, end), labels in found.items():
        place = f"{start}-{end}"
        quoted = replace(
            whole,
            text=whole.text[start:end],
            context=whole.text,
            group=whole.group or task or source,
            id=f"{whole.id}:{place}" if whole.id else "",
        )
        yield quoted.answer(labels, source, f"{task or source}:{place}")


def argilla(rows: Rows) -> Iterator[Answer | Note]:
    """Read records of argilla 2 (``dataset.records.to_json``) and of argilla 1.

    Sources: argilla, ``Record.to_dict``; the data model of argilla 1,
    https://docs.argilla.io/en/v1.8.0/reference/datamodel.html
    """
    for source, row in rows.rows:
        if isinstance(row.get("fields"), Mapping):
            yield from _argilla_2(source, row)
        else:
            yield _argilla_1(source, row)


def _argilla_1(source: str, row: Row) -> Answer | Note:
    given = row.get("annotation")
    if row.get("status") != "Validated":
        return Note(source, f"{_NOT_ANNOTATED}: its status is {row.get('status')!r}")
    if given is None and not row.get("multi_label"):
        return Note(source, _NOT_ANNOTATED)
    labels = [given] if isinstance(given, str) else names_in(given or [])
    if labels is None:
        return Note(source, "its annotation is no list of labels")
    return about(row, row.get("inputs")).answer(labels, source)


def _argilla_2(source: str, row: Row) -> Iterator[Answer | Note]:
    described = about(row["fields"], row)
    answers = _responses(row.get("responses"))
    if not answers:
        # a question that may stay empty leaves no response, only a record that is completed
        if row.get("status") == "completed":
            yield described.answer([], source)
        else:
            yield Note(source, _NOT_ANNOTATED)
    for status, value in answers:
        labels = [value] if isinstance(value, str) else names_in(value or [])
        if status not in (None, "submitted"):
            yield Note(source, f"a response is not submitted but {status}")
        elif labels is None:
            yield Note(source, "a response is no list of labels")
        else:
            yield described.answer(labels, source)


def _responses(value: object) -> list[tuple[object, object]]:
    """Return the status and value of each response: by question, or (of the server) by user."""
    if isinstance(value, list):
        users = [user for user in value if isinstance(user, Mapping)]
        return [(user.get("status"), _one_value(user.get("values") or {})) for user in users]
    questions = value if isinstance(value, Mapping) else {}
    name = next((name for name in _CONTROLS if questions.get(name)), None)
    given = questions.get(name) if name else next(iter(questions.values()), None)
    return [
        (answer.get("status"), answer.get("value"))
        for answer in (given if isinstance(given, list) else [])
        if isinstance(answer, Mapping)
    ]


def _one_value(values: Row) -> object:
    name = next((name for name in _CONTROLS if name in values), None)
    chosen = values.get(name) if name else next(iter(values.values()), None)
    return chosen.get("value") if isinstance(chosen, Mapping) else chosen
