"""One flat row of a quotation's record, under columns that do not change while results come."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

QuoteRecord = Mapping[str, Any]
TableRow = dict[str, Any]

# the parts of what is nested in a record, each in a column of its own: speaker_name, cue_text
_PARTS = {"speaker": ("name", "text", "start", "end"), "cue": ("text", "start", "end")}
# in every table, whatever its records hold
FIELDS = (
    "article", "start", "end", "text", "kind", "repaired", "context",
    "speaker_name", "speaker_text", "speaker_start", "speaker_end", "channel",
    "cue_text", "cue_start", "cue_end", "rule", "confidence", "labels", "unsure", "alone",
)  # fmt: skip
# those of FIELDS that are integers
OFFSETS = ("start", "end", "speaker_start", "speaker_end", "cue_start", "cue_end")
MORE = "more"
_META = "meta_"
_PROBABILITY = "p_"


def flat(record: QuoteRecord) -> TableRow:
    """Return a record as one row: nested values in columns of their own.

    Examples
    --------
    >>> flat({"text": "We stay", "cue": {"text": "said"}, "probabilities": {"solidarity": 0.9},
    ...       "meta": {"outlet": "Post"}})
    {'text': 'We stay', 'cue_text': 'said', 'cue_start': None, 'cue_end': None,
     'p_solidarity': 0.9, 'meta_outlet': 'Post'}
    """
    return dict(_cells(record))


def _cells(record: QuoteRecord) -> Iterator[tuple[str, Any]]:
    for key, value in record.items():
        if key in _PARTS:
            inner = value if isinstance(value, Mapping) else {"name": value, "text": value}
            yield from ((f"{key}_{part}", inner.get(part)) for part in _PARTS[key])
        elif key == "probabilities" and isinstance(value, Mapping):
            yield from ((f"{_PROBABILITY}{label}", p) for label, p in value.items())
        elif key == "meta" and isinstance(value, Mapping):
            yield from ((f"{_META}{name}", known) for name, known in value.items())
        else:
            yield key, value


def columns_of(rows: Iterable[TableRow]) -> tuple[str, ...]:
    """Return the columns of a table: the fields, then what else rows have, in a stable order.

    Other keys and those of ``meta`` come as they are first met, probabilities by name.

    Examples
    --------
    >>> columns_of([{"text": "x", "p_b": 0.1, "p_a": 0.2, "meta_date": 1, "outlet": 2}])[20:]
    ('outlet', 'meta_date', 'p_a', 'p_b')
    """
    met = dict.fromkeys(column for row in rows for column in row if column not in FIELDS)
    probabilities = sorted(column for column in met if column.startswith(_PROBABILITY))
    meta = [column for column in met if column.startswith(_META)]
    others = [column for column in met if column not in {*probabilities, *meta}]
    return (*FIELDS, *others, *meta, *probabilities)


def fitted(row: TableRow, columns: Sequence[str]) -> TableRow:
    """Return a row under fixed columns; what they do not foresee goes into ``more``, as JSON.

    Examples
    --------
    >>> fitted({"text": "x", "meta_date": "May"}, ("text", "kind"))
    {'text': 'x', 'kind': None, 'more': '{"meta_date": "May"}'}
    """
    known = {column: row.get(column) for column in columns if column != MORE}
    unforeseen = {k: v for k, v in row.items() if k not in known and v is not None}
    return known | {MORE: as_json(unforeseen) if unforeseen else None}


def tabulated(
    batches: Iterable[Sequence[QuoteRecord]],
) -> tuple[tuple[str, ...], Iterator[TableRow]]:
    """Return the columns that the first batch with records calls for, and all rows under them.

    Parameters
    ----------
    batches : iterable of sequence of mapping
        The records of each article.
    """
    filled = (list(map(flat, batch)) for batch in batches if batch)
    first = next(filled, [])
    columns = columns_of(first)

    def rows() -> Iterator[TableRow]:
        yield from (fitted(row, columns) for row in first)
        yield from (fitted(row, columns) for batch in filled for row in batch)

    return (*(column for column in columns if column != MORE), MORE), rows()


def as_json(value: Any) -> str:
    """Return a value as JSON; what JSON cannot hold, as a string."""
    return json.dumps(value, ensure_ascii=False, default=str)
