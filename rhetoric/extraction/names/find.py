"""From an article to its persons, and where it mentions each."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rhetoric.extraction.marks.spans import Range
from rhetoric.extraction.names.descriptions import find_descriptions
from rhetoric.extraction.names.names import Mention, Names
from rhetoric.extraction.names.persons import LONGEST_NAME, find_persons, is_body
from rhetoric.extraction.names.register import Register, register
from rhetoric.extraction.names.runs import Run, find_runs, is_place_or_body

_DETERMINED = ("the ", "in ", "at ")


def find_names(text: str, quoted: Sequence[Range] = ()) -> Names:
    """Collect the persons that an article names, and where it mentions them.

    Parameters
    ----------
    text : str
        The article as it is read.
    quoted : sequence of (int, int)
        Quoted stretches in order; names inside them are not looked at.

    Examples
    --------
    >>> names = find_names("Foreign Minister Ana Ruiz arrived. Ruiz smiled.")
    >>> [person.name for person in names.persons], len(names.mentions)
    (['Ana Ruiz'], 2)
    """
    runs = tuple(find_runs(text, quoted))
    known = register(find_persons(text, runs), runs)
    bodies = tuple((r.start, " ".join((*r.title, *r.words))) for r in runs if is_body(text, r))
    names = Names(text, runs, known, tuple(_mentions(text, runs, known)), bodies)
    described = find_descriptions(names, quoted)
    return replace(names, mentions=tuple(sorted({*names.mentions, *described})))


def _mentions(text: str, runs: Sequence[Run], known: Register) -> Iterator[Mention]:
    for run in runs:
        lone_thing = len(run.words) == 1 and is_place_or_body(run.words)
        before = text[max(0, run.start - 4) : run.start].lower()
        if (
            run.apart
            or len(run.words) > LONGEST_NAME
            or (lone_thing and before.endswith(_DETERMINED))
        ):
            continue
        who = known.meant(run.words, "", run.start)
        if who is not None:
            yield Mention(run.start, run.end, who)
