"""The parts of a sentence that its cue interrupts are one utterance: one label, one evidence."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from rhetoric.labelling.samples import Sample, without

if TYPE_CHECKING:
    from rhetoric.labelling.model import Evidence, LabelModel

_SENTENCE_END = re.compile(r"[.!?…]\W*$")
# what the parts of one quotation have in common
_OF_ARTICLE = ("article", "context", "meta", "outlet", "date")


class UtterancePart(NamedTuple):
    """A quotation as a part of the utterance that is labelled, or the whole of it.

    Attributes
    ----------
    sample : Sample
        The words of the utterance, and what is left of the carrier.
    offset : int
        Where the quotation's own words begin in ``sample.text``.
    """

    sample: Sample
    offset: int


def utterances(records: Sequence[Mapping[str, Any]]) -> list[UtterancePart]:
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
    found: list[UtterancePart] = []
    for parts in _utterances(records):
        words = [part["text"] for part in parts]
        carrier = parts[0].get("context") or ""
        if len(parts) > 1:
            for some in words:
                carrier = without(carrier, some)
        whole = Sample(" ".join(words), carrier)
        offset = 0
        for some in words:
            found.append(UtterancePart(whole, offset))
            offset += len(some) + 1
    return found


def _utterances(records: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Put the parts of each interrupted quotation together."""
    found: list[list[Mapping[str, Any]]] = []
    for record in records:
        if found and _goes_on(found[-1][-1], record):
            found[-1].append(record)
        else:
            found.append([record])
    return found


def _goes_on(before: Mapping[str, Any], record: Mapping[str, Any]) -> bool:
    """Whether a record goes on with the sentence that the record before it breaks off.

    One that is given twice is not, nor the same words in another outlet's article of one name.
    """
    mention = _mention(record)
    if mention is None or mention != _mention(before) or _SENTENCE_END.search(before["text"]):
        return False
    one_article = all(before.get(field) == record.get(field) for field in _OF_ARTICLE)
    here, there = before.get("start"), record.get("start")
    in_order = here < there if isinstance(here, int) and isinstance(there, int) else True
    return one_article and in_order


def _mention(record: Mapping[str, Any]) -> object:
    """Return where a direct quotation's speaker is mentioned, None where that is not known."""
    speaker = record.get("speaker")
    if record.get("kind") != "direct" or not isinstance(speaker, Mapping):
        return None
    return speaker.get("start")


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
    from rhetoric.labelling.model import top_evidence

    told: dict[Sample, dict[str, list[Evidence]]] = {}
    found = []
    for record, (sample, offset) in zip(records, utterances(records), strict=True):
        given = [label for label in record.get("labels") or () if label in model.labels]
        if given and sample not in told:
            told[sample] = top_evidence(model, sample, most)
        end = offset + len(record["text"])
        found.append(
            {label: [_placed(e, offset, end) for e in told[sample][label]] for label in given}
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
