"""What is fuzzed: each target takes any bytes, and raises only where the library is wrong."""

import gzip
import json
import tempfile
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load as load_arrays
from safetensors.numpy import save as save_arrays

from rhetoric.documents import read_articles
from rhetoric.errors import InputError, ModelError
from rhetoric.extraction.marks.stretches import Stretch, find_stretches
from rhetoric.extraction.names.find import find_names
from rhetoric.extraction.names.resolve import resolve
from rhetoric.extraction.narration import mask
from rhetoric.labelling.linear import LinearScorer
from rhetoric.labelling.model import LabelModel
from rhetoric.labelling.ngrams import View
from rhetoric.labelling.samples import Sample
from rhetoric.labelling.saving import save
from rhetoric.labelling.store import MANIFEST, WEIGHTS, _load, load

PIECES = (
    *"“”‘’\"'«»„‚「」.,!?:;…—-(5aBI \n",
    *(
        "``",
        "''",
        " we ",
        "’90s",
        "6'2\"",
        "\n\n",
        " said ",
        " Kim ",
        "“We ",
        ",” ",
        '="',
        "\ud800",
    ),
)
DOCUMENTS = (
    (".txt", "“We stay,” Kim said.\n".encode()),
    (".jsonl", '{"id": 1, "text": "“We stay,” Kim said.", "date": "2024-05-01"}\n'.encode()),
    (".csv", "id,text\n1,“We stay” Kim said.\n".encode()),
    (".html", "<html><body><p>“We stay,” Kim said.</p></body></html>".encode()),
    (
        ".xml",
        "<nitf><body><body.content><p>“We stay,” Kim said.</p></body.content></body>".encode(),
    ),
    (".rtf", rb"{\rtf1 \ldblquote We stay,\rdblquote  Kim said.\par}"),
    (".txt.gz", gzip.compress("“We stay,” Kim said.\n".encode(), mtime=0)),
    ("", b"\xff\xfeW\0e\0"),
)
ODD_VALUES: tuple[Any, ...] = (
    *(None, True, -1, 0, 1.5, 10**30, float("nan"), "", "x", "../x", "\0"),
    *([], [[]], {}, [None], {"a": 1}, ["a", "a", "a"], [1, 2]),
)
ODD_ARRAYS: tuple[Any, ...] = (
    *(np.zeros(()), np.zeros(0), np.zeros((2, 2, 2)), np.ones(3), np.full(2, np.nan)),
    *(np.zeros((16, 2), bool), np.zeros((16, 2), np.int8), np.full((16, 2), np.inf)),
)


def ordered_stretches(text: str) -> list[Stretch]:
    """Return the stretches of a text, which lie in it in order, as its issues do."""
    stretches, issues = find_stretches(text)
    end = 0
    for stretch in stretches:
        assert end <= stretch.parts[0].outer_start <= stretch.start < stretch.end
        end = stretch.parts[-1].outer_end
        assert end <= len(text)
        for start, stop in stretch.nested:
            assert stretch.start <= start <= stop <= stretch.end
    assert all(0 <= issue.start <= issue.end <= len(text) for issue in issues)
    return stretches


def marks(data: bytes) -> None:
    """Find the quotations and persons of a text of marks and words, or of any text."""
    if data[:1] > b"\x7f":
        text = data[1:].decode(errors="replace")
    else:
        text = "".join(PIECES[byte % len(PIECES)] for byte in data[1:])
    stretches = ordered_stretches(text)
    for passage in mask(text, stretches):
        assert all(0 <= slot.start <= slot.end <= len(passage.text) for slot in passage.slots)
    names = find_names(text, [(s.start, s.end) for s in stretches])
    for at in range(0, len(text), 16):
        resolve(names, at, at + 16)


def documents(data: bytes) -> None:
    """Read a file of each format with some of its bytes changed."""
    suffix, whole = DOCUMENTS[data[0] % len(DOCUMENTS)] if data else DOCUMENTS[0]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"article{suffix}"
        path.write_bytes(edited(whole, data[1:]))
        faults: list[InputError] = []
        for article in read_articles([str(path)], faults.append):
            article.text.encode()
            assert article.text.strip()
        assert all(isinstance(fault, InputError) and fault.reason for fault in faults)


def model(data: bytes) -> None:
    """Load a model of which one file was tampered with, its digest in the manifest renewed."""
    files = dict(small_model())
    name = sorted(files)[at(data, 0, len(files))]
    if name == MANIFEST and at(data, 1, 4):
        manifest = json.loads(files[name])
        files[name] = json.dumps(swapped(manifest, data[2:])).encode()
    elif name == WEIGHTS and at(data, 1, 4):
        arrays = load_arrays(files[name])
        arrays[sorted(arrays)[at(data, 2, len(arrays))]] = ODD_ARRAYS[at(data, 3, len(ODD_ARRAYS))]
        files[name] = save_arrays(arrays)
    else:
        files[name] = edited(files[name], data[2:])
    if name != MANIFEST:
        manifest = json.loads(files[MANIFEST])
        manifest["files"][name] = sha256(files[name]).hexdigest()
        files[MANIFEST] = json.dumps(manifest).encode()
    with tempfile.TemporaryDirectory() as folder:
        for each, content in files.items():
            (Path(folder) / each).write_bytes(content)
        try:
            loaded = load(folder)
        except ModelError:
            return
        finally:
            _load.cache_clear()
        loaded.label([Sample("a b", "c a b"), Sample("")])


@cache
def small_model() -> tuple[tuple[str, bytes], ...]:
    """Return the files of a model of two labels and a few columns."""
    views = (View("text", "words", 4, 1.0), View("context", "chars", 4, 1.0))
    scorer = LinearScorer(views, (np.ones((16, 2), np.float32),) * 2, np.zeros(2))
    ones = np.ones(2)
    made = LabelModel(("one", "two"), scorer, ones, ones, ones / 2, np.zeros((2, 2)), ones / 9)
    with tempfile.TemporaryDirectory() as folder:
        save(made, Path(folder), {})
        return tuple((path.name, path.read_bytes()) for path in sorted(Path(folder).iterdir()))


def at(data: bytes, place: int, below: int) -> int:
    """Return the number that a byte stands for, 0 where there is none."""
    return data[place] % below if place < len(data) else 0


def edited(whole: bytes, data: bytes) -> bytes:
    """Return bytes with some replaced, cut or put in: three bytes of data an edit."""
    made = bytearray(whole)
    for i in range(0, len(data) - 2, 3):
        kind, place, value = data[i : i + 3]
        start = (place * 257 + kind) % (len(made) + 1)
        made[start : start + kind % 3] = bytes([value]) * ((kind >> 2) % 3)
    return bytes(made)


def swapped(tree: Any, data: bytes) -> Any:
    """Return JSON with a value somewhere in it swapped for an odd one."""
    if isinstance(tree, dict | list) and tree and at(data, 0, 4):
        keys = sorted(tree) if isinstance(tree, dict) else list(range(len(tree)))
        key = keys[at(data, 1, len(keys))]
        tree[key] = swapped(tree[key], data[2:])
        return tree
    return ODD_VALUES[at(data, 1, len(ODD_VALUES))]


TARGETS: dict[str, Callable[[bytes], None]] = {
    "documents": documents,
    "marks": marks,
    "model": model,
}
