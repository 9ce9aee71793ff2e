import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhetoric.documents.repair import clean, repaired
from rhetoric.extraction.extractor import Extractor

QUOTED = "“We stay,” Ana Ruiz said."
MOJIBAKE = QUOTED.encode().decode("cp1252", "replace").replace("\ufffd", "\x9d")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (MOJIBAKE, QUOTED),
        # the byte of a closing mark that Windows-1252 does not have was lost
        (MOJIBAKE.replace("\x9d", ""), QUOTED),
        (MOJIBAKE + "\n" + QUOTED, f"{QUOTED}\n{QUOTED}"),
        ("\x93We stay,\x94 Ana Ruiz said.", QUOTED),
        ("It\x92s home.", "It’s home."),
        ("JosÃ© came.", "José came."),
        ("half \ud800 of a pair", "half \ufffd of a pair"),
    ],
)
def test_characters_read_in_a_wrong_encoding_are_repaired(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        QUOTED,
        "l’Été «à la» carte, Ðuro Škorić, São Tomé",
        "El Niño—“so-called”—came",
        "Ο Άρης είπε «ναι»…",
        "«Мы останемся», сказал он.",
        "‘’“”„‚«»‹›「」–—…",
    ],
)
def test_what_is_right_stays(text: str) -> None:
    assert clean(text) == text == repaired(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("&ldquo;We stay,&rdquo; she said.", "“We stay,” she said."),
        ("&#8220;We stay,&#8221; she said.", "“We stay,” she said."),
        ("&#147;We stay,&#148; she said.", "“We stay,” she said."),
        ("<p>&quot;We stay,&quot; she said.</p><p>It rained.", '"We stay," she said.\nIt rained.'),
        ('"We stay," <a href="x">she</a> said.<br>It rained.', '"We stay," she said.\nIt rained.'),
        ("One.\n\nTwo &amp; <b>three</b>.\nFour.", "One.\n\nTwo & three.\nFour."),
        ("&lt;p&gt;&amp;ldquo;Yes,&amp;rdquo; he said.&lt;/p&gt;", "“Yes,” he said."),
        ("<script>“No,” he said.</script><p>One.</p>", "One."),
        ("<ul><li>One</li><li>Two</li></ul><h2>Three</h2>", "- One\n- Two\nThree"),
        ("<p>One,\ntwo.</p>\n\n<div></div><p>Three.", "One, two.\nThree."),
    ],
)
def test_html_in_a_text_is_read_as_html(text: str, expected: str) -> None:
    assert repaired(text) == expected


@pytest.mark.parametrize(
    "text", ["1 < 2 and 3 > 2", "A & B; C", "if (a<b) c>d", "<3", "R&D;", "<p"]
)
def test_what_is_no_html_is_left(text: str) -> None:
    assert repaired(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"said Nadia Lopez.\n\n“Nobody stayed.”", "said Nadia Lopez.\n\n“Nobody stayed.”"),
        (r"One.\r\nTwo.\n", "One.\nTwo.\n"),
        (r"It lies in C:\news there.", r"It lies in C:\news there."),
        ("A line\nand a path D:\\New.", "A line\nand a path D:\\New."),
    ],
)
def test_line_ends_written_as_two_characters_are_line_ends(text: str, expected: str) -> None:
    assert repaired(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('""We stay,"" she said. ""Go.""', '"We stay," she said. "Go."'),
        ("““We stay,”” she said.", "“We stay,” she said."),
        ('"""We stay,"" she said."', '"We stay," she said.'),
        ('"We stay," she said. "Go."', '"We stay," she said. "Go."'),
        ('He wrote "" there, and "yes".', 'He wrote "" there, and "yes".'),
        ('A mark: "', 'A mark: "'),
    ],
)
def test_marks_that_all_stand_twice_stand_once(text: str, expected: str) -> None:
    assert repaired(text) == expected


MARKUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<q>", "</q>", "<blockquote>", "</blockquote>", "<li>", "<head>", "<br/>",
         "&ldquo;", "&amp;lt;", '""', "\\n", "\n\n", "â€œ", "\x93", "said:", " ", "<", "“", "<!--",
         "<script>", "<![CDATA["]
    )
).map("".join)  # fmt: skip


@given(st.text() | MARKUP)
def test_no_text_raises_and_what_is_clean_stays(text: str) -> None:
    cleaned = clean(repaired(text))
    cleaned.encode()
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("html", "speaker"),
    [
        (
            "Ana Ruiz said in it:<blockquote><p>We stay.</p><p>We go.</p></blockquote>It rained.",
            "Ana Ruiz",
        ),
        ("<p>Ana Ruiz told them that <q>we stay here for ever</q>.</p>", "Ana Ruiz"),
        ("<p>Ana Ruiz said: <q>“We stay here.”</q></p>", "Ana Ruiz"),
        ("<p>Ana Ruiz said:<blockquote>“We stay here.”</blockquote>", "Ana Ruiz"),
    ],
)
def test_what_only_an_element_quotes_is_a_quotation(
    extractor: Extractor, html: str, speaker: str
) -> None:
    (quote,) = extractor.extract(repaired(html))
    assert quote.text.lower().startswith("we stay")
    assert quote.speaker is not None
    assert quote.speaker.name == speaker


def test_a_block_that_nothing_announces_is_no_quotation(extractor: Extractor) -> None:
    text = repaired("<p>It rained.</p><blockquote>Read also: the bridge.</blockquote>")
    assert text == "It rained.\nRead also: the bridge."
    assert extractor.extract(text) == []
