"""The rules on a cue: a verb of saying, praise or blame in the quotation's sentence."""

from itertools import islice, takewhile
from typing import TYPE_CHECKING

from rhetoric.extraction.attribution.attribution import Found, told_by
from rhetoric.extraction.attribution.grammar import (
    DEEPEST,
    NAMING,
    agent_of,
    is_cue,
    is_passive,
    is_verb,
    may_speak,
    noun_run,
    subject_of,
)
from rhetoric.extraction.attribution.mentions import mention_span
from rhetoric.extraction.attribution.speakers import speaker_after, speaker_before, speaker_between
from rhetoric.extraction.paragraph import Site, ends_sentence
from rhetoric.lexicon.characters import DASHES
from rhetoric.lexicon.cues import Cues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

_SKIP = frozenset((",", "(", "[", *DASHES))
_QUOTING = frozenset(("quoted", "quotes", "quoting", "cited", "cites", "citing"))
# after these a clause of its own begins, with a speaker of its own
_NEW_CLAUSE = frozenset((";", "but", "though", "although", "while", "whereas", "because"))
# how far from a quotation a cue after it may stand
_REACH = 30


def quoted_as(site: Site, cues: Cues) -> Found | None:
    """Find whom a medium quotes; the medium is the channel.

    Handles: KCNA quoted Kim as saying: “We stay.” · Kim was quoted by KCNA as saying “we stay”.
    Leaves: Kim quoted an old song, “We Stay”.
    """
    for verb in (*site.before, *site.after):
        if verb.lower_ not in _QUOTING or not is_verb(verb):
            continue
        # a name with its title has room before “as”; further on stands another phrase's
        tail = site.doc[verb.i + 1 : verb.i + 12]
        link = next((t for t in tail if t.lower_ == "as"), None)
        if link is None or link.i + 1 >= len(site.doc) or link.nbor(1).tag_ != "VBG":
            continue
        subject = subject_of(verb)
        outer = mention_span(subject) if may_speak(subject) else None
        cue = (verb.i, verb.i + 1)
        if any(c.dep_ == "auxpass" for c in verb.children):
            agent = agent_of(verb)
            by = mention_span(agent) if agent is not None else None
            return Found(outer, cue, by) if outer else None
        pronoun = verb.nbor(1).lower_ in ("him", "her", "them")
        inner = (verb.i + 1, verb.i + 2) if pronoun else noun_run(site.doc, verb.i + 1, link.i)
        return Found(inner, cue, outer) if inner else None
    return None


def passive_agent(site: Site, cues: Cues) -> Found | None:
    """Find the doer of a passive cue.

    Handles: It was described by Kim as “a sacred place”.
    Leaves: It was built by Kim as “a sacred place”.
    """
    for token in reversed(site.before):
        if is_passive(token) and is_cue(token, cues, "say", "judge"):
            agent = agent_of(token)
            if may_speak(agent) and agent.i < site.first:
                return told_by(agent, token)
    return None


def clause_of_cue(site: Site, cues: Cues) -> Found | None:
    """Find the cue before the quotation whose clause the parser sees it in.

    Handles: Kim said that it was “sound,” though he noted one fault.
    Leaves: The man who said so was “a liar,” Kim noted.
    """
    before = _without_aside(site)
    if not site.slot.woven or not before:
        return None
    for token in islice(site.doc[site.first].ancestors, DEEPEST):
        if before[0].i <= token.i <= before[-1].i and is_cue(token, cues, "say"):
            if token.tag_ == "VBG" and site.slot.final == "," and cue_after(site, cues):
                return None
            return cue_before(site, cues)
    return None


def cue_after(site: Site, cues: Cues) -> Found | None:
    """Find the cue and its subject right after the quotation, either way round.

    Handles: “We stay,” Kim said. · “We stay,” said Kim.
    Leaves: “We stay.” Kim said he was tired.
    """
    tokens = _without_lead(site.after) if _runs_on(site) else ()
    if not tokens or tokens[0].lower_ in _NEW_CLAUSE:
        return None
    if _says_at_once(tokens[0], cues):
        return told_by(speaker_after(tokens[0], site), tokens[0])
    for token in tokens[1:_REACH]:
        if token.lower_ in _NEW_CLAUSE or token.tag_ in ("``", "WRB"):
            return None
        if is_cue(token, cues, "say", "think"):
            speaker = speaker_between(token, site)
            if speaker and (site.slot.final == "," or _may_be_title(tokens[0], speaker[0])):
                return told_by(speaker, token)
    return None


