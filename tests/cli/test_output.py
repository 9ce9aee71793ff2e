import io
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from rhetoric.cli.output import print_results, style_of
from rhetoric.writers import QuoteRecord, write


class Watched(io.StringIO):
    flushed = 0

    def flush(self) -> None:
        self.flushed += 1


def results(out: Watched, shown: list[tuple[int, bool]]) -> Iterator[tuple[str, list[QuoteRecord]]]:
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


@pytest.mark.parametrize(
    ("output", "on_terminal", "style"),
    [
        (None, True, "table"),
        (None, False, "jsonl"),
        (Path("a.CSV"), True, "csv"),
        (Path("a"), True, "jsonl"),
    ],
)
def test_a_files_ending_or_what_stdout_is_tells_the_format(
    monkeypatch: pytest.MonkeyPatch, output: Path | None, *, on_terminal: bool, style: str
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: on_terminal, raising=False)
    assert style_of(output, ("table", "jsonl", "csv")) == style
