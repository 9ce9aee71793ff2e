"""A passage as it stands in an article that spaCy has parsed whole."""

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from rhetoric.extraction.marks.reading import ReadText
from rhetoric.extraction.narration import Passage, Slot

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span


def unmask(doc: "Doc", passage: Passage, reading: ReadText) -> "tuple[Passage, Doc]":
    """Return a passage as it stands in a parsed article, nothing masked, and its parse.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        The parse of the whole article.
    passage : Passage
        One that `mask` returned for its text.
    reading : ReadText
        That text.
    """

    def reach(start: int, end: int) -> "Span":
        # a tokenizer may glue a mark to a word; whole tokens are what a rule can look at
        there = reading.place(start, end)
        return cast("Span", doc.char_span(*there, alignment_mode="expand"))

    here = reach(*passage.reach)
    origin = here.start_char
    slots: list[Slot] = []
    for slot in passage.slots:
        part = slot.stretch.parts[slot.part]
        words = reach(part.outer_start, part.outer_end)
        slots.append(replace(slot, start=words.start_char - origin, end=words.end_char - origin))
    begins = reading.begins
    low, high = passage.reach
    first = (0, low - begins[low] + origin)
    jumps = (
        (begins[i] - origin, i) for i in range(low + 1, high) if begins[i] != begins[i - 1] + 1
    )
    lead = begins[passage.start] - origin if low < passage.start else 0
    shown = replace(passage, text=here.text, slots=tuple(slots), anchors=(first, *jumps), lead=lead)
    return shown, here.as_doc()
