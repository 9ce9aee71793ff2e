"""The word lists of attribution, read from the text files in ``rhetoric/lexicon/data``."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from rhetoric.lexicon.wordlists import read_sections

_VOWELS = "aeiou"
_SHORT = re.compile(r"[^aeiou]*u?[aeiou][^aeiouwxy]")


@dataclass(frozen=True, slots=True)
class Cues:
    """Every inflected form of the cue verbs, and the cue nouns and prepositions.

    Attributes
    ----------
    verbs : dict of str to str
        Lower-case form to section: "say", "think" or "judge".
    speech_nouns, media, vehicles : frozenset of str
        Nouns of saying ("statement"); what words come in or through ("Twitter"); both, and things
        that others speak through ("an exhibition").
    inscriptions : frozenset of str
        Things that carry words of nobody in particular ("a plaque").
    according : tuple of str
        Prepositions that name a source.
    """

    verbs: dict[str, str]
    speech_nouns: frozenset[str]
    media: frozenset[str]
    vehicles: frozenset[str]
    inscriptions: frozenset[str]
    according: tuple[str, ...]


@cache
def load_cues(extra: tuple[str, ...] = ()) -> Cues:
    """Return the shipped lists, with ``extra`` verbs of saying added.

    Parameters
    ----------
    extra : tuple of str
        Lines as in ``cues.txt``: a base form, then any irregular forms.
    """
    verbs: dict[str, str] = {}
    sections = read_sections("cues.txt")
    for section in ("say", "think", "judge"):
        for line in sections[section]:
            for form in _forms(line):
                verbs.setdefault(form, section)
    for line in extra:
        verbs.update(dict.fromkeys(_forms(line), "say"))
    nouns = read_sections("cue_nouns.txt")
    speech, media, works, inscriptions = (
        frozenset(form for noun in nouns[section] for form in (noun, _third_person(noun)))
        for section in ("speech", "medium", "work", "inscription")
    )
    vehicles = speech | media | works
    return Cues(verbs, speech, media, vehicles, inscriptions, nouns["according"])


@cache
def saying_pattern() -> str:
    """Return a regular expression for the past and present forms of the verbs of saying.

    For raw text, before anything is parsed: base forms are left out, since "we claim" inside a
    quotation is no cue.
    """
    bases = {line.split()[0] for line in read_sections("cues.txt")["say"]}
    forms = (f for f, section in load_cues().verbs.items() if section == "say" and f not in bases)
    chosen = sorted((f for f in forms if not f.endswith("ing")), key=len, reverse=True)
    return "(?:" + "|".join(map(re.escape, chosen)) + ")"


def _third_person(base: str) -> str:
    """Return the form in -s, of a verb or a noun: denies, speeches, says."""
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ies"
    sibilant = base.endswith(("s", "x", "z", "ch", "sh", "o"))
    return base + ("es" if sibilant else "s")


def _forms(line: str) -> Iterable[str]:
    """Return the base form, the irregular forms given and the regular ones made from the base.

    >>> sorted(_forms("deny"))
    ['denied', 'denies', 'deny', 'denying']
    """
    base, *irregular = line.lower().split()
    yield base
    yield from irregular
    # quip, quipped: one short vowel and one consonant
    stem = base + base[-1] if _SHORT.fullmatch(base) else base
    yield _third_person(base)
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        past = base[:-1] + "ied"
    else:
        past = stem + ("d" if base.endswith("e") else "ed")
    if not any(f.endswith("ing") for f in irregular):
        silent = base.endswith("e") and not base.endswith(("ee", "oe", "ye"))
        yield (base[:-1] if silent else stem) + "ing"
    if not irregular:
        yield past
