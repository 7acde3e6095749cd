"""A hard overall deadline for a call that blocks in sockets and name resolution.

Socket time-outs bound one silence, not the sum: a server that sends one header byte a second holds a reader for hours.
So the call runs on a helper thread and the calling thread is the watchdog. When time is up it shuts the connection
down, which wakes the helper at once; a helper that still hangs (name resolution cannot be interrupted) is left behind
and finds its `Lifeline` cut before it can send anything.
"""

import socket
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

_T = TypeVar("_T")


class DeadlineError(Exception):
    """The time is up. In the helper it means: send nothing any more."""


class Lifeline:
    """Second hold on the connection of one call, so that another thread can end it without a race on descriptors."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: list[socket.socket] = []
        self._cut = False

    def hold(self, connection: socket.socket) -> None:
        """Takes a duplicate of `connection`: TLS takes the original away, the duplicate stays ours.

        Raises:
            DeadlineError: the line was cut meanwhile.
        """
        with self._lock:
            if self._cut:
                raise DeadlineError
            self._held.append(connection.dup())

    def cut(self) -> None:
        """Shuts every connection down; whoever reads from it wakes with an error or an end of file."""
        with self._lock:
            self._cut = True
            for connection in self._held:
                _shut_down(connection)

    def release(self) -> None:
        """Closes the duplicates."""
        with self._lock:
            for connection in self._held:
                connection.close()
            self._held.clear()


def _shut_down(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # not connected any more: that is what was wanted


class _Job(Generic[_T]):
    def __init__(self, call: Callable[[Lifeline], _T]) -> None:
        self.line = Lifeline()
        self.done = threading.Event()
        self.result: tuple[_T] | None = None
        self.error: BaseException | None = None
        self._call = call

    def run(self) -> None:
        try:
            self.result = (self._call(self.line),)
        except BaseException as error:  # handed to the calling thread, which raises it there
            self.error = error
        finally:
            self.line.release()
            self.done.set()


def within(seconds: float, call: Callable[[Lifeline], _T]) -> _T:
    """Runs `call(lifeline)` on a helper thread and gives its result.

    Args:
        seconds: overall limit.
        call: must give each connection to the lifeline before it sends anything.

    Raises:
        DeadlineError: the time was up. Whatever `call` raised, otherwise.
    """
    end = time.monotonic() + seconds
    job = _Job(call)
    threading.Thread(target=job.run, name="portal-call", daemon=True).start()
    if not job.done.wait(max(0.0, end - time.monotonic())):
        job.line.cut()
        raise DeadlineError  # what the helper still says comes from a torn connection: nobody listens to it
    if job.error is not None:
        raise job.error
    assert job.result is not None  # noqa: S101 - done without an error
    return job.result[0]
