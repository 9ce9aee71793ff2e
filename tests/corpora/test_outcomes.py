import pytest

from rhetoric import Article, InputError, read
from rhetoric.corpora.outcomes import Analysis, Analyzed, Tally
from rhetoric.corpora.read import outcomes
from rhetoric.types import Issue
from tests.corpora.given import EXTRACT, article


def test_labels_come_with_their_evidence() -> None:
    (found,) = outcomes([article(0)], Analysis(explain=True))
    assert isinstance(found, Analyzed)
    record = found.records()[0]
    assert record["labels"] == ["commemoration"]
    assert "commemoration" in record["evidence"]


def test_what_is_known_of_an_article_goes_with_its_quotations() -> None:
    known = Article(article(0).text, "a", meta={"outlet": "Post"})
    (found,) = outcomes([known], EXTRACT)
    assert isinstance(found, Analyzed)
    record = found.records(with_text=True)[0]
    assert (record["meta"], record["article_text"]) == ({"outlet": "Post"}, known.text)


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        ("The paper “Home” was read.", 1),
        ('A 5" nail and a 6" nail.', 1),
        ('A nail of 5".', 0),
        ("It’s the town’s day.", 0),
        ("It rained.", 0),
    ],
)
def test_an_article_with_marks_and_no_quotation_is_counted(text: str, silent: int) -> None:
    tally = Tally().plus(Analyzed(Article(text, "a"), []))
    assert (tally.silent, tally.first_silent) == (silent, "a" if silent else "")


def test_tallies_add_up() -> None:
    issue = Issue(0, 1, "x")
    (quotes,) = [quotes for _, quotes in read([article(0)], classify=False)]
    tally = Tally()
    for outcome in (
        Analyzed(Article("“One” two.", "silent"), []),
        InputError("x"),
        Analyzed(Article(article(0).text, "a", issues=(issue,)), quotes),
        Analyzed(Article("“Two” two.", "silent too"), []),
    ):
        tally = tally.plus(outcome)
    assert tally == Tally(4, 2, 1, 1, 2, "silent")
    assert tally + tally == Tally(8, 4, 2, 2, 4, "silent")
