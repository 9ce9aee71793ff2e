"""Files of every format that is read, made as tests need them."""

import gzip
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
from backports import zstd
from pypdf import PdfReader, PdfWriter

from rhetoric.errors import InputError

PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
QUOTED = "“We stay here,” Ana Ruiz said."


class Reports(list[str]):
    """Keeps what is reported, as it would be printed."""

    def __call__(self, error: InputError) -> None:
        self.append(str(error))

    def are(self, *expected: tuple[str, str]) -> bool:
        """Whether these faults were reported and no others: a place and a key word of each."""
        return len(self) == len(expected) and all(
            told.startswith(f"{place}: ") and word in told[len(place) :]
            for told, (place, word) in zip(self, expected, strict=True)
        )


def write(path: Path, content: bytes | str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def jsonl(records: Iterable[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def parquet(columns: Mapping[str, list[Any]]) -> bytes:
    out = io.BytesIO()
    pyarrow.parquet.write_table(pa.table(dict(columns)), out)
    return out.getvalue()


def gz(plain: bytes) -> bytes:
    return gzip.compress(plain, mtime=0)


def zst(plain: bytes) -> bytes:
    return zstd.compress(plain)


Places = Iterable[tuple[float, float, str]]


def pdf(*pages: str, locked: str | None = None, title: str | None = None) -> bytes:
    """Return a PDF whose pages hold a line each."""
    made = printed(*([(72.0, 720.0, text)] if text else [] for text in pages))
    if locked is None and title is None:
        return made
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made)))
    if title:
        writer.add_metadata({"/Title": title, "/CreationDate": "D:20240502120000Z"})
    if locked is not None:
        writer.encrypt(locked, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def printed(*pages: Places) -> bytes:
    """Return a PDF with the lines of each page at their places, in points from the lower left."""
    numbers = range(4, 4 + 2 * len(pages), 2)
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in zip(numbers, pages, strict=True):
        shown = "".join(f"1 0 0 1 {x} {y} Tm ({_escaped(text)}) Tj\n" for x, y, text in lines)
        stream = f"BT /F1 11 Tf\n{shown}ET" if shown else ""
        objects += [
            f"{PAGE} /Contents {number + 1} 0 R >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    body = "%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    body += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end = body.index("xref\n")
    body += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{end}\n%%EOF\n"
    return body.encode()


def _escaped(text: str) -> str:
    """Return a text as a string of a PDF holds it, in Windows-1252."""
    return "".join(chr(b) if 31 < b < 127 else f"\\{b:03o}" for b in text.encode("cp1252"))
