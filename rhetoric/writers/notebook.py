"""Quotations as small pieces of HTML for a notebook: escaped, styled inline, no template engine."""

from html import escape
from typing import TYPE_CHECKING

from rhetoric.writers.palette import swatch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rhetoric.types import Quote

_CELL = "text-align:left;vertical-align:top;padding:.4em .8em .4em 0"


def quotation_html(quote: "Quote") -> str:
    """Return one quotation as a block with its speaker and labels."""
    style = "margin:.5em 0;padding:.1em 0 .1em 1em;border-left:3px solid currentColor"
    return (
        f'<blockquote style="{style}"><p style="margin:0">{escape(quote.text)}</p>'
        f'<p style="margin:.3em 0 0">{_speaker(quote)} {_labels(quote)}</p></blockquote>'
    )


def quotations_html(quotes: "Iterable[Quote]") -> str:
    """Return quotations as a table: speaker, words, labels with their probabilities."""
    rows = "".join(
        f'<tr><th scope="row" style="{_CELL}">{_speaker(quote)}</th>'
        f'<td style="{_CELL}">{escape(quote.text)}</td>'
        f'<td style="{_CELL}">{_labels(quote)}</td></tr>'
        for quote in quotes
    )
    head = "".join(
        f'<th scope="col" style="{_CELL}">{name}</th>'
        for name in ("Speaker", "Quotation", "Labels")
    )
    if not rows:
        return "<p>no quotation</p>"
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _speaker(quote: "Quote") -> str:
    return escape(quote.speaker.name) if quote.speaker else "—"


def _labels(quote: "Quote") -> str:
    order = list(dict.fromkeys([*quote.probabilities, *quote.labels]))
    return " ".join(
        _badge(order.index(label), label, quote.probabilities.get(label)) for label in quote.labels
    )


def _badge(number: int, label: str, probability: float | None) -> str:
    look = swatch(number)
    style = (
        f"background:color-mix(in srgb,{look.colour} 20%,transparent);padding:.1em .5em;"
        f"border:1.5px {look.stroke} {look.colour};border-radius:.6em;white-space:nowrap"
    )
    shown = label if probability is None else f"{label} {probability:.2f}"
    return f'<span style="{style}">{escape(shown)}</span>'
