"""The folder of a long run, which can be stopped at any moment and go on.

Its files only ever grow. The ledger says how much of them counts: each of its lines is written
after the bytes that it speaks of are on the disk, so whatever a sudden end has left behind the last
whole line is cut off and made again.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO, Self

from rhetoric.corpora.interrupts import uninterrupted
from rhetoric.errors import InputError, unwritable

LEDGER, ERRORS, ISSUES = "ledger.jsonl", "errors.jsonl", "issues.jsonl"
# of a shard that is being written in another format
PARTIAL = ".partial"
_SHARD = re.compile(r"part-(\d{5,})\.")


def shard_name(number: int) -> str:
    """Return the name under which a shard grows.

    Examples
    --------
    >>> shard_name(7)
    'part-00007.jsonl'
    """
    return f"part-{number:05d}.jsonl"


def shards_of(names: Iterable[str]) -> list[str]:
    """Return the files and folders to read quotations from: of the folder of a run, its shards.

    Those without a quotation are passed over: an empty file is a fault elsewhere.

    Parameters
    ----------
    names : iterable of str
        As somebody named them; what is no folder of a run stays.
    """
    return [path for name in names for path in _shards(name)]


def _shards(name: str) -> list[str]:
    with suppress(OSError):  # opening it will tell
        if Path(name, LEDGER).is_file():
            shards = sorted(path for path in Path(name).iterdir() if _SHARD.match(path.name))
            return [str(p) for p in shards if p.suffix != PARTIAL and p.stat().st_size]
    return [name]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come.

    Attributes
    ----------
    articles : int
        Taken from the input, with those that failed.
    quotations, errors : int
    shards : int
        How many are complete.
    sha256 : str
        Of the input so far.
    lengths : mapping of str to int
        In bytes, of each file that still grows.
    finished : bool
        There was no more input.
    """

    articles: int = 0
    quotations: int = 0
    errors: int = 0
    shards: int = 0
    sha256: str = ""
    lengths: Mapping[str, int] = field(default_factory=dict)
    finished: bool = False


