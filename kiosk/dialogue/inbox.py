"""Where every event arrives, from any thread, and waits until the one owner of the state drains it."""

from collections import deque
from collections.abc import Callable
from threading import Lock

from kiosk.dialogue.events import Event, Stamp


class Inbox:
    """Thread-safe queue of stamped events.

    Args:
        stamp: gives the stamp of an event that arrives now.
        wake: called after each event, from the posting thread; has to be thread-safe and quick.
    """

    def __init__(self, stamp: Callable[[], Stamp], wake: Callable[[], None] = lambda: None) -> None:
        self._stamp = stamp
        self._events: deque[tuple[Event, Stamp]] = deque()
        self._lock = Lock()
        self.wake = wake

    def post(self, event: Event) -> None:
        """Stamps the event and puts it at the end; stamps never go back."""
        with self._lock:
            self._events.append((event, self._stamp()))
        self.wake()

    def take(self) -> tuple[Event, Stamp] | None:
        """The oldest event, None when there is none."""
        with self._lock:
            return self._events.popleft() if self._events else None
