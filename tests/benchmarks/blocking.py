"""Print what three ways of choosing candidates find of the planted variants, and at what cost.

    python -m tests.benchmarks.blocking [QUOTATIONS]

The rare pairs of `rhetoric.tracing.grouping` beside datasketch's MinHashLSH and MinHashLSHEnsemble
over content words. Recall is of the pairs of one source of which one stands in the other; all look
among all wordings, one core, the memory of each in a process of its own.
"""

import random
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise
from multiprocessing import get_context

from datasketch import MinHash, MinHashLSH, MinHashLSHEnsemble

from rhetoric.tracing.likeness import Form, form_of, similarity
from tests.benchmarks.tracing import quotations

Candidates = Iterator[tuple[int, int]]
LOOKED_UP = 6
PERMUTATIONS = 128


def by_rare_pairs(forms: list[Form]) -> Candidates:
    """Look the rarest pairs of neighbouring words up among those of all others."""
    pairs = [set(pairwise(form.content)) for form in forms]
    frequency = Counter(pair for found in pairs for pair in found)
    holders: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for n, found in enumerate(pairs):
        for pair in found:
            holders[pair].append(n)
    for n, found in enumerate(pairs):
        rarest = sorted((frequency[pair], pair) for pair in found if frequency[pair] > 1)
        for m in {m for _, pair in rarest[:LOOKED_UP] for m in holders[pair]} - {n}:
            yield n, m


def hashed(forms: list[Form]) -> list[MinHash]:
    """Return the MinHash of each form's content words."""
    words = ([word.encode() for word in set(form.content)] for form in forms)
    return list(MinHash.generator(words, num_perm=PERMUTATIONS))


def by_minhash(forms: list[Form]) -> Candidates:
    """Ask for a Jaccard similarity of three tenths: a quotation trimmed to a third has that."""
    lsh = MinHashLSH(threshold=0.3, num_perm=PERMUTATIONS)
    hashes = hashed(forms)
    for n, minhash in enumerate(hashes):
        lsh.insert(n, minhash)
    for n, minhash in enumerate(hashes):
        yield from ((n, m) for m in lsh.query(minhash) if m != n)


def by_ensemble(forms: list[Form]) -> Candidates:
    """Ask for a containment of seven tenths (Zhu et al., "LSH Ensemble", VLDB 2016)."""
    lsh = MinHashLSHEnsemble(threshold=0.7, num_perm=PERMUTATIONS, num_part=8, m=4)
    hashes = hashed(forms)
    sizes = [len(set(form.content)) for form in forms]
    lsh.index(zip(range(len(forms)), hashes, sizes, strict=True))
    for n, minhash in enumerate(hashes):
        yield from ((n, m) for m in lsh.query(minhash, sizes[n]) if m != n)


WAYS = {"rare pairs": by_rare_pairs, "MinHashLSH": by_minhash, "MinHashLSHEnsemble": by_ensemble}


def planted(count: int) -> tuple[list[Form], set[tuple[int, int]]]:
    """Return the distinct wordings of some length, and the pairs to find among them."""
    texts: dict[str, int] = {}
    for source, records in quotations(count, random.Random(20)):
        texts.setdefault(" ".join(record["text"] for record in records), source)
    forms = {text: form_of(text) for text in texts}
    kept = [text for text, form in forms.items() if len(form.content) >= 4]
    same: defaultdict[int, list[int]] = defaultdict(list)
    for n, text in enumerate(kept):
        same[texts[text]].append(n)
    found = [forms[text] for text in kept]
    wanted = set()
    for members in same.values():
        for pair in combinations(members, 2):
            part, whole = sorted((found[n] for n in pair), key=lambda form: len(form.content))
            if similarity(part, whole) >= 0.8:
                wanted.add(pair)
    return found, wanted


def measure(way: str, count: int) -> None:
    """Print recall, candidates, seconds and memory of one way."""
    forms, wanted = planted(count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    candidates = {(min(pair), max(pair)) for pair in WAYS[way](forms)}
    seconds = time.process_time() - start
    megabytes = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    recall = len(candidates & wanted) / len(wanted)
    print(
        f"{way}: recall {recall:.4f}, {len(candidates):,} candidates for {len(wanted):,} pairs, "
        f"{seconds:.1f} s, {megabytes:.0f} MB"
    )


if __name__ == "__main__":
    quotations_ = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    for name in WAYS:
        process = get_context("spawn").Process(target=measure, args=(name, quotations_))
        process.start()
        process.join()
