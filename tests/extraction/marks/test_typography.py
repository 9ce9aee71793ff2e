import pytest

from rhetoric.extraction.marks.typography import find_marks, may_be_possessive


def roles(text: str) -> list[tuple[str, bool, bool]]:
    return [(text[m.start : m.end], m.opens, m.closes) for m in find_marks(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "go" now', [('"', True, False), ('"', False, True)]),
        ("(“go”)", [("“", True, False), ("”", False, True)]),
        ("word“word", [("“", True, False)]),
        ("end.” Then", [("”", False, True)]),
        ("start ”word", [("”", True, True)]),
    ],
)
def test_neighbours_tell_what_a_mark_does(
    text: str, expected: list[tuple[str, bool, bool]]
) -> None:
    assert roles(text) == expected


@pytest.mark.parametrize("text", ["don’t", "the ’90s", "‘90s", "rock ’n’ roll", "o’clock", "5’ 10"])
def test_apostrophes_are_no_marks(text: str) -> None:
    assert roles(text) == []


def test_a_mark_that_begins_a_paragraph_is_read_from_it_alone() -> None:
    """Not from the stray mark that ends the paragraph before."""
    text = "a stray '\n'We stay,' he said"
    begin = text.index("\n") + 1
    assert [m.start - begin for m in find_marks(text, begin, len(text))] == [0, 9]


def test_a_plural_possessive_is_doubtful_and_a_closing_mark_is_not() -> None:
    text = "the miners’ lamp and ‘go’ again"
    first, *_, last = find_marks(text, 0, len(text))
    assert may_be_possessive(text, first)
    assert not may_be_possessive(text, last)
