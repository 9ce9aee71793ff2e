"""A model on disk: save, load, verify. Nothing else touches model files.

A model is a folder of three files: ``weights.npz`` and ``embedding.npz``, plain arrays read with
pickling off, and ``manifest.json``, which says what they hold and their SHA-256. Loading executes
nothing that a file brings.
"""

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from rhetoric.embedding import load_embedding
from rhetoric.errors import ModelError
from rhetoric.features import Features, View
from rhetoric.scoring import LabelModel

FORMAT = 1
WEIGHTS, EMBEDDING, MANIFEST = "weights.npz", "embedding.npz", "manifest.json"
_HERE = Path(__file__).parent


def default_path() -> Path:
    """Return the folder of the model that comes with the package.

    Raises
    ------
    ModelError
        When it is not there.
    """
    for folder in (_HERE / "models" / "default", _HERE.parent / "models" / "default"):
        if (folder / MANIFEST).is_file():
            return folder
    msg = "the shipped model is missing; build it with: python -m training.build"
    raise ModelError(msg)


@cache
def load(path: Path | str | None = None) -> LabelModel:
    """Load a model, once.

    Parameters
    ----------
    path : pathlib.Path or str, optional
        Its folder; the shipped model when left out.

    Raises
    ------
    ModelError
        When a file is missing, damaged, of another format or not what the manifest says.
    """
    folder = Path(path) if path else default_path()
    manifest = _read_manifest(folder)
    arrays = _read_weights(folder / WEIGHTS)
    try:
        views = tuple(View(**view) for view in manifest["views"])
        labels = tuple(manifest["labels"])
        embedding = None
        if any(view.grams == "pieces" for view in views):
            embedding = load_embedding(folder / EMBEDDING)
        idf = [
            arrays[f"idf{i}"].astype(np.float32) for i, v in enumerate(views) if v.grams != "pieces"
        ]
        features = Features(embedding, views, idf)
        coef = arrays["coef"].astype(np.float32)
        rest = {name: arrays[name] for name in ("intercept", "slope", "offset", "thresholds")}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        msg = f"{folder}: weights and manifest do not fit ({error}); build the model again"
        raise ModelError(msg) from error
    widths = [features.width_of(view) for view in views if view.grams != "pieces"]
    if [column.shape for column in idf] != [(width,) for width in widths]:
        msg = f"{folder}: the document frequencies do not fit the views"
        raise ModelError(msg)
    if coef.shape != (len(labels), features.width) or any(
        len(a) != len(labels) for a in rest.values()
    ):
        msg = f"{folder}: {len(labels)} labels and {features.width} columns do not fit the weights"
        raise ModelError(msg)
    return LabelModel(labels, features, coef, **rest, manifest=manifest)


def save(model: LabelModel, folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write a model to a temporary folder and move it into place.

    Parameters
    ----------
    model : LabelModel
    folder : pathlib.Path
        Files of the same names in it are replaced; others stay.
    manifest : mapping
        What to record beside the format: versions, data, metrics.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        work = Path(name)
        _write_weights(model, work / WEIGHTS)
        if model.features.embedding is not None:
            model.features.embedding.save(work / EMBEDDING)
        hashes = {file.name: digest(file) for file in sorted(work.iterdir())}
        written = {
            "format": FORMAT,
            "labels": list(model.labels),
            "thresholds": {
                label: round(float(t), 4)
                for label, t in zip(model.labels, model.thresholds, strict=True)
            },
            "views": [asdict(view) for view in model.features.views],
            **manifest,
            "files": hashes,
        }
        text = json.dumps(written, indent=2, ensure_ascii=False) + "\n"
        (work / MANIFEST).write_text(text, encoding="utf-8")
        for file in sorted(work.iterdir(), key=lambda f: f.name == MANIFEST):
            shutil.move(file, folder / file.name)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return sha256(path.read_bytes()).hexdigest()


def _write_weights(model: LabelModel, path: Path) -> None:
    arrays: dict[str, Any] = {
        # half precision: four decimals of a weight are more than the data tells
        "coef": model.coef.astype(np.float16),
        "intercept": model.intercept,
        "slope": model.slope,
        "offset": model.offset,
        "thresholds": model.thresholds,
    }
    idf = iter(model.features.idf)
    for i, view in enumerate(model.features.views):
        if view.grams != "pieces":
            arrays[f"idf{i}"] = next(idf).astype(np.float16)
    np.savez_compressed(path, **arrays)


def _read_manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        msg = f"{folder} is no model: it has no {MANIFEST}"
        raise ModelError(msg) from error
    except (OSError, ValueError) as error:
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


def _read_weights(path: Path) -> dict[str, Any]:
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except (OSError, ValueError, EOFError, BadZipFile) as error:
        msg = f"{path} holds no weights: {error}"
        raise ModelError(msg) from error
