from typing import SupportsIndex

import pytest

from rhetoric.extraction.extractor import Extractor
from rhetoric.extraction.kinds import kind_of
from rhetoric.extraction.masking import mask_article
from rhetoric.extraction.paragraph import read_paragraph

NONE = [
    # works
    "She wrote a book called “The Long Road.” It sold well.",
    "She wrote a book, “The Long Road.” It sold well.",
    "Mary Cole said she liked the song “Home.”",
    "Mary Cole said she liked the film “Home!”",
    "Mary Cole told the crowd of her new novel, “The Long Road.”",
    "“The Long Road,” a book by Mary Cole, sold well, Tom Ashby said.",
    "Tom Ashby said he was the author of “The Long Road.”",
    "The hymn, entitled “Rivers of Home,” was sung.",
    "Ashby sang “Home,” “River” and “The Long Road.”",
    # nicknames
    "They call her “Mama Rosa,” and she likes it.",
    "He is a cook everyone calls “Duke.” He had worked there for years.",
    "He is a man sleeping rough who is known as “Stretch.”",
    "Marcus “Duke” Bell has cooked there for years.",
    "Friends called him “Duke.”",
    # firms, laws, movements
    "Tom Ashby said he had left the firm “Bright Hands.”",
    "Mary Cole spoke for the movement “Rivers First.”",
    "The law, known as “The Clean Rivers Act,” was passed.",
    "The bill, called the “Clean Rivers Act,” passed.",
    "She is with a group called “Mothers of Harlow.”",
    # words as words
    "Mary Cole said the word “bridge” is old.",
]


@pytest.mark.parametrize("text", NONE)
def test_titles_and_names_are_no_quotations(extractor: Extractor, text: str) -> None:
    assert [q.text for q in extractor.extract(text)] == []


SAID = [
    ("The road is shut in Harlow. “No,” Cole said.", "No,"),
    ("“Never again,” Mary Cole said.", "Never again,"),
    ("He spoke to Tom Ashby. “By May,” Ashby added.", "By May,"),
    ("The mayor met Anita Rhodes. “Enough!” Rhodes said.", "Enough!"),
    ("It was John Reed. “Why?” Reed asked.", "Why?"),
    ("Tom Ashby ended with the words “We will never forget.”", "We will never forget."),
    ("Tom Ashby called the plan “a disgrace.”", "a disgrace."),
    ("Mary Cole called him “Liar in Chief.”", "Liar in Chief."),
    ("Tom Ashby, called “a liar” by Mary Cole, left.", "a liar"),
    ("The report said “nobody was warned.”", "nobody was warned."),
    ("The company said: “Nobody was warned.”", "Nobody was warned."),
]


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_words_that_somebody_says_are_quotations(
    extractor: Extractor, text: str, expected: str
) -> None:
    assert [q.text for q in extractor.extract(text)] == [expected]


class Watched(str):
    """A text that tells how much of it is copied at a time."""

    __slots__ = ("copied",)

    def __getitem__(self, at: SupportsIndex | slice) -> str:
        copy = super().__getitem__(at)
        self.copied = max(getattr(self, "copied", 0), len(copy))
        return copy


def test_the_kind_is_told_by_what_stands_near(extractor: Extractor) -> None:
    text = Watched("Tom Ashby called it “a disgrace”. " + "The road is shut. " * 200)
    (passage,) = mask_article(str(text)).passages
    (site,) = read_paragraph(passage, extractor.nlp(passage.text)).sites
    assert kind_of(text, site, None) == "term"
    assert 0 < text.copied < 300
