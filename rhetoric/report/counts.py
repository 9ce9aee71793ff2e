"""Counts for the index of many articles: speaker by label and month by label."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rhetoric.report.quotations import NOBODY
from rhetoric.report.view import ArticleView

_MONTH = re.compile(r"\s*(\d{4})(?:-(0[1-9]|1[0-2])(?!\d)|(0[1-9]|1[0-2])\d\d(?!\d))", re.ASCII)
_MOST_ROWS = 25
UNDATED = "no date"


@dataclass(frozen=True, slots=True)
class Entry:
    """One quotation as the lists of the index show it.

    Attributes
    ----------
    href : str
        Where it stands.
    words, speaker, article : str
        What is shown of the quotation, who said it, and the article's title.
    labels : tuple of int
        The numbers of its labels in the label set.
    month : str
        ``YYYY-MM``, or "no date".
    """

    href: str
    words: str
    speaker: str
    article: str
    labels: tuple[int, ...]
    month: str


@dataclass(frozen=True, slots=True)
class Cell:
    """The quotations of one row with one label; ``label`` is ``None`` for those without any."""

    label: int | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class CountRow:
    """One speaker or one month.

    Attributes
    ----------
    id : str
        Of its element in the page.
    page : str
        The file that lists its quotations; empty when that is the index itself.
    name : str
        Of the speaker, or the month.
    count : int
        Quotations in all; one with two labels stands in two cells.
    cells : tuple of Cell
        Its quotations by label.
    """

    id: str
    page: str
    name: str
    count: int
    cells: tuple[Cell, ...]


def month_of(date: object) -> str:
    """Return the month of an ISO 8601 date, or "no date".

    >>> month_of("2024-03-05T10:00:00Z"), month_of(20240305), month_of("2024-03"), month_of(None)
    ('2024-03', '2024-03', '2024-03', 'no date')
    """
    found = _MONTH.match(str(date))
    return f"{found[1]}-{found[2] or found[3]}" if found else UNDATED


def entries_of(view: ArticleView, page: str = "") -> list[Entry]:
    """Return the entries of an article that stands on a page."""
    month = month_of(view.article.meta.get("date"))
    return [
        Entry(
            f"{page}#{view.prefix}q{q.number}",
            q.quote.text,
            q.speaker,
            view.title,
            q.labels,
            month,
        )
        for q in view.quotations
    ]


def by_speaker(entries: Iterable[Entry], labels: int, *, paged: bool) -> list[CountRow]:
    """Return a row for each speaker, those most quoted first, then the others and nobody.

    Parameters
    ----------
    entries : iterable of Entry
        All quotations of the index.
    labels : int
        Size of the label set.
    paged : bool
        Whether each row's list is a page of its own.
    """
    groups = _grouped(entries, lambda entry: entry.speaker)
    nobody = groups.pop(NOBODY, [])
    ranked = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    if len(ranked) > _MOST_ROWS + 1:  # a single other one has room by name
        rest = [entry for _, group in ranked[_MOST_ROWS:] for entry in group]
        ranked = [*ranked[:_MOST_ROWS], (f"{len(ranked) - _MOST_ROWS} others", rest)]
    if nobody:
        ranked.append((NOBODY, nobody))
    return _rows("speaker", ranked, labels, paged=paged)


def by_month(entries: Iterable[Entry], labels: int, *, paged: bool) -> list[CountRow]:
    """Return a row for each month in order, the quotations without a date last."""
    months = sorted(_grouped(entries, lambda entry: entry.month).items())
    return _rows("month", months, labels, paged=paged)


def _grouped(entries: Iterable[Entry], key: Callable[[Entry], str]) -> dict[str, list[Entry]]:
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(key(entry), []).append(entry)
    return groups


def _rows(
    kind: str, groups: Sequence[tuple[str, list[Entry]]], labels: int, *, paged: bool
) -> list[CountRow]:
    rows = []
    for n, (name, group) in enumerate(groups, 1):
        given = [
            Cell(label, tuple(entry for entry in group if label in entry.labels))
            for label in range(labels)
        ]
        none = Cell(None, tuple(entry for entry in group if not entry.labels))
        page = f"{kind}-{n:04}.html" if paged else ""
        rows.append(CountRow(f"{kind}{n}", page, name, len(group), (*given, none)))
    return rows
