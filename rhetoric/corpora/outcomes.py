"""What is asked of many articles, and what comes of each: quotations, or the reason why none."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from numbers import Real
from os import PathLike
from pathlib import Path
from typing import Any, Self, TypeAlias

from rhetoric.api import check_labelling, records_of
from rhetoric.arguments import check_type
from rhetoric.errors import InputError, RhetoricError
from rhetoric.types import Article, Quote

Item: TypeAlias = Article | InputError

# single marks are left out: an apostrophe is one of them
_MARK = '[“”„‟"＂«»「」『』〝〞]'
_TWO_MARKS = re.compile(f"{_MARK}.*?{_MARK}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Analysis:
    """What to find in articles, and how.

    Attributes
    ----------
    classify : bool
        Label the quotations too.
    model : pathlib.Path or str or None
        Folder of the labelling model; the shipped one if none.
    threshold : float or mapping of str to float or None
        Give a label from this probability on; the model's own thresholds if none.
    alone : bool
        Label each quotation without the rest of its article.
    spacy_model : str or None
        Name or folder of the spaCy pipeline; the default English one if none.
    terms : bool
        Keep what is attributed to nobody: titles, nicknames, scare quotes.
    turns : bool
        Read the turns of transcripts and interviews, which have no marks, as quotations.
    explain : bool
        Tell in the records which words each label comes from.
    with_text : bool
        Add to the records the text that every offset refers to.
    article_timeout : float or None
        Seconds after which an article is given up, more than 0; no limit if none.

    Raises
    ------
    TypeError
        When a model or a pipeline is no path, a threshold or a time no number.
    ValueError
        When no article can be read in that time.
    """

    classify: bool = True
    model: Path | str | None = None
    threshold: float | Mapping[str, float] | None = None
    alone: bool = False
    spacy_model: str | None = None
    terms: bool = False
    turns: bool = True
    explain: bool = False
    with_text: bool = False
    article_timeout: float | None = None

    def __post_init__(self) -> None:
        """Refuse what no article can be read with, before any is."""
        check_labelling(self.model, self.threshold)
        check_type(self.spacy_model, "spacy_model", str | PathLike | None, "a name or a folder")
        seconds = self.article_timeout
        check_type(seconds, "article_timeout", Real | None, "seconds or None")
        if seconds is not None and not 0 < seconds < float("inf"):
            msg = f"article_timeout must be seconds above 0, or None for no limit, not {seconds}"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Analyzed:
    """An article that was read.

    Attributes
    ----------
    article : Article
        Its `issues` say what was doubtful and left out.
    quotes : sequence of Quote
        Its quotations, in order.
    """

    article: Article
    quotes: Sequence[Quote]

    def records(self, *, with_text: bool = False) -> list[dict[str, Any]]:
        """Return the records of its quotations, as `rhetoric.records_of` makes them."""
        return records_of(self.article, self.quotes, with_text=with_text)


Outcome: TypeAlias = Analyzed | InputError


def failed(article: Article, error: BaseException) -> InputError:
    """Return in one line why nothing was found in an article.

    Examples
    --------
    >>> failed(Article("", "a7"), KeyError("no such thing"))
    InputError("a7: KeyError: 'no such thing'")
    """
    match error:
        case MemoryError():
            reason = "needs more memory than there is"
        case RhetoricError():
            reason = str(error)
        case _:
            reason = " ".join(f"{type(error).__name__}: {error}".split())
    return InputError(reason, article.id)


@dataclass(frozen=True, slots=True)
class Tally:
    """How much has been read and found.

    Attributes
    ----------
    articles : int
        Taken from the input, with those that failed.
    quotations, errors : int
        Found in them; articles that failed, records and files that could not be read.
    doubtful : int
        Stretches that were left out of the quotations.
    silent : int
        Articles that hold quotation marks, and no quotation was found in them.
    first_silent : str
        The first of these.
    """

    articles: int = 0
    quotations: int = 0
    errors: int = 0
    doubtful: int = 0
    silent: int = 0
    first_silent: str = ""

    def plus(self, outcome: Outcome) -> Self:
        """Return the tally with one more article."""
        if isinstance(outcome, InputError):
            return self + type(self)(articles=outcome.records, errors=outcome.records)
        article, quotes = outcome.article, outcome.quotes
        silent = not quotes and _TWO_MARKS.search(article.text) is not None
        return self + type(self)(
            articles=1,
            quotations=len(quotes),
            doubtful=len(article.issues),
            silent=int(silent),
            first_silent=article.id if silent else "",
        )

    def __add__(self, other: Self) -> Self:
        """Return the tally of what both have counted."""
        names = [field.name for field in fields(self) if field.name != "first_silent"]
        counts = {name: getattr(self, name) + getattr(other, name) for name in names}
        return type(self)(**counts, first_silent=self.first_silent or other.first_silent)
