import pytest

from rhetoric import Article
from rhetoric.corpora.outcomes import Analyzed
from rhetoric.corpora.worker import Worker
from tests.corpora.given import EXTRACT, article, pipe_with


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (KeyError("no\nsuch thing"), r"KeyError: 'no\nsuch thing'"),
        (MemoryError(), "needs more memory than there is"),
        (ValueError("two\nlines"), "ValueError: two lines"),
    ],
)
def test_an_article_that_fails_is_set_aside_and_the_others_are_kept(
    monkeypatch: pytest.MonkeyPatch, bad: Exception, reason: str
) -> None:
    pipe_with(monkeypatch, bad)
    found = Worker(EXTRACT).read([article(0), Article("BAD", "b"), article(1)])
    assert [isinstance(one, Analyzed) for one in found] == [True, False, True]
    assert str(found[1]) == f"b: {reason}"
