import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhetoric.api import extract
from rhetoric.labelling.linear import LinearScorer
from rhetoric.labelling.model import LabelModel
from rhetoric.labelling.samples import Sample
from rhetoric.labelling.store import load
from rhetoric.learning.classifier import QuoteClassifier
from rhetoric.learning.labelled import LabelledRecord, folded, read_labelled
from rhetoric.learning.suggest import suggest, uncertainty
from tests.conftest import ROOT

Record = dict[str, Any]


@pytest.fixture(scope="module")
def model() -> LabelModel:
    return load()


@pytest.fixture(scope="module")
def pool() -> list[Record]:
    lines = (ROOT / "seeds" / "own_labels.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_as_many_as_asked_for_and_no_more_than_there_are(
    model: LabelModel, pool: list[Record]
) -> None:
    assert len(suggest(pool, model, 20)) == 20
    assert len(suggest(pool[:5], model, 20)) == 5
    assert suggest([], model) == suggest(pool, model, 0) == []


def test_the_least_sure_come_first(model: LabelModel, pool: list[Record]) -> None:
    found = suggest(pool, model, 10)
    samples = [(s.record.text, s.record.context) for s in found]
    unsure = uncertainty(model.decision_function([Sample(*sample) for sample in samples]))
    assert list(unsure) == sorted(unsure, reverse=True)
    everyone = uncertainty(model.decision_function([Sample(r["text"], r["context"]) for r in pool]))
    assert unsure[0] == pytest.approx(everyone.max())
    assert unsure.mean() > 2 * everyone.mean()


@pytest.mark.slow
def test_the_same_quotations_give_the_same_suggestions(
    model: LabelModel, pool: list[Record]
) -> None:
    assert suggest(pool, model, 10) == suggest(iter(pool), model, 10)


def test_no_two_are_nearly_the_same(model: LabelModel) -> None:
    said = [
        "We will never forget those who fell for this town.",
        "“We will never  forget those who fell for this town!”",
        "We will never forget those who fell for this town",
        "We will never forget all those who fell for this town.",
        "The budget is voted on Tuesday.",
    ]
    found = suggest([{"text": text} for text in said], model)
    assert len(found) == 2
    assert said[4] in {s.record.text for s in found}


def test_nothing_nearly_the_same_as_what_is_labelled(model: LabelModel, pool: list[Record]) -> None:
    done = [LabelledRecord(record["text"].upper() + "!", ()) for record in pool[::2]]
    found = suggest(pool, model, len(pool), done)
    assert {folded(s.record.text) for s in found} <= {folded(r["text"]) for r in pool[1::2]}
    assert len(found) > len(pool) // 3


def test_a_suggestion_keeps_what_is_known_and_the_guess(model: LabelModel) -> None:
    record = {
        "text": "We will never forget the fallen.",
        "context": "“We will never forget the fallen.”",
        "speaker": {"name": "Ana Ruiz", "text": "she", "start": 1, "end": 4},
        "article": "a.txt",
        "start": 1,
        "end": 33,
    }
    ((found, guess),) = ((s.record, s.guess) for s in suggest([record], model))
    assert (found.context, found.speaker, found.group, found.id) == (
        record["context"],
        "Ana Ruiz",
        "a.txt",
        "a.txt:1-33",
    )
    assert list(guess) == ["commemoration"]
    assert set(guess.probabilities) == set(model.labels)


def test_quotations_as_extracted(model: LabelModel) -> None:
    quotes = extract("“We stay here,” Ana Ruiz said. “We mourn the dead.”")
    assert {s.record.speaker for s in suggest(quotes, model)} == {"Ana Ruiz"}


def test_a_model_without_an_embedding_suggests_too(pool: list[Record]) -> None:
    labelled = read_labelled(ROOT / "seeds" / "own_labels.jsonl")
    fitted = QuoteClassifier().fit(labelled.samples, labelled.labels, labelled.groups)
    assert len(suggest(pool, fitted.model_, 10)) == 10


@pytest.mark.slow
@given(st.lists(st.text(max_size=30), max_size=12), st.integers(1, 5))
def test_any_text_can_be_in_the_pool(texts: list[str], n: int) -> None:
    found = suggest([{"text": text} for text in texts], load(), n)
    assert len(found) <= n
    words = [folded(s.record.text) for s in found]
    assert len(set(words)) == len(words)


def test_words_that_no_table_knows_are_suggested_too(model: LabelModel) -> None:
    texts = [f"{a}{b}" for a in "あいうえおかきく" for b in "日月火水木金土"]
    assert len(suggest([{"text": text} for text in texts], model, 5)) == 5


def test_a_model_that_is_sure_of_everything_still_suggests(pool: list[Record]) -> None:
    scorer = load().scorer
    assert isinstance(scorer, LinearScorer)
    nothing = tuple(np.zeros_like(part) for part in scorer.weights)
    sure = replace(load(), scorer=replace(scorer, weights=nothing, intercept=np.full(3, -1e2)))
    assert len(suggest(pool, sure, 10)) == 10
