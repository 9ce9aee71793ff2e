"""A batch of articles analysed in one process: one that fails is set aside, the others stay."""

import io
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from rhetoric.api import label_each, records_of
from rhetoric.corpora.timelimit import OutOfTime, check_seconds, time_limit
from rhetoric.errors import InputError, RhetoricError
from rhetoric.types import Article, Issue, Quote
from rhetoric.writers import Record, write

if TYPE_CHECKING:
    from rhetoric.extraction.extractor import Extractor
    from rhetoric.labelling.model import LabelModel

Found = TypeVar("Found")

# spaCy's pipelines are not made for several threads, and a worker of dask may have some
_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, slots=True)
class Analysis:
    """What to find in articles, and how.

    Attributes
    ----------
    classify : bool
        Label the quotations too.
    model : pathlib.Path or str or None
        Folder of the labelling model; the shipped one if none.
    spacy_model : str or None
        Name or folder of the spaCy pipeline; the default English one if none.
    terms : bool
        Keep what is attributed to nobody: titles, nicknames, scare quotes.
    explain : bool
        Tell in the records which words each label comes from.
    with_text : bool
        Add to the records the text that every offset refers to.
    article_timeout : float or None
        Seconds after which an article is given up, more than 0; no limit if none.
    """

    classify: bool = True
    model: Path | str | None = None
    spacy_model: str | None = None
    terms: bool = False
    explain: bool = False
    with_text: bool = False
    article_timeout: float | None = None

    def __post_init__(self) -> None:
        """Refuse a time that no article can be read in, before any is."""
        check_seconds(self.article_timeout)


@dataclass(frozen=True, slots=True)
class Analyzed:
    """What was found in one article.

    Attributes
    ----------
    quotes : list of Quote
    issues : tuple of Issue
        What was doubtful and left out.
    """

    quotes: list[Quote]
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """What was found in one article, as the lines of a run's files.

    Attributes
    ----------
    quotations : int
    lines : bytes
        The quotations as JSONL.
    issues : bytes
        What was doubtful and left out, as JSONL.
    """

    quotations: int
    lines: bytes
    issues: bytes


def analyze_batch(
    articles: Sequence[Article], analysis: Analysis, labeller: "LabelModel | None" = None
) -> list[Analyzed | InputError]:
    """Find the quotations of a batch of articles; return for each those, or why it failed.

    The models are loaded on the first batch and stay. spaCy parses the batch together; when that
    fails, or takes longer than one article may, each article is taken by itself to find the one.

    Parameters
    ----------
    articles : sequence of Article
    analysis : Analysis
    labeller : LabelModel, optional
        A model that was loaded elsewhere and sent here.

    Raises
    ------
    ModelError
        When a model cannot be loaded: that is no article's fault.
    """
    from rhetoric.extraction.extractor import load_extractor

    extractor = load_extractor(analysis.spacy_model, terms=analysis.terms)
    labeller = labeller or _held(analysis)
    with _ONE_AT_A_TIME, _one_thread():
        if len(articles) > 1:
            together = _try(articles, extractor, labeller, analysis.article_timeout)
            if not isinstance(together, str):
                return [*together]
        return [_alone(a, extractor, labeller, analysis.article_timeout) for a in articles]


def lines_of_batch(
    articles: Sequence[Article], analysis: Analysis, labeller: "LabelModel | None" = None
) -> list[Lines | InputError]:
    """Do as `analyze_batch`; return the lines to write.

    Made here and not by the one process that writes, which would keep fewer workers busy.
    """
    labeller = labeller or _held(analysis)
    found = analyze_batch(articles, analysis, labeller)
    return [
        one if isinstance(one, InputError) else _lines(article, one, analysis, labeller)
        for article, one in zip(articles, found, strict=True)
    ]


def _lines(
    article: Article, found: Analyzed, analysis: Analysis, labeller: "LabelModel | None"
) -> Lines | InputError:
    def make() -> Lines:
        issues = [{"article": article.id, **asdict(issue)} for issue in found.issues]
        records = records_with(article, found.quotes, analysis, labeller)
        return Lines(len(records), as_lines(records), as_lines(issues))

    made = _guarded(make, analysis.article_timeout)
    return InputError(made, article.id) if isinstance(made, str) else made


def records_with(
    article: Article,
    quotes: Sequence[Quote],
    analysis: Analysis,
    labeller: "LabelModel | None" = None,
) -> Sequence[Record]:
    """Return the records of an article's quotations with what an analysis adds to them.

    Parameters
    ----------
    article : Article
    quotes : sequence of Quote
    analysis : Analysis
    labeller : LabelModel, optional
        The one that labelled them, to tell the evidence.
    """
    records = records_of(article, quotes, with_text=analysis.with_text)
    if labeller is None or not analysis.explain:
        return records
    from rhetoric.labelling.utterances import with_evidence

    return with_evidence(records, labeller)


def as_lines(records: Sequence[Record]) -> bytes:
    """Return records as JSONL; half of a surrogate pair, which UTF-8 cannot hold, as ``?``."""
    text = io.StringIO()
    write([("", records)], text, "jsonl")
    return text.getvalue().encode("utf-8", "replace")


def _alone(
    article: Article, extractor: "Extractor", labeller: "LabelModel | None", limit: float | None
) -> Analyzed | InputError:
    found = _try([article], extractor, labeller, limit)
    return InputError(found, article.id) if isinstance(found, str) else found[0]


def _try(
    articles: Sequence[Article],
    extractor: "Extractor",
    labeller: "LabelModel | None",
    limit: float | None,
) -> list[Analyzed] | str:
    """Return what was found in the articles, or in one line why nothing was."""

    def find() -> list[Analyzed]:
        extracted = list(extractor.pipe(articles))
        found = [quotes for _, quotes in extracted]
        if labeller:
            found = label_each(found, labeller)
        return [
            Analyzed(quotes, article.issues)
            for (article, _), quotes in zip(extracted, found, strict=True)
        ]

    # spaCy's store of strings forgets the words of a batch after it, or it would grow for ever
    with extractor.nlp.memory_zone():
        return _guarded(find, limit)


def _guarded(work: Callable[[], Found], limit: float | None) -> Found | str:
    """Return what the work gives, or in one line why it gave nothing."""
    try:
        with time_limit(limit):
            return work()
    except OutOfTime:
        return f"took longer than {limit:g} seconds"
    except MemoryError:
        return "needs more memory than there is"
    except RhetoricError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - whatever one does, the others must be analysed
        return " ".join(f"{type(error).__name__}: {error}".split())


def labeller_of(analysis: Analysis) -> "LabelModel | None":
    """Return the model that labels, loaded once, or none where nothing is to be labelled."""
    if not analysis.classify:
        return None
    from rhetoric.labelling.store import load

    return load(analysis.model)


@lru_cache(maxsize=1)
def _held(analysis: Analysis) -> "LabelModel | None":
    """Return the model that a worker labels with to its end, whatever becomes of the folder."""
    return labeller_of(analysis)


def _one_thread() -> AbstractContextManager[Any]:
    """Keep BLAS to one thread: workers share the cores, and sums keep their order."""
    limited: AbstractContextManager[Any] = _thread_pools().limit(limits=1)
    return limited


@cache
def _thread_pools() -> Any:
    """Return the thread pools of the native libraries, all of which spaCy has loaded by now."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
