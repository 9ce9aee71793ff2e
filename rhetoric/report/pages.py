"""From views to pages: the functions that a user calls."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rhetoric.arguments import check_type, each_of
from rhetoric.errors import writing
from rhetoric.report.counts import UNDATED, CountRow, Entry, by_month, by_speaker, entries_of
from rhetoric.report.filling import fill, script, write_text
from rhetoric.report.quotations import NOBODY, Numbers
from rhetoric.report.view import ArticleView, view_of
from rhetoric.types import Article, Quote
from rhetoric.writers.palette import swatch

if TYPE_CHECKING:
    from rhetoric.labelling.model import LabelModel

Result = tuple[Article, Sequence[Quote]]


def render(
    article: Article | str, quotes: Sequence[Quote], model: "LabelModel | Path | str | None" = None
) -> str:
    """Return an article with its quotations as one HTML page that needs nothing else.

    Parameters
    ----------
    article : Article or str
        The article, or its text.
    quotes : sequence of Quote
        Its quotations, labelled or not.
    model : LabelModel, pathlib.Path or str, optional
        The model that labelled them, or its folder: tells which words the labels come from. Without
        it the page says no more than the quotations do.

    Raises
    ------
    InputError
        When a quotation is not one of the article.
    ModelError
        When the model cannot be loaded.

    Examples
    --------
    >>> from rhetoric import extract
    >>> text = "“We stay here,” Ana Ruiz said."
    >>> page = render(text, extract(text))
    >>> page.startswith("<!doctype html>"), "Ana Ruiz" in page
    (True, True)
    """
    whole = Article(article) if isinstance(article, str) else article
    labels = Numbers()
    return _article_page(view_of(whole, quotes, _loaded(model), labels, Numbers()), labels)


def render_index(results: Iterable[Result], model: "LabelModel | Path | str | None" = None) -> str:
    """Return many articles as one HTML page: counts by speaker and month, then every article.

    Parameters
    ----------
    results : iterable of (Article, sequence of Quote)
        As `rhetoric.read` yields them. The month is that of ``article.meta["date"]``, if that is an
        ISO 8601 date.
    model : LabelModel, pathlib.Path or str, optional
        See `render`.

    Raises
    ------
    InputError
        When a quotation is not one of its article.
    ModelError
        When the model cannot be loaded.
    """
    labeller = _loaded(model)
    labels, speakers = Numbers(), Numbers()
    views = [
        view_of(article, quotes, labeller, labels, speakers, number)
        for number, (article, quotes) in enumerate(_pairs(results), 1)
    ]
    entries = [entry for view in views for entry in entries_of(view)]
    articles = [_line(view, f"#article{number}") for number, view in enumerate(views, 1)]
    return _index_page(articles, entries, labels, views)


def render_results(
    results: Iterable[Result], model: "LabelModel | Path | str | None" = None
) -> str:
    """Return `render` of one article, `render_index` of any other number."""
    found = list(_pairs(results))
    return render(*found[0], model) if len(found) == 1 else render_index(found, model)


def write_report(
    results: Iterable[Result],
    path: Path | str,
    model: "LabelModel | Path | str | None" = None,
) -> Path:
    """Write many articles as HTML; return the file to open.

    Parameters
    ----------
    results : iterable of (Article, sequence of Quote)
        Each article with its quotations, labelled or not.
    path : pathlib.Path or str
        A file, if it ends in ``.html`` or ``.htm``: the page of `render_results`. Else a folder: an
        ``index.html``, a page for each article and one for each bar of the charts, written as the
        articles come. Files of the same names are replaced.
    model : LabelModel, pathlib.Path or str, optional
        See `render`.

    Raises
    ------
    InputError
        When a file cannot be written, or a quotation is not one of its article.
    ModelError
        When the model cannot be loaded.
    """
    given = _pairs(results)
    target = Path(path)
    alone = target.suffix.lower() in (".html", ".htm")
    with writing(target):
        (target.parent if alone else target).mkdir(parents=True, exist_ok=True)
    if alone:
        write_text(target, render_results(given, model))
        return target
    labeller = _loaded(model)
    labels = Numbers()
    articles: list[dict[str, Any]] = []
    entries: list[Entry] = []
    for number, (article, quotes) in enumerate(given, 1):
        name = f"article-{number:05}.html"
        view = view_of(article, quotes, labeller, labels, Numbers())
        write_text(target / name, _article_page(view, labels, "index.html"))
        articles.append(_line(view, name))
        entries += entries_of(view, name)
    rows = _rows(entries, labels, paged=True)
    for row in [*rows["speaker_rows"], *rows["month_rows"]]:
        page = _filled("list.html", labels, [], title=row.name, row=row)
        write_text(target / row.page, page)
    write_text(target / "index.html", _index_page(articles, entries, labels))
    return target / "index.html"


def _loaded(model: "LabelModel | Path | str | None") -> "LabelModel | None":
    if model is None:
        return None
    from rhetoric.labelling.model import LabelModel
    from rhetoric.labelling.store import load

    check_type(model, "model", LabelModel | PathLike | str, "a LabelModel or its folder")
    return model if isinstance(model, LabelModel) else load(model)


def _pairs(results: Iterable[Result]) -> Iterator[Result]:
    return each_of(results, "results", tuple | list, "(Article, quotations)")


def _article_page(view: ArticleView, labels: Numbers, home: str = "") -> str:
    """Fill the page of one article."""
    return _filled("article.html", labels, [view], title=view.title, view=view, home=home)


def _index_page(
    articles: Sequence[dict[str, Any]],
    entries: Sequence[Entry],
    labels: Numbers,
    views: Sequence[ArticleView] = (),
) -> str:
    """Fill the index; without views the articles have pages of their own."""
    paged = not views
    return _filled(
        "index.html",
        labels,
        views,
        title=f"Quotations in {len(articles)} article{'' if len(articles) == 1 else 's'}",
        articles=articles,
        paged=paged,
        speakers_named=len({entry.speaker for entry in entries} - {NOBODY}),
        total=len(entries),
        **_rows(entries, labels, paged=paged),
    )


def _rows(entries: Sequence[Entry], labels: Numbers, *, paged: bool) -> dict[str, list[CountRow]]:
    """Return the rows of both charts; those of months are none where no article has a date."""
    dated = any(entry.month != UNDATED for entry in entries)
    return {
        "speaker_rows": by_speaker(entries, len(labels), paged=paged),
        "month_rows": by_month(entries, len(labels), paged=paged) if dated else [],
    }


def _line(view: ArticleView, href: str) -> dict[str, Any]:
    """Return an article's line in the index."""
    count = len(view.quotations)
    return {"href": href, "title": view.title, "facts": view.facts, "count": count}


def _filled(template: str, labels: Numbers, views: Sequence[ArticleView], **values: Any) -> str:
    from importlib.metadata import version

    quotations = [quotation for view in views for quotation in view.quotations]
    given = Counter(label for q in quotations for label in q.labels)
    speakers = Counter((q.speaker, q.speaker_number) for q in quotations)
    return fill(
        template,
        version=version("rhetoric"),
        script=script("report.js"),
        looks=[swatch(n) for n in range(len(labels))],
        labels=list(labels),
        views=views,
        counts=[given[n] for n in range(len(labels))],
        unlabelled=sum(not q.labels for q in quotations),
        speakers=sorted((name, number, n) for (name, number), n in speakers.items()),
        shown=len(quotations),
        named=len({q.speaker for q in quotations if q.quote.speaker}),
        **values,
    )
