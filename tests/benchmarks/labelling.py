"""Print how fast the model loads and labels, on one core."""

import time

from rhetoric.labelling.store import load
from training.data import read_quotes

if __name__ == "__main__":
    start = time.perf_counter()
    model = load()
    print(f"model load {time.perf_counter() - start:.2f} s")
    samples = read_quotes().samples
    for _ in range(3):
        start = time.perf_counter()
        model.classify(samples)
        print(f"{len(samples) / (time.perf_counter() - start):,.0f} quotations a second")
