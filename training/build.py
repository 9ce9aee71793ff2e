"""Build ``models/default`` from ``training/quotes.jsonl``.

    python -m training.build                    # ten minutes on two cores
    python -m training.build --keep-settings    # two: the settings of the model that is there

The same data and the same library versions give the same predictions: what is drawn at random has
a fixed seed.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from rhetoric.labelling.embedding import load_embedding
from rhetoric.labelling.features import Features
from rhetoric.labelling.store import EMBEDDING, MANIFEST
from rhetoric.learning.classifier import QuoteClassifier
from rhetoric.learning.labelled import Labelled
from rhetoric.learning.train import GRID, figures_of, measure
from training.card import write_default_card
from training.data import QUOTES, read_quotes
from training.joined import with_joined

# on news and posts a label is rare; more prudent than the share in any training data
PREVALENCE = 0.04
KEEP = "--keep-settings"
MODEL = Path(__file__).parent.parent / "models" / "default"


def build(data: Labelled, settings: Mapping[str, Mapping[str, Any]] | None) -> QuoteClassifier:
    """Return the default model, fitted to the training data.

    Parameters
    ----------
    data : Labelled
    settings : mapping of str to mapping, or None
        The settings chosen for each label; None to choose them on the folds.
    """
    grown = with_joined(data)
    classifier = QuoteClassifier(
        Features(load_embedding(MODEL / EMBEDDING)),
        grid=GRID,
        settings=settings,
        prevalence=PREVALENCE,
        n_jobs=-1,
    )
    return classifier.fit(grown.samples, grown.labels, grown.groups)


def chosen() -> Mapping[str, Mapping[str, Any]]:
    """Return the settings that were chosen for the model that is there."""
    manifest = json.loads((MODEL / MANIFEST).read_text(encoding="utf-8"))
    settings: Mapping[str, Mapping[str, Any]] = manifest["parameters"]["settings"]
    return settings


def main(arguments: Sequence[str]) -> None:
    """Build the model, print what was measured and write it."""
    parser = argparse.ArgumentParser(
        prog="python -m training.build", description="Build models/default.", allow_abbrev=False
    )
    parser.add_argument(KEEP, action="store_true", help="those of the model that is there")
    keep = parser.parse_args(arguments).keep_settings
    data = read_quotes()
    classifier = build(data, chosen() if keep else None)
    # without the joined quotations, and a fold holds whole batches, each written in another
    # register: so these figures tell how the model does on kinds of text that it has not seen
    measured = measure(classifier, data.labels, data.groups)
    figures = figures_of(measured)
    manifest: dict[str, Any] = {
        "data": QUOTES.name,
        "data_sha256": sha256(QUOTES.read_bytes()).hexdigest(),
        "quotations": len(data.records),
        "seed": 0,
        "held_out": figures,
    }
    classifier.save(MODEL, manifest)
    write_default_card(MODEL, classifier, data, measured)
    for label, values in figures.items():
        print(f"{label:15}", *(f"{name} {value}" for name, value in values.items()))
    print(f"{MODEL.name}: {len(data.records)} quotations")


if __name__ == "__main__":
    main(sys.argv[1:])
