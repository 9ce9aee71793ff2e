"""The folder of a long run, which can be stopped at any moment and go on.

A shard is written beside its place and takes its name when it is whole. Then `run.json`, which is
replaced as a whole too, tells its size and its hash. Whatever a sudden end leaves behind is not
told there, and is made again.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from hashlib import file_digest
from pathlib import Path
from typing import Any, TextIO

from rhetoric.corpora.manifest import RUN, Manifest, Shard
from rhetoric.corpora.outcomes import Outcome, Tally
from rhetoric.errors import InputError, unwritable
from rhetoric.writers import encoding_of
from rhetoric.writers.columns import as_json

ERRORS, ISSUES = "errors.jsonl", "issues.jsonl"
_SHARD = "part-"
# of a file that is not whole yet
PARTIAL = ".part"
_AGAIN = "go on with the same, or name another folder"
_CHANGED = (
    "was cut or changed since the run wrote it; put it back, or begin in a new folder with the "
    "same command"
)


def shards_of(names: Iterable[str]) -> list[str]:
    """Return the files and folders to read quotations from: of the folder of a run, its shards.

    Those without a quotation are passed over: an empty file is a fault elsewhere.

    Parameters
    ----------
    names : iterable of str
        As somebody named them; what is no folder of a run stays.
    """
    found: list[str] = []
    for name in names:
        shards = [name]
        with suppress(OSError):  # opening it will tell
            if Path(name, RUN).is_file():
                parts = sorted(Path(name).glob(f"{_SHARD}*"))
                shards = [str(p) for p in parts if p.suffix != PARTIAL and p.stat().st_size]
        found += shards
    return found


def shard_name(number: int, style: str) -> str:
    """Return the name of the shard of a run that has this number, from 0 on."""
    return f"{_SHARD}{number:05d}.{style}"


@dataclass(slots=True)
class OpenShard:
    """A shard that is being written.

    Attributes
    ----------
    out : text stream
        What its quotations are written to.
    before : Tally
        What had been read and found before it.
    tally : Tally
        What has been read and found for it.
    input_sha256 : str
        Of the articles that it is made from; told when they have all been read.
    errors, issues : list of dict
        Records that go into files beside it.
    """

    out: TextIO
    before: Tally
    tally: Tally = field(default_factory=Tally)
    input_sha256: str = ""
    errors: list[dict[str, Any]] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count an article, and keep what went wrong in it.

        Parameters
        ----------
        outcome : Analyzed or InputError
            What came of it.
        """
        self.tally = self.tally.plus(outcome)
        if isinstance(outcome, InputError):
            self.errors.append({"source": outcome.source, "reason": outcome.reason})
        else:
            article = outcome.article
            self.issues += [{"article": article.id, **asdict(issue)} for issue in article.issues]


