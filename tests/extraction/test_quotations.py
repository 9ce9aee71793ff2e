import gc

from rhetoric.extraction.extractor import Extractor
from rhetoric.extraction.masking import mask_article
from rhetoric.extraction.paragraph import Paragraph, read_paragraph
from rhetoric.extraction.quotations import find_quotations
from rhetoric.lexicon.cues import load_cues


def test_parses_are_let_go_while_an_article_is_read(extractor: Extractor) -> None:
    masked = mask_article("“We stay here,” Ana Ruiz said.\nThe rain went on.\n" * 40)
    parses = extractor.nlp.pipe(passage.text for passage in masked.passages)
    paragraphs = map(read_paragraph, masked.passages, parses)
    quotes = find_quotations(masked, paragraphs, load_cues())
    found = [next(quotes) for _ in range(30)]
    held = [one for one in gc.get_objects() if isinstance(one, Paragraph)]
    assert {quote.speaker.name for quote in found if quote.speaker} == {"Ana Ruiz"}
    assert 0 < len(held) < 10
    assert len(list(quotes)) == 10


def test_quotations_of_a_sentence_share_its_words(extractor: Extractor) -> None:
    line = "they went on and the guide called it “safe” and left, " * 200
    quotes = extractor.extract(line)
    assert len(quotes) == 200
    # each carrier is a new string of some kB only where it has other words
    assert len({id(quote.context) for quote in quotes}) < 30
    assert all(quote.text in quote.context for quote in quotes)
    assert max(len(quote.context) for quote in quotes) < 5000


def test_a_quotation_over_paragraphs_waits_for_the_one_that_names_its_speaker(
    extractor: Extractor,
) -> None:
    text = "“We stay here for good.\n\n“We will not move,” Ana Ruiz said.\n\n“Never,” Bo Carr said."
    found = extractor.extract(text)
    assert [(q.speaker.name if q.speaker else None, bool(q.parts)) for q in found] == [
        ("Ana Ruiz", True),
        ("Bo Carr", False),
    ]
