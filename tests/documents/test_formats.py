"""Documents of single articles: PDF as printed, XML of agencies, RTF."""

import warnings
import zlib
from pathlib import Path

import pytest

from rhetoric import InputError, InputWarning, read_articles
from rhetoric.documents import Reading
from rhetoric.documents.layout import Line, paragraphs
from rhetoric.extraction.extractor import Extractor
from tests.files import Reports, printed, write

FIRST = ["“We will rebuild the bridge by spring, and we", "will not leave any of the fami-",
         "lies alone,” Ana Ruiz said. The mayor spoke", "for an hour while it rained."]  # fmt: skip
SECOND = ["“The ministry ignored every warning that", "we sent,” Ben Ode told the council."]
JOINED = [
    " ".join(FIRST).replace("fami- lies", "families"),
    "“The ministry ignored every warning that we sent,” Ben Ode told the council.",
]


def column(lines: list[str], x: float = 72, top: float = 640) -> list[tuple[float, float, str]]:
    return [(x, top - 14 * n, line) for n, line in enumerate(lines)]


def page(number: int, *columns: list[tuple[float, float, str]]) -> list[tuple[float, float, str]]:
    """Return a page with a running header and footer, its lines by rows as many programs do."""
    lines = [(72.0, 760.0, "The Valley Post"), (500.0, 760.0, str(number))]
    lines += sorted((line for column in columns for line in column), key=lambda line: -line[1])
    return [*lines, (280, 30, f"Page {number}")]


def text_of(path: str) -> str:
    (article,) = read_articles(path)
    return article.text


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    two = column(FIRST), column(SECOND, x=340)
    path = write(tmp_path / "a.pdf", printed(page(1, *two), page(2, column(["The end."]))))
    assert text_of(path).split("\n") == [*JOINED, "The end."]


def test_a_quotation_over_a_page_break_holds_no_header(tmp_path: Path) -> None:
    pages = printed(page(7, column(FIRST[:2])), page(8, column(FIRST[2:])))
    assert text_of(write(tmp_path / "a.pdf", pages)).split("\n") == JOINED[:1]


def test_headlines_and_lists_stay_lines_of_their_own(tmp_path: Path) -> None:
    lines = [
        *column(["Vigil at the bridge"], top=660),
        *column(FIRST),
        *column(["• Open in May", "• Closed on Sundays"], top=500),
    ]
    assert text_of(write(tmp_path / "a.pdf", printed(page(1, lines), page(2)))).split("\n") == [
        "Vigil at the bridge",
        JOINED[0],
        "• Open in May",
        "• Closed on Sundays",
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([("One two three", 0, 1), ("four.", 0, 0.3)], ["One two three four."]),
        ([("One.", 0, 0.4), ("Two.", 0, 1)], ["One.", "Two."]),
        ([("One two three.", 0, 1), ("Four", 12, 1)], ["One two three.", "Four"]),
        ([("A well-", 0, 1), ("Known man", 0, 1)], ["A well- Known man"]),
        ([("in the 1990-", 0, 1), ("odd years", 0, 1)], ["in the 1990- odd years"]),
    ],
)
def test_lines_of_a_block_are_joined_to_paragraphs(
    lines: list[tuple[str, float, float]], expected: list[str]
) -> None:
    block = [Line(text, 0, x, end, 0.6 - n / 50) for n, (text, x, end) in enumerate(lines)]
    assert list(paragraphs([block])) == expected


def test_a_stream_that_unpacks_to_gigabytes_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reports: Reports
) -> None:
    monkeypatch.setattr("rhetoric.documents.pdf._LARGEST_STREAM", 1_000_000)
    bomb = b"%PDF-1.4\nstream\n" + zlib.compress(b" " * 30_000_000) + b"\nendstream"
    path = write(tmp_path / "a.pdf", bomb)
    assert list(read_articles(path, reports, Reading(max_bytes=100_000))) == []
    assert "is larger than 1,000,000 bytes unpacked" in reports[0]


