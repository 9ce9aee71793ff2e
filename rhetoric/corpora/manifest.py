"""What the folder of a run says of it, in `run.json`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from rhetoric.corpora.outcomes import Tally
from rhetoric.errors import InputError

RUN = "run.json"


@dataclass(frozen=True, slots=True)
class Shard:
    """A file of quotations that is whole.

    Attributes
    ----------
    name : str
        Of the file, in its folder.
    size : int
        In bytes.
    sha256 : str
        Of what it holds.
    input_sha256 : str
        Of the articles that it was made from.
    tally : Tally
        What was read and found for it.
    lengths : mapping of str to int
        In bytes, of the files that go on after it: errors and issues.
    """

    name: str
    size: int
    sha256: str
    input_sha256: str
    tally: Tally
    lengths: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a folder says of its run.

    Attributes
    ----------
    options : mapping
        What the output depends on, beside the input.
    shards : tuple of Shard
        Those that are whole, in order.
    finished : bool
        There was no more input.
    """

    options: Mapping[str, Any] = field(default_factory=dict)
    shards: tuple[Shard, ...] = ()
    finished: bool = False

    @property
    def tally(self) -> Tally:
        """What was read and found for all shards."""
        return sum((shard.tally for shard in self.shards), Tally())

    @classmethod
    def load(cls, folder: Path) -> Self | None:
        """Return what a folder says, or nothing when it holds no run.

        Raises
        ------
        InputError
            When that is damaged.
        """
        path = folder / RUN
        try:
            found = json.loads(path.read_bytes())
            shards = [Shard(**{**s, "tally": Tally(**s["tally"])}) for s in found["shards"]]
            return cls(dict(found["options"]), tuple(shards), bool(found["finished"]))
        except FileNotFoundError:
            return None
        except (ValueError, TypeError, KeyError) as error:
            reason = "is damaged, so nobody knows what is done; begin in a new folder"
            raise InputError(reason, str(path)) from error
