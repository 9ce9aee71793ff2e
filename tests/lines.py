"""Runs the command lines that help and README show, in one process, without a shell."""

import shlex
from pathlib import Path

from typer.testing import CliRunner, Result

from rhetoric.cli import app


def run_line(line: str) -> Result:
    """Run ``cat FILE | rhetoric … FILES*.txt > OUT`` in the current folder, and what is less."""
    words = shlex.split(line)
    stdin = None
    if words[0] == "cat":
        assert words[2] == "|", line
        stdin, words = Path(words[1]).read_bytes(), words[3:]
    target = None
    if ">" in words:
        place = words.index(">")
        assert place == len(words) - 2, line
        target, words = Path(words[-1]), words[:place]
    name, *arguments = words
    assert name == "rhetoric", line
    expanded = [found for word in arguments for found in _expand(word)]
    result = CliRunner().invoke(app, expanded, input=stdin)
    if target is not None:
        target.write_text(result.stdout, encoding="utf-8")
    return result


def _expand(word: str) -> list[str]:
    """Return the files that a pattern stands for, or the word itself."""
    return [str(path) for path in sorted(Path().glob(word))] if "*" in word else [word]
