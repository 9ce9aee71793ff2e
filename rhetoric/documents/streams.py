"""Streams of bytes: opened, unpacked, looked at, cut into lines, never held beyond a limit."""

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from rhetoric.documents.decoding import Decoder, marked_encoding
from rhetoric.documents.formats import Packing
from rhetoric.documents.reading import STDIN, missing_extra, too_large
from rhetoric.documents.sources import Source
from rhetoric.errors import InputError

PIECE = 1 << 16


class Stream(Protocol):
    """A stream of bytes that can be looked at before it is read."""

    def peek(self, size: int, /) -> bytes:
        """Return what comes next, as far as it is there."""

    def read1(self, size: int, /) -> bytes:
        """Return what comes next, and pass it."""

    def seekable(self) -> bool:
        """Whether it can be read from any place."""


@contextmanager
def opened(source: Source) -> Iterator[Stream]:
    """Open a source; stdin is left open."""
    if source.path == STDIN:
        stdin = sys.stdin.buffer
        there = isinstance(stdin, io.BufferedReader)
        yield cast("Stream", stdin if there else io.BufferedReader(cast("io.RawIOBase", stdin)))
        return
    with Path(source.path).open("rb", buffering=PIECE) as stream:
        yield cast("Stream", stream)


def unpacked(stream: Stream, packing: Packing | None, name: str) -> Stream:
    """Return a stream of the plain bytes of a packed one.

    Raises
    ------
    InputError
        When zstd is packed and no package can read it.
    OSError, EOFError, zlib.error, ZstdError
        While it is read, when it is packed otherwise, damaged or cut off.
    """
    if packing == "gz":
        return cast("Stream", gzip.GzipFile(fileobj=cast("BinaryIO", stream)))
    if packing == "zst":
        try:
            from backports import zstd
        except ImportError as error:
            raise missing_extra(name, "zstd") from error
        return cast("Stream", zstd.ZstdFile(cast("BinaryIO", stream)))
    return stream


def unpacking_errors() -> tuple[type[Exception], ...]:
    """Return what is raised where a stream cannot be read, is damaged or cut off."""
    try:
        from backports.zstd import ZstdError
    except ImportError:
        return OSError, EOFError, zlib.error
    return OSError, EOFError, zlib.error, ZstdError


def read_all(stream: Stream, limit: int, name: str) -> bytes:
    """Return the bytes of a stream.

    Raises
    ------
    InputError
        When there are more than ``limit``; no more than that is held.
    """
    data = bytearray()
    while piece := stream.read1(PIECE):
        data += piece
        if len(data) > limit:
            raise InputError(too_large(limit), name)
    return bytes(data)


class LineReader:
    r"""The lines of a stream, decoded one by one.

    Parameters
    ----------
    stream : Stream
    name : str
        The file, for messages.
    limit : int
        Most characters that a line may have.
    newline : str
        ``"\n"``, or ``""`` where a carriage return alone ends a line too, as in old files of Macs.

    Attributes
    ----------
    number : int
        Of the line read last, from 1 on.
    decoder : Decoder
        Decodes lines that are not UTF-8, whose bytes are kept as surrogates until then.
    """

    def __init__(self, stream: Stream, name: str, limit: int, newline: str) -> None:
        head = stream.peek(PIECE)
        encoding = marked_encoding(head) or "utf-8"
        self._text = io.TextIOWrapper(
            cast("BinaryIO", stream), encoding, "surrogateescape", newline=newline
        )
        self._name = name
        self._limit = min(limit, sys.maxsize - 1)
        self._stream = stream
        self.number = 0
        self.decoder = Decoder(name, head)

    def __iter__(self) -> Iterator[str | None]:
        """Yield each line with its end; ``None`` for one beyond the limit.

        Raises
        ------
        InputError
            When the stream is not in the encoding that its byte order mark says.
        """
        try:
            while line := self._text.readline(self._limit + 1):
                self.number += 1
                if len(line) <= self._limit or line.endswith(("\n", "\r")):
                    yield line
                    continue
                while not line.endswith(("\n", "\r")):
                    line = self._text.readline(PIECE)
                    if not line:
                        break
                yield None
        except UnicodeDecodeError as error:
            reason = f"is not {error.encoding.upper()}, as its first bytes say: {error.reason}"
            raise InputError(reason, self._name) from error
        finally:
            with suppress(ValueError):  # where the stream was closed before
                self._text.detach()

    def decoded(self, text: str, number: int) -> tuple[str, str]:
        """Return a part of a line, and its encoding where it had to be guessed.

        Raises
        ------
        InputError
            As `Decoder.decode` does; when the part is binary.
        """
        if "\0" in text:
            reason = "is binary, not text"
            raise InputError(reason, f"{self._name}:{number}")
        try:
            text.encode()
        except UnicodeEncodeError:
            if not self.decoder.encoding:  # what comes next may tell it better than one cell
                self.decoder.sample += self._stream.peek(PIECE)
            raw = text.encode(errors="surrogateescape")
            return self.decoder.decode(raw, number), self.decoder.encoding
        return text, ""
