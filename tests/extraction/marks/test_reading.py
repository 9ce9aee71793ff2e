import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhetoric.extraction.marks.reading import read
from rhetoric.extraction.marks.stretches import find_stretches

SAID = "“The bridge was never safe,” said Nadia Lopez."


@pytest.mark.parametrize(
    "text",
    [
        "â€œThe bridge was never safe,â€\x9d said Nadia Lopez.",
        "â€œThe bridge was never safe,â€ said Nadia Lopez.",
        "â\x80\x9cThe bridge was never safe,â\x80\x9d said Nadia Lopez.",
        "Ã¢â‚¬Å“The bridge was never safe,Ã¢â‚¬Â\x9d said Nadia Lopez.",
        "\x93The bridge was never safe,\x94 said Nadia Lopez.",
        "ÒThe bridge was never safe,Ó said Nadia Lopez.",
        "\ufffdThe bridge was never safe,\ufffd said Nadia Lopez.",
        "&ldquo;The bridge was never safe,&rdquo; said Nadia&nbsp;Lopez.",
        "&#8220;The bridge was never safe,&#8221; said Nadia Lopez.",
        "&#x201C;The bridge was never safe,&#x201d; said Nadia Lopez.",
        "&#147;The bridge was never safe,&#148; said Nadia Lopez.",
        "&amp;ldquo;The bridge was never safe,&amp;rdquo; said Nadia Lopez.",
        r"\u201cThe bridge was never safe,\u201d said Nadia Lopez.",
        "<q>The bridge was never safe,</q> said <b>Nadia</b> Lopez.",
        '“The bridge was never <a href="x?a=1">safe</a>,” said Nadia Lopez.<!-- x -->',
        "“The bridge was never safe,” said **Nadia Lopez**.",
        "**“The bridge was never safe,”** said Nadia Lopez.",
        "_“The bridge was never safe,”_ said Nadia Lopez.",
        "“*The bridge was never safe,*” said [Nadia Lopez](https://example.org/lopez).",
        "> “The bridge was never safe,” said Nadia Lopez.",
        "> > “The bridge was never safe,” said Nadia Lopez.",
        "## “The bridge was never safe,” said Nadia Lopez.",
        "❝The bridge was never safe,❞ said Nadia Lopez.",
        "““The bridge was never safe,”” said Nadia Lopez.",
        "“The bridge was never safe,” said Nadia\u00a0Lo\u00adpez.",
        "\ufeff“The bridge was never safe,”\u200b said Nadia Lopez.",
        "“The bridge was never safe,”\nsaid Nadia Lopez.",
    ],
)
def test_one_sentence_is_read_however_it_is_written(text: str) -> None:
    assert read(text).text == SAID


@pytest.mark.parametrize(
    "text",
    [
        '""The bridge was never safe,"" said Nadia Lopez.',
        '"""The bridge was never safe,"" said Nadia Lopez."',
        "&quot;The bridge was never safe,&quot; said Nadia Lopez.",
        r"\"The bridge was never safe,\" said Nadia Lopez.",
        "``The bridge was never safe,'' said Nadia Lopez.",
        '``The bridge was never safe," said Nadia Lopez.',
        "`The bridge was never safe,' said Nadia Lopez.",
        "`The bridge was never safe,` said Nadia Lopez.",
        "´The bridge was never safe,´ said Nadia Lopez.",
        "″The bridge was never safe,″ said Nadia Lopez.",
        ",,The bridge was never safe,'' said Nadia Lopez.",
        "<<The bridge was never safe,>> said Nadia Lopez.",
        "❛The bridge was never safe,❜ said Nadia Lopez.",
    ],
)
def test_every_way_to_type_a_mark_is_one(text: str) -> None:
    reading = read(text)
    stretch = find_stretches(reading.text)[0][0]
    assert reading.span(stretch.start, stretch.end).text == "The bridge was never safe,"
    assert not stretch.repaired


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jos&eacute; Pérez", "José Pérez"),
        ("JosÃ© PÃ©rez", "José Pérez"),
        ("Jose\u0301 Pe\u0301rez", "José Pérez"),
        (r"“We go.”\n\n“We stay.”", "“We go.”\n\n“We stay.”"),
        (r"“We go.”\r\n“We stay.”", "“We go.”\n“We stay.”"),
        ("<p>“We go.”</p><p>“We stay.”</p>", "\n“We go.”\n\n“We stay.”\n"),
        ("“We go.”<br/>“We stay.”", "“We go.”\n“We stay.”"),
        ('Kim:<blockquote><p id="a">We go.</p></blockquote>', "Kim:\n“We go.”\n"),
        ("<blockquote>“We go,” Kim said.</blockquote>", "\n“We go,” Kim said.\n"),
    ],
)
def test_accents_and_line_breaks_are_read(text: str, expected: str) -> None:
    assert read(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "R&D at AT&T; the cost is < 5 and > 3 €.",
        r"It is in C:\news\notes, he said.",
        "He said “never” to a “Spaß” and “CAFÉ”.",
        '"I said "no"" is what she wrote, and "" is nothing.',
        "Write to ana_ruiz@example.org or #harlow; 2 * 3 is 6.",
        "She wrote <sighs> and [sic] (2020).",
        "Mr. Ó Briain of São Paulo spoke.",
        "The code is `x = 1`.",
        "f**k and a 5' 6\" board",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert read(text).text == text


PIECES = st.lists(
    st.sampled_from(
        [
            "“", "”", '"', '""', "``", "''", "`", "&ldquo;", "&quot;", "&amp;quot;", "<p>", "</p>",
            "<q>", "</q>", "<br>", "\\n", '\\"', "\\u201c", "**", "_", "> ", "[", "](x)", "\x93",
            "\x94", "â€œ", "â€", "Ã©", "\ufffd", "Ò", "Ó", "❝", "❞", "\u200b", "\u0301", "\n", " ",
            "Kim", "said", "we", ".", ",", ":", "Q", "A", "<!--", "-->", ",,", "<<", ">>", "\ud800",
        ]
    ),
    max_size=40,
)  # fmt: skip


@given(st.one_of(st.text(), PIECES.map("".join)))
def test_every_character_read_stands_somewhere_in_order(text: str) -> None:
    reading = read(text)
    assert len(reading.text) == len(reading.begins) == len(reading.ends)
    places = [reading.place(i, i + 1) for i in range(len(reading.text))]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)


@pytest.mark.parametrize("half", ["\ud800", r"\ud800"])
def test_half_of_a_surrogate_pair_is_read_as_a_lost_character_and_as_no_mark(half: str) -> None:
    reading = read(f"{half}We {half} stay{half},” said Nadia Lopez.")
    assert reading.text == "\ufffdWe \ufffd stay\ufffd,” said Nadia Lopez."
    assert reading.text.encode()
    assert reading.span(0, 1).text == half
