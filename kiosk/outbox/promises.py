"""Who still waits to hear that their application is safe.

A disk may hang for minutes. Whether a person is told "Sealed", or was told before that nothing was accepted, is decided
once, by whoever comes first: the outbox with the stored application, or the person's patience.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(slots=True)
class Wish:
    """An application on its way to the disk. Holds what a person entered until it is sealed."""

    key: UUID
    payload: Mapping[str, Any] | None = field(repr=False)
    code: str = field(repr=False)
    session_id: str | None
    withdrawn: bool = False


class Promises:
    """Used by any thread.

    Attributes:
        disk_hangs: somebody's patience ended, and the disk has not answered since.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[UUID, Wish] = {}
        self.disk_hangs = False

    def wished(self, wish: Wish) -> None:
        """Somebody waits from now on."""
        with self._lock:
            self._open[wish.key] = wish

    def withdrawn(self, key: UUID) -> bool:
        """Their patience ends. True if they were promised nothing yet: what is kept of it has to be removed."""
        with self._lock:
            wish = self._open.pop(key, None)
            if wish is None:
                return False
            wish.withdrawn, wish.payload = True, None
            self.disk_hangs = True
            return True

    def decided(self, wish: Wish) -> bool:
        """The disk has answered. True if the person still waits: nobody can withdraw it any more."""
        with self._lock:
            self.disk_hangs = False  # whatever hung has come to an end
            if self._open.get(wish.key) is wish:
                del self._open[wish.key]
            return not wish.withdrawn
