from typing import Any

import pytest

from rhetoric.api import analyze, classify, label_records
from rhetoric.labelling.model import LabelModel, top_evidence
from rhetoric.labelling.samples import Sample
from rhetoric.labelling.store import load
from rhetoric.labelling.utterances import explained, joined, utterances
from rhetoric.types import Quote

HALVES = "“Our fallen sons,” said Ana Ruiz, “lie here, and we will never forget them.” It rained."


@pytest.fixture(scope="module")
def model() -> LabelModel:
    return load()


def said(text: str, start: int = 0, **known: Any) -> Quote:
    return Quote.from_dict({"text": text, "start": start, "context": HALVES, **known})


def test_the_parts_of_an_interrupted_quotation_are_one_utterance() -> None:
    first, second = utterances(analyze(HALVES))
    assert first.sample == second.sample
    assert second.sample.text[second.offset :] == "lie here, and we will never forget them."
    assert "fallen" not in first.sample.context


def test_a_quotation_that_is_given_twice_is_two() -> None:
    quotes = analyze(HALVES)
    once, twice = utterances(quotes), utterances([*quotes, *quotes])
    assert twice == [*once, *once]


RUIZ = {"name": "Ana Ruiz", "text": "Ana Ruiz", "start": 26}


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        (said("We stay,", speaker=RUIZ), said("for good.", 9, speaker=RUIZ), True),
        (said("We stay,", -1, speaker=RUIZ), said("for good.", -1, speaker=RUIZ), True),
        (said("We stay.", speaker=RUIZ), said("For good.", 9, speaker=RUIZ), False),
        (said("We stay,", speaker=RUIZ), said("for good", 9, kind="term", speaker=RUIZ), False),
        (said("We stay,", speaker=RUIZ), said("for good.", 9, context="", speaker=RUIZ), False),
        (said("We stay,", speaker=RUIZ), said("for good.", 9), False),
        (said("We stay,"), said("for good.", 9), False),
        (said("We stay,", speaker="Ruiz"), said("for good.", 9, speaker="Ruiz"), False),
    ],
)
def test_only_what_goes_on_with_a_sentence_of_one_speaker_is_joined(
    first: Quote, second: Quote, one: bool
) -> None:
    assert joined([first, second]) == ([[first, second]] if one else [[first], [second]])


@pytest.mark.parametrize("article", [{}, {"article": ""}, {"article": None}])
def test_quotations_of_no_known_article_tell_nothing_about_each_other(
    model: LabelModel, article: dict[str, object]
) -> None:
    texts = ["We will never forget the sons who fell here.", "They lie in the shade of the oaks."]
    records = label_records([{"text": text, **article} for text in texts], model)
    alone = [classify(text).probabilities for text in texts]
    assert [record["probabilities"] for record in records] == alone


def test_offsets_count_in_what_the_source_names(model: LabelModel) -> None:
    quotes = analyze(HALVES + " At the grave he mourned the fallen as “true patriots”.")
    sources = set()
    for quote in explained(quotes, model, most=50):
        evidence = quote.labels.evidence or {}
        assert (*evidence,) == quote.labels
        for token in (t for tokens in evidence.values() for t in tokens):
            sources.add(token.source)
            if token.source != "utterance":
                there = quote.text if token.source == "text" else quote.context
                assert there[token.start : token.end] == token.text
    assert sources == {"text", "context", "utterance"}


def test_the_evidence_is_that_of_the_sample_that_was_labelled(model: LabelModel) -> None:
    halves = explained(analyze(HALVES), model, most=3)
    whole = top_evidence(model, utterances(halves)[0].sample, 3)["commemoration"]
    for half in halves:
        tokens = (half.labels.evidence or {})["commemoration"]
        assert [(e.text, e.weight) for e in tokens] == [(e.text, e.weight) for e in whole]


def test_the_heaviest_come_first_whatever_their_sign(model: LabelModel) -> None:
    sample = Sample(
        "I will never forget the fallen of the dam, nor the tax on bread.",
        "The minister of trade said “…” on Monday.",
    )
    found = top_evidence(model, sample, 50)["commemoration"]
    weights = [abs(e.weight) for e in found]
    assert weights == sorted(weights, reverse=True)
    assert min(e.weight for e in found) < 0 < max(e.weight for e in found)
    assert "…" not in [e.text for e in found]
    assert top_evidence(model, sample, 2)["commemoration"] == found[:2]


def test_labels_of_another_model_have_no_evidence(model: LabelModel) -> None:
    (quote,) = explained([said("We stay.", labels=["unheard"])], model)
    assert (quote.labels, quote.labels.evidence) == (("unheard",), {})


def test_records_of_others_can_be_explained(model: LabelModel) -> None:
    (record,) = label_records(
        [{"text": "We will never forget them.", "id": 7}], model, explain=True
    )
    assert record["id"] == 7
    assert record["labels"] == list(classify("We will never forget them."))
    assert len(record["evidence"]["commemoration"]) <= 8


def test_files_of_one_name_from_two_outlets_tell_nothing_about_each_other(
    model: LabelModel,
) -> None:
    mourned, doubtful = "We will never forget the sons who fell here.", "He was a great teacher."
    post = {"article": "a.txt", "meta": {"outlet": "Post"}}
    records = [post | {"text": mourned} for _ in range(4)]
    alone = classify(doubtful).probabilities

    def labelled(article: dict[str, Any]) -> dict[str, float]:
        last = label_records([*records, {"text": "Bread rose."}, article], model)[-1]
        return dict(last["probabilities"])

    assert labelled(post | {"text": doubtful})["commemoration"] > 1.2 * alone["commemoration"]
    for other in ({"outlet": "Echo"}, {"meta": {"outlet": "Post", "date": "2024-05-09"}}):
        assert labelled(post | {"text": doubtful} | other) == alone
