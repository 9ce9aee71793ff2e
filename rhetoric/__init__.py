"""Finds who is quoted saying what in a news article, and labels what those words do."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from rhetoric.errors import InputError, InputWarning, ModelError, RhetoricError, TrainingError

if TYPE_CHECKING:
    from rhetoric.api import analyze, classify, extract, load, records_of
    from rhetoric.corpora.read import read
    from rhetoric.documents import Reading, read_articles
    from rhetoric.learning.labelled import read_labelled
    from rhetoric.learning.train import train
    from rhetoric.report import render, render_index, write_report
    from rhetoric.types import Article, Issue, Labels, Quote, Quotes, Span, Speaker
    from rhetoric.writers import to_pandas

__version__ = "0.1.0"
__all__ = [
    "Article",
    "InputError",
    "InputWarning",
    "Issue",
    "Labels",
    "ModelError",
    "Quote",
    "Quotes",
    "Reading",
    "RhetoricError",
    "Span",
    "Speaker",
    "TrainingError",
    "analyze",
    "classify",
    "extract",
    "load",
    "read",
    "read_articles",
    "read_labelled",
    "records_of",
    "render",
    "render_index",
    "to_pandas",
    "train",
    "write_report",
]

# where each other name is: whoever imports the package loads the rooms that he uses, and no others
_ROOMS = {
    "rhetoric.api": "analyze classify extract load records_of",
    "rhetoric.corpora.read": "read",
    "rhetoric.documents": "Reading read_articles",
    "rhetoric.learning.labelled": "read_labelled",
    "rhetoric.learning.train": "train",
    "rhetoric.report": "render render_index write_report",
    "rhetoric.types": "Article Issue Labels Quote Quotes Span Speaker",
    "rhetoric.writers": "to_pandas",
}
_HOMES = {name: room for room, names in _ROOMS.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    found = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
