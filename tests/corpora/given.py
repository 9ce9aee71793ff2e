"""Articles for the tests of runs, and workers that die or hang on some of them."""

import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rhetoric.corpora.manifest import RUN
from rhetoric.corpora.outcomes import Analysis, Analyzed, Item, Outcome
from rhetoric.corpora.worker import Worker
from rhetoric.errors import InputError, ModelError
from rhetoric.extraction.extractor import Extractor
from rhetoric.types import Article, Quote

if TYPE_CHECKING:
    import pytest

NAMES = ("Ana Ruiz", "Jan Novak", "Mira Petrova", "Kofi Boateng", "Li Na")
EXTRACT = Analysis(classify=False)


def article(n: int) -> Article:
    who = NAMES[n % len(NAMES)]
    text = f"“We will never forget the {n} fallen,” {who} said.\n\n“It is home,” he said in {n}."
    return Article(text, f"a{n}")


def items(count: int) -> Iterator[Item]:
    """Give articles with a fault of reading, and an article with a doubtful stretch, among them."""
    for n in range(count):
        if n % 11 == 5:
            yield InputError("is empty", f"empty{n}.txt")
        elif n % 13 == 7:
            yield Article("One.\n\nThe town of lights” and so on", f"a{n}")
        else:
            yield article(n)


def files(folder: Path) -> dict[str, bytes]:
    """Return what a run has written for its readers."""
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.name != RUN}


class Fragile(Worker):
    """Reads nothing, and does what some articles say."""

    def __init__(self) -> None:
        """Load no model."""

    def read(self, items: Sequence[Item]) -> list[Outcome]:
        found: list[Outcome] = []
        for one in items:
            if isinstance(one, Article) and one.text == "die":
                os.kill(os.getpid(), signal.SIGKILL)
            if isinstance(one, Article) and one.text == "hang":
                time.sleep(600)
            found.append(Analyzed(one, []) if isinstance(one, Article) else one)
        return found


class Unfit(Fragile):
    """Has no model."""

    def __init__(self) -> None:
        msg = "no such model"
        raise ModelError(msg)


Pipe = Callable[[Extractor, Iterable[Article]], Iterator[tuple[Article, list[Quote]]]]


def pipe_with(monkeypatch: "pytest.MonkeyPatch", bad: Exception) -> None:
    """Let something bad happen when an article with the word BAD is read."""
    real: Pipe = Extractor.pipe

    def pipe(self: Extractor, articles: Iterable[Article]) -> Iterator[tuple[Article, list[Quote]]]:
        batch = list(articles)
        if any("BAD" in a.text for a in batch):
            raise bad
        yield from real(self, batch)

    monkeypatch.setattr(Extractor, "pipe", pipe)
