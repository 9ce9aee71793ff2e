"""A model to disk: its arrays, its manifest, and what else belongs in its folder."""

import json
import platform
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save as packed

from rhetoric.errors import ModelError, unwritable
from rhetoric.labelling.estimators import PROBE, EstimatorScorer, probe, write_estimators
from rhetoric.labelling.features import Features
from rhetoric.labelling.linear import LinearScorer
from rhetoric.labelling.model import LabelModel
from rhetoric.labelling.store import (
    CALIBRATED,
    ESTIMATORS,
    FORMAT,
    MANIFEST,
    WEIGHTS,
    digest,
)


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
        What is saved.
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
        (work / WEIGHTS).write_bytes(packed(_arrays_of(model)))
        if isinstance(model.scorer, EstimatorScorer):
            write_estimators(work / ESTIMATORS, model.scorer)
            manifest = {**manifest, PROBE: probe(model)}
        hashes = {file.name: digest(file) for file in sorted(work.iterdir())}
        written = {
            "format": FORMAT,
            "labels": list(model.labels),
            "thresholds": _by_label(model, model.thresholds),
            "bands": _by_label(model, model.bands),
            **_described(model),
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


def _by_label(model: LabelModel, values: Any, digits: int = 4) -> dict[str, Any]:
    return dict(zip(model.labels, np.round(values, digits).tolist(), strict=True))


def _arrays_of(model: LabelModel) -> dict[str, Any]:
    """Return the arrays of a model, by the names that they are kept under."""
    scorer = model.scorer
    arrays: dict[str, Any] = {name: getattr(model, name) for name in CALIBRATED}
    parts: Sequence[Any] = ()
    if isinstance(scorer, LinearScorer):
        parts = scorer.weights
        arrays["intercept"] = scorer.intercept
        if scorer.heads is not None:
            arrays["heads"] = scorer.heads
    elif isinstance(scorer, EstimatorScorer) and isinstance(scorer.features, Features):
        parts = scorer.features.worth
        arrays["unit"] = np.array(scorer.features.unit)
    # half precision: three decimals of a weight are more than the data tells
    arrays |= {f"view{i}": part.astype(np.float16) for i, part in enumerate(parts)}
    # the format keeps the memory of an array as it lies, in whatever order
    return {name: np.array(array, order="C") for name, array in arrays.items()}


def _described(model: LabelModel) -> dict[str, Any]:
    """Return what a manifest says of a model's features and of its gate."""
    scorer = model.scorer
    held = scorer.features if isinstance(scorer, EstimatorScorer) else scorer
    encoder = held.encoder if isinstance(held, Features | LinearScorer) else None
    views = held.views if isinstance(held, Features | LinearScorer) else ()
    gate = model.gate
    return {
        "encoder": encoder and encoder.digest,
        "views": [asdict(view) for view in views],
        "gate": gate
        and {
            "model": gate.model.manifest["name"],
            "bounds": _by_label(gate.model, gate.bounds, digits=6),
        },
    }
