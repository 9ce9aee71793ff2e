"""What went wrong with a text on its way here, undone where it plainly did."""

import re
import unicodedata

from rhetoric.documents.markup import is_markup, text_of_markup
from rhetoric.lexicon.characters import INVISIBLE, SURROGATE

# UTF-8 read as Windows-1252 shows a letter of Latin-1 before another character beyond ASCII, and
# Windows-1252 read as Latin-1 shows controls for its marks
_SUSPICIOUS = re.compile("[\x80-\x9f]|[\u00c2-\u00f4][^\x00-\x7f]")
# of a closing mark, the byte that Windows-1252 does not have is often lost
_CUT_MARK = re.compile(r"â€(?=[\s.,;:!?)\]]|$)")
# “\n” before a small letter may be part of a path: C:\news
_WRITTEN_END = re.compile(r"(?:\\r)?\\n(?![a-z])|\\r(?![a-zA-Z])")
_DOUBLED = ('"', "“”")


def repaired(text: str) -> str:
    r"""Return a text without what plainly was a mishap: markup, ``\n`` for line ends, ``""``.

    Parameters
    ----------
    text : str
        As it stands in a cell, a record or a text file.

    Examples
    --------
    >>> repaired("<p>&ldquo;We stay,&rdquo; she said.</p>"), repaired('""We stay,"" she said.')
    ('“We stay,” she said.', '"We stay," she said.')
    >>> print(repaired(r"One.\nTwo."))
    One.
    Two.
    """
    if "\\" in text and len(_WRITTEN_END.findall(text)) > text.count("\n"):
        text = _WRITTEN_END.sub("\n", text)
    if is_markup(text):
        text = text_of_markup(text)
        if is_markup(text):  # escaped, as some exports do, before it was put into the cell
            text = text_of_markup(text)
    for marks in _DOUBLED:
        text = _halved(text, marks)
    return text


def clean(text: str) -> str:
    r"""Repair characters read in a wrong encoding, leave out what does not show, compose accents.

    Half of a surrogate pair, which no file can hold, becomes U+FFFD. Line ends, spaces and
    everything else stay as they are.

    Examples
    --------
    >>> clean("“Never\u200b again,”\r\nshe\u00a0sa\u00adid at the cafe\u0301.")
    '“Never again,”\r\nshe\xa0said at the café.'
    >>> clean("â€œNever again,â€\x9d she said."), clean("\x93Never,\x94 he said.")
    ('“Never again,” she said.', '“Never,” he said.')
    """
    if text.isascii():
        return text
    if _SUSPICIOUS.search(text):
        text = _unmixed(text)
    text = SURROGATE.sub("\ufffd", INVISIBLE.sub("", text))
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _unmixed(text: str) -> str:
    from ftfy import TextFixerConfig, fix_text

    config = TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        remove_control_chars=False,
        normalization=None,
    )
    return fix_text(_CUT_MARK.sub("â€\x9d", text), config)


def _halved(text: str, marks: str) -> str:
    """Return a text in which every mark stands twice with each of them once.

    Around a cell of a table that was left as it stood there is another one at either end.
    """
    runs = [run.group() for run in re.finditer(rf"([{marks}])\1*", text)]
    inner = text[1:-1]
    in_a_cell = len(runs) > 2 and text[0] == text[-1] == marks and marks * 2 in inner
    if in_a_cell and len(runs[0]) % 2 and len(runs[-1]) % 2:
        return _halved(inner, marks)
    if len(runs) > 1 and all(len(run) % 2 == 0 for run in runs):
        return re.sub(rf"([{marks}])\1", r"\1", text)
    return text
