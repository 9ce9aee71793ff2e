import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhetoric.extraction.marks.lines import unwrap

COLUMN = """The bridge over the Lark was shut on Monday after a slab of it fell
into the river, and the town has been cut in two since then. Buses
turn round at the mill. “The bridge was never safe,” said
Nadia Lopez, a driver, who has crossed it every day for
twenty years. “Nobody listened to any of us,” José
Pérez said.
The council meets on Thursday. It will hear from engineers who
looked at the bridge last year, and from the firm that
built it."""


@pytest.mark.parametrize(
    "text",
    [
        "“We stay here,” said\nNadia Lopez.",
        "“We stay here,” Nadia\nLopez said.",
        "“We stay here,”\nNadia Lopez said.",
        "“We stay here,”\nsaid Nadia Lopez.",
        "'We stay here,' said\nNadia Lopez.",
        "Nadia Lopez, mayor of\nHarlow, left.",
        "Nadia Lopez said “we stay\nin Harlow” and left.",
        '"The bridge was never safe," said\nNadia Lopez, a driver. "Nobody\nlistened," she said.',
        "She called it\r\nan odd day.",
    ],
)
def test_a_break_within_a_sentence_ends_no_paragraph(text: str) -> None:
    assert "\n" not in unwrap(text)


@pytest.mark.parametrize(
    "text",
    [
        "Tom Ashby wins vote in Harlow\nPaul Hart read the result.",
        "By John Reed\nPaul Hart, the clerk, read the result.",
        "“We stay,” Kim says in vote\nHARLOW — The mayor spoke.",
        "• Tom Ashby won it\n• Jo lost",
        "- Tom Ashby won the vote of\n- Jo lost",
        "1. Tom Ashby won the\n2. Jo lost",
        "“The road must be open by spring.”\n— Mayor Anita Rhodes",
        "“The road must be open by spring.”\n-Mayor Anita Rhodes",
        "Anita Rhodes:\n“The road must be open.”",
        "VOLKOV: Thank you all for\nREPORTER: Why?",
        "Image caption: John Reed on his way\nPaul Hart read the result.",
        "One paragraph.\nAnother.",
        "“We stay,” Kim said.\n“We go,” Lee said.",
    ],
)
def test_a_line_of_its_own_stays_one(text: str) -> None:
    assert unwrap(text) == text


def test_a_column_is_joined_and_its_short_lines_end_paragraphs() -> None:
    assert [line[:11] for line in unwrap(COLUMN).split("\n")] == ["The bridge ", "The council"]


def test_blank_lines_part_the_paragraphs_of_a_column() -> None:
    assert len(unwrap(COLUMN.replace("\n", "\n\n", 1) + "\n\n" + COLUMN).split("\n\n")) == 3


@given(st.text(alphabet='aB “”".,\n\r:-', max_size=200))
def test_nothing_but_line_breaks_changes(text: str) -> None:
    read = unwrap(text)
    assert len(read) == len(text)
    assert all(
        a == b or (a in "\n\r\u2028\u2029 " and b == " ") for a, b in zip(text, read, strict=True)
    )
