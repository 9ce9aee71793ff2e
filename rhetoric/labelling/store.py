"""A model on disk: save, load, verify. Nothing else touches model files.

A model is a folder: ``weights.npz`` and ``embedding.npz``, plain arrays read with pickling off;
``manifest.json``, which says what they hold and their SHA-256; and, only where a user has swapped
the learner or the features, ``estimators.skops``. Loading executes nothing that a file brings.
"""

import json
import platform
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np

from rhetoric.errors import ModelError, unwritable
from rhetoric.labelling.arrays import numbers, read_arrays
from rhetoric.labelling.embedding import Embedding, load_embedding
from rhetoric.labelling.estimators import (
    PROBE,
    EstimatorScorer,
    check_version,
    probe,
    read_estimators,
    write_estimators,
)
from rhetoric.labelling.features import GRAMS, SOURCES, Features, View, width_of
from rhetoric.labelling.linear import LinearScorer
from rhetoric.labelling.model import LabelModel
from rhetoric.lexicon.shipped import find_shipped

FORMAT = 3
WEIGHTS, EMBEDDING, MANIFEST = "weights.npz", "embedding.npz", "manifest.json"
ESTIMATORS = "estimators.skops"
# what the shipped model is called wherever the folder of a model is asked for
SHIPPED = "default"
# what there is of each for one label
_CALIBRATED: dict[str, tuple[int, ...]] = {
    "slope": (),
    "offset": (),
    "thresholds": (),
    "prior": (),
    "bands": (2,),
}
# a block of more columns than this is no view of ours
_MOST_BITS = 24
# loaded models that are held: the shipped one and some of the user's
_KEPT = 4


def default_path() -> Path:
    """Return the folder of the model that comes with the package.

    Raises
    ------
    ModelError
        When it is not there.
    """
    found = find_shipped(f"models/default/{MANIFEST}")
    if found is not None:
        return found.parent
    msg = "the shipped model is missing; build it with: python -m training.build"
    raise ModelError(msg)


def find_model(path: Path | str | None = None) -> Path:
    """Return the folder of a model.

    Parameters
    ----------
    path : pathlib.Path or str, optional
        The folder. "default", unless a model is in a folder called that, is the shipped model,
        and so is none.

    Raises
    ------
    ModelError
        When the shipped model is meant and is not there.

    Examples
    --------
    >>> find_model("default") == find_model() == default_path()
    True
    """
    if not path or (str(path) == SHIPPED and not Path(path, MANIFEST).exists()):
        return default_path()
    return Path(path)


def load(path: Path | str | None = None) -> LabelModel:
    """Load a model, once; again when another one has been written to its folder.

    Parameters
    ----------
    path : pathlib.Path or str, optional
        Its folder; the shipped model when left out or "default".

    Raises
    ------
    ModelError
        When a file is missing, damaged, of another format or not what the manifest says.
    """
    folder = find_model(path)
    return _load(folder, folder.resolve(), _written(folder))


def _written(folder: Path) -> bytes:
    """Return the manifest as written, in which another model of the same folder would differ."""
    try:
        return (folder / MANIFEST).read_bytes()
    except FileNotFoundError as error:
        msg = f"{folder} is no model: it has no {MANIFEST}"
        raise ModelError(msg) from error
    except OSError as error:
        msg = f"{folder / MANIFEST} cannot be read: {error}"
        raise ModelError(msg) from error


@lru_cache(maxsize=_KEPT)
def _load(folder: Path, _place: Path, written: bytes) -> LabelModel:
    """Load a model; its place tells apart folders of one relative path."""
    manifest = _read_manifest(folder, written)
    arrays = read_arrays(folder / WEIGHTS)
    try:
        labels = _read_labels(manifest)
        scorer = _read_scorer(folder, manifest, arrays)
        calibrated = {
            name: numbers(arrays, name, (len(labels), *shape))
            for name, shape in _CALIBRATED.items()
        }
    except (KeyError, TypeError, ValueError) as error:
        msg = f"{folder}: weights and manifest do not fit ({error!r}); build the model again"
        raise ModelError(msg) from error
    model = LabelModel(labels, scorer, **calibrated, manifest=manifest)
    if ESTIMATORS in manifest["files"]:
        check_version(model, folder)
    return model


def _read_scorer(
    folder: Path, manifest: Mapping[str, Any], arrays: Mapping[str, Any]
) -> LinearScorer | EstimatorScorer:
    views = tuple(map(_read_view, manifest["views"]))
    embedding = None
    if any(view.grams == "pieces" for view in views):
        embedding = load_embedding(folder / EMBEDDING)
    labels = len(manifest["labels"])
    if ESTIMATORS in manifest["files"]:
        worth = [arrays[f"view{i}"].astype(np.float32) for i in range(len(views))]
        scorer = read_estimators(folder / ESTIMATORS, Features(embedding, views), worth)
        if len(scorer.estimators) != labels:
            msg = f"{len(scorer.estimators)} estimators for {labels} labels"
            raise ValueError(msg)
        return scorer
    weights = tuple(
        numbers(arrays, f"view{i}", (width_of(view, embedding), labels)).astype(np.float32)
        for i, view in enumerate(views)
    )
    return LinearScorer(views, embedding, weights, numbers(arrays, "intercept", (labels,)))