def said_so(site: Site, cues: Cues) -> Found | None:
    """Find who “so said” or “was how he put it” gives the words to.

    Handles: “We stay.” So said Kim. · “We stay,” was how Kim put it.
    Leaves: “We stay.” So Kim said nothing more.
    """
    tokens = _without_lead(site.after)
    if len(tokens) < 2:
        return None
    first, second = tokens[:2]
    if first.lower_ in ("so", "thus") and second.lower_ in cues.verbs:
        return told_by(speaker_after(second, site), second)
    if first.lower_ in ("is", "was") and second.lower_ == "how":
        verb = next((t for t in tokens[2:] if t.lower_ in cues.verbs), None)
        return told_by(noun_run(site.doc, second.i + 1, verb.i), verb) if verb is not None else None
    return None


def cue_before(site: Site, cues: Cues) -> Found | None:
    """Find the nearest cue before the quotation that leads straight into it.

    Handles: Kim said: “We stay.” · Kim said, after lunch, that it was “a fine day”.
    Leaves: Kim said he was tired. “We stay,” Lee answered.
    """
    return _nearest_before(site, cues, "say", "think")


def judged_as(site: Site, cues: Cues) -> Found | None:
    """Find the verb of praise, blame or naming that the quoted words complete.

    Handles: Kim praised them for “true courage”.
    Leaves: “True Courage” is a film that Kim praised.
    """
    return _nearest_before(site, cues, "say", "think", "judge")


def cue_around(site: Site, cues: Cues) -> Found | None:
    """Find a cue set off by a comma later in the sentence that holds the quoted words.

    Handles: It would be “a disaster” for the town, Kim said.
    Leaves: The “disaster” came after Kim had spoken.
    """
    for token in site.after:
        if not is_cue(token, cues, "say"):
            continue
        subject = subject_of(token)
        if may_speak(subject) and subject.i >= site.last:
            speaker = mention_span(subject)
            if speaker[0] and site.doc[speaker[0] - 1].text in (",", *DASHES):
                return told_by(speaker, token)
        elif token.nbor(-1).text == "," and (inverted := speaker_after(token, site)):
            return told_by(inverted, token)
    return None


def _says_at_once(token: "Token", cues: Cues) -> bool:
    """Whether the word right behind a quotation is its cue, whatever the parser takes it for."""
    if is_cue(token, cues, "say", "think"):
        return True
    past = token.tag_ in ("VBD", "VBN") and cues.verbs.get(token.lower_) == "say"
    return past and token.i + 1 < len(token.doc) and token.nbor(1).tag_ in ("NNP", "DT", "PRP")


def _may_be_title(first: "Token", end: int) -> bool:
    """Whether a word and what follows it, up to a speaker’s mention, may be a title before it."""
    return all(t.tag_ in NAMING for t in first.doc[first.i : end])


def _without_aside(site: Site) -> "Sequence[Token]":
    """Return the narration before a quotation, without what dashes set off right before it.

    In “Kim said — as the paper reported — “We stay”” nothing is quoted from the paper.
    """
    dashes = [k for k, t in enumerate(site.before) if t.text in DASHES and t.text != "-"]
    if len(dashes) < 2 or dashes[-1] < len(site.before) - 1:
        return site.before
    return site.before[: dashes[-2]]


def _nearest_before(site: Site, cues: Cues, *sections: str) -> Found | None:
    before = _without_aside(site)
    if not before or ends_sentence(before[-1]):
        return None
    told = (
        told_by(speaker_before(token, site, cues), token)
        for token in reversed(before)
        if is_cue(token, cues, *sections)
    )
    return next(filter(None, told), None)


def _runs_on(site: Site) -> bool:
    """Whether the sentence goes on after the quotation."""
    if not site.after:
        return False
    return site.slot.final not in (".", ":", ";") or site.after[0].text[:1].islower()


def _without_lead(tokens: "Sequence[Token]") -> "Sequence[Token]":
    """Leave out punctuation and spaces at the start."""
    lead = takewhile(lambda token: token.is_space or token.text in _SKIP, tokens)
    return tokens[sum(1 for _ in lead) :]
