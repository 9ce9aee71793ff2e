import errno
import json
import os
from pathlib import Path

import pytest

from rhetoric.corpora.ledger import LEDGER, Ledger, Progress
from rhetoric.errors import InputError

OPTIONS = {"format": "jsonl"}
SHARD = "part-00000.jsonl"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the folder of a run that was stopped after its third commit."""
    with Ledger(tmp_path, OPTIONS, resume=False) as ledger:
        for articles in (1, 2, 3):
            ledger.append(SHARD, b"{}\n")
            ledger.commit(Progress(articles))
    return tmp_path


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def damage(folder: Path, line: int, to: bytes) -> None:
    lines = (folder / LEDGER).read_bytes().splitlines(keepends=True)
    lines[line - 1] = to
    (folder / LEDGER).write_bytes(b"".join(lines))


def test_a_run_goes_on_from_its_last_line(folder: Path) -> None:
    with Ledger(folder, OPTIONS, resume=True) as ledger:
        assert ledger.progress == Progress(3, lengths={SHARD: 9})


@pytest.mark.parametrize("torn", [b'{"articles": 4', b"\0\0\0", b"\0\n"])
def test_a_line_that_was_being_written_is_cut_off(folder: Path, torn: bytes) -> None:
    before = held(folder)
    with (folder / LEDGER).open("ab") as ledger:
        ledger.write(torn)
    with Ledger(folder, OPTIONS, resume=True):
        pass
    assert held(folder) == before


@pytest.mark.parametrize(
    ("line", "to"),
    [
        (1, b"\0\0\0\n"),
        (1, b"notes of mine\n"),
        (2, b"\0\0\0\n"),
        (4, b'{"articles": 3, "by": "somebody"}\n'),
    ],
)
def test_a_damaged_ledger_is_told_and_nothing_is_cut(folder: Path, line: int, to: bytes) -> None:
    damage(folder, line, to)
    before = held(folder)
    with pytest.raises(InputError, match=rf"{LEDGER}: line {line} is damaged"):
        Ledger(folder, OPTIONS, resume=True)
    assert held(folder) == before


def test_a_strangers_file_of_that_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / LEDGER).write_bytes(b"rent 400")
    with pytest.raises(InputError, match="line 1 is damaged"):
        Ledger(tmp_path, OPTIONS, resume=True)
    assert held(tmp_path) == {LEDGER: b"rent 400"}


@pytest.mark.parametrize("written", [b"", b'{"opt', b"\0\0"])
def test_a_run_that_was_stopped_while_it_began_begins(tmp_path: Path, written: bytes) -> None:
    (tmp_path / LEDGER).write_bytes(written)
    with Ledger(tmp_path, OPTIONS, resume=True) as ledger:
        ledger.commit(Progress(1))
    lines = (tmp_path / LEDGER).read_bytes().splitlines()
    assert [json.loads(lines[0]), len(lines)] == [{"options": OPTIONS}, 2]


def test_a_disk_that_fills_up_amid_a_line_leaves_a_run_that_can_go_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = held(folder)
    real = os.fsync

    def full(number: int) -> None:
        if os.path.samestat(os.fstat(number), (folder / LEDGER).stat()):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(number)

    with Ledger(folder, OPTIONS, resume=True) as ledger:
        ledger.append(SHARD, b"{}\n")
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(InputError, match="cannot be written: No space left on device"):
            ledger.commit(Progress(4))
    assert held(folder) == before
