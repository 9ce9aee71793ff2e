"""A limit on how long a piece of work may take."""

import ctypes
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class OutOfTime(BaseException):
    """The work took longer than allowed; no `Exception`, so that nothing on the way swallows it."""


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """Raise `OutOfTime` in the body once it has run for so long.

    In a process's main thread an alarm of the system interrupts it, even inside a regular
    expression. In another thread (a worker of dask), and where the system has no alarms (Windows),
    it ends when the running call into native code returns; spaCy returns after every layer.

    Parameters
    ----------
    seconds : float or None
        No limit when ``None``.

    Raises
    ------
    ValueError
        When it is not a number above 0.

    Examples
    --------
    >>> try:
    ...     with time_limit(0.01):
    ...         while True:
    ...             pass
    ... except OutOfTime:
    ...     print("stopped")
    stopped
    """
    check_seconds(seconds)
    if seconds is None:
        yield
    elif threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer"):
        with _alarm(seconds):
            yield
    else:
        with _raised_from_outside(seconds):
            yield


def check_seconds(seconds: float | None) -> None:
    """Refuse what is no time that work may take.

    Raises
    ------
    ValueError
        When it is not a number above 0.
    """
    if seconds is not None and not 0 < seconds < float("inf"):
        msg = f"a time limit must be seconds above 0, or None for no limit, not {seconds}"
        raise ValueError(msg)


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    def ring(_number: int, _frame: FrameType | None) -> None:
        raise OutOfTime

    before = signal.signal(signal.SIGALRM, ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _raised_from_outside(seconds: float) -> Iterator[None]:
    raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
    me = ctypes.c_ulong(threading.get_ident())
    timer = threading.Timer(seconds, raise_in, (me, ctypes.py_object(OutOfTime)))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        # one that was set in the last moment and has not been raised yet is taken back
        raise_in(me, None)
