"""Print how fast a corpus is read with one and two processes, and what memory it takes.

    python -m tests.benchmarks.corpus [ARTICLES …]

For each number of articles (1,000 when none is given) the command line classifies so many articles
into a folder, in a process of its own. They are made from ``seeds/``: each takes paragraphs of one
sample, now and then one of another, with other names and numbers. Memory is the resident memory of
the whole tree of processes, shared pages counted in each; the parent's share is its processor time
over the whole time: near 1, more processes would not help.
"""

import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

SEEDS = Path(__file__).parent.parent.parent / "seeds"
MAIN = "from rhetoric.cli import main; main()"
FIRST = "Ana Bela Carmen Dragan Edwin Farah Goran Hanna Ibrahim Jelena Kofi Laila Marek Nadia Oleg"
LAST = "Abara Boateng Castro Dimitrov Eriksen Fonseca Gashi Haddad Ivanova Juarez Kovac Lindqvist"
ACROSS = 0.2  # of the paragraphs come from another sample


def paragraphs() -> list[list[str]]:
    """Return the paragraphs of each sample, with a mark in the place of each speaker's name."""
    samples = []
    for path in sorted(SEEDS.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        gold = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))
        names = {q["name"] for q in gold["quotes"] if q["name"] and " " in q["name"]}
        for number, name in enumerate(sorted(names, key=len, reverse=True)):
            text = text.replace(name, f"{{{number}}}").replace(name.split()[-1], f"{{{number}.}}")
        samples.append([line for line in text.splitlines() if line.strip()])
    return samples


def articles(count: int) -> Iterator[str]:
    """Yield articles as lines of JSON, the same ones at every call."""
    rng = random.Random(1)
    samples = paragraphs()
    for number in range(count):
        own = rng.choice(samples)
        chosen = [
            rng.choice(rng.choice(samples)) if rng.random() < ACROSS else here for here in own
        ]
        names = [(rng.choice(FIRST.split()), rng.choice(LAST.split())) for _ in range(30)]

        def name(mark: re.Match[str], names: list[tuple[str, str]] = names) -> str:
            first, last = names[int(mark[1])]
            return last if mark[2] else f"{first} {last}"

        text = re.sub(r"\{(\d+)(\.?)\}", name, "\n\n".join(chosen))
        text = re.sub(r"\d+", lambda mark: str(rng.randrange(10 ** len(mark[0]))), text)
        yield json.dumps({"id": f"article-{number}", "text": text}, ensure_ascii=False)


def measure(path: Path, jobs: int) -> tuple[float, float, float]:
    """Return the seconds, the peak megabytes and the parent's share of a run."""
    with tempfile.TemporaryDirectory() as out:
        arguments = ["classify", "-q", "-j", str(jobs), "--output", out, str(path)]
        start = time.perf_counter()
        process = psutil.Popen([sys.executable, "-c", MAIN, *arguments])
        peak = busy = 0.0
        while process.poll() is None:
            try:
                tree = [process, *process.children(recursive=True)]
                peak = max(peak, sum(member.memory_info().rss for member in tree))
                busy = sum(process.cpu_times()[:2])
            except psutil.NoSuchProcess:
                pass
            time.sleep(0.2)
        seconds = time.perf_counter() - start
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, arguments)
    return seconds, peak / 2**20, busy / seconds


def main() -> None:
    """Print one line for each run."""
    for count in [int(argument) for argument in sys.argv[1:]] or [1000]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "articles.jsonl"
            path.write_text("\n".join(articles(count)) + "\n", encoding="utf-8")
            rates = []
            for jobs in (1, 2):
                seconds, megabytes, share = measure(path, jobs)
                rates.append(count / seconds)
                print(
                    f"{count:7,} articles, {jobs} jobs: {rates[-1]:6.1f} a second, "
                    f"peak {megabytes:5,.0f} MB, parent's share {share:.3f}",
                    flush=True,
                )
            print(f"{'':7} two jobs are {rates[1] / rates[0]:.2f} times as fast")


if __name__ == "__main__":
    main()
