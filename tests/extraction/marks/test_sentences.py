import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhetoric.extraction.marks.sentences import paragraphs, sentence_spans, sentence_starts


def cut(text: str) -> list[str]:
    return [text[a:b].strip() for a, b in sentence_spans(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("Gov. Lee spoke. He left.", ["Gov. Lee spoke.", "He left."]),
        ("The U.S. Senate met. It voted.", ["The U.S. Senate met.", "It voted."]),
        ("“We go.” Kim left.", ["“We go.”", "Kim left."]),
        ("At 3.5 percent it grew.", ["At 3.5 percent it grew."]),
        ("Really? Yes! Then … Go.", ["Really?", "Yes!", "Then …", "Go."]),
    ],
)
def test_sentences_end_where_a_reader_says(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_each_line_that_holds_words_is_a_paragraph() -> None:
    assert len(paragraphs("One.\nTwo.\n\n  \nThree.")) == 3


@pytest.mark.parametrize("gap", ["\n", "\n\n", " \n ", "\r\n", "\u2029"])
def test_a_line_without_a_stop_is_no_part_of_the_next_sentence(gap: str) -> None:
    assert cut(f"Harlow votes{gap}Kim rose. He left.") == ["Harlow votes", "Kim rose.", "He left."]


@given(st.text())
def test_spans_cover_the_text(text: str) -> None:
    assert [text[a:b] for a, b in sentence_spans(text, 0, len(text))] == [
        text[a:b]
        for a, b in zip(
            sentence_starts(text, 0, len(text)),
            [*sentence_starts(text, 0, len(text))[1:], len(text)],
            strict=True,
        )
    ]
    assert "".join(text[a:b] for a, b in sentence_spans(text, 0, len(text))) == text


def test_a_long_run_of_stops_takes_linear_time() -> None:
    assert len(sentence_starts("." * 200_000, 0, 200_000)) == 1
