"""The watchdog: results and errors pass, time that is up does not wait for a helper that hangs."""

import socket
import threading
import time

import pytest

from kiosk.portal.deadline import DeadlineError, Lifeline, within


def test_result_and_error_pass():
    assert within(1, lambda line: 47) == 47
    with pytest.raises(ZeroDivisionError):
        within(1, lambda line: 1 // 0)


def test_call_that_cannot_be_interrupted_is_left_behind():
    released, began = threading.Event(), time.monotonic()
    with pytest.raises(DeadlineError):
        within(0.1, lambda line: released.wait(5))
    assert time.monotonic() - began < 1
    released.set()


def test_reader_wakes_when_the_time_is_up():
    ours, theirs = socket.socketpair()
    woken = threading.Event()

    def read(line: Lifeline) -> bytes:
        line.hold(ours)
        received = ours.recv(1)
        woken.set()
        return received

    with ours, theirs, pytest.raises(DeadlineError):
        within(0.1, read)
    assert woken.wait(1)


def test_nothing_is_sent_after_the_cut():
    line = Lifeline()
    line.cut()
    ours, theirs = socket.socketpair()
    with ours, theirs, pytest.raises(DeadlineError):
        line.hold(ours)
