import pytest

from rhetoric.api import analyze, classify, label_records
from rhetoric.labelling.model import LabelModel, top_evidence
from rhetoric.labelling.samples import Sample
from rhetoric.labelling.store import load
from rhetoric.labelling.utterances import evidence, utterances, with_evidence

HALVES = "“Our fallen sons,” said Ana Ruiz, “lie here, and we will never forget them.” It rained."


@pytest.fixture(scope="module")
def model() -> LabelModel:
    return load()


def records_of(text: str) -> list[dict[str, object]]:
    return [quote.to_dict() for quote in analyze(text)]


def test_the_parts_of_an_interrupted_quotation_are_one_utterance() -> None:
    first, second = utterances(records_of(HALVES))
    assert first.sample == second.sample
    assert second.sample.text[second.offset :] == "lie here, and we will never forget them."
    assert "fallen" not in first.sample.context


def test_a_sentence_that_ends_before_the_cue_is_an_utterance_of_its_own() -> None:
    text = "“They lie here.” said Ana Ruiz. “Bread is dear.”"
    kim = {"kind": "direct", "context": text, "speaker": {"start": 22}}
    parts = utterances([kim | {"text": "They lie here."}, kim | {"text": "Bread is dear."}])
    assert [part.sample.text for part in parts] == ["They lie here.", "Bread is dear."]


def test_a_quotation_that_is_given_twice_is_two() -> None:
    said = records_of(HALVES)
    once, twice = utterances(said), utterances([*said, *said])
    assert twice == [*once, *once]


def test_quotations_without_a_speaker_stand_alone() -> None:
    records = [{"text": "one", "kind": "direct"}, {"text": "two", "kind": "direct"}]
    assert [u.sample for u in utterances(records)] == [Sample("one"), Sample("two")]


@pytest.mark.parametrize("article", [{}, {"article": ""}, {"article": None}])
def test_quotations_of_no_known_article_tell_nothing_about_each_other(
    model: LabelModel, article: dict[str, object]
) -> None:
    texts = ["We will never forget the sons who fell here.", "They lie in the shade of the oaks."]
    records = label_records([{"text": text, **article} for text in texts], model)
    alone = [classify(text).probabilities for text in texts]
    assert [record["probabilities"] for record in records] == alone


def test_speakers_whose_place_is_not_known_are_not_the_same_mention() -> None:
    kim = {"kind": "direct", "speaker": {"name": "Kim", "text": "Kim"}}
    records = [kim | {"text": "one"}, kim | {"text": "two"}]
    assert [u.sample for u in utterances(records)] == [Sample("one"), Sample("two")]


def test_offsets_count_in_what_the_source_names(model: LabelModel) -> None:
    records = records_of(HALVES + " At the grave he mourned the fallen as “true patriots”.")
    found = with_evidence(records, model, most=50)
    sources = set()
    for record in found:
        assert set(record["evidence"]) == set(record["labels"])
        for token in (t for tokens in record["evidence"].values() for t in tokens):
            sources.add(token["source"])
            if token["source"] != "utterance":
                there = record[token["source"]]
                assert there[token["start"] : token["end"]] == token["text"]
    assert sources == {"text", "context", "utterance"}


def test_the_evidence_is_that_of_the_sample_that_was_labelled(model: LabelModel) -> None:
    first, second = evidence(records_of(HALVES), model, most=3)
    sample = utterances(records_of(HALVES))[0].sample
    whole = top_evidence(model, sample, 3)["commemoration"]
    for half in (first, second):
        tokens = half["commemoration"]
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
    assert evidence([{"text": "We stay.", "labels": ["unheard"]}], model) == [{}]


def test_records_of_others_can_be_explained(model: LabelModel) -> None:
    (record,) = with_evidence(
        label_records([{"text": "We will never forget them.", "id": 7}], model), model
    )
    assert record["id"] == 7
    assert record["labels"] == list(classify("We will never forget them."))
    assert len(record["evidence"]["commemoration"]) <= 8
