"""Finds the files that come with the package: the models, the sample articles."""

from importlib import resources
from pathlib import Path

from rhetoric.errors import ModelError

# a wheel holds them inside the package, a checkout beside it
_FOLDERS = (Path(str(resources.files("rhetoric"))), Path(str(resources.files("rhetoric"))).parent)


def find_shipped(*names: str) -> Path:
    """Return the path of a shipped file or folder.

    Parameters
    ----------
    *names : str
        Where it stands, relative to the package in a wheel or to a checkout; the first that is
        there counts.

    Raises
    ------
    ModelError
        When it is missing.

    Examples
    --------
    >>> find_shipped("models/default/manifest.json").name
    'manifest.json'
    """
    found = (folder / name for name in names for folder in _FOLDERS if (folder / name).exists())
    for path in found:
        return path
    msg = f"{names[0]} is missing from the package; install rhetoric again"
    raise ModelError(msg)
