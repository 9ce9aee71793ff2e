"""A model on disk: what its files are, and how they are read and verified.

A model is a folder: ``weights.safetensors``, plain arrays; ``manifest.json``, which says what they
hold and their SHA-256, and holds the thresholds, which may be edited there; and, only where a user
has swapped the learner or the features, ``estimators.skops``. The encoder stands apart, since all
models share it. Loading executes nothing that a file brings. `saving` writes them.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file

from rhetoric.errors import ModelError
from rhetoric.labelling.encoder import Encoder, load_encoder
from rhetoric.labelling.estimators import (
    EstimatorScorer,
    check_version,
    read_estimators,
)
from rhetoric.labelling.features import Features
from rhetoric.labelling.linear import LinearScorer
from rhetoric.labelling.model import Gate, LabelModel
from rhetoric.labelling.ngrams import GRAMS, View
from rhetoric.labelling.samples import SOURCES
from rhetoric.lexicon.shipped import find_shipped

FORMAT = 4
SHIPPED = ("default", "ngrams")
WEIGHTS, MANIFEST, ESTIMATORS = "weights.safetensors", "manifest.json", "estimators.skops"
# what there is of each for one label
CALIBRATED: dict[str, tuple[int, ...]] = {
    "slope": (),
    "offset": (),
    "bands": (2,),
    "shares": (),
}
# a block of more columns than this is no view of ours
_MOST_BITS = 24
# loaded models that are held: the shipped one and some of the user's
_KEPT = 4


def shipped_path(name: str = "default") -> Path:
    """Return the folder of a model that comes with the package.

    Parameters
    ----------
    name : {"default", "ngrams"}
        The model's name.

    Raises
    ------
    ModelError
        When it is not there.
    """
    return find_shipped(f"models/{name}/{MANIFEST}").parent


def find_model(path: Path | str | None = None) -> Path:
    """Return the folder of a model.

    Parameters
    ----------
    path : pathlib.Path or str, optional
        The folder, or the name of a shipped model, "default" or "ngrams", unless a model is in a
        folder that is called so. The default one when left out.

    Raises
    ------
    ModelError
        When a shipped model is meant and is not there.

    Examples
    --------
    >>> find_model("default") == find_model() == shipped_path()
    True
    """
    name = str(path or SHIPPED[0])
    if name in SHIPPED and (not path or not Path(path, MANIFEST).exists()):
        return shipped_path(name)
    return Path(name)


def load(path: Path | str | None = None) -> LabelModel:
    """Load a model, once; again when another one has been written to its folder.

    Parameters
    ----------
    path : pathlib.Path or str, optional
        As in `find_model`.

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
    try:
        arrays = load_file(folder / WEIGHTS)
        labels = _read_labels(manifest)
        scorer = _read_scorer(folder, manifest, arrays)
        calibrated = {
            name: _numbers(arrays, name, (len(labels), *shape))
            for name, shape in CALIBRATED.items()
        }
        thresholds = _by_name(manifest["thresholds"], labels)
        gate = _read_gate(manifest, labels)
    except (KeyError, TypeError, ValueError, SafetensorError) as error:
        msg = f"{folder}: weights and manifest do not fit ({error!r}); build the model again"
        raise ModelError(msg) from error
    model = LabelModel(
        labels, scorer, **calibrated, thresholds=thresholds, gate=gate, manifest=manifest
    )
    if ESTIMATORS in manifest["files"]:
        check_version(model, folder)
    return model


def _numbers(arrays: Mapping[str, Any], name: str, shape: tuple[int, ...]) -> Any:
    """Return an array of numbers; what a damaged or hostile file may hold instead is refused."""
    found = np.asarray(arrays[name], dtype=np.float64)
    if found.shape != shape or not np.isfinite(found).all():
        msg = f"{name} has the shape {found.shape}, not {shape}, or holds what is no number"
        raise ValueError(msg)
    return found


def _by_name(values: Mapping[str, float], labels: Sequence[str]) -> Any:
    """Return one probability a label."""
    found = np.array([float(values[label]) for label in labels])
    if not ((found >= 0) & (found <= 1)).all():
        msg = f"{values} are no probabilities"
        raise ValueError(msg)
    return found


def _read_gate(manifest: Mapping[str, Any], labels: Sequence[str]) -> Gate | None:
    told = manifest.get("gate")
    if told is None:
        return None
    model = load(shipped_path(str(told["model"])))
    if not set(labels) <= set(model.labels) or model.gate is not None:
        msg = f"the gate {told['model']!r} has other labels, or a gate itself"
        raise ValueError(msg)
    places = tuple(model.labels.index(label) for label in labels)
    return Gate(model, _by_name(told["bounds"], model.labels), places)


def _read_encoder(folder: Path, manifest: Mapping[str, Any]) -> Encoder | None:
    digest_then = manifest.get("encoder")
    if digest_then is None:
        return None
    encoder = load_encoder()
    if encoder.digest != digest_then:
        msg = f"{folder} was trained with another encoder; train it again: rhetoric train DATA"
        raise ModelError(msg)
    return encoder


def _read_scorer(
    folder: Path, manifest: Mapping[str, Any], arrays: Mapping[str, Any]
) -> LinearScorer | EstimatorScorer:
    views = tuple(map(_read_view, manifest["views"]))
    encoder = _read_encoder(folder, manifest)
    labels = len(manifest["labels"])
    if ESTIMATORS in manifest["files"]:
        features = Features(encoder, views)
        features.worth = [
            _numbers(arrays, f"view{i}", (view.width,)).astype(np.float32)
            for i, view in enumerate(views)
        ]
        features.unit = float(_numbers(arrays, "unit", ()))
        scorer = read_estimators(folder / ESTIMATORS, features)
        if len(scorer.estimators) != labels:
            msg = f"{len(scorer.estimators)} estimators for {labels} labels"
            raise ValueError(msg)
        return scorer
    weights = tuple(
        _numbers(arrays, f"view{i}", (view.width, labels)).astype(np.float32)
        for i, view in enumerate(views)
    )
    heads = None
    if encoder is not None:
        heads = _numbers(arrays, "heads", (encoder.width, labels)).astype(np.float32)
    return LinearScorer(views, weights, _numbers(arrays, "intercept", (labels,)), encoder, heads)


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


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return sha256(path.read_bytes()).hexdigest()
