"""What kind of quotation a stretch is: direct speech, a woven fragment, or a mere term."""

import re
from typing import TYPE_CHECKING

from rhetoric.extraction.attribution.attribution import Attribution
from rhetoric.extraction.attribution.grammar import SUBJECTS
from rhetoric.extraction.paragraph import Site
from rhetoric.lexicon.wordlists import read_words
from rhetoric.types import Kind

if TYPE_CHECKING:
    from spacy.tokens import Token

_WORD = re.compile(r"[\w’'-]+")
_SMALL = frozenset("a an the of in on at for to and or with by from as is vs de la".split())
_THINGS = "|".join(
    sorted(read_words("named_things.txt", "work") | read_words("named_things.txt", "name"))
)
# what stands before a title, a nickname or the name of a firm, a law, a movement
_NAMING = re.compile(
    r"\b(?:titled|entitled|subtitled|headlined|nicknamed|christened|code-?named|known\s+as|so-called|"
    rf"(?:{_THINGS})(?:\s+(?:called|named|dubbed))?)\s*,?\s*$",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?:\b([a-z]+)|[\w’'],)\s+(?:called|named|dubbed|labell?ed)(?:\s+the)?\s*$")
_SPEAKS = frozenset("he she they it who we also once has have had later then i was is what".split())
# everybody calls him “Duke”: nobody in particular
_EVERYBODY = re.compile(
    r"\b(?:every(?:one|body)|people|friends|fans|locals|colleagues|neighbou?rs|villagers|many|most|"
    r"all|some)\s+(?:\w+\s+)?calls?(?:ed)?(?:\s+(?:him|her|it|them))?\s*$"
    r"|\bthey\s+call\s+(?:him|her|it|them)\s*$",
    re.IGNORECASE,
)
# the first of several: sang “Home” and “River”
_LISTED = re.compile(r"(?:[“\"‘][^“”\"‘’]{1,60}[”\"’],?\s+(?:and\s+|or\s+)?)+$")
# words as words
_WORDING = re.compile(r"\bthe\s+(?:word|words|term|phrase)\s*,?\s*$", re.IGNORECASE)
_IS_THING = re.compile(
    rf",?\s+(?:an?|the|his|her|their|its)\s+(?:[\w-]+\s+){{0,3}}(?:{_THINGS})\b", re.IGNORECASE
)
_NAME_BEFORE = re.compile(r"[A-Z][\w’'.-]*\s+$")
_NAME_AFTER = re.compile(r"\s+[A-Z]")
_CALLING = re.compile(
    r"\b(?:call|calls|called|calling|labell?ed|as|brand(?:ed)?|refer\w*\s+to)\b[^.]{0,60}$",
    re.IGNORECASE,
)
_CAPITAL_CLAUSE = (".", ",", "!", "?", "…", "—", "-")
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_MARKS = " \"'”’»“‘"
# in words, set by hand: more are no name, whatever stands beside them, and no heading
_LONGEST_NAME, _LONGEST_HEADING = 8, 6
# fewer words may be scare quotes; so many with a capital and a stop are a sentence
_FEWEST_SAID = 5
# rules worth less only guess (see `confidence.SHARES`): doubtful words are then a term
_UNCERTAIN = 0.5
# characters of the line: more than the patterns above reach; a longer rest has no stop to be seen
_SEEN_BEFORE, _SEEN_AFTER = 80, 200


def kind_of(
    text: str, site: Site, attribution: Attribution | None, *, resumes: bool = False
) -> Kind:
    """Tell direct speech, a fragment and a term apart.

    Parameters
    ----------
    text : str
        The article as it is read.
    site : Site
        The first part of the quotation in the parsed narration.
    attribution : Attribution or None
        Who says it, as far as it is known.
    resumes : bool
        It goes on with direct speech that the cue interrupted.

    Returns
    -------
    {"direct", "fragment", "term"}
        A term is attributed to nobody: a title, a nickname, scare quotes.
    """
    stretch = site.slot.stretch
    start, end = stretch.parts[0].outer_start, stretch.parts[-1].outer_end
    content = text[stretch.start : stretch.end]
    before = text[max(0, start - _SEEN_BEFORE) : start].rpartition("\n")[2]
    after = text[end : end + _SEEN_AFTER].partition("\n")[0]
    told = attribution is not None and attribution.local
    if _is_name_for(content, before, after, told=told) or _is_heading(content, before, after):
        return "term"
    if resumes or _is_clause(content, before) or _holds_clause(site):
        return "direct"
    if attribution is None:
        return "term"
    few = len(_WORD.findall(content)) < _FEWEST_SAID
    headline = not (content + after).rstrip(_MARKS).endswith((".", "!", "?", ":", ","))
    doubtful = stretch.subordinate or few or headline
    return "term" if doubtful and attribution.confidence < _UNCERTAIN else "fragment"


def _is_heading(content: str, before: str, after: str) -> bool:
    """Whether the words stand alone on a line, or open one and a colon follows."""
    alone = not before.strip() and (not after.strip() or after[:1] == ":")
    few = len(_WORD.findall(content)) <= _LONGEST_HEADING
    return alone and few and not content.endswith((".", "!", "?", ","))


def _is_name_for(content: str, before: str, after: str, *, told: bool) -> bool:
    """Whether the words are a title, a nickname, the name of a firm, a law or a movement."""
    words = _WORD.findall(content)
    if len(words) > _LONGEST_NAME:
        return False
    ends = content[-1:].isalnum()
    if len(words) <= 2 and ends and _NAME_BEFORE.search(before) and _NAME_AFTER.match(after):
        return True
    # the stop of the journalist's sentence stands inside the marks: the song “Home.”
    stopped = content.endswith((".", "!", "?"))
    titled = all(w[:1].isupper() or w[:1].isdigit() or w.lower() in _SMALL for w in words)
    named = _NAMED.search(before)
    if _NAMING.search(before) or (named and named.group(1) not in _SPEAKS):
        return titled or not (stopped or (named and not named.group(1)))
    if _WORDING.search(before):
        return not stopped
    return titled and not content.endswith(("!", "?")) and _is_thing(before, after, told=told)


def _is_thing(before: str, after: str, *, told: bool) -> bool:
    """Whether words in title case are what the sentence is about, not what somebody says."""
    if _EVERYBODY.search(before) or _IS_THING.match(after):
        return True
    lead = _LISTED.sub("", before).rstrip()
    if lead.endswith(","):
        return not told
    return lead[-1:].isalnum() and not _CALLING.search(before)


def _is_clause(content: str, before: str) -> bool:
    """Whether the words are printed as a sentence of their own."""
    lead = before.rstrip()
    words = _WORD.findall(content)
    opens = not lead or lead[-1] in '.!?:,;…—–”"’»'
    capital = content[:1].isupper() or not content[:1].isalpha()
    if opens and capital:
        return len(words) > 1 or content.endswith(_CAPITAL_CLAUSE)
    return len(words) >= _FEWEST_SAID and capital and content.endswith(_CAPITAL_CLAUSE)


def _holds_clause(site: Site) -> bool:
    """Whether the woven words hold a finite verb with a subject of its own."""
    return any(_is_finite(t) and _has_subject(t, site) for t in site.doc[site.first : site.last])


def _is_finite(token: "Token") -> bool:
    return token.tag_ in _FINITE or any(
        c.tag_ in _FINITE for c in token.children if c.dep_ in ("aux", "auxpass")
    )


def _has_subject(verb: "Token", site: Site) -> bool:
    return any(c.dep_ in SUBJECTS and site.first <= c.i < site.last for c in verb.children)
