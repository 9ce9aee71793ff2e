"""What becomes of hostile input; ``python -m tests.test_hostile_inputs`` prints the table."""

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from rhetoric.documents import Reading, read_articles
from rhetoric.extraction.extractor import Extractor
from tests.files import QUOTED, Reports, gz, jsonl, parquet, pdf, write, zst

LIMIT = 200_000
MOST_EXTRACTED = 20_000

Maker = Callable[[Path], str]


@dataclass(frozen=True, slots=True)
class Hostile:
    """An input, the texts that it gives, and the faults that are reported.

    A fault that ends in “…” goes on with what another library's parser says.
    """

    name: str
    make: Maker
    texts: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    max_bytes: int = LIMIT


def file(name: str, content: bytes | str) -> Maker:
    return lambda folder: write(folder / name, content)


def folder(**files: bytes | str) -> Maker:
    def make(place: Path) -> str:
        for name, content in files.items():
            write(place / "in" / name.replace("_", "."), content)
        (place / "in").mkdir(exist_ok=True)
        return str(place / "in")

    return make


def link(name: str, target: str) -> Maker:
    def make(place: Path) -> str:
        write(place / "in" / "a.txt", "One.")
        write(place / "outside.txt", "Secret.")
        (place / "in" / name).symlink_to(target)
        return str(place / "in")

    return make


def fifo(place: Path) -> str:
    (place / "in").mkdir()
    os.mkfifo(place / "in" / "a.txt")
    return str(place / "in")


def named(raw: bytes) -> Maker:
    return lambda place: write(place / os.fsdecode(raw), "")


TOO_LARGE = (
    f"is larger than {LIMIT:,} bytes unpacked; "
    "raise the limit (--max-bytes, in Python max_bytes) to read it"
)
TOO_LONG = TOO_LARGE.replace("bytes unpacked", "characters")
EMPTY_FOLDER = (
    "in: is a folder without a file to read "
    "(.txt .text .html .htm .xhtml .pdf .jsonl .ndjson .csv .tsv .parquet .rtf .xml)"
)
LEADS_OUT = "is a link out of the folder; name its target"
TWO = jsonl([{"text": "One."}, {"text": "Two."}]).encode()
PARQUET = parquet({"text": ["One."]})
NO_TEXT = 'has no "text"; name its text column (--text-column)'
C1 = QUOTED.replace("“", "\x93").replace("”", "\x94")
OPEN_TAGS = "One." + "<a " * 20_000 + "< b"
MARKS = "“a " * 300
NESTED = "“‘" * 100 + "’”" * 100
ACCENTS = "\u0301" * 90_000

