"""Articles and quotations in, as lazy streams: text, HTML, PDF, JSONL, CSV, Parquet and others.

What cannot be read is an `InputError` at its place in the stream, which goes on with the next
record or file; a ``report`` function is told of it.
"""

from rhetoric.documents.articles import read_articles, read_items
from rhetoric.documents.many import read_records
from rhetoric.documents.quotations import read_quotations
from rhetoric.documents.reading import STDIN, Reading, Report

__all__ = [
    "STDIN",
    "Reading",
    "Report",
    "read_articles",
    "read_items",
    "read_quotations",
    "read_records",
]
