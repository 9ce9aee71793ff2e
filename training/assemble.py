"""Put the real statements together again from the public corpora that they come from.

    python -m training.assemble ungd=DIR dipromats=FILE polnear=DIR ptc=DIR wikinews=DIR --out FILE

Their words are not in this repository. ``real.jsonl`` names, for each statement, the document it
stands in, its labels, and length and hash of its words and of the words around them: enough to find
them in the document, and to know them again. Each corpus is given as the folder or the table that
it is published as; whatever `rhetoric.read_articles` reads will do, if the name of a file or the id
of a row tells the document (``training/README.md`` has the addresses).
"""

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rhetoric.documents import read_articles
from training.data import HERE, records_of

KEYS = HERE / "real.jsonl"
# how the name of a file or a row of a corpus tells the document; the groups put together
NAMES = {
    "ungd": r"([A-Z]{3})_\d+_(\d{4})(?:\.txt)?$",
    "dipromats": r"(?:dip)?(\d+)$",
    "polnear": r"([\w-]+?)(?:\.txt)?$",
    "ptc": r"article(\d+)(?:\.txt)?$",
    "wikinews": r"(.+?)(?:\.txt)?$",
}
_PREFIXES = {"dipromats": "dip", "ptc": "ptc"}
_BASE = 1_000_003  # odd, so that it has an inverse among numbers of 64 bits


class Words(NamedTuple):
    """What is kept of some words: how to find them, and how to know them again.

    Attributes
    ----------
    length : int
        In characters, white space folded.
    hash : int
        The polynomial of their characters, by which a document is searched (Karp and Rabin,
        "Efficient randomized pattern-matching algorithms", 1987).
    digest : str
        The beginning of their SHA-256.
    """

    length: int
    hash: int
    digest: str


def words_of(text: str) -> Words:
    """Return what is kept of some words."""
    folded = " ".join(text.split())
    return Words(len(folded), int(_sums(folded)[-1]), _digest(folded))


def find(words: Words, document: "Searched") -> str | None:
    """Return the words, found in a document, or None."""
    if not 0 < words.length <= len(document.text):
        return None
    n = len(document.text) - words.length + 1
    there = document.sums[words.length :] - document.sums[:n]
    for start in np.flatnonzero(there == np.uint64(words.hash) * document.powers[:n]):
        found = document.text[start : start + words.length]
        if _digest(found) == words.digest:
            return found
    return None


class Searched:
    """A document, made ready to be searched.

    Parameters
    ----------
    text : str
        As its corpus has it; white space is folded.
    """

    def __init__(self, text: str) -> None:
        self.text = " ".join(text.split())
        self.sums = _sums(self.text)
        self.powers = _powers(len(self.text))


def _powers(count: int) -> NDArray[np.uint64]:
    powers = np.full(count + 1, _BASE, dtype=np.uint64)
    powers[0] = 1
    return np.multiply.accumulate(powers)


def _sums(text: str) -> NDArray[np.uint64]:
    """Return the hash of each beginning of a text; the arithmetic is modulo two to the 64."""
    codes = np.array([0, *map(ord, text)], dtype=np.uint64)
    weighed = codes[1:] * _powers(len(text))[: len(text)]
    return np.concatenate([codes[:1], np.add.accumulate(weighed, dtype=np.uint64)])


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def document_of(source: str, name: str) -> str | None:
    """Return the document that a file or a row of a corpus is, None where its name tells none.

    >>> document_of("ungd", "CHL_32_1977.txt"), document_of("ptc", "article7218.txt")
    ('CHL1977', 'ptc7218')
    """
    match = re.search(NAMES[source], name)
    return _PREFIXES.get(source, "") + "".join(match.groups()) if match else None


def assemble(
    keys: Sequence[Mapping[str, Any]], corpora: Mapping[str, Path]
) -> Iterator[dict[str, Any]]:
    """Yield each statement that is found in the corpora, with its words.

    Parameters
    ----------
    keys : sequence of mapping
        The lines of ``real.jsonl``.
    corpora : mapping of str to pathlib.Path
        The folder or file of each source.
    """
    by_document: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for key in keys:
        by_document[key["source"], key["doc"]].append(key)
    for source, path in corpora.items():
        adrift = by_document.pop((source, ""), [])
        for article in read_articles([str(path)]):
            here = by_document.pop((source, document_of(source, article.id) or "?"), [])
            document = Searched(article.text)
            found = [*_found(here, document), *_found(adrift, document)]
            known = {statement["id"] for statement in found}
            adrift = [key for key in adrift if key["id"] not in known]
            yield from found


def _found(keys: Iterable[Mapping[str, Any]], document: Searched) -> Iterator[dict[str, Any]]:
    for key in keys:
        text = find(Words(*key["text"]), document)
        context = find(Words(*key["context"]), document)
        if text is not None:
            yield {**key, "text": text, "context": context or text}


def main(arguments: Sequence[str]) -> int:
    """Write what is found; say what is missing, and return how many statements are."""
    parser = argparse.ArgumentParser(prog="python -m training.assemble", allow_abbrev=False)
    parser.add_argument("corpora", nargs="+", metavar="SOURCE=PATH")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args(arguments)
    pairs = [pair.partition("=") for pair in given.corpora]
    unknown = [source for source, _, _ in pairs if source not in NAMES]
    if unknown:
        parser.error(f"no such source: {unknown[0]}; there are {', '.join(NAMES)}")
    keys = list(records_of(KEYS))
    found = list(assemble(keys, {source: Path(path) for source, _, path in pairs}))
    lines = (json.dumps(statement, ensure_ascii=False) + "\n" for statement in found)
    given.out.write_text("".join(lines), encoding="utf-8")
    missing = len(keys) - len(found)
    print(f"{given.out}: {len(found)} statements; {missing} were not found")
    return missing


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) > 0)
