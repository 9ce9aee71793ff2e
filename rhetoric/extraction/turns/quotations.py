"""From turns to quotations: each turn is one, of the kind “turn”."""

from collections.abc import Iterator, Sequence

from rhetoric.extraction.marks.reading import ReadText
from rhetoric.extraction.names.names import Names
from rhetoric.extraction.turns.layout import Turn
from rhetoric.extraction.turns.speakers import name_speakers
from rhetoric.types import Quote, Speaker

# of a name printed beside the words: as certain as a cue right after them
_CONFIDENCE = 0.95


def quote_turns(reading: ReadText, turns: Sequence[Turn], names: Names) -> Iterator[Quote]:
    """Yield the quotations that turns are, in order.

    Parameters
    ----------
    reading : ReadText
        The article.
    turns : sequence of Turn
        In order.
    names : Names
        Who is who in the narration around them.
    """
    if not turns:
        return
    printed = [reading.text[slice(*turn.name)] for turn in turns]
    speakers = name_speakers(printed, turns[0].name[0], names)
    for turn, name in zip(turns, speakers, strict=True):
        words = reading.span(turn.start, turn.end)
        mention = reading.span(*turn.name)
        yield Quote(
            start=words.start,
            end=words.end,
            text=words.text,
            kind="turn",
            context=reading.span(turn.name[0], turn.end).text,
            speaker=Speaker(name, mention.text, mention.start, mention.end),
            cue=reading.span(*turn.sign) if turn.sign else None,
            rule="turn_label",
            confidence=_CONFIDENCE,
            parts=tuple(reading.span(*part) for part in turn.parts) if turn.parts[1:] else (),
            nested=tuple(reading.span(*inner) for inner in turn.nested),
        )
