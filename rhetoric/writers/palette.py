"""Colours and strokes that tell labels apart, also for colour-blind readers and in print.

The colours are those of Okabe and Ito ("Color Universal Design", 2008). A stroke changes with each
round of them, and from the seventh label on they are greys: no two of fifteen labels look alike.
"""

from dataclasses import dataclass

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
GREYS = ("#595959", "#8c8c8c", "#b3b3b3")
STROKES = ("solid", "dashed", "dotted", "double")


@dataclass(frozen=True, slots=True)
class Swatch:
    """How a label is drawn.

    Attributes
    ----------
    colour : str
        ``#rrggbb``.
    stroke : {"solid", "dashed", "dotted", "double"}
        How its line is drawn, to be told apart without colours.
    """

    colour: str
    stroke: str


def swatch(number: int) -> Swatch:
    """Return how the label at a place of the label set is drawn, counted from 0.

    Examples
    --------
    >>> swatch(0)
    Swatch(colour='#0072b2', stroke='solid')
    >>> swatch(6).stroke
    'dashed'
    """
    if number < len(COLOURS):
        return Swatch(COLOURS[number], STROKES[0])
    turn, place = divmod(number - len(COLOURS), len(GREYS))
    return Swatch(GREYS[place], STROKES[1 + turn % (len(STROKES) - 1)])
