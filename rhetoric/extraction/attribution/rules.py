"""The attribution rules: each a small function that looks at one quotation in its sentence.

A rule is given a `Site` and the `Cues` and returns whom it finds, or ``None``. `RULES` lists them,
most certain first; the first that finds somebody wins, and its name and confidence go into the
record. To add one: write the function with one sentence it handles and one it must not touch,
put it into `RULES`, and add both sentences to ``tests/extraction/attribution/test_rules.py``.

What one quotation's sentence does not settle is left to `attribution.neighbours`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from rhetoric.extraction.attribution.grammar import (
    DEEPEST,
    is_name,
    is_pronoun,
    is_verb,
    main_subject,
    may_speak,
    noun_run,
    subject_of,
)
from rhetoric.extraction.attribution.mentions import mention_span
from rhetoric.extraction.attribution.speakers import (
    DASHES,
    agent_of,
    is_cue,
    is_passive,
    speaker_after,
    speaker_before,
    speaker_between,
)
from rhetoric.extraction.paragraph import Site, ends_sentence
from rhetoric.lexicon.cues import Cues
from rhetoric.lexicon.roles import PARTICLES

if TYPE_CHECKING:
    from spacy.tokens import Token

# tokens of a lead without a verb
_LONGEST_LEAD = 16
_SKIP = frozenset((",", "(", "[", *DASHES))
# Ann Lee of the Union
_IN_NAMES = PARTICLES | {"of"}
_QUOTING = frozenset(("quoted", "quotes", "quoting", "cited", "cites", "citing"))
_NO_NAME = frozenset(("IN", "PRP", "WRB", "DT", "CC", "RB", "EX"))
_AFTER_NAMES = frozenset((",", "(", ")", "]", *DASHES))
_NAMING = frozenset(("NN", "NNS", "NNP", "NNPS", "JJ", "DT", "PRP", "PRP$", "HYPH", "POS"))
_BEING = frozenset(("am", "is", "are", "was", "were", "be", "’m", "’s", "’re", "'m", "'s", "'re"))
# after these a clause of its own begins, with a speaker of its own
_TURNS = frozenset((";", "but", "though", "although", "while", "whereas", "because"))
# how far from a quotation a cue after it may stand
_REACH = 30


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a rule found: token ranges of the speaker's mention, the cue and the channel."""

    speaker: tuple[int, int]
    cue: tuple[int, int] | None = None
    channel: tuple[int, int] | None = None


Rule = Callable[[Site, Cues], Found | None]


def quoted_as(site: Site, cues: Cues) -> Found | None:  # noqa: ARG001
    """Find whom a medium quotes; the medium is the channel.

    Handles: KCNA quoted Kim as saying: “We stay.” · Kim was quoted by KCNA as saying “we stay”.
    Leaves: Kim quoted an old song, “We Stay”.
    """
    for verb in (*site.before, *site.after):
        if verb.lower_ not in _QUOTING or not is_verb(verb):
            continue
        tail = site.doc[verb.i + 1 : verb.i + 12]
        link = next((t for t in tail if t.lower_ == "as"), None)
        if link is None or link.i + 1 >= len(site.doc) or link.nbor(1).tag_ != "VBG":
            continue
        subject = subject_of(verb)
        outer = mention_span(subject) if subject is not None and may_speak(subject) else None
        cue = (verb.i, verb.i + 1)
        if any(c.dep_ == "auxpass" for c in verb.children):
            agent = agent_of(verb)
            by = mention_span(agent) if agent is not None else None
            return Found(outer, cue, by) if outer else None
        pronoun = verb.nbor(1).lower_ in ("him", "her", "them")
        inner = (verb.i + 1, verb.i + 2) if pronoun else noun_run(site.doc, verb.i + 1, link.i)
        return Found(inner, cue, outer) if inner else None
    return None


