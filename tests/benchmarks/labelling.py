"""Print how fast the model loads and labels, on one core."""

import json
import time

from rhetoric.features import Sample
from rhetoric.store import load
from training.data import QUOTES

if __name__ == "__main__":
    start = time.perf_counter()
    model = load()
    print(f"model load {time.perf_counter() - start:.2f} s")
    records = [json.loads(line) for line in QUOTES.read_text(encoding="utf-8").splitlines()]
    samples = [Sample(r["text"], r["context"]) for r in records]
    for _ in range(3):
        start = time.perf_counter()
        model.classify(samples)
        print(f"{len(samples) / (time.perf_counter() - start):,.0f} quotations a second")
