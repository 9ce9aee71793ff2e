"""The folder that a model is to be written to, tried before anything is learned."""

from pathlib import Path
from tempfile import TemporaryDirectory

from rhetoric.errors import InputError, writing
from rhetoric.labelling.store import MANIFEST, WEIGHTS


def check_place(folder: Path, *, force: bool = False) -> None:
    """Refuse a folder that a model cannot or must not be written to.

    Parameters
    ----------
    folder : pathlib.Path
        Where the model is to be.
    force : bool
        Let a model that is there be replaced.

    Raises
    ------
    InputError
        When it cannot be written, when it holds something else than a model, or another
        model and `force` is not set.
    """
    with writing(folder):
        held = {file.name for file in folder.iterdir()}
        # what is written stands beside the folder first, and is moved into it
        for place in (folder, folder.parent):
            with TemporaryDirectory(dir=place):
                pass
    if held and not held >= {MANIFEST, WEIGHTS}:
        msg = "holds something else than a model; name a new folder"
        raise InputError(msg, str(folder))
    if held and not force:
        msg = "holds a model already; name another folder, or replace it with --force"
        raise InputError(msg, str(folder))
