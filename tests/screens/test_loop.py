"""The loop without a window: it sleeps, wakes, and never swallows a fault."""

import os
import threading
import time
from typing import Any

import pytest

from screens.loop import Loop, WakePipe


class FakeCanvas:
    needs_redraw = False


class FakeWindow:
    """A window that is not on an X server."""

    def __init__(self) -> None:
        self.canvas = FakeCanvas()
        self.polled = 0
        self.dispatched: list[str] = []

    def get_window_info(self) -> None:
        return None

    def mainloop(self) -> None:
        self.polled += 1

    def dispatch(self, name: str) -> None:
        self.dispatched.append(name)
        if name == "on_flip":
            self.canvas.needs_redraw = False


class FakeClock:
    def tick(self) -> None:
        self.ticks.append(self.time())
        if self.time() >= self.due:
            self.due = float("inf")

    def tick_draw(self) -> None:
        pass

    def __init__(self) -> None:
        self.due = float("inf")
        self.ticks: list[float] = []

    def time(self) -> float:
        return time.monotonic()

    def get_min_timeout(self) -> float:
        return self.due


class Rig:
    """A loop, what it was called for, and a thread to run it in."""

    def __init__(self, *, tick_s: float = 60.0) -> None:
        self.window = FakeWindow()
        self.pipe = WakePipe()
        self.woken: list[float] = []
        self.flips = 0
        self.closed = False
        self.fault: Exception | None = None
        self.clock = FakeClock()
        self.loop = Loop(
            self.window,
            self.clock,
            lambda: self.closed,
            self.pipe,
            tick_s=tick_s,
            on_wake=self.wake,
            on_flip=self.flip,
        )
        self.thread = threading.Thread(target=self.loop.run, daemon=True)

    def wake(self) -> None:
        self.woken.append(time.monotonic())
        if self.fault is not None:
            raise self.fault

    def flip(self) -> None:
        self.flips += 1

    def stop(self) -> None:
        self.loop.stop()
        self.thread.join(5)
        assert not self.thread.is_alive()


def test_wake_is_heard_at_once() -> None:
    rig = Rig()
    rig.thread.start()
    time.sleep(0.1)
    start = time.monotonic()
    rig.pipe.wake()
    time.sleep(0.5)
    rig.stop()
    assert rig.woken[1] - start < 1


def test_many_wakes_are_one() -> None:
    rig = Rig()
    for _ in range(100_000):  # more than the pipe holds
        rig.pipe.wake()
    rig.thread.start()
    time.sleep(0.3)
    rig.stop()
    assert len(rig.woken) < 40


def test_tick_comes_without_a_wake() -> None:
    rig = Rig(tick_s=0.05)
    rig.thread.start()
    time.sleep(0.4)
    rig.stop()
    assert 4 <= len(rig.woken) <= 12


def test_without_an_x_server_it_looks_thirty_times_a_second() -> None:
    rig = Rig()
    rig.thread.start()
    time.sleep(0.5)
    rig.stop()
    assert 8 <= rig.window.polled <= 20


class FakeConnection:
    """An X server that has nothing to say."""

    def __init__(self) -> None:
        self.fd, self._write = os.pipe()

    def queued(self) -> bool:
        return False


def test_on_an_x_server_it_sleeps_until_kivys_next_event(monkeypatch: pytest.MonkeyPatch) -> None:
    connection = FakeConnection()
    monkeypatch.setattr("screens.loop.XConnection.of", lambda _window: connection)
    rig = Rig()
    rig.clock.due = time.monotonic() + 0.2
    due = rig.clock.due
    rig.thread.start()
    time.sleep(0.5)
    rig.stop()
    assert rig.window.polled <= 4
    assert any(0.0 <= at - due < 1 for at in rig.clock.ticks)


def test_draws_only_what_changed() -> None:
    rig = Rig()
    rig.window.canvas.needs_redraw = True
    rig.thread.start()
    time.sleep(0.2)
    rig.stop()
    assert rig.window.dispatched == ["on_draw", "on_flip"]
    assert rig.flips == 1


def test_closed_window_ends_it() -> None:
    rig = Rig()
    rig.thread.start()
    rig.closed = True
    rig.thread.join(5)
    assert not rig.thread.is_alive()


def test_fault_comes_out() -> None:
    rig = Rig()
    rig.fault = LookupError("no page")
    with pytest.raises(LookupError, match="no page"):
        rig.loop.run()


def test_closed_pipe_takes_late_wakes() -> None:
    pipe = WakePipe()
    pipe.close()
    pipe.wake()


def test_connection_is_none_where_the_window_has_none() -> None:
    from screens.loop import XConnection

    window: Any = FakeWindow()
    assert XConnection.of(window) is None
