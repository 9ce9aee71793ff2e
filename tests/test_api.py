import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

import rhetoric
from rhetoric.report import render_index, write_report
from rhetoric.tracing.trace import trace

HEAVY = ("spacy", "sklearn", "scipy", "numpy", "typer", "rich", "ssl")


def modules_after(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(*sys.modules)"
    result = subprocess.run(  # noqa: S603
        [sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, check=True
    )
    return set(result.stdout.split())


def test_importing_loads_nothing_heavy() -> None:
    assert modules_after("import rhetoric").isdisjoint(HEAVY)


@pytest.mark.parametrize("name", rhetoric.__all__)
def test_what_the_package_names_is_there(name: str) -> None:
    assert getattr(rhetoric, name).__name__ == name
    assert name in dir(rhetoric)


def test_what_the_package_does_not_name_is_told() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        rhetoric.no_such_name  # noqa: B018


def test_classifying_loads_neither_spacy_nor_scikit_learn() -> None:
    loaded = modules_after("import rhetoric; rhetoric.classify('We stay.')")
    assert loaded.isdisjoint(("spacy", "sklearn"))


def test_extracting_loads_no_classifier() -> None:
    loaded = modules_after("import rhetoric; rhetoric.extract('“We stay,” Kim said.')")
    assert loaded.isdisjoint(("sklearn", "rhetoric.labelling.model", "rhetoric.labelling.store"))


def test_analyze_gives_speakers_and_labels() -> None:
    (quote,) = rhetoric.analyze("“We will never forget the fallen,” Ana Ruiz said.")
    assert quote.speaker is not None
    assert quote.speaker.name == "Ana Ruiz"
    assert "commemoration" in quote.labels
    assert rhetoric.extract("“We will never forget the fallen,” Ana Ruiz said.")[0].labels == ()


def test_analyze_takes_what_extract_and_classify_take() -> None:
    text = "The book “Harlow” came out. “We stay here,” Ana Ruiz said."
    assert [q.kind for q in rhetoric.analyze(text, model="ngrams")] == ["direct"]
    quotes = rhetoric.analyze(text, model="ngrams", threshold=0, terms=True)
    assert [q.kind for q in quotes] == ["term", "direct"]
    assert {q.labels for q in quotes} == {rhetoric.load("ngrams").labels}


def test_the_quotations_of_an_article_tell_about_each_other() -> None:
    """So `analyze` and `classify` of the same words differ, by design."""
    mourned = "“We will never forget the sons who fell here,” Ana Ruiz said.\n\n"
    quotes = rhetoric.analyze(4 * mourned + "“He was a great teacher,” Jan Novak said.")
    alone = rhetoric.classify(quotes[-1].text, quotes[-1].context).probabilities["commemoration"]
    assert quotes[-1].probabilities["commemoration"] > 1.2 * alone


def test_one_quotation_gives_labels_and_a_list_gives_a_list() -> None:
    one = rhetoric.classify("We will never forget the fallen.", context="He bowed.")
    assert "commemoration" in one
    assert one.probabilities["commemoration"] > 0.5
    assert [type(x) for x in rhetoric.classify(["a", "b"])] == [rhetoric.Labels, rhetoric.Labels]
    assert rhetoric.classify([]) == []


def test_the_context_of_a_fragment_counts() -> None:
    bare = rhetoric.classify("true patriots")
    told = rhetoric.classify(
        "true patriots", "At the grave he mourned the fallen soldiers as “true patriots”."
    )
    assert told.probabilities["commemoration"] > bare.probabilities["commemoration"]


def test_the_halves_of_an_interrupted_quotation_get_the_same_labels() -> None:
    text = "“Our fallen sons,” said Ana Ruiz, “lie here, and we will never forget them.”"
    first, second = rhetoric.analyze(text)
    assert first.probabilities == second.probabilities
    assert "commemoration" in first.labels


def test_contexts_must_match() -> None:
    with pytest.raises(ValueError, match="contexts"):
        rhetoric.classify(["a", "b"], ["c"])


def test_read_streams_articles() -> None:
    articles = (rhetoric.Article("“We stay,” Kim said.", str(n)) for n in range(3))
    first, quotes = next(rhetoric.read(articles, classify=False))
    assert (first.id, quotes[0].text) == ("0", "We stay,")


MOURNING = """“We will never forget the sons who fell here,” Ana Ruiz said.

“They carried bread to the school,” she said.

“We bow our heads before their graves,” she said."""
TEXT = "“We stay here,” Ana Ruiz said."


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (rhetoric.extract, "text must be text"),
        (rhetoric.analyze, "text must be text"),
        (rhetoric.classify, "quotations must be text"),
        (lambda wrong: rhetoric.classify([wrong]), "quotations must be text"),
        (lambda wrong: rhetoric.classify("We stay.", wrong), "context must be text"),
        (lambda wrong: rhetoric.classify(["We stay."], [wrong]), "context must be text"),
        (rhetoric.read, "articles must be"),
        (lambda wrong: list(rhetoric.read([wrong])), "articles must be"),
        (lambda wrong: list(rhetoric.read_articles(wrong)), "paths must be"),
        (lambda wrong: list(rhetoric.read_articles([wrong])), "paths must be"),
        (rhetoric.train, "records must be"),
        (lambda wrong: rhetoric.records_of(wrong, []), "article must be"),
        (lambda wrong: rhetoric.records_of(rhetoric.Article(TEXT), [wrong]), "quotes must be"),
        (lambda wrong: rhetoric.records_of(rhetoric.Article(TEXT), wrong), "quotes must be"),
        (rhetoric.Article, "text must be text"),
        (rhetoric.read_labelled, "paths must be"),
        (lambda wrong: rhetoric.read_labelled([wrong]), "paths must be"),
        (lambda wrong: rhetoric.render(wrong, []), "article must be"),
        (lambda wrong: rhetoric.render(TEXT, wrong), "quotes must be"),
        (lambda wrong: rhetoric.render(TEXT, [wrong]), "quotes must be"),
        (render_index, "results must be"),
        (lambda wrong: render_index([wrong]), "results must be"),
        (lambda wrong: render_index([(wrong, [])]), "article must be"),
        (lambda wrong: write_report(wrong, "page.html"), "results must be"),
        (rhetoric.to_pandas, "quotes must be"),
        (lambda wrong: rhetoric.to_pandas([wrong]), "quotes must be"),
        (trace, "records must be"),
        (lambda wrong: trace([wrong]), "records must be"),
    ],
)
@pytest.mark.parametrize("wrong", [None, b"We stay.", 3])
def test_a_wrong_type_is_named_with_its_argument(
    call: Callable[[Any], object], told: str, wrong: object
) -> None:
    with pytest.raises(TypeError, match=f"^{told}"):
        call(wrong)


