"""What an article says of a name: titles, appositions, age, gender, and whether it speaks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rhetoric.extraction.names.runs import Run
from rhetoric.lexicon.cues import saying_pattern
from rhetoric.lexicon.given_names import Gender, gender_of_given, is_family_first
from rhetoric.lexicon.roles import GENDER_OF_PRONOUN, gender_of_title, is_role, role_words

_IN_PLACE = re.compile(r"\b(?:of|in|at|from|near|to|for|into|on|than)\s+$")
_LEAD = re.compile(r"((?:[\w-]+[ ]){1,4})$")
_APPOSED = re.compile(
    r",\s+(?:\d+,\s+)?(?:then\s+|now\s+)?(?:(?:the|a|an|his|her|their)\s+)?([^,.;:“”\"]{3,80})"
)
_BEFORE_APPOSED = re.compile(
    r"(?:^|[\s“\"])(?:the|a|an|his|her|their|[\w-]+[’']s)\s+([^,.;:“”\"]{3,60}),\s*$", re.IGNORECASE
)
_CORE = re.compile(
    r"^(.*?)(?:(?<!\s)\s++(?:of|for|in|at|from|who|with|to|on|and|whose|that|which)\b.*)?$"
)
_SAID_AFTER = re.compile(rf",?\s++{saying_pattern()}\b")
_SAID_BEFORE = re.compile(rf"\b{saying_pattern()}\s+$")
_HUMAN_AFTER = re.compile(
    r",\s(?:aged\s)?\d{1,3}\b(?=[,.;]|\s(?:and|who|of|from)\b)|\s\(\d{1,3}\)|,?\s++who(?:se)?\b"
)
_OWN = re.compile(rf"[^.!?\n“\"]{{0,80}}?\b({'|'.join(GENDER_OF_PRONOUN)})\b", re.IGNORECASE)


def core_words(phrase: str) -> list[str]:
    """Return the words of a noun phrase up to its head, lower case.

    Examples
    --------
    >>> core_words("deputy speaker of the State Duma")
    ['deputy', 'speaker']
    """
    core = _CORE.match(phrase.strip())
    return (core.group(1) if core else phrase).lower().split()


@dataclass(frozen=True)
class NameEvidence:
    """What an article says of a name wherever it stands.

    Attributes
    ----------
    text : str
        The article.
    runs : sequence of Run
        Where the name stands, in order.
    """

    text: str
    runs: Sequence[Run]

    @property
    def printed(self) -> tuple[str, ...]:
        """The words of the name, as printed first."""
        return self.runs[0].words

    @property
    def is_titled(self) -> bool:
        """Whether a title stands before it."""
        return any(run.title for run in self.runs)

    @cached_property
    def phrases(self) -> list[str]:
        """The titles and appositions that say who its bearer is."""
        return [phrase for run in self.runs for phrase in _phrases(self.text, run)]

    @cached_property
    def roles(self) -> frozenset[str]:
        """The head nouns of those."""
        heads = (words[-1] for words in map(core_words, self.phrases) if words)
        return frozenset(filter(is_role, heads))

    @property
    def details(self) -> frozenset[str]:
        """All words of those."""
        return frozenset(w for p in self.phrases for w in re.findall(r"[\w’'-]+", p.lower()))

    @property
    def speaks(self) -> bool:
        """Whether a verb of saying stands right beside it."""
        return any(
            _SAID_AFTER.match(self.text, run.end)
            or _SAID_BEFORE.search(self.text[max(0, run.start - 24) : run.start])
            for run in self.runs
        )

    @property
    def is_told_human(self) -> bool:
        """Whether “who” or an age follows it."""
        return any(_HUMAN_AFTER.match(self.text, run.end) for run in self.runs)

    @property
    def is_placed(self) -> bool:
        """Whether it always stands where a place does: in Ellen Park."""
        return all(_IN_PLACE.search(self.text[max(0, r.start - 8) : r.start]) for r in self.runs)

    @property
    def gender(self) -> Gender:
        """The gender that titles, the given name, roles or pronouns tell, in this order."""
        for told in map(gender_of_title, (run.title for run in self.runs)):
            if told:
                return told
        words = self.printed
        given = next((word for word in words if len(word.rstrip(".")) > 1), words[0])
        if not (is_family_first(given) and given == words[0]):
            told = gender_of_given(given) or gender_of_given(given.partition("-")[0])
            if told:
                return told
        told = next(filter(None, (gender_of_title([role]) for role in sorted(self.roles))), "")
        return told or self._gender_of_pronouns()

    def _gender_of_pronouns(self) -> Gender:
        """Return the gender of the pronouns that follow a name in its sentences, if they agree."""
        told = {
            GENDER_OF_PRONOUN[match.group(1).lower()]
            for run in self.runs
            if (match := _OWN.match(self.text, run.end))
            and not re.search(r"[A-Z]", match.group()[1:])
        }
        return told.pop() if len(told) == 1 else ""


def _phrases(text: str, run: Run) -> Iterator[str]:
    """Yield what stands before and after a name to say who its bearer is."""
    if run.title:
        yield " ".join(run.title)
    lead = _LEAD.search(text[max(0, run.start - 60) : run.start])
    if lead and lead.group(1).split()[-1] in role_words():
        yield lead.group(1)
    after = _APPOSED.match(text, run.end)
    if after:
        yield after.group(1)
        yield from re.split(r"\s+and\s+(?:the\s+)?", after.group(1))[1:]
    before = _BEFORE_APPOSED.search(text[max(0, run.start - 80) : run.start])
    if before:
        yield before.group(1)
