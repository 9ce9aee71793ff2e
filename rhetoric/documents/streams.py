"""Streams of bytes: opened, unpacked, looked at, cut into lines, never held beyond a limit."""

import gzip
import io
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import BinaryIO, cast

from rhetoric.documents.formats import Packing
from rhetoric.documents.reading import STDIN, missing_extra, too_large
from rhetoric.documents.sources import Source
from rhetoric.errors import InputError

_PIECE = 1 << 16
# A zstd block of four bytes may unpack to 128 KB, so this unpacks to 8 MB at most.
_PACKED_PIECE = 256


class _Pieces(io.RawIOBase):
    """A raw stream over pieces of bytes, made as they are asked for."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def stream_of(pieces: Iterable[bytes]) -> io.BufferedReader:
    r"""Return a stream over pieces of bytes.

    Examples
    --------
    >>> stream_of([b"one\ntw", b"", b"o"]).readlines()
    [b'one\n', b'two']
    """
    return io.BufferedReader(_Pieces(pieces), _PIECE)


def pieces_of(stream: BinaryIO) -> Iterator[bytes]:
    """Yield what is left of a stream, each piece as soon as it is there."""
    read = stream.read1 if isinstance(stream, io.BufferedIOBase) else stream.read
    while piece := read(_PIECE):
        yield piece


@contextmanager
def opened(source: Source) -> Iterator[BinaryIO]:
    """Open a source; stdin is left open."""
    if source.path == STDIN:
        yield sys.stdin.buffer
        return
    with Path(source.path).open("rb") as stream:
        yield stream


def unpacked(stream: BinaryIO, packing: Packing | None, name: str) -> BinaryIO:
    """Return a stream of the plain bytes of a packed one.

    Raises
    ------
    InputError
        At once when zstd is not installed; while it is read, when it is not zstd or is cut off.
    OSError, EOFError, zlib.error
        While it is read, when it is not gzip or is cut off.
    """
    if packing == "gz":
        # not buffered again: of a cut file all that is whole must come before the error
        return cast("BinaryIO", gzip.GzipFile(fileobj=stream))
    if packing == "zst":
        return stream_of(_unzstd(stream, name))
    return stream


def _unzstd(packed: BinaryIO, name: str) -> Iterator[bytes]:
    """Unpack zstd frames in small pieces; zstandard's own reader takes a cut file for a whole."""
    try:
        import zstandard
    except ImportError as error:
        raise missing_extra(name, "zstd") from error
    decompressor = zstandard.ZstdDecompressor()
    frame = None
    piece = b""
    try:
        while piece := piece or packed.read(_PACKED_PIECE):
            frame = frame or decompressor.decompressobj()
            plain, piece = frame.decompress(piece), b""
            if frame.eof:
                piece, frame = frame.unused_data, None
            yield plain
    except zstandard.ZstdError as error:
        reason = f"is damaged zstd: {str(error).rpartition(': ')[2]}"
        raise InputError(reason, name) from error
    if frame is not None:
        reason = "is cut off: the zstd stream has no end"
        raise InputError(reason, name)


def peek(stream: BinaryIO, size: int = _PIECE) -> tuple[bytes, BinaryIO]:
    """Return the first line of a stream, or its first ``size`` bytes, and the whole stream.

    Blank lines before it count with it. Only the first line, so that a pipe need not fill up.
    """
    head = stream.readline(size)
    while head and not head.strip() and len(head) < size:
        line = stream.readline(size - len(head))
        if not line:
            break
        head += line
    return head, stream_of(chain([head], pieces_of(stream)))


def read_all(stream: BinaryIO, limit: int, name: str) -> bytearray:
    """Return the bytes of a stream.

    Raises
    ------
    InputError
        When there are more than ``limit``; no more than that is held.
    """
    data = bytearray()
    for piece in pieces_of(stream):
        data += piece
        if len(data) > limit:
            raise InputError(too_large(limit), name)
    return data


def lines(
    stream: BinaryIO, limit: int, *, universal: bool = False
) -> Iterator[tuple[int, bytes | None]]:
    r"""Yield the number and the bytes of each line; ``None`` for one longer than ``limit``.

    Parameters
    ----------
    stream : binary stream
    limit : int
    universal : bool
        A carriage return alone ends a line too, as in old files of Macs.

    Examples
    --------
    >>> list(lines(io.BytesIO(b"one\nthree\ntwo"), 4))
    [(1, b'one\n'), (2, None), (3, b'two')]
    >>> list(lines(io.BytesIO(b"one\rtwo\r\nsix"), 5, universal=True))
    [(1, b'one\r'), (2, b'two\r\n'), (3, b'six')]
    """
    ends = (b"\n", b"\r") if universal else b"\n"
    number = 1
    line = bytearray()
    fits = True
    for piece in _parts_of_lines(stream, universal):
        fits = fits and len(line) + len(piece) <= limit
        if fits:
            line += piece
        else:
            line.clear()
        if piece.endswith(ends):
            yield number, bytes(line) if fits else None
            number += 1
            line.clear()
            fits = True
    if line or not fits:
        yield number, bytes(line) if fits else None


def _parts_of_lines(stream: BinaryIO, universal: bool) -> Iterator[bytes]:
    while piece := stream.readline(_PIECE):
        # cut between a carriage return and its newline, a blank line more is counted, no more
        yield from piece.splitlines(keepends=True) if universal else (piece,)