HOSTILE = [
    # nothing, or no text
    Hostile("empty file", file("a.txt", ""), faults=("a.txt: is empty",)),
    Hostile("only a byte order mark", file("a.txt", b"\xef\xbb\xbf"), faults=("a.txt: is empty",)),
    Hostile("only space", file("a.txt", " \n\t\u00a0\r\n"), faults=("a.txt: is empty",)),
    Hostile("only invisible", file("a.txt", "\u200b\u00ad\ufeff"), faults=("a.txt: is empty",)),
    Hostile("only marks", file("a.txt", "“”\"'«»"), ("“”\"'«»",)),
    Hostile("NUL bytes", file("a.txt", b"One.\0Two."), faults=("a.txt: is binary, not text",)),
    Hostile("binary", file("a.txt", bytes(range(256)) * 9), faults=("a.txt: is binary, not text",)),
    Hostile(
        "image named as text",
        file("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        faults=("a.txt: is binary, not text",),
    ),
    Hostile(
        "zip named as text",
        file("a.txt", b"PK\x03\x04\x14\0\0\0"),
        faults=("a.txt: is a zip archive or an office document, not text; save it as text",),
    ),
    # encodings
    Hostile("UTF-8 with a mark", file("a.txt", b"\xef\xbb\xbfOne."), ("One.",)),
    Hostile("UTF-16", file("a.txt", QUOTED.encode("utf-16")), (QUOTED,)),
    Hostile(
        "UTF-16 big-endian", file("a.txt", b"\xfe\xff" + QUOTED.encode("utf-16-be")), (QUOTED,)
    ),
    Hostile("UTF-32", file("a.txt", QUOTED.encode("utf-32")), (QUOTED,)),
    Hostile("UTF-16 without a mark", file("a.txt", QUOTED.encode("utf-16-le")), (QUOTED,)),
    Hostile(
        "UTF-16 cut inside a character",
        file("a.txt", QUOTED.encode("utf-16")[:-1]),
        faults=("a.txt:1: is not UTF-16 (byte 0x2e); convert it first",),
    ),
    Hostile("Latin-1", file("a.txt", "José stayed.".encode("latin-1")), ("José stayed.",)),
    Hostile("Windows-1252", file("a.txt", QUOTED.encode("cp1252")), (QUOTED,)),
    Hostile(
        "UTF-8 with a broken byte",
        file("a.txt", f"{QUOTED}\n".encode() + b"\xff" + QUOTED.encode()),
        faults=("a.txt:2: is not UTF-8 (byte 0xff); convert it first",),
    ),
    Hostile(
        "UTF-8 cut inside a character",
        file("a.txt", QUOTED.encode() + "”".encode()[:2]),
        faults=("a.txt:1: is not UTF-8 (byte 0xe2); convert it first",),
    ),
    Hostile("decomposed accents", file("a.txt", "Jose\u0301."), ("José.",)),
    Hostile("old Mac line ends", file("a.txt", "One.\rTwo."), ("One.\rTwo.",)),
    Hostile(
        "directions and controls",
        file("a.txt", "\u202e“We stay,” he said.\u202c\x1b[31m\x07"),
        ("“We stay,” he said.\x1b[31m\x07",),
    ),
    # JSONL
    Hostile(
        "half of a surrogate pair",
        file("a.jsonl", '{"text": "a \\ud800 b"}\n{"text": "One."}'),
        ("a \ufffd b", "One."),
    ),
    Hostile(
        "JSON array as JSONL",
        file("a.jsonl", '[\n{"text": "One."}\n]'),
        faults=("a.jsonl: is a JSON array; give one record a line (jq -c '.[]' makes that of it)",),
    ),
    Hostile(
        "JSON array, cut",
        file("a.json", '[{"text": "One."},'),
        faults=("a.json:1: is not JSON: Expecting value",),
    ),
    Hostile(
        "deep nesting",
        file("a.jsonl", '{"text": "One."}\n{"text": ' + "[" * 90_000),
        ("One.",),
        ("a.jsonl:2: is nested too deeply",),
    ),
    Hostile(
        "nesting that reads but could not be written",
        file("a.jsonl", '{"text": "One.", "x": ' + "[" * 400 + "]" * 400 + "}"),
        faults=("a.jsonl:1: is nested too deeply",),
    ),
    Hostile(
        "no number",
        file("a.jsonl", '{"text": "One.", "score": NaN}'),
        faults=("a.jsonl:1: is not JSON: NaN is no JSON number",),
    ),
    Hostile(
        "number of 5000 digits",
        file("a.jsonl", '{"text": "One.", "n": ' + "9" * 5000 + "}"),
        faults=("a.jsonl:1: is not JSON: Exceeds the limit (4300 digits)…",),
    ),
    Hostile(
        "line beyond the limit",
        file("a.jsonl", '{"text": "One."}\n{"text": "' + "a" * LIMIT + '"}\n{"text": "Two."}'),
        ("One.", "Two."),
        (f"a.jsonl:2: {TOO_LONG}",),
    ),
    Hostile(
        "text that is no string",
        file("a.jsonl", '{"text": ["One."]}'),
        faults=('a.jsonl:1: has no "text" that is a string',),
    ),
    Hostile(
        "binary as JSONL",
        file("a.jsonl", bytes(range(256))),
        faults=("a.jsonl: is binary, not text",),
    ),
    # packed
    Hostile(
        "cut gzip",
        file("a.txt.gz", gz(QUOTED.encode())[:-9]),
        faults=(
            "a.txt.gz: cannot be read: Compressed file ended before the end-of-stream marker…",
        ),
    ),
    Hostile(
        "cut gzip of JSONL",
        file("a.jsonl.gz", gz(TWO)[:-4]),
        ("One.", "Two."),
        ("a.jsonl.gz: cannot be read: Compressed file ended before the end-of-stream marker…",),
    ),
    Hostile(
        "gzip bomb",
        file("a.txt.gz", gz(b"a" * 50_000_000)),
        faults=(f"a.txt.gz: {TOO_LARGE}",),
    ),
    Hostile(
        "gzip bomb as JSONL",
        file("a.jsonl.gz", gz(b'{"text": "One."}\n' + b"a" * 50_000_000)),
        ("One.",),
        (f"a.jsonl.gz:2: {TOO_LONG}",),
    ),
    Hostile(
        "zstd bomb", file("a.txt.zst", zst(b"a" * 50_000_000)), faults=(f"a.txt.zst: {TOO_LARGE}",)
    ),
    Hostile(
        "cut zstd",
        file("a.txt.zst", zst(QUOTED.encode())[:-4]),
        faults=(
            "a.txt.zst: cannot be read: Compressed file ended before the end-of-stream marker…",
        ),
    ),
    Hostile(
        "packed twice",
        file("a.txt.gz", gz(gz(QUOTED.encode()))),
        faults=("a.txt.gz: is gzip, not text; unpack it first",),
    ),
    Hostile(
        "text named as gzip",
        file("a.txt.gz", QUOTED),
        faults=("a.txt.gz: cannot be read: Not a gzipped file (b'\\xe2\\x80')",),
    ),
    Hostile(
        "text named as zstd",
        file("a.txt.zst", QUOTED),
        faults=("a.txt.zst: cannot be read: Unable to decompress Zstandard data…",),
    ),
    Hostile(
        "gzip named as text",
        file("a.txt", gz(QUOTED.encode())),
        faults=("a.txt: is gzip, not text; unpack it first",),
    ),
    Hostile("gzip without an ending", file("a", gz(QUOTED.encode())), (QUOTED,)),
    # tables
    Hostile(
        "CSV without a header",
        file("a.csv", "1,One.\n2,Two.\n"),
        faults=('a.csv: has no column "text"; name its text column; it has "1", "One."',),
    ),
    Hostile(
        "CSV without a row",
        file("a.csv", "id,text\n"),
        faults=("a.csv: is empty: a header without a row",),
    ),
    Hostile(
        "CSV with a blank row alone",
        file("a.csv", "id\ttext\n\t\n"),
        faults=("a.csv: is empty: a header without a row",),
    ),
    Hostile(
        "Parquet without a row",
        file("a.parquet", parquet({"text": []})),
        faults=("a.parquet: is empty: columns without a row",),
    ),
    Hostile(
        "ragged CSV",
        file("a.csv", "id,text\n1,One.\n2\n3,Three,more\n4,Four.\n"),
        ("One.", "Four."),
        (
            "a.csv:3: has 1 cells where the header has 2",
            "a.csv:4: has 3 cells where the header has 2",
        ),
    ),
    Hostile(
        "quote never closed",
        file("a.csv", 'id,text\n1,One.\n2,"Two.\n3,Three.\n'),
        ("One.",),
        ("a.csv:3: opens a quote that never closes; the rows from here on are left out",),
    ),
    Hostile(
        "field beyond the limit",
        file("a.csv", 'text\nOne.\n"' + "a\n" * LIMIT + '"\n'),
        ("One.",),
        (f"a.csv:100003: {TOO_LONG}; the rows from here on are left out",),
    ),
    Hostile(
        "two columns of one name",
        file("a.csv", "text,text\nOne.,Two.\n"),
        faults=('a.csv: has several columns of one name: "text"',),
    ),
    Hostile(
        "NUL in CSV",
        file("a.csv", "text\nOne.\na\0b\n"),
        ("One.",),
        ("a.csv:3: is binary, not text",),
    ),
    Hostile(
        "CSV in Windows-1252", file("a.csv", f'text\n"{QUOTED}"\n'.encode("cp1252")), (QUOTED,)
    ),
    Hostile(
        "Parquet without the column",
        file("a.parquet", parquet({"body": ["One."], "date": ["May"]})),
        faults=('a.parquet: has no column "text"; name its text column; it has "body", "date"',),
    ),
    Hostile(
        "Parquet with missing texts",
        file("a.parquet", parquet({"text": ["One.", None, ""]})),
        ("One.",),
        (
            'a.parquet:2: has no "text" that is a string',
            'a.parquet:3: its "text" is empty',
        ),
    ),
    Hostile(
        "cut Parquet",
        file("a.parquet", PARQUET[:-5]),
        faults=("a.parquet: is damaged Parquet: Parquet magic bytes not found…",),
    ),
    Hostile(
        "empty Parquet",
        file("a.parquet", b""),
        faults=("a.parquet: is damaged Parquet: Parquet file size is 0 bytes",),
    ),
    # documents
    Hostile(
        "encrypted PDF",
        file("a.pdf", pdf("One.", locked="secret")),
        faults=("a.pdf: is encrypted; save it without a password",),
    ),
    Hostile("PDF locked against printing", file("a.pdf", pdf("One.", locked="")), ("One.",)),
    Hostile(
        "PDF without text",
        file("a.pdf", pdf("")),
        faults=("a.pdf: is a PDF without a text layer; run text recognition (OCR) on it first",),
    ),
    Hostile(
        "cut PDF",
        file("a.pdf", b"%PDF-1.4\n1 0 obj\n<<"),
        faults=("a.pdf: is damaged PDF: …",),
    ),
    Hostile(
        "PDF named as text",
        file("a.txt", pdf("One.") + b"\xff"),
        faults=("a.txt: is PDF, not text; end its name in .pdf",),
    ),
    Hostile(
        "HTML without a body",
        file("a.html", "<html><head><title>One</title></head></html>"),
        faults=("a.html: is HTML without a main text",),
    ),
    Hostile(
        "HTML with scripts",
        file(
            "a.html",
            f"<html><body><script>“No,” he said.</script><p>{QUOTED}</p>"
            "<style>p::after {content: '“No,” he said.'}</style></body></html>",
        ),
        (QUOTED,),
    ),
    Hostile(
        "HTML with entities",
        file("a.html", "<p>&ldquo;We st&shy;ay here,&#8221; Ana Ruiz said.</p>"),
        (QUOTED,),
    ),
    Hostile(
        "HTML of 20,000 nested elements",
        file("a.html", "<div>" * 20_000 + "One." + "</div>" * 20_000),
        faults=("a.html: is HTML without a main text",),
        max_bytes=10 * LIMIT,
    ),
    # what was mangled on its way
    Hostile(
        "UTF-8 read as Windows-1252",
        file("a.txt", QUOTED.encode().decode("cp1252", "ignore")),
        (QUOTED,),
    ),
    Hostile("marks of Windows-1252 as controls", file("a.txt", C1), (QUOTED,)),
    Hostile(
        "a paragraph in another encoding",
        file("a.txt", f"{QUOTED}\n".encode() + QUOTED.encode("cp1252")),
        (f"{QUOTED}\n{QUOTED}",),
    ),
    Hostile("sep=; above the header", file("a.csv", f"sep=;\nid;text\n1;{QUOTED}\n"), (QUOTED,)),
    Hostile("only sep=;", file("a.csv", "sep=;\n"), faults=("a.csv: is empty",)),
    Hostile(
        "HTML in a column",
        file("a.csv", "text\n<p>&ldquo;We stay here&comma;&rdquo; Ana Ruiz said.</p>\n"),
        (QUOTED,),
    ),
    Hostile("tags that never end", file("a.jsonl", jsonl([{"text": OPEN_TAGS}])), (OPEN_TAGS,)),
    Hostile(
        "comments that never end",
        file("a.jsonl", jsonl([{"text": "<p>One." + "<!--" * 20_000}])),
        ("One." + "<!--" * 20_000,),
    ),
    Hostile(
        "quotation elements in each other",
        file("a.jsonl", jsonl([{"text": "<q>" * 9000 + "One." + "</q>" * 9000}])),
        ("“One.”",),
    ),
    Hostile(
        "the same fault on every record",
        file("a.jsonl", '{"body": "One."}\n' * 5000),
        faults=(f'a.jsonl:1-5000: {NO_TEXT}; it has "body" (5,000 records)',),
    ),
    Hostile(
        "the same fault, with good records between",
        file("a.jsonl", '{"text": ""}\n{"text": ""}\n{"text": "One."}\n{"text": ""}\n'),
        ("One.",),
        ('a.jsonl:1-2: its "text" is empty (2 records)', 'a.jsonl:4: its "text" is empty'),
    ),
    Hostile(
        "XML that is no article",
        file("a.xml", "<rss><channel/></rss>"),
        faults=("a.xml: is XML of a kind that is not read (<rss>); save it as text or HTML",),
    ),
    Hostile(
        "XML with entities without end",
        file("a.xml", '<!DOCTYPE nitf [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><nitf>&b;</nitf>'),
        faults=("a.xml: is XML that declares entities of its own, which may be without end…",),
    ),
    Hostile(
        "cut XML",
        file("a.xml", "<nitf><body><body.content><p>One."),
        faults=("a.xml: is damaged XML: ExpatError: no element found: line 1…",),
    ),
    Hostile(
        "XML named as text",
        file("a.txt", '<?xml version="1.0"?><nitf/>'),
        faults=("a.txt: is XML, not text; end its name in .xml",),
    ),
    Hostile("RTF of nested groups", file("a.rtf", "{\\rtf1 " + "{" * 50_000 + "One."), ("One.",)),
    Hostile(
        "RTF with no such character",
        file("a.rtf", "{\\rtf1 \\u99999999? One.}"),
        faults=("a.rtf: is damaged RTF: ValueError: …",),
    ),
    Hostile("text named as RTF", file("a.rtf", "One."), faults=("a.rtf: is not RTF",)),
    Hostile(
        "JSON of another shape",
        file("a.json", '{"text": "One."}'),
        faults=("a.json:1: is JSON, but no array of records",),
    ),
    # places
    Hostile("missing file", lambda p: str(p / "no.txt"), faults=("no.txt: no such file",)),
    Hostile(
        "name of 5,000 characters",
        lambda _: "a" * 5000,
        faults=(f"{'a' * 5000}: cannot be read: File name too long",),
    ),
    Hostile(
        "NUL in a name",
        lambda p: str(p / "a\0b"),
        faults=("a\\x00b: cannot be read: embedded null byte",),
    ),
    Hostile(
        "pattern that matches nothing",
        lambda p: str(p / "*.txt"),
        faults=("*.txt: no such file, nor one that matches it as a pattern",),
    ),
    Hostile("empty folder", folder(), faults=(EMPTY_FOLDER,)),
    Hostile("folder without articles", folder(a_docx="x", b_json="{}"), faults=(EMPTY_FOLDER,)),
    Hostile("hidden files", folder(_hidden_txt="Secret.", a_txt="One."), ("One.",)),
    Hostile("link to itself", link("b.txt", "b.txt"), ("One.",), ("in/b.txt: cannot be read: …",)),
    Hostile("link to its own folder", link("loop", "."), ("One.",)),
    Hostile("link out", link("b.txt", "../outside.txt"), ("One.",), (f"in/b.txt: {LEADS_OUT}",)),
    Hostile(
        "link to a system file",
        link("b.txt", "/etc/passwd"),
        ("One.",),
        (f"in/b.txt: {LEADS_OUT}",),
    ),
    Hostile("link to a folder outside", link("b", "/etc"), ("One.",), (f"in/b: {LEADS_OUT}",)),
    Hostile("link to nothing", link("b.txt", "c.txt"), ("One.",), ("in/b.txt: no such file",)),
    Hostile("pipe in a folder", fifo, faults=("in/a.txt: is no regular file",)),
    Hostile("file without end", lambda _: "/dev/zero", faults=(f"/dev/zero: {TOO_LARGE}",)),
    Hostile(
        "file that may not be read",
        lambda _: "/proc/self/mem",
        faults=("/proc/self/mem: cannot be read: Input/output error",),
    ),
    Hostile("name with a line end", named(b"a\nb.txt"), faults=("a\\nb.txt: is empty",)),
    Hostile("name that is not UTF-8", named(b"caf\xe9.txt"), faults=("caf\\xe9.txt: is empty",)),
    # sizes
    Hostile(
        "file beyond the limit", file("a.txt", "a" * (LIMIT + 1)), faults=(f"a.txt: {TOO_LARGE}",)
    ),
    Hostile(
        "text longer than any article",
        file("a.txt", "a\n" * 2_500_001),
        faults=("a.txt: is longer than 3,000,000 characters, as no article is; cut it up",),
        max_bytes=10**7,
    ),
    Hostile("no space at all", file("a.txt", "a" * LIMIT), ("a" * LIMIT,)),
    Hostile(
        "100,000 opening marks", file("a.txt", "“" * 100_000), ("“" * 100_000,), max_bytes=10**6
    ),
    Hostile("a million marks", file("a.txt", '"' * 10**6), ('"' * 10**6,), max_bytes=10**6),
    Hostile("marks that never close", file("a.txt", MARKS), (MARKS,)),
    Hostile("marks nested deeply", file("a.txt", NESTED), (NESTED,)),
    Hostile("100,000 accents", file("a.txt", f"“W{ACCENTS}”"), (f"“Ẃ{ACCENTS[1:]}”",)),
]


def outcome(hostile: Hostile, place: Path) -> tuple[list[str], list[str]]:
    """Return the texts that an input gives, and the faults, whose places are relative."""
    reports = Reports()
    path = hostile.make(place)
    texts = [a.text for a in read_articles([path], reports, Reading(max_bytes=hostile.max_bytes))]
    return texts, [fault.replace(f"{place}/", "") for fault in reports]


def is_told(fault: str, expected: str) -> bool:
    if expected.endswith("…"):
        return fault.startswith(expected[:-1])
    return fault == expected


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda h: h.name)
def test_hostile_input_gives_what_it_holds_and_one_clear_fault(
    hostile: Hostile, tmp_path: Path, extractor: Extractor
) -> None:
    texts, faults = outcome(hostile, tmp_path)
    assert texts == list(hostile.texts)
    assert len(faults) == len(hostile.faults), faults
    for fault, expected in zip(faults, hostile.faults, strict=True):
        assert is_told(fault, expected), fault
    for text in texts:
        shown = text[:MOST_EXTRACTED]
        assert all(shown[q.start : q.end] == q.text for q in extractor.extract(shown))


def row(hostile: Hostile) -> str:
    with tempfile.TemporaryDirectory() as place:
        texts, faults = outcome(hostile, Path(place))
    given = "; ".join(repr(t) if len(t) < 40 else f"{len(t):,} characters" for t in texts)
    cells = (hostile.name, given or "nothing", "; ".join(faults) or "none")
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    print("| input | articles | faults |\n|---|---|---|")  # noqa: T201 - this is its purpose
    for hostile in HOSTILE:
        print(row(hostile))  # noqa: T201
