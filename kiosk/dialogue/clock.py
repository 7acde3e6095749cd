"""Where time and fresh ids come from; the only clock of the conversation."""

import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from kiosk.dialogue.events import Stamp

UUID7_VERSION = 0x7000
UUID_VARIANT = 0x8000


class Clock:
    """Gives stamps.

    Args:
        start: what the wall clock shows when the program starts (rehearsals); None takes the machine's time.
        monotonic: seconds that never jump.
    """

    def __init__(self, start: datetime | None = None, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._start = start.astimezone() if start is not None else None
        self._began = monotonic()

    def stamp(self) -> Stamp:
        """A stamp for now."""
        now = self._monotonic()
        wall = self._wall(now)
        return Stamp(now, wall, uuid7(wall))

    def seconds(self) -> float:
        """The same wall clock as seconds since 1970."""
        return self._wall(self._monotonic()).timestamp()

    def _wall(self, now: float) -> datetime:
        if self._start is None:
            return datetime.now().astimezone()
        return self._start + timedelta(seconds=now - self._began)


def uuid7(moment: datetime) -> UUID:
    """A UUID version 7 (RFC 9562 5.7): milliseconds of `moment`, then 74 random bits."""
    milliseconds = int(moment.timestamp() * 1000) & (1 << 48) - 1
    random = int.from_bytes(os.urandom(10))
    high = milliseconds << 16 | UUID7_VERSION | random >> 68 & 0xFFF
    low = UUID_VARIANT << 48 | random & (1 << 62) - 1
    return UUID(int=high << 64 | low)
