"""Labelled data in, from our own files and from annotation tools, and quotations out to label."""

from rhetoric.learning.labelled.answers import answer_of
from rhetoric.learning.labelled.formats import FORMATS, read_labelled
from rhetoric.learning.labelled.records import (
    Labelled,
    LabelledRecord,
    Suggestion,
    folded,
)
from rhetoric.learning.labelled.writing import files_for_labelling, write_for_labelling

__all__ = [
    "FORMATS",
    "Labelled",
    "LabelledRecord",
    "Suggestion",
    "answer_of",
    "files_for_labelling",
    "folded",
    "read_labelled",
    "write_for_labelling",
]
