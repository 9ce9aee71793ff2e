import spacy
from hypothesis import given

from rhetoric.extraction.marks.reading import read
from rhetoric.extraction.marks.stretches import find_stretches
from rhetoric.extraction.narration import Passage, mask
from rhetoric.extraction.unmasking import unmask
from tests.extraction.marks.test_stretches import TEXTS


def masked(text: str) -> list[Passage]:
    return mask(text, find_stretches(text)[0])


def test_a_sentence_of_its_own_becomes_a_short_word_with_its_punctuation() -> None:
    assert masked("“Where do we go now?” Kim asked.")[0].text == "“Yes?” Kim asked."


def test_a_woven_fragment_keeps_its_words_for_the_grammar() -> None:
    assert (
        masked("Kim called it a “sacred house” of all.")[0].text
        == "Kim called it a sacred house of all."
    )


def test_a_long_woven_fragment_keeps_its_first_words() -> None:
    words = " ".join("word" for _ in range(40))
    assert len(masked(f"Kim said that “{words}”, and left.")[0].text.split()) < 20


def test_paragraphs_without_a_quotation_are_left_out_but_for_the_lead() -> None:
    text = "First. Away.\n\nSecond. The lead.\n\n“We stay,” Kim said.\n\nLast."
    assert [p.text for p in masked(text)] == ["The lead.", "“Yes,” Kim said."]


def test_a_dash_right_after_a_mark_is_set_apart() -> None:
    assert masked("“We stay.”— Kim")[0].text == "“Yes.” — Kim"


@given(TEXTS)
def test_offsets_lead_back_into_the_article(text: str) -> None:
    for passage in masked(text):
        for offset, sign in enumerate(passage.text):
            if not any(slot.start <= offset < slot.end for slot in passage.slots):
                place = passage.to_article(offset)
                if place < len(text) and sign != " ":
                    assert text[place] == sign


def test_a_passage_unmasked_is_the_article_as_it_stands() -> None:
    text = "Rain.\n\nThe lead.\n\n“Where do we go?” Kim asked.\n\nLast."
    doc = spacy.blank("en")(text)
    lead, asked = (unmask(doc, passage, read(text)) for passage in masked(text))
    assert lead[0].text.strip() == "The lead."
    passage, parse = asked
    (slot,) = passage.slots
    assert passage.text.strip() == parse.text.strip() == "“Where do we go?” Kim asked."
    assert passage.text[slot.start : slot.end] == "“Where do we go?”"
    assert passage.to_article(passage.text.index("Kim")) == text.index("Kim")
