"""What is said to whoever gives something wrong, in one list.

``python -m tests.test_messages > tests/messages.txt`` writes it anew: read what has changed as its
reader would. Other tests look for the place and a key word of a message. What other libraries say
in a message of ours is not compared: it changes with their versions.
"""

import re
import shlex
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import chdir
from pathlib import Path

from typer.testing import CliRunner

import rhetoric
from rhetoric.cli import app
from rhetoric.corpora.runs import Options
from rhetoric.tracing.trace import trace

MESSAGES = Path(__file__).with_name("messages.txt")

FILES: dict[str, bytes] = {
    "article.txt": "“We stay,” Kim said.".encode(),
    "silent.txt": b"It rained.",
    "empty.txt": b"",
    "binary.txt": bytes(range(256)),
    "list.jsonl": b'{"text": "One."}\n["Two."]\n',
    "other.jsonl": b'{"body": "One."}\n',
    "cells.csv": b"id,text\n1,One.\n2\n",
    "one.jsonl": b'{"text": "We mourn.", "labels": ["memory"]}\n',
    "unlabelled.csv": b"text,labels\nWe mourn.,\n",
    "nothing/.hidden": b"",
    "old_model/manifest.json": b'{"format": 0}',
}
LINES = (
    "extract",
    "extract missing.txt",
    "extract missing*.txt",
    "extract nothing",
    "extract empty.txt",
    "extract binary.txt",
    "extract list.jsonl",
    "extract other.jsonl",
    "extract cells.csv",
    "extract article.txt --max-bytes 10",
    "extract article.txt --resume",
    "extract article.txt --output article.txt",
    "extract article.txt --output quotations.xml",
    "extract article.txt --output missing/quotations.csv",
    "extract article.txt --output . --format jsonl",
    "extract article.txt --output runs --format json",
    "classify --text We article.txt",
    "classify --context We article.txt",
    "classify --quotes --terms list.jsonl",
    "classify --quotes list.jsonl",
    "classify --text We --format html",
    "classify --text We --output runs",
    "classify --text We --model nothing",
    "classify --text We --model old_model",
    "trace list.jsonl",
    "train missing.jsonl --out mine",
    "train empty.txt --out mine",
    "train other.jsonl --out mine",
    "train one.jsonl --out mine",
    "train unlabelled.csv --out mine",
    "evaluate unlabelled.csv",
    "evaluate one.jsonl --report missing/page.html",
    "suggest article.txt",
    "suggest silent.txt --out tasks.jsonl",
    "suggest article.txt --out tasks.xml",
)
CALLS: dict[str, Callable[[], object]] = {
    'read("article.txt")': lambda: rhetoric.read("article.txt"),  # type: ignore[arg-type]
    "read([], jobs=0)": lambda: rhetoric.read([], jobs=0),
    "read([], article_timeout=0)": lambda: rhetoric.read([], article_timeout=0),
    "Options(shard_size=0)": lambda: Options(shard_size=0),
    "Reading(max_bytes=0)": lambda: rhetoric.Reading(max_bytes=0),
    'classify(["One."], [])': lambda: rhetoric.classify(["One."], []),
    'load().select(["joy"])': lambda: rhetoric.load().select(["joy"]),
    "load().select(threshold=2)": lambda: rhetoric.load().select(threshold=2),
    "train([])": lambda: rhetoric.train([]),
    "train([{}])": lambda: rhetoric.train([{}]),
    "trace([], similarity=0)": lambda: trace([], similarity=0),
}


def messages(folder: Path) -> Iterator[str]:
    """Yield each case with what it is told."""
    for name, content in FILES.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    with chdir(folder):
        for line in LINES:
            yield f"{line}: {told_by_command(line)}"
    for name, call in CALLS.items():
        yield f"{name}: {told_by_call(call)}"


def told_by_command(line: str) -> str:
    """Return what a command says on stderr, without its name and how it is used."""
    result = CliRunner().invoke(app, shlex.split(line), env={"COLUMNS": "200"})
    assert result.exit_code, line
    if isinstance(result.exception, rhetoric.RhetoricError):
        return str(result.exception)
    lines = result.stderr.splitlines()
    told = (one for one in lines if one and not one.startswith(("Usage:", "Try ")))
    return " / ".join(re.sub("^(rhetoric|Error: Invalid value): ", "", one) for one in told)


def told_by_call(call: Callable[[], object]) -> str:
    try:
        call()
    except (rhetoric.RhetoricError, TypeError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    return "nothing"


def test_messages_are_those_that_were_read(tmp_path: Path) -> None:
    told = "".join(f"{one}\n" for one in messages(tmp_path))
    assert told == MESSAGES.read_text(encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        sys.stdout.writelines(f"{one}\n" for one in messages(Path(made)))