def clause_of_cue(site: Site, cues: Cues) -> Found | None:
    """Find the cue before the quotation whose clause the parser sees it in.

    Handles: Kim said that it was “sound,” though he noted one fault.
    Leaves: The man who said so was “a liar,” Kim noted.
    """
    if not site.slot.woven:
        return None
    before = _told(site)
    for token in islice(site.doc[site.first].ancestors, DEEPEST):
        if before and before[0].i <= token.i <= before[-1].i and is_cue(token, cues, "say"):
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
    if not tokens or tokens[0].lower_ in _TURNS:
        return None
    if _says_at_once(tokens[0], cues):
        speaker = speaker_after(tokens[0], site)
        return Found(speaker, (tokens[0].i, tokens[0].i + 1)) if speaker else None
    for token in tokens[1:_REACH]:
        if token.lower_ in _TURNS or token.tag_ in ("``", "WRB"):
            return None
        if is_cue(token, cues, "say", "think"):
            speaker = speaker_between(token, site)
            if speaker and (site.slot.final == "," or _reaches(tokens[0], speaker[0])):
                return Found(speaker, (token.i, token.i + 1))
    return None


def said_so(site: Site, cues: Cues) -> Found | None:
    """Find who “so said” or “was how he put it” gives the words to.

    Handles: “We stay.” So said Kim. · “We stay,” was how Kim put it.
    Leaves: “We stay.” So Kim said nothing more.
    """
    tokens = _without_lead(site.after)
    if len(tokens) < 2:
        return None
    opening = tokens[0].lower_, tokens[1].lower_
    if opening[0] in ("so", "thus") and opening[1] in cues.verbs:
        speaker = speaker_after(tokens[1], site)
        return Found(speaker, (tokens[1].i, tokens[1].i + 1)) if speaker else None
    if opening[0] in ("is", "was") and opening[1] == "how":
        verb = next((t for t in tokens[2:] if t.lower_ in cues.verbs), None)
        name = noun_run(site.doc, tokens[1].i + 1, verb.i) if verb is not None else None
        return Found(name, (verb.i, verb.i + 1)) if name and verb is not None else None
    return None


def signed(site: Site, cues: Cues) -> Found | None:  # noqa: ARG001
    """Find the name that signs a quotation after a dash or in brackets.

    Handles: “We stay.” — Kim Jong Un · “We stay.” (Ana Ruiz, the mayor)
    Leaves: “We stay” — a vow often heard — was his answer. · “We stay.” (Applause)
    """
    tokens = [t for t in site.after if not t.is_space]
    if len(tokens) < 2 or len(tokens) > 16:
        return None
    bracketed = tokens[0].text in ("(", "[") and tokens[-1].text in (")", "]")
    if not bracketed and tokens[0].text not in (*DASHES, "~"):
        return None
    end = 1
    while end < len(tokens) and (_capital(tokens[end]) or tokens[end].lower_ in _IN_NAMES):
        end += 1
    if end < 2 + bracketed or (end < len(tokens) and tokens[end].text not in _AFTER_NAMES):
        return None
    return Found((tokens[1].i, tokens[end - 1].i + 1), (tokens[0].i, tokens[0].i + 1))


def named_lead(site: Site, cues: Cues) -> Found | None:
    """Find a name and a colon with no verb, or with a cue before the name.

    Handles: Kim: “We stay.” · From Mayor Ruiz: “We stay.” · Ana Ruiz, the mayor: “We stay.”
    Leaves: Two things matter: “peace” and bread.
    """
    tokens = [t for t in site.before if not t.is_space and t.tag_ != "CC"]
    if not 2 <= len(tokens) <= _LONGEST_LEAD or tokens[-1].text != ":":
        return None
    name = _without_source(tokens[:-1], cues)
    comma = next((k for k, t in enumerate(name) if t.text == ","), len(name))
    titled, name = name[comma:], name[:comma]
    if not name or not _capital(name[0]) or name[0].tag_ in _NO_NAME or any(map(is_verb, titled)):
        return None
    if not all(_capital(t) or t.lower_ in _IN_NAMES or t.text in ("(", ")", "-") for t in name):
        return None
    return Found((name[0].i, name[-1].i + 1), (tokens[-1].i, tokens[-1].i + 1))


