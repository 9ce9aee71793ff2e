"""Where a lost quotation mark stood, or ``None`` where the text does not show it.

Print loses marks, the first one of a paragraph most of all. Four things tell where one was: the
paragraph's edge, a sentence's edge, punctuation before a cue (``…,” she said``), capitalisation.
"""

import re
from functools import cache

from rhetoric.extraction.marks.sentences import sentence_starts
from rhetoric.lexicon.cues import saying_pattern

FIRST_PERSON = re.compile(r"\b(?:I|we|We|our|Our|us|my|My|me|you|You|your|Your|ours|mine)\b")
_NARRATOR = (
    r"(?:he|she|they|it|the\s+[\w-]+(?:\s+[\w-]+){0,2}"
    r"|(?:[A-Z][\w.’'-]*)(?:\s+[A-Z][\w.’'-]*){0,4})"
)


@cache
def _cue_after() -> re.Pattern[str]:
    """Match a cue with its subject, either way round, where narration takes over."""
    said = saying_pattern()
    adverb = r"(?:\s+(?:also|then|later|once|[a-z]+ly))?"
    return re.compile(rf"\s+(?:{_NARRATOR}{adverb}\s+{said}\b|{said}\s+(?:{_NARRATOR})\b)")


@cache
def _cue_before() -> re.Pattern[str]:
    """Match a cue that leads into speech: ``Kim said, Never again.”``."""
    return re.compile(rf"\b{saying_pattern()}(?:[,:]|\s+that)\s+(?=[A-Z])|:\s+(?=[A-Z])")


def starts_narration(text: str, at: int) -> bool:
    """Whether a cue with its subject begins at ``at``.

    >>> starts_narration("We go, he said.", 6), starts_narration("We go, and win.", 6)
    (True, False)
    """
    return _cue_after().match(text, at) is not None


def missing_opening(text: str, floor: int, close: int, *, at_paragraph: bool) -> int | None:
    """Return where a quotation began that only has its closing mark.

    Parameters
    ----------
    text : str
        The article.
    floor : int
        Offset before which it cannot have begun: the paragraph's start or the last quotation's end.
    close : int
        Offset of the closing mark.
    at_paragraph : bool
        Whether ``floor`` is a paragraph's start.

    Examples
    --------
    >>> text = "He left. We stay here,” Kim said."
    >>> text[missing_opening(text, 0, text.index("”"), at_paragraph=True):][:12]
    'We stay here'
    """
    if close <= floor or text[close - 1] not in ",.!?…—-":
        return None
    starts = [s for s in sentence_starts(text, floor, close) if text[s:close].strip()]
    if not at_paragraph:
        starts = starts[1:]
    if not starts:
        return None
    start = starts[-1]
    leads = list(_cue_before().finditer(text, start, close))
    if leads:
        return leads[-1].end()
    # A quotation of several sentences: go back while the sentence before speaks as “we” or “I”
    # and no cue in it belongs to the narrator.
    for earlier, later in zip(starts[-2::-1], starts[:0:-1], strict=True):
        sentence = text[earlier:later]
        if not FIRST_PERSON.search(sentence) or _has_cue(sentence):
            break
        start = earlier
    return start if _begins_like_speech(text, start) else None


def missing_closing(text: str, begin: int, ceiling: int, *, resumes: bool = False) -> int | None:
    """Return where a quotation ended that only has its opening mark.

    Parameters
    ----------
    text : str
        The article.
    begin : int
        Offset of its first word.
    ceiling : int
        Offset that it cannot reach past: the paragraph's end or the next opening mark.
    resumes : bool
        It goes on after an interruption (``…,” Kim said, “and …``), so it may begin in lower case.

    Examples
    --------
    >>> text = "“We stay here, Kim said on Monday."
    >>> text[1:missing_closing(text, 1, len(text))]
    'We stay here,'
    """
    for stop in re.finditer(r"[,.!?…](?=\s)", text[begin:ceiling]):
        end = begin + stop.end()
        if starts_narration(text, end):
            return end
    end = begin + len(text[begin:ceiling].rstrip())
    if (resumes or _begins_like_speech(text, begin)) and text[end - 1 : end] in (
        ".",
        "!",
        "?",
        "…",
    ):
        return end
    return None


def _has_cue(sentence: str) -> bool:
    return re.search(rf"\b{saying_pattern()}\b", sentence) is not None


def _begins_like_speech(text: str, start: int) -> bool:
    first = text[start : start + 1]
    return first.isupper() or first.isdigit() or first in "…("
