"""The sample articles from end to end: quotations and speakers against their gold."""

from typing import Any

from rhetoric.extraction.extractor import Extractor
from rhetoric.types import Article, Quote

# (article, opening words): fields in which the library is known to differ from the gold
KNOWN = {
    # a nickname, taken for a fragment
    ("hanoi_bridge_museum", "Comrade Pedro"): {"kind", "name"},
    # the parser hangs “and spoke of” on the clause inside
    ("asmara_candle_night", "debt without end"): {"name", "channel"},
}


def found_in(extractor: Extractor, text: str, gold: dict[str, Any]) -> list[Quote]:
    """Return the quotations of a sample article, terms among them as in the gold."""
    _, quotes = next(Extractor(extractor.nlp, terms=True).pipe([Article(text, gold["id"])]))
    return quotes


def read(
    extractor: Extractor, text: str, gold: dict[str, Any]
) -> list[tuple[dict[str, Any], Quote]]:
    """Pair each gold quotation with the one found at its offsets."""
    quotes = found_in(extractor, text, gold)
    assert [(q.start, q.end) for q in quotes] == [(g["start"], g["end"]) for g in gold["quotes"]]
    return list(zip(gold["quotes"], quotes, strict=True))


def test_gold_offsets_fit_the_text(seed: tuple[str, dict[str, Any]]) -> None:
    text, gold = seed
    assert all(text[g["start"] : g["end"]] == g["text"] for g in gold["quotes"])


def test_quotations_speakers_and_channels(
    extractor: Extractor, seed: tuple[str, dict[str, Any]]
) -> None:
    text, gold = seed
    for wanted, quote in read(extractor, text, gold):
        found = {
            "kind": quote.kind,
            "repaired": quote.repaired,
            "name": quote.speaker.name if quote.speaker else None,
            "channel": quote.channel,
        }
        differing = {field for field, value in found.items() if value != wanted[field]}
        assert differing == KNOWN.get((gold["id"], quote.text), set()), quote.text


def test_mentions_overlap_the_gold(extractor: Extractor, seed: tuple[str, dict[str, Any]]) -> None:
    text, gold = seed
    for wanted, quote in read(extractor, text, gold):
        if wanted["speaker"] and not KNOWN.get((gold["id"], quote.text)):
            assert quote.speaker is not None
            assert wanted["speaker"] in quote.speaker.text
