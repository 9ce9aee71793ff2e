import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhetoric.extraction.marks.lines import unwrap
from rhetoric.extraction.marks.stretches import find_stretches
from tests.fuzz.targets import ordered_stretches

# what the rules look at: marks, letters of both cases, stops, cues, line ends
PIECES = st.sampled_from(
    [
        *"“”‘’\"'«»„‚「」.,!?:;…—-()5aBI",
        "``",
        "''",
        "we",
        "’90s",
        "6'2\"",
        "\n",
        "\n\n",
        "said",
        "Kim",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=40).map(" ".join))


def texts(article: str) -> list[str]:
    return [article[s.start : s.end] for s in find_stretches(article)[0]]


@given(TEXTS)
def test_any_text_is_read_and_stretches_are_ordered(text: str) -> None:
    ordered_stretches(text)


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        ("“We stay,” he said.", ["We stay,"]),
        ('"We stay," he said.', ["We stay,"]),
        ("‘We stay,’ he said.", ["We stay,"]),
        ("'We stay,' he said.", ["We stay,"]),
        ("«We stay», he said.", ["We stay"]),
        ("»We stay«, he said.", ["We stay"]),
        ("« We stay », he said.", ["We stay"]),
        ("„We stay,“ he said.", ["We stay,"]),
        ("‚We stay,‘ he said.", ["We stay,"]),
        ("彼は「我々は残る」と言った。", ["我々は残る"]),
        ("``We stay,'' he said.", ["We stay,"]),
        ("''We stay,'' he said.", ["We stay,"]),
        ("”We stay,” he said.", ["We stay,"]),
        ("“We stay,“ he said.", ["We stay,"]),
        ('"We stay, "he said. "Always."', ["We stay,", "Always."]),
    ],
)
def test_every_style_of_marks_is_read(article: str, expected: list[str]) -> None:
    assert texts(article) == expected


@pytest.mark.parametrize(
    "article",
    [
        "It’s Kim’s and the veterans’ home since the ’90s.",
        "Get ’em to play rock ’n’ roll, 'cause it's fun.",
        "He stood 6'2\" and threw 12' far.",
        'A 12" pipe, 5\' long, lay 30" deep.',
        "The film <img alt=\"a 'still'\"> ran.",
        "No quotation here.",
        "",
    ],
)
def test_apostrophes_and_measures_are_no_marks(article: str) -> None:
    assert texts(article) == []


def test_an_apostrophe_inside_single_marks_does_not_close_them() -> None:
    article = "‘We didn’t see the miners’ lamps,’ she said, ‘nor ’em.’"
    assert texts(article) == ["We didn’t see the miners’ lamps,", "nor ’em."]


def test_a_quotation_inside_another_belongs_to_it() -> None:
    article = "“He said ‘go’ and I went,” she recalled."
    (stretch,), _ = find_stretches(article)
    assert [article[a:b] for a, b in stretch.nested] == ["go"]


def test_a_paragraph_that_opens_again_goes_on() -> None:
    article = "Kim said: “We stay.\n\n“We always stayed.”\n\nHe left."
    (stretch,), issues = find_stretches(article)
    assert [article[p.start : p.end] for p in stretch.parts] == ["We stay.", "We always stayed."]
    assert not stretch.repaired
    assert issues == []


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        ("We stay here,” Kim said.", "We stay here,"),
        ("The rain fell. We stay here,” Kim said.", "We stay here,"),
        ("“We stay here, Kim said.", "We stay here,"),
        ("Kim was brief. “We stay here.\n\nHe left.", "We stay here."),
        ("“A,” said Kim, “and we stay here.\n\nHe left.", "and we stay here."),
        ("Kim said, We stay here.”", "We stay here."),
    ],
)
def test_one_missing_mark_is_repaired(article: str, expected: str) -> None:
    stretches, issues = find_stretches(article)
    assert [article[s.start : s.end] for s in stretches if s.repaired] == [expected]
    assert issues == []


def test_two_lost_marks_of_two_paragraphs_are_two_quotations() -> None:
    article = "“We stay,” he said. “We stood.\n\nHis guest went on. It was ours,” said Lee."
    assert texts(article) == ["We stay,", "We stood.", "It was ours,"]


def test_a_doubtful_stretch_is_reported_and_costs_nothing_else() -> None:
    article = "The town of lights” and so on\n\n“We stay,” Kim said."
    issues = find_stretches(article)[1]
    assert texts(article) == ["We stay,"]
    assert [i.reason for i in issues] == ["a closing quotation mark without an opening one"]


def test_a_quotation_over_a_broken_line_is_one() -> None:
    article = unwrap("“We go on\nand on,” said Kim.")
    (stretch,), _ = find_stretches(article)
    assert (article[stretch.start : stretch.end], stretch.repaired) == ("We go on and on,", False)


def test_marks_without_a_word_are_left_out() -> None:
    assert texts("“…” he said. “” and “!”") == []


def test_a_mark_alone_on_its_line_is_no_part_of_a_quotation() -> None:
    article = "He said: “\n“We will stay here,” Kim said.\n\n“\nWe go on,” he said."
    assert texts(article) == ["We will stay here,", "We go on,"]
