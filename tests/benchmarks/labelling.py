"""Print how fast the shipped models load and label, on one core.

python -m tests.benchmarks.labelling

Quotations of whole news articles, as they come: those in training/quotes.jsonl. Printed are the
time to load, quotations labelled a second, and how many of them the gate spares the encoder.
"""

import time

import numpy as np

from rhetoric.labelling.samples import Sample
from rhetoric.labelling.store import load
from training.data import read_own


def articles() -> list[Sample]:
    """Return the quotations of the articles that were written in the manner of the news."""
    return [s.sample for s in read_own() if s.document.startswith("news ")]


if __name__ == "__main__":
    for name in ("ngrams", "default"):
        start = time.perf_counter()
        model = load(name)
        print(f"{name}: loaded in {time.perf_counter() - start:.2f} s")
        samples = articles()
        for _ in range(3):
            start = time.perf_counter()
            model.label(samples)
            print(f"{len(samples) / (time.perf_counter() - start):,.0f} quotations a second")
        if model.gate is not None:
            quick = model.gate.model.predict_proba(samples)
            spared = (quick < model.gate.bounds).all(axis=1)
            print(f"the gate spares the encoder {np.mean(spared):.0%} of {len(samples):,}")
