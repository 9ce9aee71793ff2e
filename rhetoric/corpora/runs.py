"""Many articles read into a folder of shards, by a run that can be stopped and go on."""

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from rhetoric.corpora.batches import Item, check_jobs, read_items
from rhetoric.corpora.ledger import (
    ERRORS,
    ISSUES,
    PARTIAL,
    Ledger,
    Progress,
    shard_name,
    sync_folder,
    writing_in,
)
from rhetoric.corpora.worker import Analysis, Lines, as_lines, lines_of_batch
from rhetoric.errors import InputError
from rhetoric.types import Article
from rhetoric.writers import encoding_of, write
from rhetoric.writers.columns import as_json

if TYPE_CHECKING:
    from hashlib import _Hash

ShardFormat = Literal["jsonl", "csv", "parquet"]

# a disk takes some milliseconds to make a batch lasting, and a big cluster reads it in less
_COMMIT_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Options:
    """How a run is done.

    Attributes
    ----------
    analysis : Analysis
        How each article is read.
    style : {"jsonl", "csv", "parquet"}
        The format of the shards.
    shard_size : int
        Articles a shard.
    jobs : int or None
        Processes on this machine; as many as it has cores for this process if none. With one,
        articles are read in this process.
    dask : str or None
        Address of a dask scheduler, whose workers read instead.
    resume : bool
        Go on with the run that the folder holds.

    Raises
    ------
    ValueError
        When a shard is to hold fewer articles than one, or fewer processes are to read.
    """

    analysis: Analysis = field(default_factory=Analysis)
    style: ShardFormat = "jsonl"
    shard_size: int = 1000
    jobs: int | None = None
    dask: str | None = None
    resume: bool = False

    def __post_init__(self) -> None:
        """Refuse numbers that no run can be done with."""
        check_jobs(self.jobs)
        if self.shard_size < 1:
            msg = f"shard_size must be 1 or more, not {self.shard_size}"
            raise ValueError(msg)


def run(
    articles: Iterable[Item],
    out: Path | str,
    options: Options | None = None,
    *,
    told: Callable[[Progress], None] | None = None,
) -> Progress:
    """Read articles into a folder of shards; a run that was stopped, however, can go on.

    The folder gets ``part-00000`` and so on with the quotations; ``errors.jsonl`` with the articles
    that failed and the files that could not be read; ``issues.jsonl`` with doubtful stretches that
    were left out; and ``ledger.jsonl``, by which a run goes on.

    Parameters
    ----------
    articles : iterable of Article
        Faults may stand among them (`in_place`). To go on, give the same again.
    out : pathlib.Path or str
        The folder: new, empty, or holding a run to go on with.
    options : Options, optional
    told : callable, optional
        Given the progress at the beginning, whenever some has been made lasting, and at the end.

    Returns
    -------
    Progress
        Of the whole run.

    Raises
    ------
    InputError
        When the folder holds something else, or the input or the options are not those that the
        run was begun with.
    ModelError
        When a model cannot be loaded.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     done = run([Article("“We stay here,” Ana Ruiz said.", "a")], folder, Options(jobs=1))
    >>> done.articles, done.quotations, done.errors
    (1, 1, 0)
    """
    options = options or Options()
    told = told or (lambda _: None)
    with Ledger(Path(out), _fixed(options), resume=options.resume) as ledger:
        digest = sha256()
        rest = _after(iter(articles), ledger, digest)
        for shard in range(ledger.progress.shards):
            _convert(ledger.folder, shard, options.style)
        told(ledger.progress)
        try:
            if not ledger.progress.finished:
                _work(rest, ledger, digest, options, told)
        finally:
            told(ledger.progress)
        return ledger.progress


