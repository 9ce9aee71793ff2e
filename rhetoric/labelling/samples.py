"""A quotation as a classifier is given it: its words, and the carrier with these taken out."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_TOKEN = re.compile(r"[#@]?\w+(?:['-]\w+)*|[\U0001F1E6-\U0001F1FF]{2}|[^\w\s.,;:\"“”()\[\]]")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\w")
SOURCES = ("text", "context")
GAP = "…"  # stands in a carrier where the quoted words were


class Sample(NamedTuple):
    """One quotation as the classifier is given it.

    Attributes
    ----------
    text : str
        The quoted words.
    context : str
        The sentence or sentences that carry them, or "".
    """

    text: str
    context: str = ""


class Token(NamedTuple):
    """A word of the text: what it is compared as, and where it stands."""

    form: str
    start: int
    end: int


def as_samples(quotations: str | Iterable[str], context: str | Iterable[str] = "") -> list[Sample]:
    """Pair texts with their contexts.

    Parameters
    ----------
    quotations : str or iterable of str
        The quoted words.
    context : str or iterable of str
        The carrier of each; or one for all.

    Raises
    ------
    TypeError
        When there is neither a text nor many of them.
    ValueError
        When there are not as many contexts as texts.
    """
    if not isinstance(quotations, Iterable) or isinstance(quotations, bytes):
        msg = f"quotations must be text (str) or many texts, not {type(quotations).__name__}"
        raise TypeError(msg)
    texts = [quotations] if isinstance(quotations, str) else list(quotations)
    contexts = [context] * len(texts) if isinstance(context, str) else list(context)
    if len(texts) != len(contexts):
        msg = f"{len(texts)} quotations but {len(contexts)} contexts; give one each, or one for all"
        raise ValueError(msg)
    return [Sample(t, c) for t, c in zip(texts, contexts, strict=True)]


def tokens_of(text: str) -> list[Token]:
    """Split a text into tokens: words, hashtags, flags, emoji; case and digits fold.

    >>> [t.form for t in tokens_of("In 1953 #WeRemember it’s over 🇨🇺")]
    ['in', '0000', '#weremember', "it's", 'over', '🇨🇺']
    """
    return [Token(_form(m.group()), m.start(), m.end()) for m in _TOKEN.finditer(_plain(text))]


def forms_of(samples: Sequence[Sample], source: str) -> list[list[str]]:
    """Split the words or the carrier of each sample into the forms that tokens are compared as."""
    return [_forms(source_text(sample, source)) for sample in samples]


def source_text(sample: Sample, source: str) -> str:
    """Return the words of a sample ("text"), or its carrier with those taken out ("context").

    The carrier is empty where the context is only the quotation again, as in a post.
    """
    if source == "text":
        return sample.text
    rest = without(sample.context, sample.text)
    return rest if _WORD.search(rest) else ""


def without(carrier: str, words: str) -> str:
    """Return a carrier with the quoted words taken out, but not out of other words.

    What is left stands where it stood, so that an offset in it is one in the carrier.

    >>> without("The rally’s host called Kim an “ally”.", "ally")
    'The rally’s host called Kim an “…   ”.'
    """
    kept: list[str] = []
    at = done = 0
    while words and (found := carrier.find(words, at)) >= 0:
        at = found + len(words)
        sides = carrier[max(0, found - 1) : found] + carrier[at : at + 1]
        if not any(_WORD.match(sign) for sign in sides):
            kept += [carrier[done:found], GAP.ljust(len(words))]
            done = at
    return "".join([*kept, carrier[done:]])


def _forms(text: str) -> list[str]:
    plain = _plain(text)
    if plain.isascii():  # nearly every text, and then folding it whole changes no token
        return _TOKEN.findall(_DIGIT.sub("0", plain.lower()))
    return [_form(word) for word in _TOKEN.findall(plain)]


def _plain(text: str) -> str:
    """Write marks in ASCII, so that most texts are; each stays where it is."""
    return text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')


def _form(word: str) -> str:
    if word.isascii() and word.isalpha():  # nearly every word
        return word.lower()
    return _DIGIT.sub("0", unicodedata.normalize("NFKC", word).lower())
