"""Why a label was given: the quotation with its heavy words marked, and a list of them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rhetoric.report.segments import Layer, segment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rhetoric.types import Evidence

_STEPS = 3


@dataclass(frozen=True, slots=True)
class StyledText:
    """A stretch of text and how it is drawn: class names and an id, both made here."""

    text: str
    classes: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one label was given.

    Attributes
    ----------
    number : int
        The label's in the label set.
    name : str
        Of the label.
    pieces : tuple of StyledText
        The quotation; words that speak for the label have the class "for", those against it
        "against", and both have "w1" to "w3" for their weight.
    tokens : tuple of Evidence
        The heaviest first.
    """

    number: int
    name: str
    pieces: tuple[StyledText, ...]
    tokens: "tuple[Evidence, ...]"


def weighed(
    text: str, tokens: "Sequence[Evidence]", source: str = "text"
) -> tuple[StyledText, ...]:
    """Return a text in pieces, its heavy words marked by what they add to the score of a label.

    Parameters
    ----------
    text : str
        The quotation, or its carrier.
    tokens : sequence of Evidence
        Those of other sources count for what is heavy, and are not marked.
    source : str
        Which of them are of this text.
    """
    heaviest = max((abs(token.weight) for token in tokens), default=0.0) or 1.0
    layers = [
        Layer(token.start, token.end, "for" if token.weight > 0 else "against", step)
        for token in tokens
        if token.source == source and (step := round(_STEPS * abs(token.weight) / heaviest))
    ]
    return tuple(
        StyledText(piece.text, " ".join(f"{layer.role} w{layer.number}" for layer in piece.layers))
        for piece in segment(text, layers)
    )