ARTICLES = [rhetoric.Article(TEXT)]
RECORDS = [{"text": f"We go {n}.", "labels": ["leaving"] * (n % 2)} for n in range(20)]


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda wrong: rhetoric.read(ARTICLES, threshold=wrong), "threshold must be a number"),
        (lambda wrong: rhetoric.read(ARTICLES, model=wrong), "model must be a folder"),
        (lambda wrong: rhetoric.read(ARTICLES, jobs=wrong), "jobs must be a whole number"),
        (lambda wrong: rhetoric.read(ARTICLES, spacy_model=wrong), "spacy_model must be a name"),
        (lambda wrong: rhetoric.read(ARTICLES, article_timeout=wrong), "article_timeout must be"),
        (lambda wrong: rhetoric.read_articles("a.txt", None, wrong), "reading must be a Reading"),
        (lambda wrong: rhetoric.Reading(max_bytes=wrong), "max_bytes must be a whole number"),
        (lambda wrong: rhetoric.train(RECORDS, folds=wrong), "folds must be a whole number"),
        (lambda wrong: rhetoric.render(TEXT, [], wrong), "model must be a LabelModel or its"),
        (lambda wrong: rhetoric.analyze(TEXT, model=wrong), "model must be a folder"),
        (rhetoric.load, "path must be a folder"),
    ],
)
@pytest.mark.parametrize("wrong", [b"2", ["2"]])
def test_an_option_of_a_wrong_type_is_named(
    call: Callable[[Any], object], told: str, wrong: object
) -> None:
    with pytest.raises(TypeError, match=f"^{told}"):
        call(wrong)


@pytest.mark.parametrize("wrong", [b"0.5", "0.5", {"solidarity": None}, [0.5]])
def test_a_threshold_is_a_number(wrong: Any) -> None:
    with pytest.raises(TypeError, match=r"^threshold must be a number"):
        rhetoric.classify("We stay.", threshold=wrong)


def test_thresholds_decide_what_is_given() -> None:
    quote = "We will never forget the fallen."
    assert rhetoric.classify(quote, threshold=0) == rhetoric.load().labels
    assert "commemoration" not in rhetoric.classify(quote, threshold={"commemoration": 1})
    with pytest.raises(ValueError, match="between 0 and 1"):
        rhetoric.classify(quote, threshold=2)


def test_what_the_rest_of_an_article_added_is_told() -> None:
    together, alone = rhetoric.analyze(MOURNING), rhetoric.analyze(MOURNING, alone=True)
    assert any(quote.labels.alone for quote in together)
    for with_rest, without in zip(together, alone, strict=True):
        assert {**with_rest.probabilities, **with_rest.labels.alone} == without.probabilities
        assert "alone" not in without.to_dict()
