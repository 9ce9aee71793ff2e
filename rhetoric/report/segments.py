"""Cuts a text wherever one of its layers begins or ends: overlaps become pieces of their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True, order=True)
class Layer:
    """Something that a stretch of the text is.

    Attributes
    ----------
    start, end : int
        Character offsets, end exclusive.
    role : str
        "quotation", "speaker", "cue", …
    number : int
        Which one of them, or how strong it is.
    """

    start: int
    end: int
    role: str
    number: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text over which nothing begins or ends.

    Attributes
    ----------
    start, end : int
        Character offsets, end exclusive.
    text : str
        What stands there.
    layers : tuple of Layer
        All that lie over it, those that begin first in front.
    """

    start: int
    end: int
    text: str
    layers: tuple[Layer, ...]

    def numbers(self, role: str) -> tuple[int, ...]:
        """Return the numbers of its layers of one role."""
        return tuple(layer.number for layer in self.layers if layer.role == role)


def segment(text: str, layers: Iterable[Layer], cuts: Iterable[int] = ()) -> list[Segment]:
    """Cut a text at every border of a layer.

    The texts of the segments, put together, are the text; none is empty. Layers are clipped to the
    text, and empty ones are dropped.

    Parameters
    ----------
    text : str
        The text to be cut.
    layers : iterable of Layer
        They may overlap, nest and coincide.
    cuts : iterable of int
        Further offsets to cut at: where paragraphs begin.

    Examples
    --------
    >>> found = segment("Kim said so", [Layer(0, 3, "speaker", 1), Layer(0, 8, "cue", 2)])
    >>> [(s.text, [layer.role for layer in s.layers]) for s in found]
    [('Kim', ['speaker', 'cue']), (' said', ['cue']), (' so', [])]
    """
    size = len(text)
    whole = [
        Layer(max(0, layer.start), min(size, layer.end), layer.role, layer.number)
        for layer in layers
    ]
    waiting = sorted({layer for layer in whole if layer.start < layer.end}, reverse=True)
    borders = {0, size, *(cut for cut in cuts if 0 < cut < size)}
    borders.update(edge for layer in waiting for edge in (layer.start, layer.end))
    found: list[Segment] = []
    over: list[Layer] = []
    for start, end in pairwise(sorted(borders)):
        over = [layer for layer in over if layer.end > start]
        while waiting and waiting[-1].start == start:
            over.append(waiting.pop())
        found.append(Segment(start, end, text[start:end], tuple(over)))
    return found
