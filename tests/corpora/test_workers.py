"""What happens to batches when workers die; the tasks here read no article."""

import os
import signal
from collections.abc import Iterator, Sequence

from rhetoric.corpora.worker import Analysis
from rhetoric.corpora.workers import LocalWorkers, read_batches
from rhetoric.errors import InputError
from rhetoric.labelling.model import LabelModel
from rhetoric.types import Article

Found = list[list[str | InputError]]


def upper(
    articles: Sequence[Article], _analysis: Analysis, _labeller: LabelModel | None = None
) -> list[str | InputError]:
    """Kill the process that is given a bad article."""
    if any(article.text == "bad" for article in articles):
        os.kill(os.getpid(), signal.SIGKILL)
    return [article.text.upper() for article in articles]


def batches(*texts: str) -> Iterator[list[Article]]:
    for text in texts:
        yield [Article(word, f"{word} of {text}") for word in text.split()]


def read(*texts: str, jobs: int = 2) -> Found:
    return list(read_batches(batches(*texts), LocalWorkers[str](upper, Analysis(), jobs)))


def test_order_is_kept() -> None:
    texts = [f"a{n} b{n}" for n in range(20)]
    assert read(*texts) == [text.upper().split() for text in texts]


def test_only_the_article_that_kills_its_worker_is_lost() -> None:
    found = read("a b", "c bad d", "e", "f g", "h", "bad", "i")
    told = [[str(x) for x in batch] for batch in found]
    reason = "the worker that read it died: out of memory, or a crash in native code"
    assert told == [
        ["A", "B"],
        ["C", f"bad of c bad d: {reason}", "D"],
        ["E"],
        ["F", "G"],
        ["H"],
        [f"bad of bad: {reason}"],
        ["I"],
    ]


def test_input_is_taken_no_further_than_the_window() -> None:
    taken: list[str] = []

    def watched() -> Iterator[list[Article]]:
        for n in range(100):
            taken.append(str(n))
            yield [Article("a")]

    stream = read_batches(watched(), LocalWorkers[str](upper, Analysis(), 1))
    next(stream)
    assert len(taken) == 2
    stream.close()