class Ledger:
    """The folder of a run, open for writing by one process.

    Parameters
    ----------
    folder : pathlib.Path
        Made when it is not there.
    options : mapping
        What the output depends on, as JSON has it; a run goes on only with the same.
    resume : bool
        Go on with the run that the folder holds, if it holds one.

    Attributes
    ----------
    progress : Progress
        As of the last line.

    Raises
    ------
    InputError
        When the folder holds something already, or a run that cannot go on like this.
    """

    def __init__(self, folder: Path, options: Mapping[str, Any], *, resume: bool) -> None:
        self.folder = folder
        self.progress = Progress()
        self._files: dict[str, BinaryIO] = {}
        with writing_in(folder):
            folder.mkdir(parents=True, exist_ok=True)
            _check_empty(folder, resume=resume)
            self._ledger = (folder / LEDGER).open("ab", buffering=0)
            try:
                _lock(self._ledger, folder)
                self._recover(options)
            except BaseException:
                self._ledger.close()
                raise

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the files, and cut off what no line of the ledger speaks of."""
        for name, file in self._files.items():
            with suppress(OSError):  # a full disk, say: whoever resumes cuts it off
                file.close()
                os.truncate(self.folder / name, self.progress.lengths.get(name, 0))
        with suppress(OSError):
            self._ledger.close()
        if self.progress == Progress():  # nothing was done: leave the folder as it was
            with suppress(OSError):
                self._cut()
                (self.folder / LEDGER).unlink()

    def append(self, name: str, data: bytes) -> None:
        """Add to a file of the folder; it counts from the next `commit` on."""
        with writing_in(self.folder):
            if name not in self._files:
                self._files[name] = (self.folder / name).open("ab")
            self._files[name].write(data)

    def commit(self, progress: Progress) -> None:
        """Put everything on the disk, then say so in the ledger.

        Parameters
        ----------
        progress : Progress
            Its `lengths` are filled in here.
        """
        before = self.progress.lengths
        with writing_in(self.folder):
            lengths = dict(before)
            for name, file in self._files.items():
                lengths[name] = file.tell()
                if lengths[name] != before.get(name):
                    _sync(file)
            if lengths.keys() != before.keys():
                sync_folder(self.folder)
            growing = {n: size for n, size in lengths.items() if not _is_done(n, progress.shards)}
            done = replace(progress, lengths=growing)
            with uninterrupted():
                self._write(asdict(done))
                self.progress = done
            for name in [n for n in self._files if n not in growing]:
                self._files.pop(name).close()

    def _recover(self, options: Mapping[str, Any]) -> None:
        """Go back to the last whole line; begin when there is none."""
        begin = {"options": dict(options)}
        records, length = _read_lines(self.folder / LEDGER, _line(begin))
        if records:
            _check_options(self.folder, records[0].get("options"), options)
        if len(records) > 1:
            self.progress = _progress(records[-1], self.folder / LEDGER, len(records))
        os.truncate(self.folder / LEDGER, length)
        if not records:
            self._write(begin)
        sync_folder(self.folder)
        self._cut()

    def _cut(self) -> None:
        """Leave of every file what the ledger speaks of."""
        for path in self.folder.iterdir():
            ours = path.name in (ERRORS, ISSUES) or _SHARD.match(path.name)
            known = path.name in self.progress.lengths
            if ours and not known and not _is_done(path.name, self.progress.shards):
                path.unlink()
        for name, length in self.progress.lengths.items():
            path = self.folder / name
            if length > (path.stat().st_size if path.exists() else -1):
                reason = f"is shorter than {LEDGER} says: it was changed; begin in a new folder"
                raise InputError(reason, str(path))
            os.truncate(path, length)

    def _write(self, record: Mapping[str, Any]) -> None:
        """Add a line, whole or not at all: half of one would be taken for it after a full disk."""
        path = self.folder / LEDGER
        length = path.stat().st_size
        rest = _line(record)
        try:
            while rest:
                rest = rest[self._ledger.write(rest) or 0 :]
            os.fsync(self._ledger.fileno())
        except OSError:
            with suppress(OSError):
                os.truncate(path, length)
            raise


def _is_done(name: str, shards: int) -> bool:
    """Whether a file is one of the first so many shards."""
    shard = _SHARD.match(name)
    return shard is not None and int(shard[1]) < shards


def _check_empty(folder: Path, *, resume: bool) -> None:
    held = {path.name for path in folder.iterdir()}
    if LEDGER in held and not resume:
        reason = "holds a run; go on with it with --resume, or name another folder"
        raise InputError(reason, str(folder))
    if held and LEDGER not in held:
        reason = "is not empty and holds no run; name another folder"
        raise InputError(reason, str(folder))


def _check_options(folder: Path, before: Any, now: Mapping[str, Any]) -> None:
    for key in now:
        was = before.get(key) if isinstance(before, dict) else None
        if was != now[key]:
            reason = (
                f"was begun with {key} = {was!r}, not {now[key]!r}; go on with the same, "
                "or name another folder"
            )
            raise InputError(reason, str(folder))


def _line(record: Mapping[str, Any]) -> bytes:
    return json.dumps(record).encode() + b"\n"


def _read_lines(path: Path, begin: bytes) -> tuple[list[dict[str, Any]], int]:
    """Return the records of a ledger, and where the last whole line ends.

    What stands behind it was being written when the machine stopped; the first line can only have
    stopped as a part of what begins this run. Anything else was done by somebody else, and nothing
    is to be cut then.
    """
    records: list[dict[str, Any]] = []
    length = 0
    with path.open("rb") as lines:
        for line in lines:
            record = _whole(line)
            if record is None:
                torn = lines.read(1) == b"" and (records or begin.startswith(line.strip(b"\0")))
                if not torn:
                    raise _damaged(path, len(records) + 1)
                break
            records.append(record)
            length += len(line)
    return records, length


def _progress(record: Mapping[str, Any], path: Path, line: int) -> Progress:
    try:
        return Progress(**record)
    except TypeError:
        raise _damaged(path, line) from None


def _damaged(path: Path, line: int) -> InputError:
    return InputError(f"line {line} is damaged; begin in a new folder", str(path))


def _whole(line: bytes) -> dict[str, Any] | None:
    """Return the record of a line that is complete."""
    with suppress(ValueError):
        record = json.loads(line)
        if line.endswith(b"\n") and isinstance(record, dict):
            return record
    return None


@contextmanager
def writing_in(folder: Path) -> Iterator[None]:
    """Do as `rhetoric.errors.writing`, and name the file of the folder where the system does."""
    try:
        yield
    except OSError as error:
        raise unwritable(error.filename or folder, error) from error


def _lock(file: BinaryIO, folder: Path) -> None:
    """Keep a second process out; where the system has no such locks, nothing does."""
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        reason = "another process is writing it"
        raise InputError(reason, str(folder)) from error


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Put the names of new files on the disk; only POSIX can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
