import re
import signal
import threading
import time

import pytest

from rhetoric.corpora.timelimit import OutOfTime, time_limit


def endless() -> None:
    while True:
        time.sleep(0.001)


def test_endless_work_is_stopped() -> None:
    with pytest.raises(OutOfTime), time_limit(0.02):
        endless()


def test_a_regular_expression_that_explodes_is_stopped() -> None:
    with pytest.raises(OutOfTime), time_limit(0.05):
        re.match(r"(a+)+$", "a" * 60 + "b")


def test_another_thread_is_stopped_too() -> None:
    ended: list[str] = []

    def work() -> None:
        try:
            with time_limit(0.02):
                endless()
        except OutOfTime:
            ended.append("out of time")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(30)
    assert ended == ["out of time"]


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf")])
def test_a_limit_that_is_none_is_refused(seconds: float) -> None:
    """An alarm in no seconds never rings."""
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(ValueError, match="must be seconds above 0"), time_limit(seconds):
        pass
    assert signal.getsignal(signal.SIGALRM) is before


def test_a_limit_that_the_system_refuses_leaves_no_handler() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(OverflowError), time_limit(1e300):
        pass
    assert signal.getsignal(signal.SIGALRM) is before


def test_work_in_time_is_left_alone() -> None:
    with time_limit(0.05), time_limit(None):
        pass
    time.sleep(0.1)
