"""Ctrl-C, which Python may raise between any two steps, kept out of those that belong together."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back until the body is done.

    Amid the work of an executor it would leave locks held, and the program could not end.
    """
    held: list[int] = []
    try:
        with interrupt_as(lambda number, _: held.append(number)):
            yield
    finally:
        if held:
            signal.raise_signal(signal.SIGINT)


@contextmanager
def interrupt_as(handler: Any) -> Iterator[None]:
    """Let Ctrl-C mean something else in the body; only the main thread can say what it means."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
