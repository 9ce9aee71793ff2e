import re
import threading
import time

import pytest

from rhetoric.timelimit import OutOfTime, time_limit


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


def test_work_in_time_is_left_alone() -> None:
    with time_limit(0.05), time_limit(None):
        pass
    time.sleep(0.1)
