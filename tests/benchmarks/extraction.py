"""Print the speed and memory of extraction, beside textacy's on the same pipeline.

    python -m tests.benchmarks.extraction [ARTICLES.jsonl]

One core, both systems in turn in one process, the same spaCy pipeline. textacy raises on articles
with an odd number of marks; those count as read. It needs a whole parse, so its time has one.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[variable] = "1"

from rhetoric.extraction.extractor import Extractor
from rhetoric.extraction.pipeline import find_pipeline
from rhetoric.types import Article

SEEDS = Path(__file__).parent.parent.parent / "seeds"
ROUNDS = 3


def articles() -> list[Article]:
    """Return the articles of the file named, or the samples several times."""
    if len(sys.argv) > 1:
        lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
        return [Article(json.loads(line)["text"]) for line in lines]
    return [Article(p.read_text(encoding="utf-8")) for p in sorted(SEEDS.glob("*.txt"))] * 10


def with_textacy(texts: list[str]) -> Callable[[], int] | None:
    """Return a run of textacy over the texts, where it is installed."""
    try:
        import spacy
        from textacy.extract.triples import direct_quotations
    except ImportError:
        return None
    nlp = spacy.load(find_pipeline())

    def run() -> int:
        found = 0
        for doc in nlp.pipe(texts):
            try:
                found += len(list(direct_quotations(doc)))
            except ValueError:
                continue
        return found

    return run


def main() -> None:
    """Time both in turn and print words a second."""
    given = articles()
    words = sum(len(a.text.split()) for a in given)
    extractor = Extractor()

    def ours() -> int:
        return sum(len(quotes) for _, quotes in extractor.pipe(given))

    systems = {"rhetoric": ours}
    theirs = with_textacy([a.text for a in given])
    if theirs:
        systems["textacy"] = theirs
    else:
        print("textacy is not installed: pip install -e '.[bench]'")
    rates: dict[str, list[float]] = {name: [] for name in systems}
    for _ in range(ROUNDS):
        for name, run in systems.items():
            start = time.perf_counter()
            found = run()
            rates[name].append(words / (time.perf_counter() - start))
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{name:9} {rates[name][-1]:8,.0f} words/s  {found} found  peak {peak:.0f} MB")
    if theirs:
        ratios = [a / b for a, b in zip(rates["rhetoric"], rates["textacy"], strict=True)]
        print("ratio", *(f"{ratio:.1f}" for ratio in ratios))


if __name__ == "__main__":
    main()
