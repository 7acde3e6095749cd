"""The listening end of `run --observe`: what the terminal had on the glass, and when.

The terminal connects to a Unix socket and writes JSON lines. They only tell where to look and when something was seen;
what the person does goes through the X server.
"""

import contextlib
import os
import select
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from kiosk.rehearsal.errors import StageError
from kiosk.rehearsal.seen import Line, Pressed, Shown

_LONGEST_SOCKET_PATH = 107


class Observer:
    """Listens on `path` and keeps everything that was shown and pressed. A context manager.

    with Observer(path) as observer:
        observer.follow(terminal.pid)

    Args:
        path: socket file to make.

    Raises:
        StageError: the path is too long for a socket.
    """

    def __init__(self, path: Path) -> None:
        if len(str(path).encode()) > _LONGEST_SOCKET_PATH:
            raise StageError(f"{path}: longer than {_LONGEST_SOCKET_PATH} bytes; take a shorter folder")
        self._path = path
        self._changed = threading.Condition(threading.RLock())
        self._shown: list[Shown] = []
        self._pressed: list[Pressed] = []
        self._over = False
        self._nonsense = ""
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listener.bind(str(path))
        self._listener.listen(1)
        self._connection: socket.socket | None = None
        self._process: int | None = None
        self._thread = threading.Thread(target=self._read, name="observer", daemon=True)

    def __enter__(self) -> Self:
        return self

    def follow(self, pid: int) -> None:
        """Waits from now on for this process to connect; its end is noticed even if it never does."""
        self._process = os.pidfd_open(pid)
        self._thread.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for each in (self._listener, self._connection):
            if each is not None:
                with contextlib.suppress(OSError):  # not connected any more
                    each.shutdown(socket.SHUT_RDWR)
                each.close()
        if self._process is not None:
            self._thread.join(5)
            os.close(self._process)
            self._process = None
        self._path.unlink(missing_ok=True)

    @property
    def now(self) -> Shown | None:
        """What is on the glass, None before the first page."""
        with self._changed:
            return self._shown[-1] if self._shown else None

    @property
    def page_since(self) -> float:
        """When the page on the glass came, whatever has changed on it since; 0 before the first."""
        with self._changed:
            since = 0.0
            for shown in reversed(self._shown):
                if (shown.page, shown.part) != (self._shown[-1].page, self._shown[-1].part):
                    break
                since = shown.at
            return since

    @property
    def count(self) -> int:
        """How many pages (and changes of one) were shown so far; a place in `shown_since`."""
        with self._changed:
            return len(self._shown)

    @property
    def nonsense(self) -> str:
        """What was wrong with a line that was no message, empty if none was."""
        with self._changed:
            return self._nonsense

    def shown_since(self, count: int) -> tuple[Shown, ...]:
        """Everything shown after the first `count`."""
        with self._changed:
            return tuple(self._shown[count:])

    def pressed_since(self, at: float) -> tuple[Pressed, ...]:
        """Every pressed look from `at` on."""
        with self._changed:
            return tuple(pressed for pressed in self._pressed if pressed.at >= at)

    def wait(self, until: Callable[[], bool], deadline: float) -> bool:
        """Waits until `until()` is true, the deadline (monotonic seconds) or the terminal's end. Gives `until()`."""
        with self._changed:
            self._changed.wait_for(lambda: until() or self._over, max(0.0, deadline - time.monotonic()))
            return until()

    @property
    def over(self) -> bool:
        """Whether the terminal has closed the line."""
        with self._changed:
            return self._over

    def _read(self) -> None:
        assert self._process is not None  # noqa: S101 -- the thread starts when somebody is followed
        try:
            listening = self._listener.fileno()
            ready, _, _ = select.select([listening, self._process], [], [])
            if listening in ready:
                self._connection, _ = self._listener.accept()
                with self._connection.makefile("rb") as lines:
                    for line in lines:
                        self._take(line)
        except (OSError, ValueError):
            pass  # closed while waiting
        with self._changed:
            self._over = True
            self._changed.notify_all()

    def _take(self, raw: bytes) -> None:
        try:
            line = msgspec.json.decode(raw, type=Line)
        except msgspec.MsgspecError as error:
            with self._changed:
                self._nonsense = str(error)
            return
        with self._changed:
            if line.shown is not None:
                self._shown.append(line.shown)
            if line.pressed is not None:
                self._pressed.append(line.pressed)
            self._changed.notify_all()
