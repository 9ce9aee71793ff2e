"""Print how well and how fast quotations are traced, on variants planted with known truth.

    python -m tests.benchmarks.tracing [QUOTATIONS] [SIMILARITY]

Sources are the texts of ``training/quotes.jsonl`` and ``seeds/``; two in five are quoted once, the
others by several outlets within two days: whole, trimmed, with an ellipsis, with words swapped as
in another translation, or cut by an interruption into two records. Stock phrases of two or three
words are strewn over speakers and days, and are all different utterances. A pair of quotations
counts as right when both come from one source. One core.
"""

import json
import os
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from math import comb
from pathlib import Path
from typing import Any

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"

from rhetoric.tracing.trace import trace

ROOT = Path(__file__).parent.parent.parent
STOCK = (
    "eternal friendship",
    "unbreakable brotherhood",
    "double standards",
    "our common victory",
    "never again",
    "heroic people",
    "acts of aggression",
    "strategic partnership",
)
FEWEST_WORDS = 8
KEPT_WORDS = 6
MOST_VARIANTS = 24


def sources() -> list[str]:
    """Return the texts that are long enough to be trimmed, none twice."""
    lines = (ROOT / "training" / "quotes.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    for path in sorted((ROOT / "seeds").glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        texts += [quote["text"] for quote in gold["quotes"]]
    return sorted({text for text in texts if len(text.split()) >= FEWEST_WORDS})


def trimmed(words: list[str], rng: random.Random) -> list[str]:
    """Return a stretch of the words, at least a third of them."""
    size = rng.randint(max(KEPT_WORDS, len(words) // 3), len(words))
    start = rng.choice((0, len(words) - size, rng.randint(0, len(words) - size)))
    return words[start : start + size]


def elided(words: list[str], rng: random.Random) -> list[str]:
    """Return the words with a few in the middle left out for an ellipsis."""
    gap = rng.randint(1, max(1, len(words) // 3))
    start = rng.randint(2, max(2, len(words) - gap - 2))
    return [*words[:start], rng.choice(("…", "...", "[…]")), *words[start + gap :]]


def retranslated(words: list[str], rng: random.Random, vocabulary: Sequence[str]) -> list[str]:
    """Return the words with one replaced, or two of twenty; names and numbers stay."""
    places = [i for i, word in enumerate(words) if is_common(word)]
    swapped = list(words)
    for place in rng.sample(places, min(len(places), 1 + (len(words) >= 20))):
        swapped[place] = rng.choice(vocabulary)
    return swapped


def is_common(word: str) -> bool:
    """Whether a word is one that another translation may replace."""
    return len(word) >= 5 and word.isalpha() and word.islower()


def variant(text: str, rng: random.Random, vocabulary: Sequence[str]) -> list[str]:
    """Return a source as another outlet prints it, in two parts where it is interrupted."""
    words = text.split()
    kind = rng.choices(
        ("whole", "trim", "ellipsis", "words", "trim, words", "interruption"),
        (30, 20, 15, 15, 10, 10),
    )[0]
    if "trim" in kind:
        words = trimmed(words, rng)
    if "words" in kind:
        words = retranslated(words, rng, vocabulary)
    if kind == "ellipsis":
        words = elided(words, rng)
    if kind == "interruption":
        cut = rng.randint(2, len(words) - 2)
        return [" ".join(words[:cut]) + ",", " ".join(words[cut:])]
    return [" ".join(words)]


def quotations(count: int, rng: random.Random) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Yield the source's number and the records of each quotation, ``count`` of them."""
    texts = sources()
    rng.shuffle(texts)
    vocabulary = sorted({word for text in texts for word in text.split() if is_common(word)})
    number = 0
    several = count / len(texts)
    for source, text in enumerate(texts):
        first = date(2020, 1, 1) + timedelta(days=rng.randrange(1500))
        speaker = f"Person {source % 500}"
        copies = (
            1
            if rng.random() < 0.4
            else 1 + min(MOST_VARIANTS, int(rng.expovariate(1 / (several / 0.6))))
        )
        for copy in range(copies):
            parts = variant(text, rng, vocabulary) if copy else [text]
            day = first + timedelta(days=rng.randrange(3))
            named = speaker if rng.random() < 0.8 else "he"
            yield source, list(records(parts, number, named, day))
            number += 1
        if source % 20 == 0:
            source_of_stock = len(texts) + source
            day = date(2020, 1, 1) + timedelta(days=rng.randrange(1500))
            yield source_of_stock, list(records([rng.choice(STOCK)], number, speaker, day))
            number += 1
        if number >= count:
            return


def records(parts: list[str], number: int, speaker: str, day: date) -> Iterator[dict[str, Any]]:
    """Yield the records of one quotation, as ``rhetoric extract --format jsonl`` prints them."""
    for i, part in enumerate(parts):
        yield {
            "article": str(number),
            "start": 100 * i,
            "text": part,
            "kind": "direct",
            "context": f"“{parts[0]}” {speaker} said.",
            "speaker": {"name": speaker, "text": speaker, "start": 50, "end": 60},
            "labels": [],
            "meta": {"date": day.isoformat(), "outlet": f"Outlet {number % 40}"},
        }


def pairs(counts: Counter[Any]) -> int:
    """Return how many pairs stand together."""
    return sum(comb(n, 2) for n in counts.values())


def main() -> None:
    """Trace the planted quotations and print what came of it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    options = {"similarity": float(sys.argv[2])} if len(sys.argv) > 2 else {}
    made = list(quotations(count, random.Random(20)))
    truth = {str(n): source for n, (source, _) in enumerate(made)}
    given = [record for _, found in made for record in found]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    utterances = trace(given, min_size=1, **options)
    seconds = time.process_time() - start
    found = {
        article: n
        for n, utterance in enumerate(utterances)
        for variant_ in utterance.variants
        for article in variant_.articles
    }
    both = pairs(Counter((truth[article], group) for article, group in found.items()))
    together, planted = pairs(Counter(found.values())), pairs(Counter(truth.values()))
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{len(made):,} quotations of {len(set(truth.values())):,} sources, {planted:,} pairs")
    print(f"pair precision {both / together:.4f}, recall {both / planted:.4f}")
    print(f"{seconds:.1f} s of one core")
    print(f"peak memory {after / 1024:.0f} MB, {before / 1024:.0f} of them before")


if __name__ == "__main__":
    main()
