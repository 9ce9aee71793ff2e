"""What hostile input may cost: patterns and functions grow with the text, not with its square.

These are the only tests that look at a clock. They tell growth and not speed: a text of four times
the length may take ten times as long, which leaves room for a busy machine, since what is linear
takes four times and what is quadratic sixteen. Whatever is quick on the shorter text is let pass.
"""

import gc
import importlib
import pkgutil
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import rhetoric
from rhetoric.extraction.extractor import Extractor
from rhetoric.extraction.marks.stretches import find_stretches
from rhetoric.extraction.names.descriptions import described
from rhetoric.extraction.names.find import find_names
from rhetoric.extraction.names.pronouns import body_meant, person_meant, persons_meant
from rhetoric.extraction.names.resolve import resolve
from rhetoric.extraction.narration import mask
from rhetoric.tracing.likeness import form_of
from tests.conftest import ROOT, SEEDS

pytestmark = pytest.mark.slow

SHORT, LONG = 25_000, 100_000
MOST = 10
# processor seconds below which a clock tells nothing; a quadratic cost would be under a second
# on the longer text
NOISE = 0.05

# repeated, each of these wears out some careless pattern or loop
UNITS = (
    *"aA1 \n\t.,;:'’“”\"‘«»「-—([)]<=_…\u00a0\ud800",
    "  \n",
    "\r\n",
    "A ",
    "a ",
    "A A A. ",
    "A.A.",
    "U.S. ",
    "Mr. ",
    "A de ",
    "The ",
    "O’",
    "A’s ",
    "a’ ",
    "a-",
    "a, ",
    "a\n",
    "a.\n",
    "1'1 ",
    "' ",
    "“ ",
    "“a",
    "a” ",
    "”a ",
    '" a ',
    '="a" ',
    '<a b="',
    "``a''",
    "“a” ",
    "‘a’ ",
    "“‘a’” ",
    "“A.\n\n",
    "A.”\n",
    "said ",
    "the said ",
    "said, A ",
    "“We a. ",
    "We a.” ",
    ", the man of ",
    "(a, ",
    ".  . ",
    "1. [1] ",
    "...” A",
)

# of these patterns the module only ever searches a slice of less than 250 characters
BOUNDED = {
    "rhetoric.extraction.kinds._CALLING",
    "rhetoric.extraction.kinds._NAMED",
    "rhetoric.extraction.kinds._NAME_AFTER",
    "rhetoric.extraction.kinds._NAME_BEFORE",
    "rhetoric.extraction.kinds._NAMING",
    "rhetoric.extraction.names.evidence._BEFORE_APPOSED",
    "rhetoric.extraction.names.evidence._IN_PLACE",
    "rhetoric.extraction.names.evidence._LEAD",
    "rhetoric.extraction.names.evidence._SAID_BEFORE",
    "rhetoric.extraction.names.pronouns._TIED",
    "rhetoric.extraction.marks.sentences._ABBREVIATION",
    "rhetoric.extraction.marks.typography._FEET_BEFORE",
}


def seconds(run: Callable[[str], object], text: str) -> float:
    """Return processor time."""
    start = time.process_time()
    run(text)
    return time.process_time() - start


def check_growth(run: Callable[[str], object], made: Callable[[int], str]) -> None:
    short = seconds(run, made(SHORT))
    if short <= NOISE:
        return
    # on a long text the collector of garbage would come by, and look at all that tests have left
    gc.collect()
    gc.freeze()
    try:
        short = min(short, seconds(run, made(SHORT)))
        long = seconds(run, made(LONG))
    finally:
        gc.unfreeze()
    assert long < MOST * short, f"{short:.2f} s, then {long:.2f} s"


