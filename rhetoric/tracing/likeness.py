"""Whether two quotations are the same words: trimmed, elided, or translated a little differently.

Content words are aligned in order by rapidfuzz: the shorter quotation must stand in a stretch of
the longer one, each piece between two ellipses in a stretch of its own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

_WORD = re.compile(r"[^\W_]+")
_ELLIPSIS = re.compile(r"…|\.(?:\s?\.){2,3}")
# what a word follows that is capitalised for its place only
_OPENERS = frozenset(".!?…:;“”\"‘’'«»([—–-")
_NEGATIONS = frozenset(("no", "not", "nor", "never", "nothing", "nobody", "none", "without"))
# wordings with fewer content words are stock phrases unless speaker and date vouch for them, or
# more words than these stand in the other one exactly
ENOUGH = 4
_ENOUGH_EXACTLY = 7
# spellings of one name reach this (Zelensky, Zelenskyy), names of two do not (Iran, Iraq)
_SPELLING = 85.0


@dataclass(frozen=True, slots=True)
class Form:
    """What a quotation is compared as: no case, no marks, no punctuation.

    Attributes
    ----------
    words : tuple of str
        All of them, in order.
    content : tuple of str
        The words that carry content, in order.
    pieces : tuple of tuple of str
        The same, parted where an ellipsis stands.
    fixed : frozenset of str
        Names and numbers, which no translation changes.
    """

    words: tuple[str, ...]
    content: tuple[str, ...]
    pieces: tuple[tuple[str, ...], ...]
    fixed: frozenset[str]

    @property
    def is_short(self) -> bool:
        """Whether the words are too few to tell an utterance."""
        enough = ENOUGH - 1 if len(self.words) >= _ENOUGH_EXACTLY else ENOUGH
        return len(self.content) < enough


def form_of(text: str) -> Form:
    """Return what a quotation is compared as.

    Examples
    --------
    >>> form = form_of("We will not leave Cuba’s … 3 harbours, never.")
    >>> form.pieces
    (('not', 'leave', 'cuba'), ('3', 'harbours', 'never'))
    >>> sorted(form.fixed)
    ['3', 'cuba']
    """
    plain = text.replace("’", "'").replace("n't", " not")
    split = [[m.casefold() for m in _WORD.findall(piece)] for piece in _ELLIPSIS.split(plain)]
    pieces = tuple(content for words in split if (content := tuple(filter(_is_content, words))))
    return Form(
        words=tuple(chain.from_iterable(split)),
        content=tuple(chain.from_iterable(pieces)),
        pieces=pieces,
        fixed=frozenset(_fixed(plain)),
    )


def similarity(part: Form, whole: Form) -> float:
    """Return how far the content words of one quotation stand in another, 0 to 1.

    A name or a number that the other does not have makes it 0: “we stand with Cuba” is not “we
    stand with Syria”.

    Parameters
    ----------
    part, whole : Form
        The one with fewer content words first.

    Examples
    --------
    >>> whole = form_of("The sacred memory of our fallen soldiers will live for ever in Pskov.")
    >>> similarity(form_of("memory of the fallen soldiers … for ever in Pskov"), whole)
    1.0
    >>> similarity(form_of("the memory of our fallen soldiers will live for ever in Omsk"), whole)
    0.0
    """
    missing = part.fixed.difference(whole.words)
    if not part.content or not all(_is_respelt(name, whole) for name in missing):
        return 0.0
    return sum(_shared(piece, whole.content) for piece in part.pieces) / len(part.content)


def _shared(piece: Sequence[str], whole: Sequence[str]) -> float:
    """Return how many words of a piece stand in order in one stretch of the whole."""
    from rapidfuzz import fuzz

    best = fuzz.partial_ratio_alignment(piece, whole)
    if best is None:
        return 0.0
    # the score is twice the words shared over the words aligned, which at an edge are fewer
    aligned = best.src_end - best.src_start + best.dest_end - best.dest_start
    return best.score / 100 * aligned / 2


def holds_phrase(whole: Form, part: Form) -> bool:
    """Whether every word of one quotation stands in another, in a row.

    >>> holds_phrase(form_of("An eternal friendship, he hoped."), form_of("eternal friendship"))
    True
    """
    return f" {' '.join(part.words)} " in f" {' '.join(whole.words)} "


@cache
def stop_words() -> frozenset[str]:
    """Return the words that carry little content; negations do carry some."""
    from spacy.lang.en.stop_words import STOP_WORDS

    return frozenset(STOP_WORDS) - _NEGATIONS


def _is_content(word: str) -> bool:
    return word not in stop_words() and (len(word) > 1 or word.isdigit())


def _fixed(text: str) -> Iterator[str]:
    """Yield the numbers, and the words that are capitalised though no sentence begins there."""
    shouted = text.isupper()
    end = 0
    for match in _WORD.finditer(text):
        word, before, end = match.group(), end, match.end()
        if word.islower():
            continue
        gap = text[before : match.start()].strip()
        opens = gap[-1:] in _OPENERS if gap else not before
        named = word[0].isupper() and not opens
        acronym = len(word) > 1 and word.isupper()
        if word.isdigit() or (not shouted and (acronym or named)):
            form = word.casefold()
            if _is_content(form):
                yield form


def _is_respelt(name: str, whole: Form) -> bool:
    from rapidfuzz import fuzz, process

    found = process.extractOne(name, whole.words, scorer=fuzz.ratio, score_cutoff=_SPELLING)
    return found is not None and not name.isdigit()
