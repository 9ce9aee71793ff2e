"""From a mention to the fullest name that the article gives: “Kim”, “he”, “the leader”.

All evidence comes from the article. A wrong full name is worse than the bare mention, so where two
persons fit, the mention stays.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from rhetoric.extraction.marks.spans import Range
from rhetoric.extraction.names.descriptions import described
from rhetoric.extraction.names.evidence import core_words
from rhetoric.extraction.names.names import Names
from rhetoric.extraction.names.persons import LONGEST_NAME, is_body
from rhetoric.extraction.names.pronouns import body_meant, person_meant, persons_meant
from rhetoric.extraction.names.runs import Run, is_place_or_body
from rhetoric.extraction.names.spelling import POSSESSIVE
from rhetoric.lexicon.cues import load_cues, saying_pattern
from rhetoric.lexicon.given_names import is_given
from rhetoric.lexicon.roles import GENDER_OF_PRONOUN, gender_of_title, is_role, is_title

_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_DETERMINED = re.compile(
    r"^(?:(?:the|this|that|his|her|their|our|a|an)\s+|(?=\d+-year-old))(.+)$", re.IGNORECASE
)
_MARKS = " ,.;:()“”\"‘’'"
_TIE = re.compile(r"\s(?:of|for|from|in|at|with|on|by|to)\s")
_RESTS = re.compile(r"\s*(?:$|[,(—–]|(?:and|of|for|from|in|at|with|on|by|to|who)(?:\s|$))")
# what may stand between the words of a role and the name that they belong to
_LEAD = re.compile(r"(?:[\s–-]+(?:[A-Z][\w’.&-]*|\([A-Z][\w .-]{0,30}\)|[a-z][a-z-]+)){0,6}[\s–-]*")
_APPOSED = re.compile(r"(?:[’'](?:\s[a-z]+){1,3})?,\s+")
_SPEAKS = re.compile(rf"\s*(?:[,.;:(—–”\"\n]|$|(?:has|had|then|also|who|and|{saying_pattern()})\b)")
_ENDS = re.compile(r"\s*(?:[,.;:—–”\"\n]|$)")
_JOINING = frozenset(("of", "for", "and", "the", "at", "in"))
# how far a name may stand from the role before it, in characters
_NEAR = 70


@dataclass(frozen=True, slots=True)
class _Mention:
    """Words of the article that somebody is meant by."""

    names: Names
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.names.text[self.start : self.end]

    @property
    def plain(self) -> str:
        return POSSESSIVE.sub("", self.text.strip(_MARKS))

    def runs(self) -> list[Run]:
        """Return the capitalised runs that lie in it, at least in part."""
        runs = self.names.runs
        k = bisect_left(runs, self.end, key=lambda run: run.start)
        return [run for run in runs[max(0, k - len(self.text)) : k] if run.end > self.start]

    def runs_after(self) -> Iterator[Run]:
        """Yield the runs whose name begins behind it, as far as one may belong to it."""
        runs = self.names.runs
        first = bisect_left(runs, self.end, key=lambda run: run.opens)
        for run in islice(runs, first, None):
            if run.opens - self.end > _NEAR:
                return
            yield run


def resolve(names: Names, start: int, end: int, last: str | None = None) -> str:
    """Return the fullest name for a mention, or the mention without its article when unsure.

    Parameters
    ----------
    names : Names
        Who is named in the article, and where.
    start, end : int
        The mention in the article: “Kim”, “he”, “the Spanish minister”.
    last : str, optional
        Name of the last speaker before it, for pronouns.

    Examples
    --------
    >>> from rhetoric.extraction.names.find import find_names
    >>> names = find_names("Foreign Minister Ana Ruiz arrived. Ruiz smiled.")
    >>> resolve(names, 35, 39)
    'Ana Ruiz'
    """
    mention = _Mention(names, start, end)
    plain = mention.plain
    if plain.lower() in (*GENDER_OF_PRONOUN, "it", "they"):
        return _pronoun(mention, last) or plain
    parts = list(_joint(mention))
    if len(parts) > 1:
        return " and ".join(resolve(names, *part, last) for part in parts)
    return (
        _name_after(mention)
        or _name_within(mention)
        or _described(mention)
        or _named_alike(mention)
        or _ARTICLE.sub("", plain)
    )


def _pronoun(mention: _Mention, last: str | None) -> str | None:
    names, word = mention.names, mention.plain.lower()
    if word == "it":
        return body_meant(names, mention.start)
    if word == "they":
        return persons_meant(names, mention.start)
    return names.name_of(person_meant(names, GENDER_OF_PRONOUN[word], mention.start, last))


def _joint(mention: _Mention) -> Iterator[Range]:
    """Yield the parts of “Ann Lee and Bob Carr”."""
    pieces = re.split(r"( and )", mention.text)
    if (
        len(pieces) > 1
        and not _TIE.search(pieces[0])
        and all(piece[:1].isupper() for piece in pieces[::2])
    ):
        at = mention.start
        for piece in pieces:
            if piece != " and ":
                yield at, at + len(piece)
            at += len(piece)


def _name_within(mention: _Mention) -> str | None:
    """Return the name of the person whom a mention names itself."""
    tie = _TIE.search(mention.text)
    tied_at = mention.start + tie.start() if tie else mention.end
    free: list[Run] = []
    tied: list[Run] = []
    for run in mention.runs():
        rest = mention.names.text[run.end : mention.end]
        owner = bool(rest) and POSSESSIVE.search(mention.names.text, run.end - 2, run.end)
        if not owner and _RESTS.match(rest):  # “Trump’s tweet”, “Trump supporters”: not Trump
            (free if run.start < tied_at else tied).append(run)
    for run in reversed(free):
        name = _name(mention.names, run)
        if name:
            return name
    # “President of Ukraine Volodymyr Zelensky”
    head = mention.text[: tie.start()].split() if tie else []
    office = bool(head) and is_title(head[-1]) and head[-1][0].isupper()
    body = bool(head) and is_place_or_body(head[-1:])
    for run in tied:
        # “Center for Health anthropologist Ana Ruiz”, “House of Commons Speaker Ana Ruiz”
        before = mention.names.text[mention.start : run.start].split()[-1]
        employed = body and (is_role(before) or len(run.title) > 1)
        if run.opens >= mention.end or employed or (office and (run.shortened or run.title)):
            return _name(mention.names, run)
    return None


def _name(names: Names, run: Run) -> str | None:
    """Return the fullest name of a run's person, or the run's own, or None of a body or place."""
    if len(run.words) > LONGEST_NAME:
        return None
    lone_thing = len(run.words) == 1 and is_place_or_body(run.words)
    if lone_thing and names.text[max(0, run.opens - 4) : run.opens].lower() == "the ":
        return None
    name = names.name_of(names.register.meant(run.words, gender_of_title(run.title), run.start))
    named = name is None and (run.title or is_given(run.words[0]))
    return run.name if named and not is_body(names.text, run) else name


def _name_after(mention: _Mention) -> str | None:
    """Return the name that follows the words of a role: “the minister, Ana Ruiz”.

    “co-author Ana Ruiz”, “Coast Guard commander Ana Ruiz”, “the head of the bank, Ana Ruiz,”.
    """
    text, names = mention.names.text, mention.names
    within = _name_within(mention)
    core = core_words(mention.plain)
    role = bool(core) and (is_role(core[-1]) or is_role(mention.plain.split()[-1].lower()))
    for run in mention.runs_after():
        name = _name(names, run)
        if name is None or (len(run.words) == 1 and not run.title and name == run.name):
            continue
        between = text[mention.end : max(mention.end, run.start)]
        if _APPOSED.fullmatch(between):
            return name if role and not within and _ENDS.match(text, run.end) else None
        if within and (not _is_role_between(between) or " and " in between):
            return None
        led = _LEAD.fullmatch(between) and _leads(between) and _SPEAKS.match(text, run.end)
        return _with_second(names, run, name) if led else None
    return None


def _leads(between: str) -> bool:
    """Whether words may stand between a role and its name: the rest of the role, and no verb."""
    small = [word for word in between.replace("–", " ").split() if word[0].islower()]
    if any(word in load_cues().verbs or word.endswith("ed") for word in small):
        return False
    return not small or small[-1] in _JOINING or is_role(small[-1].rpartition("-")[2])


def _is_role_between(between: str) -> bool:
    words = between.split()
    return bool(words) and words[-1].islower() and is_role(words[-1])


def _with_second(names: Names, run: Run, name: str) -> str:
    """Return a name, with the one that “and” joins to it."""
    k = bisect_left(names.runs, run.end, key=lambda run: run.start)
    for second in names.runs[k : k + 1]:
        if names.text[run.end : second.start] == " and " and _SPEAKS.match(names.text, second.end):
            other = _name(names, second)
            return f"{name} and {other}" if other else name
    return name


def _described(mention: _Mention) -> str | None:
    determined = _DETERMINED.match(mention.plain)
    if determined is None:
        return None
    names = mention.names
    return names.name_of(described(names, determined.group(1), mention.start))


def _named_alike(mention: _Mention) -> str | None:
    """Return the person called by a mention that is no run: King, March, a name in a headline."""
    words: Sequence[str] = mention.plain.split()
    if not words or not all(word[0].isupper() for word in words):
        return None
    return mention.names.name_of(mention.names.register.meant(words, "", mention.start))
