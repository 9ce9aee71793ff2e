import io
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import beta
from sklearn.metrics import (
    average_precision_score,
    brier_score_loss,
    precision_recall_fscore_support,
)
from sklearn.naive_bayes import ComplementNB

from rhetoric.cli.evaluation_tables import print_evaluation
from rhetoric.errors import InputError
from rhetoric.evaluation import (
    Evaluation,
    Predictions,
    align,
    compare,
    evaluate,
    evaluate_predictions,
)
from rhetoric.evaluation.curves import reliability
from rhetoric.evaluation.figures import measure
from rhetoric.evaluation.resampling import WeightedFigures, resamples
from rhetoric.labelling.samples import Sample
from rhetoric.labelling.saving import save
from rhetoric.labelling.store import find_model, load, shipped_path
from rhetoric.learning.classifier import QuoteClassifier
from rhetoric.report.evaluation import highlighted, write_page

RECORDS: list[tuple[str, list[str]]] = [
    ("We will never forget the fallen.", ["commemoration"]),
    ("We honour the memory of the dead.", ["commemoration"]),
    ("We stand with our brothers and support them.", ["solidarity"]),
    ("Our friendship with this people is unshakeable.", ["solidarity"]),
    ("The West is the aggressor and the hypocrite.", ["anti_western"]),
    ("Bread cost more again this week.", []),
    ("The bridge will open in the spring.", []),
    ("The <b>train</b> to the port & back was late.", ["anti_western"]),
]
SAMPLES = [Sample(text, f"“{text}” he said.") for text, _ in RECORDS]
LABELS = [labels for _, labels in RECORDS]


def predictions(
    gold: Sequence[bool], said: Sequence[float], groups: Sequence[str] | None = None
) -> Predictions:
    labels = [["x"] if one else [] for one in gold]
    return align(["x"], np.array(said)[:, None], np.array([0.5]), labels, groups)


@pytest.fixture(scope="module")
def found() -> Evaluation:
    return evaluate(load(), SAMPLES, LABELS, name="shipped")


@st.composite
def labelled(draw: st.DrawFn) -> Predictions:
    count = draw(st.integers(2, 30))
    gold = draw(st.lists(st.booleans(), min_size=count, max_size=count).filter(any))
    # few values, so that there are ties
    said = draw(
        st.lists(st.sampled_from([0.0, 0.2, 0.5, 0.7, 1.0]), min_size=count, max_size=count)
    )
    return predictions(gold, said)


@given(labelled())
def test_figures_are_those_of_scikit_learn(p: Predictions) -> None:
    gold, said = p.gold[:, 0], p.probabilities[:, 0]
    expected = precision_recall_fscore_support(
        gold, p.given[:, 0], average="binary", zero_division=0
    )[:3]
    found = WeightedFigures(p).figures(np.ones(len(gold)))[0]
    np.testing.assert_allclose(found[:3], expected)
    assert found[3] == pytest.approx(average_precision_score(gold, said))
    assert found[4] == pytest.approx(brier_score_loss(gold, said))


@given(labelled(), st.integers(0, 2**31))
def test_a_weight_counts_as_so_many_copies(p: Predictions, seed: int) -> None:
    times = np.random.default_rng(seed).integers(0, 3, len(p.gold))
    rows = np.repeat(np.arange(len(times)), times)
    assume(p.gold[rows].any())
    weighted = WeightedFigures(p).figures(times.astype(float))[0]
    copied = predictions(p.gold[rows, 0].tolist(), p.probabilities[rows, 0].tolist())
    np.testing.assert_allclose(weighted, WeightedFigures(copied).figures(np.ones(len(rows)))[0])


@settings(max_examples=25)
@given(labelled())
def test_every_figure_lies_between_0_and_1(p: Predictions) -> None:
    measured = measure(p, draws=20)
    for metric in ("precision", "recall", "f1", "average_precision", "brier"):
        figure = getattr(measured.macro, metric)
        assert 0 <= figure.value <= 1
        assert 0 <= figure.low <= figure.high <= 1
        assert figure.low - 1e-9 <= figure.value <= figure.high + 1e-9
    assert 0 <= measured.macro.calibration_error <= 1


