"""Print the time and memory that articles in one line take, by length.

    python -m tests.benchmarks.long_lines [CHARACTERS ...]

Each is read in a process of its own, whose highest memory counts from the start.
"""

import resource
import sys
import time
from multiprocessing import get_context

from rhetoric.extraction.extractor import load_extractor

LENGTHS = (100_000, 300_000, 900_000)
KINDS = {
    "sentences": "“We go home,” Ana Ruiz said. The rain went on over the whole of Harlow. ",
    "no full stop": "the man said a thing to them and “we go” and left the town in the rain ",
    "passive cues": "it was called “safe” by them, ",
    "lost marks": "“We go and the rain went on over the whole of Harlow. ",
}


def measure(unit: str, length: int) -> tuple[int, float, int]:
    """Return the quotations found, the seconds and the megabytes that a line takes."""
    extractor = load_extractor()
    extractor.extract("“We stay,” Kim said.")
    begun = time.process_time()
    found = extractor.extract(unit * (length // len(unit)))
    spent = time.process_time() - begun
    return len(found), spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Measure each kind at each length and print a line for it."""
    lengths = [int(given) for given in sys.argv[1:]] or LENGTHS
    fresh = get_context("spawn")
    for kind, unit in KINDS.items():
        for length in lengths:
            with fresh.Pool(1) as pool:
                found, seconds, memory = pool.apply(measure, (unit, length))
            print(
                f"{kind:12} {length:9,} characters: {found:6,} quotations, "
                f"{seconds:5.1f} s of CPU, {memory:,} MB"
            )


if __name__ == "__main__":
    main()
