"""Plain arrays from files that may be damaged or hostile: read without pickle, and looked at."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rhetoric.errors import ModelError

Array: TypeAlias = NDArray[Any]


def read_arrays(path: Path) -> dict[str, Array]:
    """Return the arrays of an ``.npz`` file; nothing in it is executed.

    Parameters
    ----------
    path : pathlib.Path

    Raises
    ------
    ModelError
        When the file is missing or holds anything else.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    # a damaged file raises whatever numpy, zipfile, zlib or the parser of a header does
    except Exception as error:
        msg = f"{path} holds no arrays ({error}); build the model again"
        raise ModelError(msg) from error


def numbers(arrays: Mapping[str, Array], name: str, shape: tuple[int, ...]) -> Array:
    """Return one of some arrays: real numbers in this shape.

    Raises
    ------
    ValueError
        When it is missing, of another shape, or holds anything but finite real numbers.

    Examples
    --------
    >>> numbers({"slope": np.ones(2)}, "slope", (2,))
    array([1., 1.])
    >>> numbers({"slope": np.ones(2)}, "slope", (3,))
    Traceback (most recent call last):
    ValueError: slope has the shape (2,), not (3,)
    """
    found = arrays.get(name)
    if found is None:
        msg = f"{name} is missing"
        raise ValueError(msg)
    if found.shape != shape:
        msg = f"{name} has the shape {found.shape}, not {shape}"
        raise ValueError(msg)
    if found.dtype.kind not in "fiu" or not np.isfinite(found).all():
        msg = f"{name} holds something else than numbers"
        raise ValueError(msg)
    return found
