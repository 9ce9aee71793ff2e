import os
import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rhetoric import Article, InputError, Labels, ModelError, Quote, Span, Speaker, extract, render
from rhetoric.report import render_index, render_results, write_report
from rhetoric.report.counts import month_of
from rhetoric.report.filling import script
from rhetoric.writers.palette import swatch
from tests.conftest import ROOT

TEMPLATES = ROOT / "rhetoric" / "report" / "templates"
Attributes = list[tuple[str, str | None]]


class Page(HTMLParser):
    """The tags of a page with their attributes, and the article's own words."""

    VOID = frozenset(("meta", "input", "col"))

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, Attributes]] = []
        self.text = ""
        self.balanced = True
        self._open: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self.tags.append((tag, attrs))
        if tag in self.VOID:
            return
        classes = (dict(attrs).get("class") or "").split()
        kind = "text" if tag == "p" and "text" in classes else ""
        self._open.append((tag, "generated" if "gen" in classes else kind))

    def handle_endtag(self, tag: str) -> None:
        opened, _ = self._open.pop()
        self.balanced &= opened == tag

    def handle_data(self, data: str) -> None:
        kinds = [kind for _, kind in self._open]
        if "text" in kinds and "generated" not in kinds:
            self.text += data


def readable(text: str) -> str:
    """Return a text as HTML can hold it: line breaks of one kind, no controls, no half pairs."""
    text = re.sub(r"[\x0b\x0c\x1c-\x1f\x85]", " ", text.replace("\r\n", " \n").replace("\r", "\n"))
    return re.sub(
        r"[^\t\n -~\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]", "\ufffd", text
    )


# what the templates may make, and nothing else
TAGS = frozenset(
    "a article aside bdi body button col colgroup details div fieldset footer form h1 h2 h3 head "
    "header html input ins label legend li main mark meta nav ol option p rect script section "
    "select span style summary svg table tbody td th thead title tr ul".split()
)
ATTRIBUTES = frozenset(
    "aria-describedby aria-hidden aria-label aria-labelledby charset checked class content "
    "data-labels data-speaker height hidden href http-equiv id lang name open "
    "preserveaspectratio role scope tabindex title type value viewbox width".split()
)
PARTS = [
    "<script>alert(1)</script>", "</style>", "<!--", "-->", "]]>", '" onmouseover="x', "' id='q1",
    "javascript:x", "&lt;", "&#0;", "{{ 7*7 }}", "{% raw %}", "\u202e", "\ud800", "\0", "\x1b",
    "\r", "\n\n", "\r\n", "\ufffe", "word", " said ", "“", "”",
]  # fmt: skip
HOSTILE = st.lists(st.sampled_from(PARTS) | st.text(max_size=8), max_size=8).map("".join)


