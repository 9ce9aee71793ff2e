"""Finds who is quoted saying what in a news article, and labels what those words do."""

from rhetoric.api import analyze, classify, extract, read
from rhetoric.errors import InputError, ModelError, RhetoricError, TrainingError
from rhetoric.report import render, render_index, write_report
from rhetoric.types import Article, Issue, Labels, Quote, Quotes, Span, Speaker

__version__ = "0.1.0"
__all__ = [
    "Article",
    "InputError",
    "Issue",
    "Labels",
    "ModelError",
    "Quote",
    "Quotes",
    "RhetoricError",
    "Span",
    "Speaker",
    "TrainingError",
    "analyze",
    "classify",
    "extract",
    "read",
    "render",
    "render_index",
    "write_report",
]
