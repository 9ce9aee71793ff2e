"""From the text of an article to what is to be parsed of it, before any model is asked."""

from dataclasses import dataclass

from rhetoric.extraction.marks.reading import ReadText, read
from rhetoric.extraction.marks.stretches import Stretch, find_stretches
from rhetoric.extraction.narration import Passage, mask
from rhetoric.extraction.turns.layout import Turn, find_turns, take_turns
from rhetoric.types import Issue


@dataclass(frozen=True, slots=True)
class Masked:
    """An article whose quotations are found, and masked in what is to be parsed.

    Attributes
    ----------
    reading : ReadText
        The article as it is read.
    stretches : tuple of Stretch
        What stands between marks, in order.
    turns : tuple of Turn
        The turns of speech without marks, in order.
    passages : tuple of Passage
        The paragraphs that hold the stretches, and the sentences that lead into them.
    issues : tuple of Issue
        What was doubtful and left out.
    """

    reading: ReadText
    stretches: tuple[Stretch, ...]
    turns: tuple[Turn, ...]
    passages: tuple[Passage, ...]
    issues: tuple[Issue, ...]


def mask_article(text: str, *, turns: bool = True) -> Masked:
    """Find the quotations of an article and mask them.

    Parameters
    ----------
    text : str
        The article as given.
    turns : bool
        Read the turns of transcripts and interviews, which have no marks, as quotations.

    Examples
    --------
    >>> [passage.text for passage in mask_article("“We must go home now,” Kim said.").passages]
    ['“Yes,” Kim said.']
    """
    reading = read(text)
    found, doubtful = find_stretches(reading.text)
    said, stretches = take_turns(find_turns(reading.text) if turns else [], found)
    issues = (Issue(*reading.place(i.start, i.end), i.reason) for i in doubtful if i.start < i.end)
    passages = mask(reading.text, stretches)
    return Masked(reading, tuple(stretches), tuple(said), tuple(passages), tuple(issues))
