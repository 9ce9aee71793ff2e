"""Streams of bytes: opened, unpacked, looked at, cut into lines, never held beyond a limit."""

import gzip
import io
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from io import BufferedReader
from os import PathLike, fspath
from pathlib import Path
from typing import BinaryIO, cast

from rhetoric.arguments import each_of
from rhetoric.documents.decoding import Decoder, marked_encoding
from rhetoric.documents.formats import (
    FileKind,
    Packing,
    named_format,
    sniffed_kind,
    sniffed_packing,
)
from rhetoric.documents.reading import STDIN, Value, too_large
from rhetoric.documents.sources import Source, find_sources
from rhetoric.errors import InputError, needing

PIECE = 1 << 16

Paths = str | PathLike[str] | Iterable[str | PathLike[str]]


@contextmanager
def opened(source: Source) -> Iterator[tuple[BufferedReader, FileKind]]:
    """Open a source; give its bytes, unpacked, and the format of what it holds.

    Stdin is left open. A fault that is raised in the body without a place gets the source's.

    Raises
    ------
    InputError
        When it cannot be opened or read, is packed otherwise, damaged or cut off, or needs a
        package that is missing.
    """
    try:
        with _bytes_of(source.path) as stream:
            yield _plain(stream, source.path)
    except InputError as fault:
        if fault.source:
            raise
        raise InputError(fault.reason, source.name) from fault
    except FileNotFoundError as error:
        reason = "no such file"
        raise InputError(reason, source.name) from error
    except _unpacking_errors() as error:
        reason = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        raise InputError(reason, source.name) from error


def read_each(
    paths: Paths, read: Callable[[BufferedReader, FileKind, Source], Iterable[Value | InputError]]
) -> Iterator[Value | InputError]:
    """Yield what is read of each file; what ends the reading of one lets the next one come.

    Parameters
    ----------
    paths : str or path, or iterable of them
        Files, folders and patterns; ``-`` is stdin.
    read : callable
        Given the opened file, its format and what it is.
    """
    for source in find_sources(listed(paths)):
        if isinstance(source, InputError):
            yield source
            continue
        try:
            with opened(source) as (stream, kind):
                yield from read(stream, kind, source)
        except InputError as fault:
            yield fault


def listed(paths: Paths) -> list[str]:
    """Return paths as strings, one alone as a list of one; what is no path is a `TypeError`."""
    given = [paths] if isinstance(paths, str | PathLike) else paths
    return [fspath(path) for path in each_of(given, "paths", str | PathLike, "paths, or a path")]


def _bytes_of(path: str) -> AbstractContextManager[BufferedReader]:
    if path != STDIN:
        return cast("BufferedReader", Path(path).open("rb", buffering=PIECE))
    stdin = sys.stdin.buffer
    if isinstance(stdin, BufferedReader):
        return nullcontext(stdin)
    return nullcontext(BufferedReader(cast("io.RawIOBase", stdin)))


def _plain(stream: BufferedReader, path: str) -> tuple[BufferedReader, FileKind]:
    kind, packing = (None, None) if path == STDIN else named_format(path)
    stream = _unpacked(stream, packing)
    if kind is None and packing is None:
        stream = _unpacked(stream, sniffed_packing(stream.peek(PIECE)))
    return stream, kind or sniffed_kind(stream.peek(PIECE))


def _unpacked(stream: BufferedReader, packing: Packing | None) -> BufferedReader:
    """Return a stream of the plain bytes of a packed one, which can be looked at like it."""
    if packing == "gz":
        return cast("BufferedReader", gzip.GzipFile(fileobj=stream))
    if packing == "zst":
        with needing("zstd"):
            from backports import zstd
        return cast("BufferedReader", zstd.ZstdFile(stream))
    return stream


def _unpacking_errors() -> tuple[type[Exception], ...]:
    """Return what is raised where a stream cannot be read, is damaged or cut off."""
    try:
        from backports.zstd import ZstdError
    except ImportError:
        return OSError, EOFError, zlib.error
    return OSError, EOFError, zlib.error, ZstdError


def read_all(stream: BufferedReader, limit: int) -> bytes:
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
            raise InputError(too_large(limit))
    return bytes(data)


class LineReader:
    r"""The lines of a stream, decoded one by one.

    Parameters
    ----------
    stream : io.BufferedReader
        An open file.
    name : str
        The file, for messages.
    limit : int
        Most characters of the lines of one record.
    newline : str
        ``"\n"``, or ``""`` where a carriage return alone ends a line too, as in old files of Macs.

    Attributes
    ----------
    number : int
        Of the line read last, from 1 on.
    size : int
        How many characters were read of a record; to be set back where one begins.
    """

    def __init__(self, stream: BufferedReader, name: str, limit: int, newline: str) -> None:
        head = stream.peek(PIECE)
        encoding = marked_encoding(head) or "utf-8"
        # bytes of lines that are not UTF-8 are kept as surrogates until they are decoded
        self._text = io.TextIOWrapper(
            cast("BinaryIO", stream), encoding, "surrogateescape", newline=newline
        )
        self._limit = min(limit, sys.maxsize - 1)
        self._stream = stream
        self._decoder = Decoder(name, head)
        self.number = 0
        self.size = 0

    def __iter__(self) -> Iterator[str | None]:
        """Yield each line with its end; ``None`` for one that goes beyond the limit.

        Raises
        ------
        InputError
            When the stream is not in the encoding that its byte order mark says.
        """
        try:
            while line := self._text.readline(self._limit + 1):
                self.number += 1
                whole = line.endswith(("\n", "\r"))
                fits = self.size + len(line) - whole <= self._limit
                self.size += len(line)
                yield line if fits else None
                while line and not whole:
                    line = self._text.readline(PIECE)
                    whole = line.endswith(("\n", "\r"))
        except UnicodeDecodeError as error:
            reason = f"is not {error.encoding.upper()}, as its first bytes say: {error.reason}"
            raise InputError(reason) from error
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
            raise InputError(reason)
        try:
            text.encode()
        except UnicodeEncodeError:
            if not self._decoder.encoding:  # what comes next may tell it better than one cell
                self._decoder.sample += self._stream.peek(PIECE)
            raw = text.encode(errors="surrogateescape")
            return self._decoder.decode(raw, number), self._decoder.encoding
        return text, ""