@dataclass(slots=True)
class RunFolder:
    """The folder of a run, open for writing.

    Attributes
    ----------
    path : pathlib.Path
        The folder.
    manifest : Manifest
        What is done.
    """

    path: Path
    manifest: Manifest

    @contextmanager
    def shard(self, style: str) -> Iterator[OpenShard]:
        """Open the next shard; when the body is done, say what it holds: only now it counts.

        Parameters
        ----------
        style : str
            Its format.
        """
        path = self.path / shard_name(len(self.manifest.shards), style)
        with _whole(path, encoding_of(style)) as out:
            filled = OpenShard(out, self.manifest.tally)
            yield filled
        others = {ERRORS: filled.errors, ISSUES: filled.issues}
        lengths = {name: self._append(name, records) for name, records in others.items()}
        shard = Shard(path.name, *_seal(path), filled.input_sha256, filled.tally, lengths)
        self.save(replace(self.manifest, shards=(*self.manifest.shards, shard)))

    def save(self, manifest: Manifest) -> None:
        """Put what is done on the disk, whole or not at all."""
        with _whole(self.path / RUN) as out:
            json.dump(asdict(manifest), out, indent=1)
        _sync_folder(self.path)
        self.manifest = manifest

    def check(self) -> None:
        """See that what is done is there still, and cut off what no shard tells of.

        Raises
        ------
        InputError
            When it was changed.
        """
        for shard in self.manifest.shards:
            path = self.path / shard.name
            if not path.exists() or _seal(path) != (shard.size, shard.sha256):
                raise InputError(_CHANGED, str(path))
        lengths = self.manifest.shards[-1].lengths if self.manifest.shards else {}
        for name in (ERRORS, ISSUES):
            path, length = self.path / name, lengths.get(name, 0)
            if (path.stat().st_size if path.exists() else 0) < length:
                raise InputError(_CHANGED, str(path))
            if length:
                os.truncate(path, length)
            else:
                path.unlink(missing_ok=True)

    def _append(self, name: str, records: Sequence[Any]) -> int:
        """Add records to a file; return how long it is then."""
        path = self.path / name
        if records:
            with path.open("a", encoding="utf-8", errors="replace") as out:
                out.writelines(f"{as_json(record)}\n" for record in records)
                _sync(out)
        return path.stat().st_size if path.exists() else 0


@contextmanager
def run_folder(folder: Path, options: Mapping[str, Any], *, resume: bool) -> Iterator[RunFolder]:
    """Open the folder of a run, or leave it as it was when nothing is done.

    Parameters
    ----------
    folder : pathlib.Path
        Made when it is not there.
    options : mapping
        What the output depends on, as JSON has it; a run goes on only with the same.
    resume : bool
        Go on with the run that the folder holds, if it holds one.

    Raises
    ------
    InputError
        When the folder holds something already, or a run that cannot go on like this; when it
        cannot be written.
    """
    new = Manifest(dict(options))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder):
            before = Manifest.load(folder)
            _check_new(folder, before, resume=resume)
            run = RunFolder(folder, before or new)
            _check_options(folder, run.manifest.options, options)
            run.check()
            run.save(run.manifest)
            try:
                yield run
            finally:
                if run.manifest == new:
                    (folder / RUN).unlink()
    except OSError as error:
        raise unwritable(error.filename or folder, error) from error


def _check_new(folder: Path, before: Manifest | None, *, resume: bool) -> None:
    if before and not resume:
        reason = "holds a run; go on with it with --resume, or name another folder"
        raise InputError(reason, str(folder))
    if not before and any(path.suffix != PARTIAL for path in folder.iterdir()):
        reason = "is not empty and holds no run; name another folder"
        raise InputError(reason, str(folder))


def _check_options(folder: Path, before: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    for key, value in now.items():
        if (was := before.get(key)) != value:
            reason = f"was begun with {key} = {was!r}, not {value!r}; {_AGAIN}"
            raise InputError(reason, str(folder))


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep a second process from writing a file or a folder, where the system has such locks.

    Raises
    ------
    InputError
        When another process has it.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            reason = "another run is writing it; wait for its end, or name another place"
            raise InputError(reason, str(path)) from error
        yield
    finally:
        os.close(handle)


@contextmanager
def _whole(path: Path, encoding: str = "utf-8") -> Iterator[TextIO]:
    """Open a file that takes its name when it is whole and on the disk."""
    part = path.with_name(f"{path.name}{PARTIAL}")
    try:
        # half of a surrogate pair, which UTF-8 cannot hold, becomes "?"
        with part.open("w", encoding=encoding, errors="replace", newline="") as out:
            yield out
            _sync(out)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _seal(path: Path) -> tuple[int, str]:
    """Return the size of a file and the hash of what it holds."""
    with path.open("rb") as file:
        return os.fstat(file.fileno()).st_size, file_digest(file, "sha256").hexdigest()


def _sync(file: TextIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Put the names of new files on the disk; only POSIX can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
