"""The labels of a model: what they mean, when they are given and what they were learned from."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rhetoric.labelling.store import find_model, load, shipped_path
from rhetoric.lexicon.wordlists import read_sections


@dataclass(frozen=True, slots=True)
class LabelInfo:
    """One label of a model.

    Attributes
    ----------
    label : str
        Its name.
    meaning : str or None
        Of the shipped labels, from the codebook; another model's manifest holds none.
    threshold : float
        The label is given from this probability on.
    quotations : int or None
        How many of the training quotations have it.
    f1 : float or None
        Measured on training data held out.
    """

    label: str
    meaning: str | None
    threshold: float
    quotations: int | None
    f1: float | None

    def to_dict(self) -> dict[str, Any]:
        """Return the fields, by name."""
        return asdict(self)


def describe_labels(model: Path | str | None = None) -> list[LabelInfo]:
    """Describe the labels that a model gives, in the model's order.

    Parameters
    ----------
    model : pathlib.Path or str, optional
        Its folder; the shipped model when left out.

    Raises
    ------
    ModelError
        When the model cannot be loaded.

    Examples
    --------
    >>> [info.label for info in describe_labels()]
    ['anti_western', 'commemoration', 'solidarity']
    >>> describe_labels()[2].meaning[:34]
    'The words side with another party.'
    """
    loaded = load(model)
    shipped = find_model(model).resolve() == shipped_path().resolve()
    meanings = read_sections("labels.txt") if shipped else {}
    return [
        LabelInfo(
            label,
            " ".join(meanings.get(label, ())) or None,
            round(float(threshold), 4),
            *_figures(loaded.manifest, label),
        )
        for label, threshold in zip(loaded.labels, loaded.thresholds, strict=True)
    ]


def _figures(manifest: Mapping[str, Any], label: str) -> tuple[int | None, float | None]:
    """Return a label's count and F1; what a manifest says beside the format may be anything."""
    held_out = manifest.get("held_out")
    figures = held_out.get(label) if isinstance(held_out, Mapping) else None
    if not isinstance(figures, Mapping):
        return None, None
    quotations, f1 = figures.get("quotations"), figures.get("f1")
    return (
        quotations if isinstance(quotations, int) else None,
        f1 if isinstance(f1, float) else None,
    )