@st.composite
def quoted_articles(draw: st.DrawFn) -> tuple[Article, list[Quote]]:
    """Draw an article with two quotations that share their speaker, all of it hostile."""
    pieces = [draw(HOSTILE) + "x" for _ in range(7)]
    edges = [0]
    for piece in pieces:
        edges.append(edges[-1] + len(piece))
    text = "".join(pieces)
    speaker = Speaker(draw(HOSTILE), pieces[2], edges[2], edges[3])
    cue = Span(edges[3], edges[4], pieces[3])
    labels = draw(st.lists(HOSTILE, unique=True, min_size=1, max_size=8))
    quotes = [
        Quote(
            edges[i],
            edges[i + 1],
            pieces[i],
            draw(st.sampled_from(["direct", "fragment"])),
            text,
            repaired=draw(st.booleans()),
            speaker=speaker if draw(st.booleans()) else None,
            cue=cue,
            channel=draw(st.none() | HOSTILE),
            labels=Labels(draw(st.sets(st.sampled_from(labels))), dict.fromkeys(labels, 0.5)),
        )
        for i in (1, 5)
    ]
    meta = {key: draw(HOSTILE) for key in ("title", "author", "outlet", "date")}
    return Article(text, draw(HOSTILE), meta=meta), quotes


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(quoted_articles())
def test_the_whole_text_is_on_the_page_in_order(pair: tuple[Article, list[Quote]]) -> None:
    article, quotes = pair
    assert Page(render(article, quotes)).text == readable(article.text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(quoted_articles())
@pytest.mark.parametrize("page", [render, lambda a, q: render_index([(a, q), (a, q)])])
def test_no_element_and_no_attribute_comes_from_the_data(
    page: Callable[[Article, list[Quote]], str], pair: tuple[Article, list[Quote]]
) -> None:
    found = Page(page(*pair))
    assert {tag for tag, _ in found.tags} <= TAGS
    assert [tag for tag, _ in found.tags if tag in ("script", "style")] == ["style", "script"]
    for _, attributes in found.tags:
        for name, value in attributes:
            assert name in ATTRIBUTES
            if name != "content":
                assert re.fullmatch(r"[\w #.,%:()-]*", value or "", re.ASCII), (name, value)
    assert found.balanced


def test_a_page_can_be_written_whatever_it_holds(tmp_path: Path) -> None:
    target = write_report([(Article("\ud800 \0 x", "\udfff"), [])], tmp_path / "a.html")
    assert "\ufffd" in target.read_text(encoding="utf-8")


TEXT = "“We stay,” Kim said, “and we will win.”\n\nNobody came.\n\nThe fallen live,” she said."
BADGED = {"solidarity": 0.9, "anti_western": 0.1}


@pytest.fixture(scope="module")
def quotes() -> list[Quote]:
    return [replace(q, labels=Labels(["solidarity"], BADGED)) for q in extract(TEXT)]


def elements(html: str, **wanted: str) -> list[dict[str, str | None]]:
    """Return the attributes of the elements that have some class or id."""
    found = []
    for _, attributes in Page(html).tags:
        known = dict(attributes)
        if all(
            value in (known.get(name.strip("_")) or "").split() for name, value in wanted.items()
        ):
            found.append(known)
    return found


def test_a_speaker_shared_by_two_halves_is_tied_to_both(quotes: list[Quote]) -> None:
    (kim,) = elements(render(TEXT, quotes), class_="s1")
    assert kim["class"] == "speaker s1 s2"
    (said,) = elements(render(TEXT, quotes), class_="c2")
    assert said["class"] == "cue c1 c2"


def test_every_link_has_its_target(quotes: list[Quote]) -> None:
    for html in (
        render(TEXT, quotes),
        render_index([(Article(TEXT), quotes)] * 2),
        render_index([(Article("Nobody spoke."), [])] * 2),
        render_index([]),
    ):
        tags = [dict(attributes) for _, attributes in Page(html).tags]
        ids = [tag["id"] for tag in tags if "id" in tag]
        assert len(ids) == len(set(ids))
        hrefs = {(tag.get("href") or "")[1:] for tag in tags if "href" in tag}
        described = {tag.get("aria-describedby") for tag in tags if "aria-describedby" in tag}
        assert (hrefs | described) <= set(ids)


def test_a_restored_mark_is_shown_where_it_is_missing(quotes: list[Quote]) -> None:
    html = render(TEXT, quotes)
    assert [q.repaired for q in quotes] == [False, False, True]
    assert len(re.findall(r'<ins class="restored gen" title="mark restored">“', html)) == 1
    lost = "“We stay for good, Kim said."
    assert 'mark restored">”' in render(lost, extract(lost))


def test_a_quotation_over_two_paragraphs_is_marked_in_both() -> None:
    text = "Kim said: “We stay.\n\n“We will win.”"
    html = render(text, extract(text))
    assert len([e for e in elements(html, class_="q1") if "data-labels" in e]) == 2
    assert html.count('href="#n1"') == 1


def test_quotations_without_labels_say_nothing_of_labels() -> None:
    html = render(TEXT, extract(TEXT))
    assert "no label" not in html
    assert not elements(html, class_="badge")


def test_evidence_needs_the_model(quotes: list[Quote]) -> None:
    assert "Why solidarity" not in render(TEXT, quotes)
    from rhetoric.labelling.store import shipped_path

    html = render(TEXT, quotes, shipped_path())
    assert html.count("Why solidarity") == len(quotes)
    assert "other part" in html


def test_a_quotation_of_another_text_is_refused(quotes: list[Quote]) -> None:
    with pytest.raises(InputError, match=r"a\.txt: quotation 1 is not what stands at"):
        render(Article("Something else altogether.", "a.txt"), quotes)
    lost = replace(quotes[0], cue=Span(900, 904, "said"))
    with pytest.raises(InputError, match="outside"):
        render(TEXT, [lost])


def test_a_missing_model_is_told(quotes: list[Quote]) -> None:
    with pytest.raises(ModelError, match="no model"):
        render(TEXT, quotes, "nowhere")


def test_many_labels_have_their_own_looks(quotes: list[Quote]) -> None:
    names = [f"label {n}" for n in range(12)]
    many = [replace(quotes[0], labels=Labels(names, dict.fromkeys(names, 0.5)))]
    html = render(TEXT, many)
    assert ".l11 { --colour: " in html
    assert len(elements(html, class_="band")) == 12
    assert len(re.findall(r"--stroke: (?:dashed|dotted)", html)) == 6


def test_headings_come_in_order(quotes: list[Quote]) -> None:
    for html in (render(TEXT, quotes), render_index([(Article(TEXT), quotes)] * 2)):
        levels = [int(tag[1]) for tag, _ in Page(html).tags if re.fullmatch(r"h\d", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(b - a <= 1 for a, b in pairwise(levels))


def test_the_page_has_landmarks_and_a_language(quotes: list[Quote]) -> None:
    tags = [tag for tag, _ in Page(render(TEXT, quotes)).tags]
    assert {"header", "nav", "main", "aside", "footer"} <= set(tags)
    assert ("html", [("lang", "en")]) in Page(render(TEXT, quotes)).tags


def test_the_page_asks_for_nothing_else(quotes: list[Quote]) -> None:
    html = render(TEXT, quotes)
    assert "default-src 'none'" in html
    assert not re.search(r"(?:src|href)=\"(?!#)|url\(|@import", html)


def test_the_security_policy_names_the_script_by_its_hash(quotes: list[Quote]) -> None:
    html = render(TEXT, quotes)
    (code,) = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert code == script("report.js")
    digest = b64encode(sha256(code.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in html
    assert "script-src 'unsafe-inline'" not in html


@pytest.mark.parametrize("confidence", [0.95, 0.55])
def test_the_confidence_of_each_speaker_is_told(quotes: list[Quote], confidence: float) -> None:
    html = render(TEXT, [replace(q, confidence=confidence) for q in quotes])
    named = sum(q.speaker is not None for q in quotes)
    assert html.count(f"confidence </span>{confidence:.2f}</span>") == named > 0
    assert ("speaker uncertain" in html) == (confidence < 0.7)


def test_a_label_stands_in_the_note_and_in_the_table_alone(quotes: list[Quote]) -> None:
    html = render(TEXT, [replace(quotes[0], labels=Labels(["solidarity"], {"solidarity": 0.9}))])
    story = html[html.index('<div class="story">') : html.index('<section class="list"')]
    assert re.findall(r'class="(\w+) l0">solidarity', story) == ["badge"]
    assert "solidarity" not in re.sub(r'(?s)<ul class="notes".*?</ul>\n', "", story)


def mixed(colour: str, paper: str, share: float) -> str:
    """Return what CSS's color-mix makes of two colours."""
    pairs = zip(bytes.fromhex(colour[1:]), bytes.fromhex(paper[1:]), strict=True)
    return "#" + bytes(round(share * c + (1 - share) * p) for c, p in pairs).hex()


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio that WCAG 2.2 defines."""
    luminances = []
    for colour in (one, other):
        channels = [channel / 255 for channel in bytes.fromhex(colour[1:])]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        luminances.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
    dark, light = sorted(luminances)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_all_text_can_be_read(theme: int) -> None:
    css = (TEMPLATES / "colours.css").read_text(encoding="utf-8")
    colours = {
        name: pair[theme]
        for name, *pair in re.findall(r"--(\w+): light-dark\((#\w{6}), (#\w{6})\)", css)
    }
    (wash,) = re.findall(r"--wash: (\d+)%", css)
    paper = colours["paper"]
    for ground in (paper, colours["panel"], mixed(colours["muted"], paper, 0.14)):
        assert contrast(colours["ink"], ground) >= 4.5
        assert contrast(colours["muted"], ground) >= 4.5
    tints = [mixed(swatch(n).colour, paper, int(wash) / 100) for n in range(30)]
    assert min(contrast(colours["ink"], tint) for tint in tints) >= 4.5
    assert contrast(colours["focus"], paper) >= 3


def dated(*dates: object) -> list[tuple[Article, list[Quote]]]:
    found = [replace(q, labels=Labels(["solidarity"], BADGED)) for q in extract(TEXT)]
    return [(Article(TEXT, f"{n}.txt", meta={"date": d}), found) for n, d in enumerate(dates)]


def test_the_index_counts_by_speaker_and_by_month() -> None:
    html = render_index(dated("2024-02-01", "2024-01-05", None))
    months = re.findall(r'href="#month\d">([^<]+)</a>', html)
    assert months == ["2024-01", "2024-02", "no date"]
    assert re.search(r'href="#speaker1"><svg.*?<span class="n">9</span>', html)
    assert 'href="#speaker1-0"' in html


def test_an_index_without_dates_says_so() -> None:
    assert "None of the articles has a date" in render_index(dated(None, ""))


@pytest.mark.parametrize(
    ("date", "month"),
    [
        ("2024-03-05", "2024-03"),
        ("20240305", "2024-03"),
        ("2024-13-05", "no date"),
        ("2024", "no date"),
        ("5 March 2024", "no date"),
        ("٢٠٢٤-٠٣", "no date"),
    ],
)
def test_months(date: str, month: str) -> None:
    assert month_of(date) == month


def test_few_quoted_speakers_share_a_row() -> None:
    results = []
    for n in range(30):
        text = "“We stay,” Kim said."
        (quote,) = extract(text)
        assert quote.speaker is not None
        speaker = replace(quote.speaker, name=f"Kim {n:02}")
        results.append((Article(text), [replace(quote, speaker=speaker)]))
    assert "5 others" in render_index(results)
    assert " others" not in render_index(results[:26])


def test_one_article_is_a_page_and_more_are_an_index() -> None:
    one, two = dated(None), dated(None, None)
    assert render_results(one) == render(*one[0])
    assert "Quotations in 2 articles" in render_results(two)
    assert "Quotations in 0 articles" in render_results([])


def test_a_folder_has_a_page_for_each_article_and_each_bar(tmp_path: Path) -> None:
    index = write_report(dated("2024-01-01", "2024-02-02"), tmp_path / "report")
    pages = {path.name: path.read_text(encoding="utf-8") for path in index.parent.iterdir()}
    assert {"index.html", "article-00001.html", "article-00002.html", "month-0002.html"} <= set(
        pages
    )
    for html in pages.values():
        for _, attributes in Page(html).tags:
            target, _, anchor = (dict(attributes).get("href") or "").partition("#")
            assert not target or target in pages
            if target and anchor:
                assert f'id="{anchor}"' in pages[target]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="cannot be written"):
        write_report(dated(None), tmp_path / "file")


@pytest.mark.slow
def test_the_same_input_gives_the_same_page() -> None:
    """Also in another process, where sets and hashes have another order."""
    code = (
        "import sys\nfrom rhetoric.report import render, render_index\n"
        "from tests.report.test_report import dated\n"
        "one = dated('2024-01-01', None)\n"
        "sys.stdout.buffer.write((render(*one[0]) + render_index(one)).encode())"
    )
    pages = [
        subprocess.run(  # noqa: S603
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    one = dated("2024-01-01", None)
    assert pages == 2 * [(render(*one[0]) + render_index(one)).encode()]
