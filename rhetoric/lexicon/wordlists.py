"""The word lists in ``lexicon/data``: plain text, in sections, with comments on their sources."""

from functools import cache
from importlib import resources


@cache
def read_sections(name: str) -> dict[str, tuple[str, ...]]:
    """Return the lines of a word list by section.

    Parameters
    ----------
    name : str
        File name in ``lexicon/data``. A line in [brackets] opens a section, ``#`` a comment.

    Examples
    --------
    >>> read_sections("cue_nouns.txt")["according"][0]
    'according to'
    """
    text = resources.files("rhetoric.lexicon").joinpath("data", name).read_text(encoding="utf-8")
    sections: dict[str, list[str]] = {}
    lines = sections.setdefault("", [])
    for raw in text.splitlines():
        line = raw.strip()
        if line.startswith("["):
            lines = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return {section: tuple(lines) for section, lines in sections.items()}


@cache
def read_words(name: str, section: str) -> frozenset[str]:
    """Return every word of a section, however many stand on a line."""
    return frozenset(word for line in read_sections(name).get(section, ()) for word in line.split())
