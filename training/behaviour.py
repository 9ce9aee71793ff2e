"""Try the shipped model on pairs of quotations that a small change sets apart, or must not.

    python -m training.behaviour

In the manner of CheckList (Ribeiro et al., "Beyond Accuracy", ACL 2020): minimal pairs for the
rules of the codebook, changes that must make no difference, and changes that must raise or lower
a label's probability. Prints the share of pairs that hold by kind and by rule, and each that fails.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from rhetoric.api import classify
from training.data import records_of

PAIRS = Path(__file__).parent / "behaviour.jsonl"


class Outcome(NamedTuple):
    """One pair, and whether the model behaves as it should."""

    pair: dict[str, Any]
    holds: bool


def outcomes(path: Path = PAIRS) -> Iterator[Outcome]:
    """Yield each pair with whether it holds."""
    for pair in records_of(path):
        label, sides = pair["label"], (pair["before"], pair["after"])
        before, after = classify([s["text"] for s in sides], [s["context"] for s in sides])
        if pair["kind"] == "direction":
            risen = after.probabilities[label] - before.probabilities[label]
            yield Outcome(pair, risen > 0 if pair["expect"] == "up" else risen < 0)
        else:
            given = ["yes" if label in side else "no" for side in (before, after)]
            yield Outcome(pair, given == pair["expect"])


def main() -> None:
    """Print the pass rates and the pairs that fail."""
    found = list(outcomes())
    for field in ("kind", "rule"):
        groups: dict[str, list[bool]] = defaultdict(list)
        for outcome in found:
            groups[outcome.pair[field]].append(outcome.holds)
        for name, holds in sorted(groups.items()):
            print(f"{name:55} {sum(holds):3} of {len(holds)}")
        print()
    for pair, kept in found:
        if not kept:
            print(f"fails  {pair['label']}: {pair['rule']}\n       {pair['before']['text']}")
            print(f"       {pair['after']['text']}  expected {pair['expect']}")


if __name__ == "__main__":
    main()
