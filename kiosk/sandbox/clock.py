"""The town hall's clock: real time, or real time moved so that a rehearsal plays on a day of its own."""

import threading
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class TownClock:
    """Time with offset in the town's zone. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._shift = timedelta()
        self._zone = _town_zone()

    def now(self) -> datetime:
        """The time on the town hall's wall, to the second."""
        with self._lock:
            return (datetime.now(tz=UTC) + self._shift).astimezone(self._zone).replace(microsecond=0)

    def set(self, at: datetime | None) -> None:
        """Moves the clock to `at`, from where it runs on; None brings real time back. Naive times are the town's."""
        with self._lock:
            if at is None:
                self._shift = timedelta()
            else:
                local = at if at.tzinfo else at.replace(tzinfo=self._zone)
                self._shift = local.astimezone(UTC) - datetime.now(tz=UTC)


def _town_zone() -> tzinfo | None:
    try:
        return ZoneInfo("Europe/Berlin")
    except ZoneInfoNotFoundError:
        return None  # a machine without zone data: astimezone(None) means its local time