def cue_first(site: Site, cues: Cues) -> Found | None:
    """Find the name between a cue that opens the sentence and the quotation.

    Handles: Said Kim: “We stay.” · Remarked bank president Ana Ruiz, “We stay.”
    Leaves: Said to be lost, the “Anna” came home.
    """
    tokens = [t for t in site.before if not t.is_space]
    if not 3 <= len(tokens) <= _LONGEST_LEAD or tokens[-1].text not in (":", ","):
        return None
    cue, name = tokens[0], tokens[1:-1]
    said = cues.verbs.get(cue.lower_) == "say" and cue.lower_ != "say" and not site.slot.woven
    if not said or not all(t.tag_ in _NAMING or t.lower_ in ("of", "for") for t in name):
        return None
    if not may_speak(name[-1]):
        return None
    return Found((name[0].i, name[-1].i + 1), (cue.i, cue.i + 1))


def be_like(site: Site, cues: Cues) -> Found | None:  # noqa: ARG001
    """Find the speaker of told talk, which “be like” or “go” leads into.

    Handles: And she’s like, “No way.”
    Leaves: It was like “a bad dream”.
    """
    tokens = [t for t in site.before if not t.is_space and t.text not in (",", ":")]
    if site.slot.woven or len(tokens) < 2 or tokens[-1].lower_ != "like":
        return None
    verb = next((t for t in reversed(tokens[:-1]) if is_verb(t)), None)
    if verb is None or verb.lower_ not in _BEING:
        return None
    subject = subject_of(verb)
    if subject is None or not may_speak(subject) or subject.lower_ == "it":
        return None
    return Found(mention_span(subject), (tokens[-1].i, tokens[-1].i + 1))


def passive_agent(site: Site, cues: Cues) -> Found | None:
    """Find the doer of a passive cue.

    Handles: It was described by Kim as “a sacred place”.
    Leaves: It was built by Kim as “a sacred place”.
    """
    for token in reversed(site.before):
        if is_passive(token) and is_cue(token, cues, "say", "judge"):
            agent = agent_of(token)
            if agent is not None and agent.i < site.first and may_speak(agent):
                return Found(mention_span(agent), (token.i, token.i + 1))
    return None


def cue_before(site: Site, cues: Cues) -> Found | None:
    """Find the nearest cue before the quotation that leads straight into it.

    Handles: Kim said: “We stay.” · Kim said, after lunch, that it was “a fine day”.
    Leaves: Kim said he was tired. “We stay,” Lee answered.
    """
    return _nearest_before(site, cues, "say", "think")


def according_to(site: Site, cues: Cues) -> Found | None:
    """Find the source that a preposition names.

    Handles: It was “a disaster”, according to Kim. · In the words of Kim, “a disaster”.
    Leaves: It went according to plan, “a disaster” or not.
    """
    for side in (site.before, site.after):
        words = [t.lower_ for t in side]
        for phrase in cues.according:
            parts = phrase.split()
            for i in range(len(words) - len(parts)):
                if words[i : i + len(parts)] != parts:
                    continue
                last = side[i + len(parts) - 1]
                head = next((c for c in last.children if c.dep_ == "pobj"), None)
                if head is not None and may_speak(head) and head.lower_ != "plan":
                    return Found(mention_span(head), (side[i].i, last.i + 1))
    return None


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
        if subject is None or subject.i < site.last or not may_speak(subject):
            inverted = speaker_after(token, site) if token.nbor(-1).text == "," else None
            if inverted is not None:
                return Found(inverted, (token.i, token.i + 1))
            continue
        speaker = mention_span(subject)
        if speaker[0] and site.doc[speaker[0] - 1].text in (",", *DASHES):
            return Found(speaker, (token.i, token.i + 1))
    return None


def speech_noun(site: Site, cues: Cues) -> Found | None:
    """Find the owner of a noun of saying that the quotation spells out.

    Handles: Kim’s vow to “stand firm” · the warning from Kim that “nobody is safe”
    Leaves: Kim’s house, “the old mill”, burned.
    """
    for token in reversed(site.before):
        if token.lower_ not in cues.speech_nouns or token.tag_ not in ("NN", "NNS"):
            continue
        for child in token.children:
            if child.dep_ == "poss" and may_speak(child):
                return Found(mention_span(child), (token.i, token.i + 1))
            if child.dep_ == "prep" and child.lower_ in ("by", "from"):
                head = next((c for c in child.children if c.dep_ == "pobj"), None)
                if head is not None and may_speak(head):
                    return Found(mention_span(head), (token.i, token.i + 1))
    return None


