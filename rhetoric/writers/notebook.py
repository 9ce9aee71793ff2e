"""Quotations as small pieces of HTML for a notebook: escaped, styled inline, no template engine."""

from collections.abc import Iterable
from html import escape

from rhetoric.writers.columns import Record
from rhetoric.writers.palette import swatch

_CELL = "text-align:left;vertical-align:top;padding:.4em .8em .4em 0"


def quotation_html(record: Record) -> str:
    """Return one quotation as a block with its speaker and labels.

    Parameters
    ----------
    record : mapping
        As `Quote.to_dict` makes it.
    """
    style = "margin:.5em 0;padding:.1em 0 .1em 1em;border-left:3px solid currentColor"
    return (
        f'<blockquote style="{style}"><p style="margin:0">{escape(record["text"])}</p>'
        f'<p style="margin:.3em 0 0">{_speaker(record)} {_labels(record)}</p></blockquote>'
    )


def quotations_html(records: Iterable[Record]) -> str:
    """Return quotations as a table: speaker, words, labels with their probabilities."""
    rows = "".join(
        f'<tr><th scope="row" style="{_CELL}">{_speaker(record)}</th>'
        f'<td style="{_CELL}">{escape(record["text"])}</td>'
        f'<td style="{_CELL}">{_labels(record)}</td></tr>'
        for record in records
    )
    head = "".join(
        f'<th scope="col" style="{_CELL}">{name}</th>'
        for name in ("Speaker", "Quotation", "Labels")
    )
    if not rows:
        return "<p>no quotation</p>"
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _speaker(record: Record) -> str:
    speaker = record["speaker"]
    return escape(speaker["name"]) if speaker else "—"


def _labels(record: Record) -> str:
    probabilities = record["probabilities"]
    order = list(dict.fromkeys([*probabilities, *record["labels"]]))
    return " ".join(
        _badge(order.index(label), label, probabilities.get(label)) for label in record["labels"]
    )


def _badge(number: int, label: str, probability: float | None) -> str:
    look = swatch(number)
    style = (
        f"background:color-mix(in srgb,{look.colour} 20%,transparent);padding:.1em .5em;"
        f"border:1.5px {look.stroke} {look.colour};border-radius:.6em;white-space:nowrap"
    )
    shown = label if probability is None else f"{label} {probability:.2f}"
    return f'<span style="{style}">{escape(shown)}</span>'
