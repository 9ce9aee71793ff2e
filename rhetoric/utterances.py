"""The parts of a quotation that its cue interrupts are one utterance: one label, one evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from rhetoric.features import Sample, without

if TYPE_CHECKING:
    from rhetoric.scoring import Evidence, LabelModel


class Utterance(NamedTuple):
    """What a quotation is labelled as.

    Attributes
    ----------
    sample : Sample
        The words of all its parts, and what is left of the carrier.
    offset : int
        Where the quotation's own words begin in ``sample.text``.
    """

    sample: Sample
    offset: int


def utterances(records: Sequence[Mapping[str, Any]]) -> list[Utterance]:
    """Return, for each quotation, the utterance that it belongs to.

    Parameters
    ----------
    records : sequence of mapping
        Each with a ``text`` and perhaps a ``context``, as `Quote.to_dict` makes them.

    Examples
    --------
    >>> carrier = "“We stay,” Kim said, “for good.”"
    >>> kim = {"kind": "direct", "context": carrier, "speaker": {"start": 11}}
    >>> for u in utterances([kim | {"text": "We stay,"}, kim | {"text": "for good."}]):
    ...     print(u.offset, u.sample.text)
    0 We stay, for good.
    9 We stay, for good.
    """
    found: list[Utterance] = []
    for _, group in groupby(enumerate(records), lambda numbered: _key(*numbered)):
        parts = [record for _, record in group]
        words = [part["text"] for part in parts]
        carrier = parts[0].get("context") or ""
        if len(parts) > 1:
            for some in words:
                carrier = without(carrier, some)
        whole = Sample(" ".join(words), carrier)
        offset = 0
        for some in words:
            found.append(Utterance(whole, offset))
            offset += len(some) + 1
    return found


def _key(number: int, record: Mapping[str, Any]) -> tuple[object, ...]:
    """Return what the parts of one interrupted quotation have in common, and no others."""
    speaker = record.get("speaker")
    mention = speaker.get("start") if isinstance(speaker, Mapping) else None
    if record.get("kind") != "direct" or mention is None:
        return (number,)
    return record.get("article"), record.get("context"), mention


def evidence(
    records: Sequence[Mapping[str, Any]], model: "LabelModel", most: int = 8
) -> "list[dict[str, list[Evidence]]]":
    """Return what weighed most for or against each label that each quotation was given.

    A token's ``source`` says what its offsets count in: "text", the quotation; "context", its
    carrier; "utterance", a word of another part of an interrupted quotation, counted in all its
    parts with a space between them.

    Parameters
    ----------
    records : sequence of mapping
        Labelled quotations, in order, as `rhetoric.api.label_records` makes them.
    model : LabelModel
        The one that labelled them; labels that it does not know are left out.
    most : int
        How many tokens at most for each label.
    """
    from rhetoric.scoring import top_evidence

    told: dict[tuple[Sample, str], list[Evidence]] = {}
    found = []
    for record, (sample, offset) in zip(records, utterances(records), strict=True):
        given = [label for label in record.get("labels") or () if label in model.labels]
        for label in given:
            if (sample, label) not in told:
                told[sample, label] = top_evidence(model, sample, label, most)
        end = offset + len(record["text"])
        found.append(
            {label: [_placed(e, offset, end) for e in told[sample, label]] for label in given}
        )
    return found


def _placed(token: "Evidence", start: int, end: int) -> "Evidence":
    """Count a token's offsets in the quotation that stands at ``start:end`` of its utterance."""
    if token.source != "text":
        return token
    if start <= token.start and token.end <= end:
        return replace(token, start=token.start - start, end=token.end - start)
    return replace(token, source="utterance")


def with_evidence(
    records: Sequence[Mapping[str, Any]], model: "LabelModel", most: int = 8
) -> list[dict[str, Any]]:
    """Return labelled records with an ``evidence`` field.

    It holds, for each label given, tokens as ``{"text", "start", "end", "source", "weight"}``, the
    heaviest first; parameters are those of `evidence`.
    """
    return [
        {**record, "evidence": {name: [_as_dict(e) for e in tokens] for name, tokens in of.items()}}
        for record, of in zip(records, evidence(records, model, most), strict=True)
    ]


def _as_dict(token: "Evidence") -> dict[str, Any]:
    return {
        "text": token.text,
        "start": token.start,
        "end": token.end,
        "source": token.source,
        "weight": round(token.weight, 4),
    }