def repeated(unit: str) -> Callable[[int], str]:
    return lambda size: unit * (size // len(unit))


def patterns() -> dict[str, tuple[re.Pattern[str], set[str]]]:
    """Return each pattern of the library's modules, and the methods that its module calls."""
    found = {}
    for module in pkgutil.walk_packages(rhetoric.__path__, "rhetoric."):
        if module.name == "rhetoric.__main__":
            continue
        loaded = importlib.import_module(module.name)
        source = Path(str(loaded.__file__)).read_text(encoding="utf-8")
        for name, value in vars(loaded).items():
            if (
                isinstance(value, re.Pattern)
                and isinstance(value.pattern, str)
                and re.search(rf"^{name} = ", source, re.MULTILINE)
            ):
                methods = set(re.findall(rf"\b{name}\.(\w+)\(", source))
                found[f"{module.name}.{name}"] = (value, methods)
    return found


PATTERNS = patterns()


def test_the_bounded_patterns_exist() -> None:
    assert BOUNDED.issubset(PATTERNS)


@pytest.mark.parametrize("name", sorted(PATTERNS.keys() - BOUNDED))
def test_a_pattern_grows_with_the_text(name: str) -> None:
    pattern, methods = PATTERNS[name]
    anchored = {"match": pattern.match, "fullmatch": pattern.fullmatch}

    def run(text: str) -> None:
        for method in methods & anchored.keys():
            anchored[method](text)
        if methods - anchored.keys() or not methods:
            pattern.findall(text)

    for unit in UNITS:
        check_growth(run, repeated(unit))


def scattered(size: int) -> str:
    """Return marks, words, stops and line ends in no order."""
    chosen = random.Random(7)  # noqa: S311 - a text, no secret
    pieces = [*UNITS, "Kim Lee said ", "he said. ", "We stay,” ", "“We stay. ", "\n\n"]
    made = ""
    while len(made) < size:
        made += "".join(chosen.choices(pieces, k=200))
    return made[:size]


def crowd(size: int) -> str:
    """Return an article of which every sentence names another minister."""
    chosen = random.Random(7)  # noqa: S311 - names, no secret
    words = ["".join(chosen.choices("aeioulnrst", k=6)) for _ in range(3 * size // 50)]
    triples = zip(words[::3], words[1::3], words[2::3], strict=True)
    made = [
        f"The {land} minister, {given.title()} {family.title()}, said so.\nThe minister left. "
        for land, given, family in triples
    ]
    return "".join(made)[:size]


ARTICLES = {
    **{repr(unit): repeated(unit) for unit in UNITS},
    "scattered": scattered,
    "crowd": crowd,
    "one lost closing mark": lambda size: "“" + "We go. " * (size // 7),
    "one lost opening mark": lambda size: "We go. " * (size // 7) + "”",
    "lost closing marks": repeated("“We go, he said. It is. "),
    "lost opening marks": repeated("We go. We go,” A said. "),
    "paragraphs left open": repeated("“" + "We go. " * 20 + "\n"),
    "one man, many pronouns": lambda size: (
        "Mr. Al Bo came. " + "“We go,” she said. " * (size // 19)
    ),
    "roles": repeated("Al Bo, the mayor, said “we go”. The mayor left. "),
}


@pytest.mark.parametrize("name", ARTICLES)
def test_marks_narration_and_names_grow_with_the_text(name: str) -> None:
    def run(text: str) -> None:
        stretches, _ = find_stretches(text)
        mask(text, stretches)
        names = find_names(text, [(s.start, s.end) for s in stretches])
        for at in range(0, len(text), 100):
            resolve(names, at, at + 6, "Al Bo")
            person_meant(names, "m", at, "Al Bo")
            person_meant(names, "f", at, "Al Bo")
            persons_meant(names, at)
            body_meant(names, at)
            described(names, "minister", at)
        form_of(text)

    check_growth(run, ARTICLES[name])


@pytest.mark.parametrize(
    "name", ["scattered", "crowd", "one man, many pronouns", "lost opening marks", "'“A.\\n\\n'"]
)
def test_extraction_grows_with_the_text(extractor: Extractor, name: str) -> None:
    check_growth(extractor.extract, ARTICLES[name])


def test_many_quotations_in_one_paragraph_share_their_parse(extractor: Extractor) -> None:
    def run(text: str) -> None:
        list(Extractor(extractor.nlp, terms=True).extract(text))

    check_growth(run, lambda size: "“a” b " * (size // 12))


def test_records_stay_in_proportion_to_their_article(extractor: Extractor) -> None:
    text = "Kim said “we go” and " * 2000
    assert sum(len(q.context) for q in extractor.extract(text)) < 5000 * 2000


LINE = """
import re
from pathlib import Path
from rhetoric.extraction.extractor import load_extractor

found = load_extractor().extract("it was called “safe” by them, " * 20_000)
# getrusage would tell of the process, larger than this one, that this one was forked from
peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
print(len(found), int(peak[1]) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells peak memory there")
def test_a_long_line_is_read_in_bounded_memory() -> None:
    """In its own process 289 MB; a carrier for each quotation took 396."""
    result = subprocess.run(  # noqa: S603 - this test's own code
        [sys.executable, "-c", LINE], capture_output=True, text=True, check=True, cwd=ROOT
    )
    found, megabytes = map(int, result.stdout.split())
    assert found == 20_000
    assert megabytes < 340


OFFLINE = """
import socket, sys

def refused(*arguments, **options):
    raise AssertionError("network access")

class Refused(socket.socket):  # some modules derive from it
    __init__ = refused

socket.socket = Refused
for name in ("create_connection", "getaddrinfo", "gethostbyname"):
    setattr(socket, name, refused)

from rhetoric.cli import app

def run(out, *arguments):
    sys.stdout = open(out, "w", encoding="utf-8")
    app(list(arguments), standalone_mode=False)
    sys.stdout.close()

quotations, labelled, traced, *articles = sys.argv[1:]
run(quotations, "extract", *articles)
run(labelled, "classify", "--quotes", quotations)
run(traced, "trace", "--min-size", "1", labelled)
"""


def test_nothing_reaches_for_the_network(tmp_path: Path) -> None:
    outs = [str(tmp_path / name) for name in ("quotations", "labelled", "traced")]
    arguments = [*outs, *map(str, SEEDS)]
    result = subprocess.run(  # noqa: S603 - this test's own code
        [sys.executable, "-c", OFFLINE, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert result.returncode == 0, result.stderr
    assert all(Path(out).read_text(encoding="utf-8").startswith("{") for out in outs)
