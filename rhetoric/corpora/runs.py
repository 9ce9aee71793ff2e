"""Many articles read into a folder of shards, by a run that can be stopped and go on."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import Any, Literal

from rhetoric.corpora.folder import OpenShard, RunFolder, run_folder
from rhetoric.corpora.manifest import Manifest
from rhetoric.corpora.outcomes import Analysis, Analyzed, Item, Outcome, Tally
from rhetoric.corpora.read import check_jobs, outcomes
from rhetoric.errors import InputError, writing
from rhetoric.types import Article
from rhetoric.writers import write
from rhetoric.writers.columns import as_json

ShardFormat = Literal["jsonl", "csv", "parquet"]


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
    told: Callable[[Tally], None] | None = None,
) -> Tally:
    """Read articles into a folder of shards; a run that was stopped, however, can go on.

    The folder gets ``part-00000`` and so on with the quotations; ``errors.jsonl`` with the articles
    that failed and the files that could not be read; ``issues.jsonl`` with doubtful stretches that
    were left out; and ``run.json``, by which a run goes on after its last whole shard.

    Parameters
    ----------
    articles : iterable of Article or InputError
        A fault of reading may stand in the place of an article. To go on, give the same again.
    out : pathlib.Path or str
        The folder: new, empty, or holding a run to go on with.
    options : Options, optional
        How articles are read and labelled, and by how many workers.
    told : callable, optional
        Given the tally of the whole run at the beginning and after each article.

    Returns
    -------
    Tally
        Of the whole run.

    Raises
    ------
    InputError
        When the folder holds something else or is being written by another process, when one of
        its files was changed, or when the input or the options are not those that the run was
        begun with.
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
    with run_folder(Path(out), _fixed(options), resume=options.resume) as folder:
        given = _Input(articles, options.shard_size)
        given.pass_over(folder)
        told(folder.manifest.tally)
        if not folder.manifest.finished:
            with closing(outcomes(given, options.analysis, options.jobs, options.dask)) as found:
                for number, first in enumerate(found, len(folder.manifest.shards)):
                    of_shard = chain([first], islice(found, options.shard_size - 1))
                    with folder.shard(options.style) as shard:
                        results = _results(of_shard, shard, told, options.analysis.with_text)
                        write(results, shard.out, options.style)
                        shard.input_sha256 = given.sha256(number)
            folder.save(replace(folder.manifest, finished=True))
        return folder.manifest.tally


def done_in(folder: Path) -> Tally:
    """Return what the whole shards of a run's folder hold; nothing where there is no run yet.

    Parameters
    ----------
    folder : pathlib.Path
        As it was given to `run`.

    Raises
    ------
    InputError
        When its ``run.json`` is damaged or may not be read.
    """
    with writing(folder):
        return (Manifest.load(folder) or Manifest()).tally


class _Input:
    """The articles of a run, with a hash of those of each shard."""

    def __init__(self, items: Iterable[Item], shard_size: int) -> None:
        self._size = shard_size
        self._hashes: defaultdict[int, Any] = defaultdict(sha256)
        self._items = self._hashed(items)

    def __iter__(self) -> Iterator[Item]:
        return self._items

    def _hashed(self, items: Iterable[Item]) -> Iterator[Item]:
        for number, item in enumerate(items):
            self._hashes[number // self._size].update(_bytes_of(item))
            yield item

    def sha256(self, shard: int) -> str:
        """Return the hash of the articles of a shard, which have all been taken."""
        digest: str = self._hashes.pop(shard).hexdigest()
        return digest

    def pass_over(self, folder: RunFolder) -> None:
        """Pass over what a run has read already, and see that it is the same still."""
        done = 0
        for number, shard in enumerate(folder.manifest.shards):
            count, passed = shard.tally.articles, 0
            while passed < count and (item := next(self._items, None)):
                passed += item.records if isinstance(item, InputError) else 1
            if passed < count or self.sha256(number) != shard.input_sha256:
                changed = f"the articles {done + 1:,} to {done + count:,} are not those it has read"
                raise _other_input(folder, changed)
            done += count
        if folder.manifest.finished and next(self._items, None) is not None:
            changed = f"is finished, and the input has more than {done:,} articles"
            raise _other_input(folder, changed)


def _other_input(folder: RunFolder, changed: str) -> InputError:
    reason = f"{changed}; give the same files in the same order, or name another folder"
    return InputError(reason, str(folder.path))


def _bytes_of(item: Item) -> bytes:
    if isinstance(item, Article):
        parts = ["article", item.id, item.text, as_json(item.meta)]
    else:
        parts = ["fault", item.source, item.reason]
    encoded = (part.encode("utf-8", "surrogatepass") for part in parts)
    return b"".join(len(data).to_bytes(8, "big") + data for data in encoded)


def _results(
    found: Iterable[Outcome], shard: OpenShard, told: Callable[[Tally], None], with_text: bool
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield the records of each article of a shard, which counts it."""
    for outcome in found:
        shard.add(outcome)
        told(shard.before + shard.tally)
        if isinstance(outcome, Analyzed):
            yield outcome.article.id, outcome.records(with_text=with_text)


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
        "turns": analysis.turns,
        "model": _model_digest(analysis.model) if analysis.classify else None,
        "threshold": analysis.threshold,
        "alone": analysis.alone,
        "explain": analysis.explain,
        "with_text": analysis.with_text,
        "format": options.style,
        "shard_size": options.shard_size,
    }


def _model_digest(model: Path | str | None) -> str:
    """Return a digest of a model's manifest, in which the digests of its files stand."""
    from rhetoric.labelling.store import load

    return sha256(json.dumps(load(model).manifest, sort_keys=True).encode()).hexdigest()
