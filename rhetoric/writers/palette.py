"""Colours and strokes that tell labels apart, also for colour-blind readers and in print.

The colours are those of Okabe and Ito ("Color Universal Design", 2008). A stroke changes with each
round of them, and from the seventh label on they are greys: no two of fifteen labels look alike.
"""

from dataclasses import dataclass

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
GREYS = ("#595959", "#8c8c8c", "#b3b3b3")
STROKES = ("solid", "dashed", "dotted", "double")
BLACK, WHITE = "#000000", "#ffffff"


@dataclass(frozen=True, slots=True)
class Swatch:
    """How a label is drawn.

    Attributes
    ----------
    colour : str
        ``#rrggbb``.
    ink : str
        Black or white, whichever is read more easily on the colour.
    stroke : {"solid", "dashed", "dotted", "double"}
    """

    colour: str
    ink: str
    stroke: str


def swatch(number: int) -> Swatch:
    """Return how the label at a place of the label set is drawn, counted from 0.

    Examples
    --------
    >>> swatch(0)
    Swatch(colour='#0072b2', ink='#ffffff', stroke='solid')
    >>> swatch(6).stroke
    'dashed'
    """
    if number < len(COLOURS):
        colour, stroke = COLOURS[number], STROKES[0]
    else:
        turn, place = divmod(number - len(COLOURS), len(GREYS))
        colour, stroke = GREYS[place], STROKES[1 + turn % (len(STROKES) - 1)]
    return Swatch(colour, max((BLACK, WHITE), key=lambda ink: contrast(ink, colour)), stroke)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio").

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mix(colour: str, paper: str, share: float) -> str:
    """Return paper with a share of a colour in it.

    >>> mix("#000000", "#ffffff", 0.2)
    '#cccccc'
    """
    pairs = zip(_channels(colour), _channels(paper), strict=True)
    return "#" + "".join(f"{round(share * c + (1 - share) * p):02x}" for c, p in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    """Return the relative luminance that WCAG defines."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