def main_clause(site: Site, cues: Cues) -> Found | None:  # noqa: ARG001
    """Fall back on the person that a sentence leading up to direct speech is about.

    Handles: Kim came with a new message: “It’s about me.” · Kim shot back, “It’s about me.”
    Leaves: The rain came with a new sound: “drip”.
    """
    tokens = [t for t in site.before if not t.is_space]
    if not tokens or not (tokens[-1].text == ":" or (tokens[-1].text == "," and _is_whole(site))):
        return None
    subject = main_subject(tokens[-1])
    if subject is not None and subject.i < site.first and (is_name(subject) or is_pronoun(subject)):
        return Found(mention_span(subject), (tokens[-1].i, tokens[-1].i + 1))
    return None


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


def governing_verb(site: Site, cues: Cues) -> Found | None:  # noqa: ARG001
    """Fall back, last of all, on the subject of the sentence that the words are woven into.

    Handles: Officials opened a show against “foreign aggression”.
    Leaves: “Foreign aggression” was the title of the show.
    """
    if not site.slot.woven or not site.before:
        return None
    start = site.doc[site.first]
    for token in [start, *islice(start.ancestors, DEEPEST)]:
        if is_verb(token) and token.i < site.first:
            subject = subject_of(token)
            if subject is not None and subject.i < site.first and may_speak(subject):
                return Found(mention_span(subject))
    return None


def _says_at_once(token: "Token", cues: Cues) -> bool:
    """Whether the word right behind a quotation is its cue, whatever the parser takes it for."""
    if is_cue(token, cues, "say", "think"):
        return True
    past = token.tag_ in ("VBD", "VBN") and cues.verbs.get(token.lower_) == "say"
    return past and token.i + 1 < len(token.doc) and token.nbor(1).tag_ in ("NNP", "DT", "PRP")


def _reaches(first: "Token", speaker: int) -> bool:
    """Whether nothing but the words of a title stands before a speaker’s mention."""
    return all(t.tag_ in _NAMING for t in first.doc[first.i : speaker])


def _without_source(tokens: "Sequence[Token]", cues: Cues) -> "Sequence[Token]":
    """Leave out what tells that a source follows: “From”, “Statement by”, “Remarks of”."""
    texts = [t.lower_ for t in tokens[:3]]
    if texts[0] in ("from", "by"):
        return tokens[1:]
    noun = next((k for k, text in enumerate(texts[:2]) if text in cues.carriers), None)
    if noun is not None and texts[noun + 1 :][:1] and texts[noun + 1] in ("from", "by", "of"):
        return tokens[noun + 2 :]
    return tokens


def _is_whole(site: Site) -> bool:
    """Whether the quoted words are a sentence of their own, as printed."""
    return not site.slot.woven and site.slot.final in (".", "!", "?", "…")


def _told(site: Site) -> "Sequence[Token]":
    """Return the narration before a quotation, without what dashes set off right before it.

    In “Kim said — as the paper reported — “We stay”” nothing is quoted from the paper.
    """
    dashes = [k for k, t in enumerate(site.before) if t.text in DASHES and t.text != "-"]
    if len(dashes) < 2 or dashes[-1] < len(site.before) - 1:
        return site.before
    return site.before[: dashes[-2]]


def _nearest_before(site: Site, cues: Cues, *sections: str) -> Found | None:
    before = _told(site)
    if not before or ends_sentence(before[-1]):
        return None
    for token in reversed(before):
        if is_cue(token, cues, *sections):
            speaker = speaker_before(token, site, cues)
            if speaker is not None:
                return Found(mention_span(speaker), (token.i, token.i + 1))
    return None


def _runs_on(site: Site) -> bool:
    """Whether the sentence goes on after the quotation."""
    tokens = site.after
    if not tokens:
        return False
    return site.slot.final not in (".", ":", ";") or tokens[0].text[:1].islower()


def _without_lead(tokens: "Sequence[Token]") -> "Sequence[Token]":
    """Leave out punctuation and spaces at the start."""
    for i, token in enumerate(tokens):
        if not (token.is_space or token.text in _SKIP):
            return tokens[i:]
    return ()


def _capital(token: "Token") -> bool:
    return token.text[:1].isupper()
