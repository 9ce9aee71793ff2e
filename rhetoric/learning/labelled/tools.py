"""What the exports of annotation tools say, as answers: one current format of each tool.

Every function takes the records of one file and yields an answer for each annotator and quotation,
or an error with the reason why there is none. A record that nobody has annotated is one too; an
empty choice that was submitted is an answer without a label.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rhetoric.documents.records import Record
from rhetoric.errors import InputError, TrainingError
from rhetoric.learning.labelled.answers import Row, answer, names_in
from rhetoric.learning.labelled.records import Answer, LabelledRecord, folded

_NOT_ANNOTATED = "nobody has annotated it"
# names that a question of labels goes by in argilla, ours first
_QUESTIONS = ("labels", "label", "choices", "choice")
_RESPONSES = ".responses"


def label_studio(rows: Sequence[Record], text: str | None = None) -> Iterator[Answer]:
    """Read the JSON export of Label Studio: tasks with their annotations.

    Source: https://labelstud.io/guide/task_format

    Parameters
    ----------
    rows : sequence of Record
        Those of one file.
    text : str, optional
        The key of the data that holds the text. By default ``text``; or the key that the choices
        name as what they are about (``to_name``); or the only string.
    """
    controls: dict[str, str] = {}
    named = [text] if text else ["text", *_named(rows)]
    for row in rows:
        annotations = _mappings(row.fields.get("annotations"))
        kept = [a for a in annotations if not a.get("was_cancelled")]
        if not kept:
            yield InputError(
                "it was skipped or cancelled" if annotations else _NOT_ANNOTATED, row.place
            )
        for annotation in kept:
            choices = _choices(_mappings(annotation.get("result")))
            if choices is None:
                yield InputError("its annotation holds no choice", row.place)
                continue
            _check_controls(row.place, choices, controls)
            data = row.fields.get("data")
            given = [name for _, name in choices]
            key = _text_key(data, named)
            yield answer([data, row.fields], given, row.place, key)


def _named(rows: Sequence[Record]) -> list[str]:
    """Return what the annotations of a file say that they are about."""
    annotations = (a for row in rows for a in _mappings(row.fields.get("annotations")))
    results = (result for a in annotations for result in _mappings(a.get("result")))
    return list(dict.fromkeys(str(result.get("to_name")) for result in results))


def _text_key(data: object, named: Sequence[str]) -> str:
    keys = data if isinstance(data, Mapping) else {}
    strings = [key for key, value in keys.items() if isinstance(value, str)]
    found = [name for name in named if name in keys] or (strings if len(strings) == 1 else named)
    return found[0]


def _choices(results: Sequence[Row]) -> list[tuple[str, str]] | None:
    """Return the control and the name of each choice; ``None`` where only other things are said."""
    values = [(str(result.get("from_name")), result.get("value")) for result in results]
    chosen = [
        (control, [str(name) for name in value["choices"]])
        for control, value in values
        if isinstance(value, Mapping) and isinstance(value.get("choices"), list)
    ]
    if results and not chosen:
        return None
    return [(control, name) for control, names in chosen for name in names]


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


def doccano(rows: Sequence[Record], text: str | None = None) -> Iterator[Answer]:
    """Read the JSONL export of doccano's text classification.

    doccano writes the same empty list for a text that nobody has seen and for one that has no
    label; export with "only approved documents" to keep the former out.
    Source: https://doccano.github.io/doccano/ and its ``data_export/pipeline/formatters.py``.

    Parameters
    ----------
    rows, text
        As in `label_studio`; the key is ``text`` when left out.
    """
    for row in rows:
        value = row.fields.get("label")
        labels = names_in(value) if isinstance(value, list) else None
        if labels is not None:
            yield answer([row.fields], labels, row.place, text or "text")
        else:
            spans = 'its "label" is no list of names; export a project of text classification'
            yield InputError(spans if value else _NOT_ANNOTATED, row.place)


def prodigy(rows: Sequence[Record], text: str | None = None) -> Iterator[Answer]:
    """Read the tasks that Prodigy's ``choice`` interface leaves (``prodigy db-out``).

    Source: https://prodi.gy/docs/api-interfaces#choice

    Parameters
    ----------
    rows, text
        As in `label_studio`; the key is ``text`` when left out.
    """
    key = text or "text"
    firsts: dict[str, str] = {}
    for row in rows:
        said, labels = row.fields.get("answer"), row.fields.get("accept", [])
        if said != "accept":
            reasons = {
                "reject": "its options were rejected, which does not say what fits",
                "ignore": "it was ignored",
            }
            yield InputError(reasons.get(str(said), "it has no answer"), row.place)
        elif "accept" not in row.fields and "options" not in row.fields:
            yield InputError("holds no choice; ask with the choice interface", row.place)
        elif not isinstance(labels, list):
            yield InputError('its "accept" is no list of options', row.place)
        else:
            found = answer([row.fields], map(str, labels), row.place, key)
            if isinstance(found, LabelledRecord):
                # a session each: answers to one task have the place of the first
                task = str(row.fields.get("_input_hash") or folded(found.text))
                found = replace(found, source=firsts.setdefault(task, row.place))
            yield found


def argilla(rows: Sequence[Record], text: str | None = None) -> Iterator[Answer]:
    """Read records of argilla: ``dataset.records.to_json``, or the columns of a Hub export.

    Source: argilla, ``records/_io/_generic.py``: of ``to_datasets`` the fields and metadata are
    columns, and the answers stand in ``labels.responses`` and ``labels.responses.status``.

    Parameters
    ----------
    rows, text
        As in `label_studio`; the field is ``text`` when left out.
    """
    for row in rows:
        responses = _responses(row.fields)
        described = [row.fields.get("fields"), row.fields]
        # a question that may stay empty leaves no response, only a record that is completed
        if not responses and row.fields.get("status") == "completed":
            responses = [("submitted", [])]
        elif not responses:
            yield InputError(_NOT_ANNOTATED, row.place)
        for status, value in responses:
            labels = [value] if isinstance(value, str) else names_in(value or [])
            if status not in (None, "submitted"):
                yield InputError(f"a response is not submitted but {status}", row.place)
            elif labels is None:
                yield InputError("a response is no list of labels", row.place)
            else:
                yield answer(described, labels, row.place, text or "text")


def _responses(fields: Row) -> list[tuple[object, object]]:
    """Return the status and the value of each response to the question of labels."""
    nested = fields.get("responses")
    if isinstance(nested, Mapping):
        given = _mappings(nested.get(_question(nested)))
        return [(response.get("status"), response.get("value")) for response in given]
    columns = [name.removesuffix(_RESPONSES) for name in fields if name.endswith(_RESPONSES)]
    column = _question(columns) + _RESPONSES
    values, statuses = _listed(fields.get(column)), _listed(fields.get(f"{column}.status"))
    missing = [None] * (len(values) - len(statuses))
    return list(zip([*statuses, *missing], values, strict=False))


def _question(names: Sequence[str] | Mapping[str, object]) -> str:
    """Return the question that asks for labels: by its name, or the first there is."""
    return next((name for name in _QUESTIONS if name in names), next(iter(names), ""))


def _mappings(value: object) -> list[Row]:
    return [item for item in _listed(value) if isinstance(item, Mapping)]


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []
