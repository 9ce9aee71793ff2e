"""The evaluation as one self-contained HTML page, with its curves as inline SVG."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rhetoric.errors import writing
from rhetoric.evaluation.compare import Comparison
from rhetoric.evaluation.mistakes import Mistake
from rhetoric.evaluation.results import Evaluation
from rhetoric.labelling.features import source_text
from rhetoric.labelling.model import Evidence

if TYPE_CHECKING:
    from jinja2 import Environment

_RECALLS = tuple(round(0.1 * i, 1) for i in range(1, 11))
# from which share of the heaviest token's weight on a token is shaded, and how darkly
_SHADES = (0.2, 0.45, 0.75)


class Piece(NamedTuple):
    """A stretch of text and what it weighs; a shade of 0 is not marked."""

    text: str
    weight: float = 0.0
    shade: int = 0


def write_page(path: Path, evaluation: Evaluation, comparison: Comparison | None = None) -> None:
    """Write the page.

    Parameters
    ----------
    path : pathlib.Path
        An HTML file; it needs no other file and runs no script.
    evaluation : Evaluation
    comparison : Comparison, optional
        With another model, to be shown too.

    Raises
    ------
    InputError
        When the file cannot be written.
    """
    page = environment().get_template("evaluation.html")
    html = page.render(
        evaluation=evaluation,
        comparison=comparison,
        mistakes=[(mistake, *highlighted(mistake)) for mistake in evaluation.mistakes],
        reached={
            curves.label: [(r, precision_at(curves.precision_recall, r)) for r in _RECALLS]
            for curves in evaluation.curves
        },
    )
    write_text(path, html)


def highlighted(mistake: Mistake) -> tuple[list[Piece], list[Piece]]:
    """Return the quotation and its carrier in pieces, marked by what they add to the score."""
    heaviest = max((abs(e.weight) for e in mistake.evidence), default=0.0)
    words, carrier = (
        list(
            _pieces(
                source_text(mistake.sample, source),
                [e for e in mistake.evidence if e.source == source],
                heaviest,
            )
        )
        for source in ("text", "context")
    )
    return words, carrier


def precision_at(curve: Sequence[tuple[float, float]], recall: float) -> float:
    """Return the best precision at which at least this recall is reached.

    >>> precision_at([(0.5, 1.0), (1.0, 0.8)], 0.6)
    0.8
    """
    return max(precision for reached, precision in curve if reached >= recall - 1e-9)


@cache
def environment() -> "Environment":
    """Return the templates of ``report/templates``; all but Markdown escape what they show."""
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    made = Environment(
        loader=PackageLoader("rhetoric.report"),
        autoescape=select_autoescape(disabled_extensions=("md",), default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["two"] = lambda value: f"{value:.2f}"
    made.filters["three"] = lambda value: f"{value:.3f}"
    made.filters["signed"] = lambda value: f"{value:+.3f}".replace("-", "−")
    made.filters["count"] = lambda value: f"{value:,}"
    made.filters["cell"] = _markdown_cell
    made.filters["code"] = lambda value: value.replace("`", "'")
    made.filters["percent"] = lambda value: f"{value:.0%}"
    return made


def write_text(path: Path, text: str) -> None:
    """Write a text file, as UTF-8.

    Raises
    ------
    InputError
        When it cannot be written.
    """
    with writing(path):
        path.write_text(text, encoding="utf-8", errors="replace")


def _markdown_cell(value: object) -> str:
    """Return a value as it can stand in a cell of a Markdown table."""
    return " ".join(str(value).split()).replace("<", "&lt;").replace("|", "\\|")


def _pieces(text: str, evidence: Sequence[Evidence], heaviest: float) -> Iterator[Piece]:
    done = 0
    for token in evidence:
        share = abs(token.weight) / heaviest if heaviest else 0.0
        shade = sum(share >= least for least in _SHADES)
        if shade:
            yield Piece(text[done : token.start])
            yield Piece(token.text, token.weight, shade)
            done = token.end
    yield Piece(text[done:])
