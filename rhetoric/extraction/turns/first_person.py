"""Whom “I” means in the narration: who speaks there in an interview that names its speakers."""

import re

from rhetoric.extraction.names.names import Names
from rhetoric.extraction.turns.speakers import name_speakers

# ((Ana Ruiz)) We won: how wikis mark who speaks
_MARKED = re.compile(r"\(\((?P<name>[^()\n:]{1,60})\)\)")
# nobody speaks longer at a time, in characters
_LONGEST = 20_000


def first_person(names: Names, at: int) -> str | None:
    r"""Return the person who speaks where “I” stands; none where the article does not show it.

    Parameters
    ----------
    names : Names
        Who is who in the article.
    at : int
        Offset of the pronoun.

    Examples
    --------
    >>> from rhetoric.extraction.names.find import find_names
    >>> text = "((Post)) And then?\n\n((Ana Ruiz)) I said no."
    >>> names = find_names(text)
    >>> first_person(names, text.index("I said")), first_person(names, 3)
    ('Ana Ruiz', None)
    """
    text = names.text
    opening = text.rfind("((", max(0, at - _LONGEST), at)
    marked = _MARKED.match(text, opening) if opening >= 0 else None
    if marked is None or text[text.rfind("\n", 0, opening) + 1 : opening].strip():
        return None
    name = name_speakers([marked.group("name")], opening, names)[0]
    return name if name in names.register.by_name else None
