"""What the exports of Prodigy say (``prodigy db-out``), as answers.

Source: https://prodi.gy/docs/api-interfaces: a task as JSON, with an ``answer`` of "accept",
"reject" or "ignore" once somebody has seen it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from rhetoric.learning.labelled.answers import Answer, Row, about, names_in
from rhetoric.learning.labelled.records import Note, folded
from rhetoric.learning.labelled.rows import Rows
from rhetoric.learning.labelled.tools import spans_of

Found = tuple[str, Row]


def prodigy(rows: Rows) -> Iterator[Answer | Note]:
    """Read tasks of three kinds: choices, one label to accept or reject, and spans of a text."""
    binary: dict[str, list[Found]] = defaultdict(list)
    for source, row in rows.rows:
        task = f"{rows.path}#{row.get('_input_hash') or folded(str(row.get('text')))}"
        answer = row.get("answer")
        if answer not in ("accept", "reject"):
            yield Note(source, "it was ignored" if answer == "ignore" else "it has no answer")
        elif "accept" in row or "options" in row:
            yield _choice(source, row, task)
        elif isinstance(row.get("label"), str):
            binary[task].append((source, row))
        elif answer == "reject":
            yield Note(source, "its spans were rejected")
        elif isinstance(row.get("spans"), list) and row["spans"]:
            yield from spans_of(source, row, row["spans"], task)
        else:
            yield Note(source, "holds no choice, label or span")
    yield from _binary(binary)


def _choice(source: str, row: Row, task: str) -> Answer | Note:
    labels = names_in(row.get("accept", []))
    if row["answer"] == "reject":
        return Note(source, "its options were rejected, which does not say what fits")
    if labels is None:
        return Note(source, 'its "accept" is no list of options')
    return about(row).answer(labels, source, task)


def _binary(tasks: dict[str, list[Found]]) -> Iterator[Answer | Note]:
    """Bring the single questions about a text together; it needs an answer for every label."""
    labels = sorted({row["label"] for rows in tasks.values() for _, row in rows})
    for task, rows in tasks.items():
        source, row = rows[0]
        accepted, why = _accepted(rows, labels)
        yield (Note(source, why) if why else about(row).answer(accepted, source, task))


def _accepted(rows: Sequence[Found], labels: Sequence[str]) -> tuple[list[str], str]:
    """Return the labels that most answers accept, or why they do not say what fits."""
    yes = Counter(row["label"] for _, row in rows if row["answer"] == "accept")
    asked = Counter(row["label"] for _, row in rows)
    missing = [label for label in labels if not asked[label]]
    if missing:
        return [], f"nobody was asked about {', '.join(map(repr, missing))}"
    split = [label for label in labels if 2 * yes[label] == asked[label]]
    if split:
        return [], f"its annotators are evenly split on {', '.join(map(repr, split))}"
    return [label for label in labels if 2 * yes[label] > asked[label]], ""