def _read_labels(manifest: Mapping[str, Any]) -> tuple[str, ...]:
    labels = manifest["labels"]
    if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
        msg = f"labels are {labels!r}"
        raise TypeError(msg)
    if not labels or len(set(labels)) < len(labels):
        msg = f"labels are {labels!r}"
        raise ValueError(msg)
    return tuple(labels)


def _read_view(record: Mapping[str, Any]) -> View:
    view = View(**record)
    known = view.source in SOURCES and view.grams in GRAMS
    if not known or view.bits not in range(_MOST_BITS + 1) or not isfinite(view.weight):
        msg = f"no such view: {view}"
        raise ValueError(msg)
    return view


def versions() -> dict[str, str]:
    """Return the versions of everything that a model's weights depend on."""
    return {
        "python": platform.python_version(),
        **{name: version(name) for name in ("rhetoric", "numpy", "scipy", "scikit-learn")},
    }


def save(
    model: LabelModel,
    folder: Path,
    manifest: Mapping[str, Any],
    write_more: Callable[[Path], None] | None = None,
) -> None:
    """Write a model to a temporary folder and move it into place.

    Parameters
    ----------
    model : LabelModel
    folder : pathlib.Path
        Files of the same names in it are replaced; others stay.
    manifest : mapping
        What to record beside the format: versions, data, metrics.
    write_more : callable, optional
        Writes what else belongs in the folder, such as a card, to the path that it is given.

    Raises
    ------
    ModelError
        When the folder cannot be written.
    """
    try:
        _write(model, folder, manifest, write_more)
    except OSError as error:
        raise ModelError(str(unwritable(folder, error))) from error


def _write(
    model: LabelModel,
    folder: Path,
    manifest: Mapping[str, Any],
    write_more: Callable[[Path], None] | None,
) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        work = Path(name)
        views, embedding = _write_arrays(model, work / WEIGHTS)
        if embedding is not None:
            embedding.save(work / EMBEDDING)
        if isinstance(model.scorer, EstimatorScorer):
            write_estimators(work / ESTIMATORS, model.scorer)
            manifest = {**manifest, PROBE: probe(model)}
        hashes = {file.name: digest(file) for file in sorted(work.iterdir())}
        written = {
            "format": FORMAT,
            "labels": list(model.labels),
            "thresholds": _by_label(model, model.thresholds),
            "bands": _by_label(model, model.bands),
            "views": [asdict(view) for view in views],
            **manifest,
            "files": hashes,
        }
        text = json.dumps(written, indent=2, ensure_ascii=False) + "\n"
        (work / MANIFEST).write_text(text, encoding="utf-8")
        if write_more is not None:
            write_more(work)
        folder.mkdir(exist_ok=True)
        # the manifest last: until it is there, what it replaces is refused and not misread
        for file in sorted(work.iterdir(), key=lambda f: f.name == MANIFEST):
            shutil.move(file, folder / file.name)


def _by_label(model: LabelModel, values: Any) -> dict[str, Any]:
    return dict(zip(model.labels, np.round(values, 4).tolist(), strict=True))


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return sha256(path.read_bytes()).hexdigest()


def _write_arrays(model: LabelModel, path: Path) -> tuple[Sequence[View], Embedding | None]:
    """Write the arrays of a model; return the views that they are of, and their embedding."""
    scorer = model.scorer
    arrays: dict[str, Any] = {name: getattr(model, name) for name in _CALIBRATED}
    if isinstance(scorer, LinearScorer):
        parts: Sequence[Any] = scorer.weights
        views, embedding = scorer.views, scorer.embedding
        arrays["intercept"] = scorer.intercept
    elif isinstance(scorer, EstimatorScorer) and isinstance(scorer.features, Features):
        parts, views = scorer.features.worth, scorer.features.views
        embedding = scorer.features.embedding
    else:
        parts, views, embedding = (), (), None
    # half precision: three decimals of a weight are more than the data tells
    arrays |= {f"view{i}": part.astype(np.float16) for i, part in enumerate(parts)}
    np.savez_compressed(path, **arrays)
    return views, embedding


def _read_manifest(folder: Path, written: bytes) -> dict[str, Any]:
    path = folder / MANIFEST
    try:
        manifest = json.loads(written.decode())
    except (ValueError, RecursionError) as error:
        msg = f"{path} cannot be read: {error}"
        raise ModelError(msg) from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        found = manifest.get("format") if isinstance(manifest, dict) else None
        msg = f"{path} has format {found!r}; this version reads format {FORMAT}"
        raise ModelError(msg)
    files = manifest.get("files")
    if not isinstance(files, dict) or WEIGHTS not in files:
        msg = f"{path} does not list the files of the model"
        raise ModelError(msg)
    for name, expected in files.items():
        file = folder / Path(name).name
        if not file.is_file():
            msg = f"{folder}: {name} is missing"
            raise ModelError(msg)
        if digest(file) != expected:
            msg = f"{file} is damaged: its SHA-256 is not the one in {MANIFEST}"
            raise ModelError(msg)
    return manifest
