"""The report in a real browser: Chromium without a window, from a file, with no network."""

import os
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from rhetoric import Article, read, render, write_report
from rhetoric.evaluation import compare, evaluate
from rhetoric.labelling.samples import Sample
from rhetoric.labelling.store import load, shipped_path
from rhetoric.report.evaluation import write_page
from tests.conftest import ROOT, SEEDS

webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
By = pytest.importorskip("selenium.webdriver.common.by").By
Keys = pytest.importorskip("selenium.webdriver.common.keys").Keys

CHROMIUM, DRIVER = (
    shutil.which("chromium") or shutil.which("chromium-browser"),
    shutil.which("chromedriver"),
)
pytestmark = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="chromium and chromedriver are not installed"
)
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --hide-scrollbars "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()
SHOWN = "bistrica_bridge_vigil.txt"
SCREENSHOT = os.environ.get("RHETORIC_SCREENSHOT")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options, webdriver.ChromeService(DRIVER))
    # also after the keyboard has left the page, as it does not for a reader
    driver.execute_cdp_cmd("Emulation.setFocusEmulationEnabled", {"enabled": True})
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write one article and an index of all samples."""
    target = tmp_path_factory.mktemp("report")
    articles = (
        Article(path.read_text(encoding="utf-8"), path.name, meta={"date": f"2024-0{n}-10"})
        for n, path in enumerate(SEEDS, 1)
    )
    results = list(read(articles))
    model = shipped_path()
    for article, quotes in results:
        if article.id == SHOWN:
            page = render(Article(article.text, article.id), quotes, model)
            (target / "one.html").write_text(page, encoding="utf-8")
    write_report(results, target / "all.html", model)
    gold = [["solidarity"] if n % 2 else ["commemoration"] for n in range(12)]
    samples = [Sample(f"We honour {n} friends and remember them.") for n in range(12)]
    found = evaluate(load(), samples, gold, name="a model with a rather long name")
    write_page(target / "figures.html", found, compare(found, found))
    return target


@pytest.fixture(params=["one.html", "all.html"])
def page(request: pytest.FixtureRequest, browser: Any, folder: Path) -> Any:
    open_page(browser, folder / request.param)
    return browser


@pytest.fixture
def one(browser: Any, folder: Path) -> Any:
    open_page(browser, folder / "one.html")
    return browser


def open_page(browser: Any, path: Path, width: int = 1200, height: int = 900) -> None:
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get_log("browser")
    browser.get_log("performance")
    browser.get(path.as_uri())


def shown(browser: Any, selector: str) -> list[Any]:
    return [e for e in browser.find_elements(By.CSS_SELECTOR, selector) if e.is_displayed()]


def test_nothing_is_asked_of_the_network_and_nothing_goes_wrong(page: Any) -> None:
    assert page.get_log("browser") == []
    asked = [
        m["message"] for m in page.get_log("performance") if "requestWillBeSent" in m["message"]
    ]
    assert len(asked) == 1
    assert page.execute_script("return performance.getEntriesByType('resource').length") == 0


@pytest.mark.slow
def test_the_keyboard_reaches_each_quotation_and_shows_its_evidence(one: Any) -> None:
    assert not shown(one, ".why")
    quotations = len(one.find_elements(By.CSS_SELECTOR, ".story .ref"))
    reached: set[str] = set()
    for _ in range(200):
        one.switch_to.active_element.send_keys(Keys.TAB)
        link = one.switch_to.active_element
        if "ref" not in (link.get_attribute("class") or ""):
            continue
        note = (link.get_attribute("href") or "").partition("#")[2]
        reached.add(note)
        visible = shown(one, ".why")
        assert [e.find_element(By.XPATH, "..").get_attribute("id") for e in visible] == [note]
    assert len(reached) == quotations > 10


@pytest.mark.slow
def test_focus_picks_out_speaker_and_cue(one: Any) -> None:
    colour = "return getComputedStyle(document.querySelector('.s1')).backgroundColor"
    before = one.execute_script(colour)
    one.execute_script("document.querySelector('.q1 .ref').focus()")
    one.execute_async_script("setTimeout(arguments[0], 300)")
    assert one.execute_script(colour) != before


@pytest.mark.slow
def test_escape_closes_a_note(one: Any) -> None:
    one.execute_script("document.querySelector('.q1 .ref').focus()")
    assert shown(one, ".why")
    one.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert not shown(one, ".why")


@pytest.mark.slow
def test_a_tap_on_the_number_opens_the_note(browser: Any, folder: Path) -> None:
    open_page(browser, folder / "one.html", 360, 740)
    browser.find_element(By.CSS_SELECTOR, ".q1 .ref").click()
    assert [e.find_element(By.XPATH, "..").get_attribute("id") for e in shown(browser, ".why")] == [
        "n1"
    ]


@pytest.mark.slow
def test_filters_by_label_and_by_speaker(page: Any) -> None:
    total = len(shown(page, ".note"))
    labelled = len(page.find_elements(By.CSS_SELECTOR, ".note[data-labels~='0']"))
    boxes = page.find_elements(By.CSS_SELECTOR, ".key input")
    for box in boxes[1:]:
        box.click()
    assert len(shown(page, ".note")) == labelled > 0
    assert page.find_element(By.CSS_SELECTOR, ".shown").text == str(labelled)
    page.find_element(By.CSS_SELECTOR, ".reset").click()
    page.execute_async_script("setTimeout(arguments[0], 50)")
    assert len(shown(page, ".note")) == total
    page.find_element(By.CSS_SELECTOR, ".pick option[value='0']").click()
    first = len(page.find_elements(By.CSS_SELECTOR, ".note[data-speaker='0']"))
    assert len(shown(page, ".note")) == len(shown(page, ".quotations tbody tr")) == first


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 390, 700, 1000])
@pytest.mark.parametrize("name", ["one.html", "all.html", "figures.html"])
def test_no_width_cuts_anything_off(browser: Any, folder: Path, name: str, width: int) -> None:
    open_page(browser, folder / name, width, 740)
    outside = ":not(.vh, .vh *, thead, thead *)"
    wide = (
        f"return [...document.body.querySelectorAll('{outside}')].filter(e => "
        f"e.getBoundingClientRect().right > {width} + 1).map(e => e.outerHTML.slice(0, 90))"
    )
    assert browser.execute_script(wide) == []


@pytest.mark.slow
def test_on_a_phone_the_filters_are_one_line_until_asked_for(browser: Any, folder: Path) -> None:
    open_page(browser, folder / "one.html", 390, 844)
    tools = browser.find_element(By.CSS_SELECTOR, ".tools")
    assert tools.rect["height"] < 0.07 * 844
    browser.find_element(By.CSS_SELECTOR, ".tools summary").click()
    assert shown(browser, ".key input")


@pytest.mark.slow
def test_notes_do_not_push_the_paragraphs_apart(browser: Any, folder: Path) -> None:
    open_page(browser, folder / "all.html", 1280)
    gaps = browser.execute_script(
        "return [...document.querySelectorAll('.text + .text, .notes + .text')].map(e => {"
        " let above = e.previousElementSibling;"
        " if (above.matches('.notes')) above = above.previousElementSibling;"
        " return e.getBoundingClientRect().top - above.getBoundingClientRect().bottom; })"
    )
    assert len(gaps) > 50
    assert max(gaps) < 60
    assert sum(gap > 30 for gap in gaps) <= 0.05 * len(gaps)


@pytest.mark.slow
def test_no_line_breaks_between_a_quotation_its_number_and_a_full_stop(
    browser: Any, folder: Path
) -> None:
    """At each of many widths: the number ends on the line on which the next character stands."""
    for width in range(320, 420, 9):
        open_page(browser, folder / "one.html", width)
        lines = browser.execute_script(
            "return [...document.querySelectorAll('.story .q')].map(q => {"
            " const next = q.nextSibling; if (!next || !/^[.,;]/.test(next.data)) return null;"
            " const stop = document.createRange(); stop.setStart(next, 0); stop.setEnd(next, 1);"
            " const ref = q.querySelector('.ref').getBoundingClientRect();"
            " return [ref.right, stop.getBoundingClientRect().left]; }).filter(Boolean)"
        )
        assert lines
        assert all(-2 < stop - ref < 10 for ref, stop in lines)


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1280])
def test_pills_do_not_touch(browser: Any, folder: Path, width: int) -> None:
    open_page(browser, folder / "all.html", width)
    boxes = browser.execute_script(
        "return [...document.querySelectorAll('.told')].map(told =>"
        " [...told.querySelectorAll('.badge')].map(b => b.getBoundingClientRect().toJSON()))"
    )
    pairs = [pair for told in boxes for pair in pairwise(told)]
    assert pairs
    assert all(b["left"] - a["right"] >= 3 or b["top"] - a["bottom"] >= 3 for a, b in pairs)


@pytest.mark.slow
def test_a_word_without_end_is_broken(browser: Any, tmp_path: Path) -> None:
    long = "x" * 400
    text = f"“{long} is this,” Kim said."
    path = tmp_path / "long.html"
    (quote,) = next(iter(read([Article(text, long)], classify=False)))[1]
    path.write_text(render(Article(text, long), [quote]), encoding="utf-8")
    open_page(browser, path, 360, 740)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 360


@pytest.mark.slow
def test_print_shows_the_evidence_and_hides_the_filters(one: Any) -> None:
    one.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert len(shown(one, ".why")) == len(one.find_elements(By.CSS_SELECTOR, ".note"))
        assert not shown(one, ".key input, .pick, .reset, .skip")
    finally:
        one.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


@pytest.mark.slow
def test_the_page_is_readable_without_scripts(browser: Any, folder: Path) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        open_page(browser, folder / "one.html")
        assert not shown(browser, ".key input, .pick, .reset")
        assert shown(browser, ".note")
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.slow
@pytest.mark.skipif(
    not SCREENSHOT, reason="writes README's picture when RHETORIC_SCREENSHOT is set"
)
def test_screenshot(browser: Any, folder: Path) -> None:
    open_page(browser, folder / "one.html", 1100, 1000)
    browser.execute_script("scrollTo(0, 0); document.querySelector('.q2 .ref').focus()")
    browser.execute_async_script("setTimeout(arguments[0], 500)")
    assert browser.save_screenshot(str(ROOT / str(SCREENSHOT)))
