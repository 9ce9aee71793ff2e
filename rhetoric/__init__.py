"""Finds who is quoted saying what in a news article, and labels what those words do."""

from rhetoric.api import analyze, classify, extract, read, records_of
from rhetoric.errors import InputError, ModelError, RhetoricError, TrainingError
from rhetoric.types import Article, Issue, Labels, Quote, Span, Speaker
from rhetoric.writers import to_pandas

__version__ = "0.1.0"
__all__ = [
    "Article",
    "InputError",
    "Issue",
    "Labels",
    "ModelError",
    "Quote",
    "RhetoricError",
    "Span",
    "Speaker",
    "TrainingError",
    "analyze",
    "classify",
    "extract",
    "read",
    "records_of",
    "to_pandas",
]
