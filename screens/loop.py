"""The loop of the screens: sleeps until something happens, instead of looking for it thirty times a second.

Kivy polls its window in every frame. On a still page that is a few per cent of a core for nothing, and a touch waits
for the next poll. Here the loop sleeps in `select` on the connection to the X server, which SDL reads its events
from, and on a pipe through which other threads wake it; the timeout is the next tick or whatever Kivy's clock has
scheduled. After each awakening it runs without sleeping until nothing is left to draw, because a flip may move
further events from the connection into a queue that `select` cannot see.

Where there is no X server (Wayland, KMSDRM) SDL's connection is not ours to wait on; there the loop looks thirty
times a second."""

import ctypes
import os
import select
import time
from collections.abc import Callable
from typing import Any

_POLL_S = 1 / 30


class XConnection:
    """The window's connection to the X server, borrowed from SDL."""

    _QUEUED_ALREADY = 0

    def __init__(self, display: int) -> None:
        library = ctypes.CDLL("libX11.so.6")
        library.XConnectionNumber.argtypes = [ctypes.c_void_p]
        library.XEventsQueued.argtypes = [ctypes.c_void_p, ctypes.c_int]
        self._library = library
        self._display = ctypes.c_void_p(display)
        self.fd = int(library.XConnectionNumber(self._display))

    def queued(self) -> bool:
        """Whether events wait in the library's own queue, where `select` does not see them."""
        return bool(self._library.XEventsQueued(self._display, self._QUEUED_ALREADY))

    @classmethod
    def of(cls, window: Any) -> "XConnection | None":
        """The connection of Kivy's window, None where it has none."""
        display = getattr(window.get_window_info(), "display", None)
        if not display:
            return None
        try:
            return cls(int(display))
        except OSError:  # no libX11: the window cannot be on X then
            return None


class WakePipe:
    """Wakes the loop from any thread or signal handler; many wakes before it looks are one."""

    def __init__(self) -> None:
        self.fd, self._write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    def wake(self) -> None:
        """Ends the loop's sleep."""
        try:
            os.write(self._write, b"!")
        except BlockingIOError:  # full: the loop has not looked yet and will
            pass
        except OSError:  # closed: the loop has ended
            pass

    def drain(self) -> bool:
        """Empties the pipe; whether somebody woke the loop."""
        try:
            return bool(os.read(self.fd, 4096))
        except BlockingIOError:
            return False

    def close(self) -> None:
        """Gives the descriptors back."""
        os.close(self.fd)
        os.close(self._write)


class Loop:
    """Runs Kivy's window until it is told to stop.

    Args:
        window: Kivy's window.
        clock: Kivy's clock.
        closed: whether the window was closed from outside.
        pipe: wakes the loop.
        tick_s: `on_wake` is called at least this often.
        on_wake: called first in every pass in which the loop was woken or the tick is due.
        on_flip: called after a frame was flipped.
    """

    def __init__(
        self,
        window: Any,
        clock: Any,
        closed: Callable[[], bool],
        pipe: WakePipe,
        *,
        tick_s: float,
        on_wake: Callable[[], None],
        on_flip: Callable[[], None],
    ) -> None:
        self._window = window
        self._clock = clock
        self._closed = closed
        self._pipe = pipe
        self._tick_s = tick_s
        self._on_wake = on_wake
        self._on_flip = on_flip
        self._connection = XConnection.of(window)
        self._stopping = False

    def stop(self) -> None:
        """Ends `run`; may be called from any thread."""
        self._stopping = True
        self._pipe.wake()

    def run(self) -> None:
        """Blocks until `stop` or until the window is closed.

        Raises:
            Exception: whatever a callback raised; the loop never goes on with a broken page.
        """
        tick_at = 0.0
        while not self._stopping and not self._closed():
            self._window.mainloop()
            # After the input, so that a page which is ready at once is drawn in the same frame.
            now = time.monotonic()
            if self._pipe.drain() or now >= tick_at:
                tick_at = now + self._tick_s
                self._on_wake()
            if not self._draw() and not self._stopping:
                self._sleep(tick_at - time.monotonic())

    def _draw(self) -> bool:
        """One frame, if something on it changed."""
        self._clock.tick()
        self._clock.tick_draw()
        if not self._window.canvas.needs_redraw:
            return False
        self._window.dispatch("on_draw")
        self._window.dispatch("on_flip")
        self._on_flip()
        return True

    def _sleep(self, timeout: float) -> None:
        # Kivy's clock tells when its next event is due, on its own time scale, not how long it is until then.
        due = float(self._clock.get_min_timeout()) - float(self._clock.time())
        timeout = max(0.0, min(timeout, due))
        if self._connection is None:
            select.select([self._pipe.fd], [], [], min(timeout, _POLL_S))
        elif not self._connection.queued():
            select.select([self._pipe.fd, self._connection.fd], [], [], timeout)