NITF = """<?xml version="1.0" encoding="{encoding}"?>
<!DOCTYPE nitf SYSTEM "nitf-3-6.dtd">
<nitf><head><title>Vigil</title><docdata><date.issue norm="20240302T100000Z"/></docdata></head>
<body><body.head><hedline><hl1>Vigil</hl1></hedline><byline>Ana Ruiz</byline></body.head>
<body.content><media><media-caption>Flowers.</media-caption></media>
<p>“We stay &amp; build,” Jo Park said.</p><p>It rained.</p></body.content></body></nitf>"""
NEWSML = """<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet><newsItem>
<itemMeta><versionCreated>2024-03-02T10:00:00Z</versionCreated></itemMeta>
<contentMeta><headline>Vigil</headline><by>Ana Ruiz</by></contentMeta>
<contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><head><title>No</title></head>
<body><p>“We stay &amp; build,” Jo Park said.</p><p>It rained.</p></body></html></inlineXML>
</contentSet></newsItem></itemSet></newsMessage>"""


@pytest.mark.parametrize(
    ("content", "caption"),
    [
        (NITF.format(encoding="UTF-8").encode(), ["Flowers."]),
        (NITF.format(encoding="windows-1252").encode("cp1252"), ["Flowers."]),
        (NITF.format(encoding="UTF-16").encode("utf-16"), ["Flowers."]),
        (NEWSML.encode(), []),
    ],
)
@pytest.mark.filterwarnings("ignore::rhetoric.InputWarning")
def test_xml_of_agencies_is_read(tmp_path: Path, content: bytes, caption: list[str]) -> None:
    (article,) = read_articles(write(tmp_path / "a.xml", content))
    assert article.text.split("\n") == [*caption, "“We stay & build,” Jo Park said.", "It rained."]
    assert {"title": "Vigil", "author": "Ana Ruiz"}.items() <= article.meta.items()
    assert article.meta["date"].startswith("2024")


PAGE = """<!doctype html><html><head><title>Mill</title></head><body><article><h1>The mill</h1>
<p>The mill on the river opened again on Monday after two years of repairs, the owners said.</p>
<p>The mayor, Ana Ruiz, wrote in a letter:</p>
<blockquote><p>We have waited two years for this day.</p></blockquote>
<p>It rained. <q>The wheel turns again,</q> Ben Ode said.</p></article></body></html>"""


def test_what_only_an_element_of_a_page_quotes_has_a_speaker(
    tmp_path: Path, extractor: Extractor
) -> None:
    text = text_of(write(tmp_path / "a.html", PAGE))
    assert [(q.text, q.speaker and q.speaker.name) for q in extractor.extract(text)] == [
        ("We have waited two years for this day.", "Ana Ruiz"),
        ("The wheel turns again,", "Ben Ode"),
    ]


RTF = rb"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Times New Roman;}}{\info{\title Vigil}}
\f0\fs24 \ldblquote We stay,\rdblquote  Ana Ruiz said.\par
\'93It is caf\'e9,\'94 Jo Park said.\par
\u8220?Hm,\u8221? Ben Ode said.{\*\generator Word}\par}"""


def test_rtf_is_read_without_its_markup(tmp_path: Path, extractor: Extractor) -> None:
    text = text_of(write(tmp_path / "a.rtf", RTF))
    assert [(q.text, q.speaker and q.speaker.name) for q in extractor.extract(text)] == [
        ("We stay,", "Ana Ruiz"),
        ("It is café,", "Jo Park"),
        ("Hm,", "Ben Ode"),
    ]


MIXED = "“Ja,” she said.\n“It’s home,” he said.\n“José.”\n"


@pytest.mark.parametrize(
    ("content", "place", "encoding"),
    [
        (MIXED[:16].encode() + MIXED[16:].encode("cp1252"), ":2", "cp1252"),
        (MIXED.encode("utf-16-le"), "", "utf_16_le"),
        (MIXED.encode("utf-32-be"), "", "utf_32_be"),
    ],
)
def test_a_guessed_encoding_is_told_once_a_file(
    tmp_path: Path, content: bytes, place: str, encoding: str
) -> None:
    path = write(tmp_path / "a.txt", content)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        (article,) = read_articles(path)
    assert article.text == MIXED
    assert article.meta == {"encoding": encoding}
    assert [(w.category, str(w.message)) for w in told] == [
        (InputWarning, f"{path}{place}: is not UTF-8; read as {encoding}")
    ]


def test_without_a_report_the_first_fault_is_raised(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "One.")
    articles = read_articles([Path(path), "nowhere.txt"])
    assert next(articles).text == "One."
    with pytest.raises(InputError, match=r"nowhere\.txt: no such file"):
        next(articles)
