import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhetoric.extraction.marks.sentences import (
    paragraphs,
    pieces,
    sentence_spans,
    sentence_starts,
)


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


@pytest.mark.parametrize(
    ("text", "longest", "expected"),
    [
        ("We stay here.", 13, ["We stay here."]),
        ("We go on. We stay here.", 16, ["We go on. ", "We stay here."]),
        # not where a quotation stands open, unless there is no other end of a sentence
        ("Kim left. Lee: “Go. We stay.”", 24, ["Kim left. Lee: “Go. ", "We stay.”"]),
        ("Kim wept. Lee left. “Go. We stay.”", 28, ["Kim wept. Lee left. ", "“Go. We stay.”"]),
        ("we went on and on", 12, ["we went on ", "and on"]),
        ("aaaaaaaaaa", 4, ["aaaa", "aaaa", "aa"]),
    ],
)
def test_what_is_too_long_is_cut_where_a_sentence_ends(
    text: str, longest: int, expected: list[str]
) -> None:
    assert [text[a:b] for a, b in pieces(text, 0, len(text), longest)] == expected


@given(st.text('aB.!“”" \n'), st.integers(0, 10), st.integers(1, 30))
def test_pieces_cover_a_span_in_order_and_none_is_too_long(
    text: str, skipped: int, longest: int
) -> None:
    start = min(skipped, len(text))
    found = list(pieces(text, start, len(text), longest))
    ends = [start, *(end for _, end in found)]
    assert [begin for begin, _ in found] == ends[:-1]
    assert not text[ends[-1] :].strip()
    assert all(0 < end - begin <= longest for begin, end in found)
    for begin, end in found[:-1]:
        assert end - begin >= longest // 2
        closing = sentence_starts(text, begin + longest // 2, begin + longest)[1:]
        assert not closing or end in closing
