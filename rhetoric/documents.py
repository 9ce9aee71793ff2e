"""Articles and quotations in: text, JSONL and stdin, as lazy streams.

What cannot be read is handed to a ``report`` function, one `InputError` a fault, and the stream
goes on with the next record or file.
"""

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from rhetoric.errors import InputError
from rhetoric.types import Article

Report = Callable[[InputError], None]

STDIN = "-"
_JSONL = frozenset((".jsonl", ".ndjson"))
_BOM = "\ufeff"
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def read_articles(paths: Iterable[str], report: Report) -> Iterator[Article]:
    """Yield the articles of files: a text file is one, a JSONL file holds one a line.

    Parameters
    ----------
    paths : iterable of str
        ``-`` is stdin. An article's id is its file's name, or its record's ``id``.
    report : callable
        Told of every file and line that is left out.
    """
    for path, text in _texts(paths, report):
        if Path(path).suffix.lower() == ".json":
            report(InputError("is JSON; give one record a line, as .jsonl", path))
        elif not _is_jsonl(path, text):
            yield Article(text, id="stdin" if path == STDIN else Path(path).name)
        else:
            for number, record in _records(path, text, report):
                name = record.get("id")
                yield Article(record["text"], id=f"{path}:{number}" if name is None else str(name))


def read_quotations(paths: Iterable[str], report: Report) -> Iterator[dict[str, Any]]:
    """Yield the records of JSONL files of quotations, each with a ``text``.

    Parameters
    ----------
    paths : iterable of str
        ``-`` is stdin.
    report : callable
        Told of every file and line that is left out.
    """
    for path, text in _texts(paths, report):
        for number, record in _records(path, text, report):
            speaker = record.get("speaker")
            if not isinstance(record.get("context") or "", str):
                report(InputError('"context" is not a string', f"{path}:{number}"))
            elif speaker is not None and not isinstance(speaker, str) and not _is_mention(speaker):
                report(InputError('"speaker" has no "name" and "text"', f"{path}:{number}"))
            else:
                yield record


def _texts(paths: Iterable[str], report: Report) -> Iterator[tuple[str, str]]:
    """Yield each path with its text; report those that cannot be read."""
    for path in paths:
        text = _read_text(path, report)
        if text is not None:
            yield path, text


def _read_text(path: str, report: Report) -> str | None:
    """Return a file's text; report what cannot be read and return ``None``."""
    try:
        raw = sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()
    except FileNotFoundError:
        report(InputError("no such file", path))
    except IsADirectoryError:
        report(InputError("is a folder; name the files in it", path))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        report(InputError(f"cannot be read: {reason}", path))
    else:
        return _decode(path, raw, report)
    return None


def _decode(path: str, raw: bytes, report: Report) -> str | None:
    if b"\0" in raw[:8192]:
        report(InputError("is binary, not text", path))
        return None
    try:
        text = raw.decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        byte = raw[error.start]
        report(InputError(f"is not UTF-8 (byte 0x{byte:02x}); convert it first", f"{path}:{line}"))
        return None
    if not text.strip():
        report(InputError("is empty", path))
        return None
    return text


def _is_jsonl(path: str, text: str) -> bool:
    """Whether a file holds records: by its name, or by its first line where the name is silent."""
    if path != STDIN and Path(path).suffix:
        return Path(path).suffix.lower() in _JSONL
    try:
        return isinstance(json.loads(text.lstrip().partition("\n")[0]), dict)
    except (ValueError, RecursionError):
        return False


def _has_surrogate(record: Any) -> bool:
    try:
        json.dumps(record, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _is_mention(speaker: Any) -> bool:
    return isinstance(speaker, dict) and all(
        isinstance(speaker.get(field), str) for field in ("name", "text")
    )


def _records(path: str, text: str, report: Report) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the number and the record of each line that has a text."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            reason = getattr(error, "msg", "nested too deeply")
            report(InputError(f"is not JSON: {reason}", f"{path}:{number}"))
            continue
        if _SURROGATE.search(line) and _has_surrogate(record):
            report(
                InputError("holds half of a surrogate pair (\\ud800 or like)", f"{path}:{number}")
            )
        elif not isinstance(record, dict) or not isinstance(record.get("text"), str):
            report(InputError('has no "text"', f"{path}:{number}"))
        elif not record["text"].strip():
            report(InputError('its "text" is empty', f"{path}:{number}"))
        else:
            yield number, record
