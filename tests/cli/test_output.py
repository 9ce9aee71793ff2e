import io
from collections.abc import Iterator
from typing import Literal

import pytest

from rhetoric.cli.output import print_results
from rhetoric.writers import Record, write


class Watched(io.StringIO):
    flushed = 0

    def flush(self) -> None:
        self.flushed += 1


def results(out: Watched, shown: list[tuple[int, bool]]) -> Iterator[tuple[str, list[Record]]]:
    """Yield the records of two articles, and look after each at what has become of them."""
    for word in ("one", "two"):
        yield word, [{"text": word}] * 5
        shown.append((out.flushed, word in out.getvalue()))


@pytest.mark.parametrize("style", ["jsonl", "csv"])
def test_an_article_is_shown_before_the_next_one_is_read(
    monkeypatch: pytest.MonkeyPatch, style: Literal["jsonl", "csv"]
) -> None:
    """And each of them at once, not record by record."""
    out = Watched()
    shown: list[tuple[int, bool]] = []
    monkeypatch.setattr("sys.stdout", out)
    print_results(results(out, shown), style)
    assert shown == [(1, True), (2, True)]


def test_what_nobody_looks_at_before_its_end_is_not_flushed_for_each_article() -> None:
    out = Watched()
    shown: list[tuple[int, bool]] = []
    write(results(out, shown), out, "jsonl")
    assert shown == [(0, True), (0, True)]
