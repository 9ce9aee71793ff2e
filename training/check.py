"""Check the written data: its fields, its counts and that no two quotations are nearly the same.

Nor may what only measures, ``unseen.jsonl``, be nearly the same as what is learned.

python -m training.check
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from scipy.sparse import triu
from sklearn.feature_extraction.text import CountVectorizer

from training.data import LABELS, NEWSLIKE, QUOTES, UNSEEN, records_of

FIELDS = ("text", "context", "speaker", "role", "region", "register", "labels", "hard", "batch")
LEAST = dict.fromkeys(LABELS, 800) | {"none": 1000, "hard": 500, "two or more": 500}
# share of the shorter quotation's runs of five words that another one may have
_ALIKE = 0.4
_RUN = 5


def faults(records: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Yield what is wrong with single records, with their line."""
    for line, record in enumerate(records, 1):
        if tuple(record) != FIELDS:
            yield f"line {line}: fields {tuple(record)}, not {FIELDS}"
        elif record["text"] not in record["context"]:
            yield f"line {line}: the text does not stand in its context"
        elif record["labels"] != sorted(set(record["labels"]) & set(LABELS)):
            yield f"line {line}: labels {record['labels']}"
        elif record["hard"] and record["labels"]:
            yield f"line {line}: only a quotation without a label is hard"


def counts(records: Sequence[dict[str, Any]]) -> Counter[str]:
    """Count labels, quotations with none, hard ones among them, and those with two or more."""
    found = Counter(label for record in records for label in record["labels"])
    found["none"] = sum(not record["labels"] for record in records)
    found["hard"] = sum(record["hard"] for record in records)
    found["two or more"] = sum(len(record["labels"]) > 1 for record in records)
    return found


def near_duplicates(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield pairs of lines whose quotations share too many of the shorter one's runs of words."""
    runs = CountVectorizer(analyzer=_runs, binary=True).fit_transform(texts)
    sizes = runs.getnnz(axis=1)
    shared = triu(runs @ runs.T, k=1).tocoo()
    for first, second, count in zip(shared.row, shared.col, shared.data, strict=True):
        # of the shorter one, which may stand whole in the longer
        if count >= _ALIKE * min(sizes[first], sizes[second]):
            yield int(first) + 1, int(second) + 1


def compared(record: dict[str, Any]) -> str:
    """Return the words of a quotation that no other may share; of the news, its whole carrier.

    What fragments do is told by their carriers, so that two may well be the same.
    """
    return str(record["context" if record["register"] == NEWSLIKE else "text"])


def _runs(text: str) -> list[str]:
    words = re.findall(r"\w+", text.lower())
    size = min(_RUN, max(1, len(words) - 1))
    return [" ".join(words[i : i + size]) for i in range(len(words) - size + 1)]


def main() -> int:
    """Print the counts and every fault; return how many faults there are."""
    files = {path.name: records_of(path) for path in (QUOTES, UNSEEN)}
    found = [f"{name}, {fault}" for name, held in files.items() for fault in faults(held)]
    records = [record for held in files.values() for record in held]
    places = [f"{name}:{line}" for name, held in files.items() for line, _ in enumerate(held, 1)]
    found += [
        f"{places[a - 1]} and {places[b - 1]} are nearly the same"
        for a, b in near_duplicates([compared(r) for r in records])
        # the sides of a pair and the quotations of an article are alike on purpose
        if records[a - 1]["batch"] != records[b - 1]["batch"]
        or NEWSLIKE not in (records[a - 1]["register"], records[b - 1]["register"])
    ]
    learned = files[QUOTES.name]
    counted = counts(learned)
    found += [
        f"{name}: {counted[name]} quotations, fewer than {least}"
        for name, least in LEAST.items()
        if counted[name] < least
    ]
    print(f"{QUOTES.name}: {len(learned)} quotations;", *(f"{n} {c}," for n, c in counted.items()))
    print(*found, sep="\n")
    return len(found)


if __name__ == "__main__":
    sys.exit(main() > 0)
