"""Print how long commands take from nothing: the median of several fresh processes."""

import statistics
import subprocess
import sys
import time

RUNS = 7
MAIN = "from rhetoric.cli import main; main()"
COMMANDS = {
    "import rhetoric": ["-c", "import rhetoric"],
    "rhetoric --help": ["-c", MAIN, "--help"],
    "rhetoric classify --text": ["-c", MAIN, "classify", "--text", "We stay together."],
}


def seconds(arguments: list[str]) -> float:
    """Run one fresh interpreter and return its wall time."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


if __name__ == "__main__":
    for name, arguments in COMMANDS.items():
        seconds(arguments)  # the first run warms the disk cache
        runs = [seconds(arguments) for _ in range(RUNS)]
        print(f"{name:26} median {statistics.median(runs):.2f} s  max {max(runs):.2f} s")