def test_the_same_predictions_have_the_same_intervals() -> None:
    p = predictions([True, False, True, False], [0.9, 0.2, 0.4, 0.6])
    assert measure(p) == measure(p)


def test_a_group_is_drawn_as_a_whole() -> None:
    groups = np.array([0, 0, 1, 1, 2])
    for weights, _ in resamples(groups, 1, 50):
        assert weights[0] == weights[1]
        assert weights[2] == weights[3]
        assert len({*weights.tolist()}) == 3


def test_quotations_alike_within_groups_widen_the_interval() -> None:
    gold = [True, False] * 40
    said = [0.9 if (i // 10) % 2 else 0.1 for i in range(80)]
    alone = measure(predictions(gold, said)).macro.recall
    together = measure(predictions(gold, said, [str(i // 10) for i in range(80)])).macro.recall
    assert together.value == alone.value
    assert together.high - together.low > alone.high - alone.low


def test_a_quotation_without_a_group_stands_alone() -> None:
    p = predictions([True, False, True], [1, 0, 1], ["a", None, None])  # type: ignore[list-item]
    assert p.groups.tolist() == [0, 1, 2]


def test_labels_that_the_model_cannot_know_are_told_and_left_out() -> None:
    found = evaluate(load(), SAMPLES[:3], [["commemoration"], ["joke"], []])
    assert found.predictions.labels == ("commemoration",)
    assert "Not measured: joke; the model does not know it." in found.notes
    assert "Not measured: anti_western, solidarity; no quotation of the data has it." in found.notes
    assert found.predictions.unlabelled.tolist() == [False, False, True]


def test_data_with_more_labels_than_probabilities_are_meant_for_is_told() -> None:
    rare = replace(load(), manifest={"parameters": {"prevalence": 0.04}})
    found = evaluate(rare, SAMPLES, LABELS, name="rare")
    words = "meant for labels that 4% of quotations have; here up to 25% have one"
    assert any(words in note for note in found.notes)


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ([["joke"]], "the data has joke: no label in common"),
        ([[]], "no quotation has a label"),
        ([], "no labelled quotation"),
    ],
)
def test_nothing_to_measure_is_an_error(labels: list[list[str]], message: str) -> None:
    with pytest.raises(InputError, match=message):
        evaluate(load(), SAMPLES[: len(labels)], labels)


def test_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="as many labels"):
        evaluate(load(), SAMPLES, LABELS[1:])


def test_the_share_kept_free_counts_quotations_without_a_label() -> None:
    measured = measure(predictions([True, False, False, False], [0.9, 0.9, 0.1, 0.1]))
    assert measured.none_kept is not None
    assert measured.none_kept.value == pytest.approx(2 / 3)
    assert measure(predictions([True], [0.9])).none_kept is None


def test_the_threshold_table_has_the_models_own(found: Evaluation) -> None:
    for label, rows in found.thresholds.items():
        assert len(rows) == 10
        own = next(row for row in rows if row.own)
        if label != "macro":
            figures = next(r.figures for r in found.measured.labels if r.label == label)
            assert own.f1 == pytest.approx(figures.f1.value)
    assert own.f1 == pytest.approx(found.measured.macro.f1.value)


def test_the_models_own_row_counts_what_the_folds_decided() -> None:
    p = predictions([True, True, False, False], [0.9, 0.4, 0.6, 0.1])
    decided = replace(p, decided=np.array([[True], [True], [False], [False]]))
    for label, rows in evaluate_predictions(decided).thresholds.items():
        own = next(row for row in rows if row.own)
        assert (own.precision, own.recall, own.f1, own.share) == (1.0, 1.0, 1.0, 0.5), label


def test_probabilities_that_hold_have_no_calibration_error() -> None:
    gold = [i % 4 == 0 for i in range(400)]
    assert measure(predictions(gold, [0.25] * 400), draws=5).macro.calibration_error < 0.01
    off = measure(predictions(gold, [0.75] * 400), draws=5).macro.calibration_error
    assert off == pytest.approx(0.5)


@given(labelled())
def test_every_quotation_is_in_one_bin(p: Predictions) -> None:
    bins = reliability(p, 0)
    assert sum(b.weight for b in bins) == pytest.approx(1)
    assert sum(b.weight * b.observed for b in bins) == pytest.approx(p.gold.mean())
    assert all(b.low <= b.observed + 1e-9 and b.observed - 1e-9 <= b.high for b in bins)


def test_the_worst_mistake_comes_with_its_words(found: Evaluation) -> None:
    mistake = next(m for m in found.mistakes if m.record == 8)
    assert (mistake.label, mistake.missed) == ("anti_western", True)
    assert all(e.weight < 0 for e in mistake.top)
    words, carrier = highlighted(mistake)
    assert "".join(piece.text for piece in words) == mistake.sample.text
    assert "".join(piece.text for piece in carrier).split() == ["“…", "”", "he", "said."]


def test_the_most_confident_mistake_comes_first() -> None:
    found = evaluate(load(), SAMPLES, [["solidarity"]] * len(SAMPLES))
    said = [m.probability for m in found.mistakes]
    assert said == sorted(said)
    assert len(found.mistakes) <= 20


def test_a_learner_that_cannot_split_its_score_is_evaluated_too(tmp_path: Path) -> None:
    samples = [Sample(text) for text, _ in RECORDS] * 4
    labels = [["x"] if "we" in text.lower().split() else [] for text, _ in RECORDS] * 4
    trained = QuoteClassifier(estimator=ComplementNB(), folds=2).fit(samples, labels)
    found = evaluate(trained.model_, SAMPLES, [["x"]] * len(SAMPLES))
    assert found.mistakes
    assert {m.evidence for m in found.mistakes} == {()}
    out = io.StringIO()
    print_evaluation(found, out)
    assert "cannot be told" in out.getvalue()
    write_page(tmp_path / "page.html", found)
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "cannot tell which of them led there" in page
    assert "Words marked" not in page


def many(noise: float, name: str, seed: int = 0) -> Evaluation:
    rng = np.random.default_rng(1)
    gold = rng.random((300, 2)) < 0.3
    said = np.clip(gold * 0.8 + noise * np.random.default_rng(seed).random(gold.shape), 0, 1)
    labels = [[n for n, one in zip("xy", row, strict=True) if one] for row in gold]
    return evaluate_predictions(align(["x", "y"], said, np.full(2, 0.5), labels), name=name)


def test_a_better_model_is_told_apart() -> None:
    comparison = compare(many(0.9, "noisy"), many(0.1, "clean"))
    first = comparison.differences[0]
    assert (first.label, first.metric) == ("macro", "f1")
    assert first.difference.low > 0
    assert first.p < 0.05
    assert re.fullmatch(
        r"clean is better than noisy by 0\.\d{3} macro F1 \(0\.\d{3} to 0\.\d{3}\)\.",
        comparison.sentence,
    )


@pytest.mark.slow
def test_the_order_of_two_models_turns_only_the_sign() -> None:
    one, two = many(0.9, "noisy"), many(0.1, "clean")
    there, back = compare(one, two), compare(two, one)
    for d, turned in zip(there.differences, back.differences, strict=True):
        assert d.difference.value == -turned.difference.value
        assert d.shown == turned.shown
        assert d.p == pytest.approx(turned.p, abs=0.1)


@pytest.mark.slow
def test_models_alike_are_not_told_apart() -> None:
    comparison = compare(many(0.9, "one", seed=2), many(0.9, "two", seed=3))
    assert comparison.sentence.startswith("No difference between one and two that this data can")
    same = compare(many(0.9, "one"), many(0.9, "one"))
    assert all(d.p > 0.5 and not d.shown for d in same.differences)


def rare(labels: int, missed: int, times: int = 1) -> Evaluation:
    """Each label is on so many of 60 quotations; some labels are never given."""
    names = [f"l{i:02}" for i in range(labels)]
    gold = [[name] for name in names for _ in range(times)]
    gold += [[] for _ in range(60 - len(gold))]
    said = np.array([[name in row for name in names[missed:]] for row in gold], dtype=float)
    said = np.hstack([np.zeros((60, missed)), said])
    return evaluate_predictions(align(names, said, np.full(labels, 0.5), gold))


@pytest.mark.slow
@pytest.mark.parametrize("labels", [15, 40])
def test_the_mean_over_rare_labels_has_an_interval(labels: int) -> None:
    """Nearly every resample lacks one of them; its mean is over the others."""
    found = rare(labels, 5)
    for metric in ("precision", "recall", "f1", "average_precision"):
        figure = getattr(found.measured.macro, metric)
        assert figure.low < figure.value < figure.high
    json.dumps(found.to_dict(), allow_nan=False)


@pytest.mark.slow
def test_rare_labels_alone_do_not_make_a_model_better() -> None:
    comparison = compare(rare(15, 5), rare(15, 3))
    assert comparison.sentence.startswith("No difference between")
    first = comparison.differences[0]
    assert first.p > 0.05
    assert not first.shown


@pytest.mark.parametrize("right", [2, 7, 20])
def test_a_perfect_score_on_few_quotations_has_the_interval_of_a_proportion(right: int) -> None:
    """About Jeffreys', which is 0.71 to 1 for seven of seven."""
    found = measure(predictions([True] * right + [False] * right, [1.0] * right + [0.0] * right))
    least = beta.ppf(0.025, right + 0.5, 0.5)
    for figure in (found.macro.recall, found.macro.precision, found.none_kept):
        assert figure is not None
        assert (figure.value, figure.high) == (1.0, 1.0)
        assert figure.low == pytest.approx(least, abs=0.05)
    for figure in (found.macro.f1, found.macro.average_precision):
        assert least - 0.1 < figure.low < 1 == figure.high


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.8, 0.95])
def test_nineteen_of_twenty_intervals_hold_the_truth(share: float) -> None:
    """Also on seven quotations, where a plain bootstrap finds far too few."""
    rng = np.random.default_rng(0)
    held = 0
    for _ in range(60):
        given = rng.random(7) < share
        recall = measure(predictions([True] * 7, given.astype(float).tolist()), 200).macro.recall
        held += recall.low <= share <= recall.high
    assert held >= 54


def test_only_the_same_quotations_compare() -> None:
    p = predictions([True, False], [1.0, 0.0])
    other = evaluate_predictions(predictions([False, True], [1.0, 0.0]))
    with pytest.raises(ValueError, match="same quotations"):
        compare(evaluate_predictions(p), other)
    with pytest.raises(InputError, match="no label in common"):
        compare(evaluate_predictions(p), evaluate_predictions(replace(p, labels=("z",))))


def test_the_page_is_self_contained_and_harmless(found: Evaluation, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    write_page(path, found, compare(found, replace(found, name="<i>other</i>")))
    page = path.read_text(encoding="utf-8")
    assert "<script" not in page
    assert not re.search(r"""(?:src|href)="(?!#)|url\(|https?://""", page)
    assert "&lt;i&gt;other&lt;/i&gt;" in page
    assert "<i>other" not in page
    assert "<b>train" not in page
    assert "Words marked" in page


def test_every_chart_has_a_title_and_a_table(found: Evaluation, tmp_path: Path) -> None:
    write_page(tmp_path / "page.html", found)
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    charts = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(charts) == 3 * len(found.curves)
    for chart in charts:
        named = re.search(r'aria-labelledby="(\S+) (\S+)"', chart)
        assert named is not None
        assert f'<title id="{named[1]}">' in chart
        assert f'<desc id="{named[2]}">' in chart
    assert len(re.findall(r"<details>.*?<table.*?</details>", page, re.DOTALL)) == len(charts)


def test_a_page_that_cannot_be_written_is_named(found: Evaluation, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_page(tmp_path / "nowhere" / "page.html", found)


def test_the_terminal_shows_figures_thresholds_and_mistakes(found: Evaluation) -> None:
    out = io.StringIO()
    print_evaluation(found, out, compare(found, found))
    shown = out.getvalue()
    for words in ("shipped on 8 quotations", "the model's own", "missed", "No difference between"):
        assert words in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_a_folder_that_has_the_shipped_models_name_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_model("default") == shipped_path()
    save(load().select(["solidarity"]), Path("default"), {})
    assert load("default").labels == ("solidarity",)
