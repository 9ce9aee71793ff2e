from dataclasses import replace
from typing import Any

import pytest

from rhetoric.types import Evidence, Labels, Origin, Quote, Span, Speaker

QUOTE = Quote(
    1,
    8,
    "We stay",
    "fragment",
    "“We stay”, he told Echo TV.",
    "a.txt",
    repaired=True,
    speaker=Speaker("Jan Novak", "he", 11, 13),
    cue=Span(14, 18, "told"),
    channel="Echo TV",
    rule="verb",
    confidence=0.9,
    labels=Labels(["vow"], {"vow": 0.8, "blame": 0.4}, ["blame"], {"vow": 0.6}),
)


def test_a_record_is_read_as_it_was_written() -> None:
    read = Quote.from_dict(QUOTE.to_dict())
    assert (read, read.to_dict()) == (QUOTE, QUOTE.to_dict())


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, {}),
        ({"start": "4", "context": None, "kind": None, "labels": 5, "probabilities": [1]}, {}),
        ({"speaker": None, "cue": {}}, {}),
        ({"speaker": "Ana"}, {"speaker": Speaker("Ana", "Ana", -1, -1)}),
        ({"speaker": {"name": "Ana", "text": 3}}, {"speaker": Speaker("Ana", "", -1, -1)}),
        ({"start": 4, "labels": ["vow"]}, {"start": 4, "labels": Labels(["vow"])}),
    ],
)
def test_what_a_record_lacks_is_left_empty(known: Any, expected: Any) -> None:
    bare = Quote(-1, -1, "We stay", "direct", "")
    assert Quote.from_dict({"text": "We stay"} | known) == replace(bare, **expected)


@pytest.mark.parametrize(
    ("record", "origin"),
    [
        ({"article": 7, "date": "May 1"}, ("7", "May 1", "")),
        ({"article": "a", "outlet": "Post", "meta": {"outlet": "Echo"}}, ("a", "", "Post")),
        ({"article": None, "meta": {"date": 2024, "outlet": None}}, ("", "2024", "")),
        ({"meta": "x"}, ("", "", "")),
    ],
)
def test_an_article_is_told_by_its_name_its_date_and_its_outlet(record: Any, origin: Any) -> None:
    assert Origin.of(record) == origin


def test_evidence_is_printed_where_somebody_asked() -> None:
    token = Evidence("stay", 3, 7, "text", 0.123456)
    printed = {"text": "stay", "start": 3, "end": 7, "source": "text", "weight": 0.1235}
    assert Labels(["vow"], evidence={"vow": [token]}).to_dict()["evidence"] == {"vow": [printed]}
    assert Labels(evidence={}).to_dict()["evidence"] == {}
    assert "evidence" not in Labels(["vow"]).to_dict()
