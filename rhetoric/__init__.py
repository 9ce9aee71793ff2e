"""Finds who is quoted saying what in a news article, and labels what those words do."""

from rhetoric.api import analyze, classify, extract, load, records_of
from rhetoric.corpora.read import read
from rhetoric.documents import Reading, read_articles
from rhetoric.errors import InputError, InputWarning, ModelError, RhetoricError, TrainingError
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
