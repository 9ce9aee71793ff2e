"""The attribution rules: each a small function that looks at one quotation in its sentence.

A rule is given a `Site` and the `Cues` and returns whom it finds, or ``None``. `RULES` lists them,
most certain first; the first that finds somebody wins, and its name and confidence go into the
record. They stand in three files by what they look at: `cue_rules`, `lead_rules`, `source_rules`.

What one quotation's sentence does not settle is left to `attribution.neighbours`.
"""

from collections.abc import Callable

from rhetoric.extraction.attribution.attribution import Found
from rhetoric.extraction.attribution.cue_rules import (
    clause_of_cue,
    cue_after,
    cue_around,
    cue_before,
    judged_as,
    passive_agent,
    quoted_as,
    said_so,
)
from rhetoric.extraction.attribution.lead_rules import be_like, cue_first, named_lead, signed
from rhetoric.extraction.attribution.source_rules import according_to, main_clause, speech_noun
from rhetoric.extraction.paragraph import Site
from rhetoric.lexicon.cues import Cues

Rule = Callable[[Site, Cues], Found | None]

# most certain first; what each is worth is in `attribution.confidence`
RULES: tuple[Rule, ...] = (
    quoted_as,
    passive_agent,
    be_like,
    clause_of_cue,
    cue_after,
    said_so,
    signed,
    cue_first,
    named_lead,
    cue_before,
    according_to,
    judged_as,
    cue_around,
    speech_noun,
    main_clause,
)