def _work(
    items: Iterator[Item],
    ledger: Ledger,
    digest: "_Hash",
    options: Options,
    told: Callable[[Progress], None],
) -> None:
    """Read what is left of a run."""
    progress = ledger.progress
    last = time.monotonic()
    reading = read_items(items, lines_of_batch, options.analysis, options.jobs, options.dask)
    with closing(reading) as batches:
        for batch in batches:
            progress = _add(batch, progress, ledger, digest, options.shard_size)
            if time.monotonic() - last >= _COMMIT_SECONDS:
                _commit(progress, ledger, options.style)
                told(ledger.progress)
                last = time.monotonic()
    shards = -(-progress.articles // options.shard_size)
    _commit(replace(progress, shards=shards, finished=True), ledger, options.style)


def _fixed(options: Options) -> dict[str, Any]:
    """Return what the output depends on, beside the input.

    Not the number of jobs; nor the time that an article may take, so that a run that an article
    holds up can go on without it.
    """
    from importlib.metadata import version

    from rhetoric.extraction.pipeline import find_pipeline

    analysis = options.analysis
    return {
        "rhetoric": version("rhetoric"),
        "spacy": version("spacy"),
        "spacy_model": analysis.spacy_model or find_pipeline(),
        "classify": analysis.classify,
        "terms": analysis.terms,
        "model": _model_digest(analysis.model) if analysis.classify else None,
        "explain": analysis.explain,
        "with_text": analysis.with_text,
        "format": options.style,
        "shard_size": options.shard_size,
    }


def _model_digest(model: Path | str | None) -> str:
    """Return a digest of a model's manifest, in which the digests of its files stand."""
    from rhetoric.labelling.store import load

    return sha256(json.dumps(load(model).manifest, sort_keys=True).encode()).hexdigest()


def _after(items: Iterator[Item], ledger: Ledger, digest: "_Hash") -> Iterator[Item]:
    """Pass over what a run has read already, and see that it is the same still."""
    done = ledger.progress
    passed = 0
    for item in islice(items, done.articles):
        _feed(digest, item)
        passed += 1
    changed = None
    if passed < done.articles or (passed and digest.hexdigest() != done.sha256):
        changed = f"the first {done.articles:,} articles are not those that it was begun with"
    elif done.finished and next(items, None) is not None:
        changed = f"is finished, and the input has more than its {done.articles:,} articles"
    if changed:
        reason = f"{changed}; give the same files in the same order, or name another folder"
        raise InputError(reason, str(ledger.folder))
    return items


def _feed(digest: "_Hash", item: Item) -> None:
    if isinstance(item, Article):
        parts = ["article", item.id, item.text, as_json(item.meta)]
    else:
        parts = ["fault", item.source, item.reason]
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)


def _add(
    batch: Sequence[tuple[Item, Lines | InputError]],
    progress: Progress,
    ledger: Ledger,
    digest: "_Hash",
    shard_size: int,
) -> Progress:
    """Write a batch; return how far that brings the run."""
    articles, quotations, errors = progress.articles, progress.quotations, progress.errors
    for item, found in batch:
        shard = shard_name(articles // shard_size)
        if isinstance(found, InputError):
            errors += 1
            place = "article" if isinstance(item, Article) else "source"
            ledger.append(ERRORS, as_lines([{place: found.source, "reason": found.reason}]))
            ledger.append(shard, b"")  # a shard without quotations is there all the same
        else:
            quotations += found.quotations
            ledger.append(shard, found.lines)
            if found.issues:
                ledger.append(ISSUES, found.issues)
        articles += 1
        _feed(digest, item)
    return Progress(articles, quotations, errors, articles // shard_size, digest.hexdigest())


def _commit(progress: Progress, ledger: Ledger, style: ShardFormat) -> None:
    """Make a state of the run lasting, and finish the shards that are full with it."""
    before = ledger.progress.shards
    ledger.commit(progress)
    for shard in range(before, progress.shards):
        _convert(ledger.folder, shard, style)


def _convert(folder: Path, shard: int, style: ShardFormat) -> None:
    """Write a full shard in another format; every shard grows as JSONL, which can be cut anywhere.

    Does nothing when that was done before.
    """
    grown = folder / shard_name(shard)
    if style == "jsonl" or not grown.exists():
        return
    partial = grown.with_suffix(PARTIAL)
    with writing_in(folder):
        with (
            grown.open(encoding="utf-8") as lines,
            partial.open("w", encoding=encoding_of(style), newline="") as out,
        ):
            write((("", [json.loads(line)]) for line in lines), out, style)
            out.flush()
            os.fsync(out.fileno())
        partial.replace(grown.with_suffix(f".{style}"))
        sync_folder(folder)
        grown.unlink()
