import re
from dataclasses import replace

import numpy as np
import pytest

from rhetoric.labelling.encoder import load_encoder
from rhetoric.labelling.model import gold_matrix
from rhetoric.labelling.store import digest, load, shipped_path
from training.build import Data, choose_bounds, fit_heads, fit_ngrams, held_out_ngrams, main
from training.data import HELD_OUT, LABELS, QUOTES, read_held_out, read_own


@pytest.fixture(scope="module")
def small() -> Data:
    """Some of the written statements, as if real; the words of those that are real lack."""
    some = [s._replace(register="ungd") for s in read_own() if s.newslike][:400]
    nothing = np.full((len(some), len(LABELS)), np.nan)
    return Data(some, np.zeros(len(some), dtype=bool), nothing)


@pytest.mark.slow
def test_the_same_data_give_the_same_heads(small: Data) -> None:
    first, again = (fit_heads(small.statements, load_encoder()) for _ in range(2))
    samples = [s.sample for s in small.statements[:20]]
    np.testing.assert_array_equal(first.scores(samples), again.scores(samples))
    gold = gold_matrix(LABELS, [s.labels for s in small.statements])
    assert (first.scores([s.sample for s in small.statements])[gold] > 0).mean() > 0.8


@pytest.mark.slow
def test_the_same_data_give_the_same_n_grams(small: Data) -> None:
    samples = [s.sample for s in small.statements[:20]]
    first, again = fit_ngrams(small), fit_ngrams(small)
    np.testing.assert_array_equal(first.scores(samples), again.scores(samples))
    seen = replace(small, seen=np.ones(len(small.statements), dtype=bool))
    held_out = held_out_ngrams(seen)
    assert held_out.shape == small.gold.shape
    assert not np.isnan(held_out).any()


def test_the_gate_keeps_all_but_one_in_a_hundred_of_the_labels_rightly_given() -> None:
    rng = np.random.default_rng(0)
    gold = rng.random((5000, 3)) < 0.1
    slow = np.where(gold, 0.9, 0.1)
    quick = np.clip(gold * 0.3 + rng.random((5000, 3)) * 0.5, 0, 1)
    bounds = choose_bounds(quick, slow, np.full(3, 0.5), gold)
    spared = (quick < bounds).all(axis=1)
    lost = gold[spared]
    assert 0 < lost.sum() <= 0.01 * gold.sum()


@pytest.mark.parametrize("name", ["default", "ngrams"])
def test_the_shipped_models_are_those_that_the_data_give(name: str) -> None:
    manifest = load(name).manifest
    assert manifest["data_sha256"] == digest(QUOTES)
    assert manifest["held_out_sha256"] == digest(HELD_OUT)
    card = (shipped_path(name) / "CARD.md").read_text(encoding="utf-8")
    for label, figures in manifest["held_out"].items():
        row = re.search(rf"\| {label} \| {figures['quotations']:,} \| (\S+) ", card)
        assert row
        # both are rounded, to two digits and to three
        assert float(row[1]) == pytest.approx(figures["f1"], abs=0.0056)


def test_what_was_held_out_is_a_score_for_each_label() -> None:
    held_out = read_held_out()
    assert len(held_out) > 3000
    assert all(len(scores) == len(LABELS) for scores in held_out.values())


def test_a_mistyped_argument_builds_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It would write over the models."""
    monkeypatch.setattr("training.build.read_data", lambda *_: pytest.fail("it builds"))
    with pytest.raises(SystemExit):
        main(["--reel", "x.jsonl"])
    assert "usage: python -m training.build" in capsys.readouterr().err
