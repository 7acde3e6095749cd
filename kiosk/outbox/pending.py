"""What waits, in memory, and whose turn it is. Pure: every method is told the time.

Times here count on a clock that never jumps; the database keeps wall-clock times, which are read once, at start. While
the portal is away one application at a time is the probe, whichever has waited longest for its turn; when the probe
comes through, all others are due at once.
"""

from dataclasses import dataclass
from uuid import UUID

from kiosk.outbox.schedule import Schedule
from kiosk.outbox.store import SENDABLE_S, Row
from kiosk.portal import PortalFailure

_LONGEST_DELAY_S = 25 * 3600.0
"""Retry-After is cut at a day. A longer delay in the database was written while the clock was wrong."""


@dataclass(slots=True)
class _Entry:
    created: float | None  # by the wall clock of an earlier run; None: accepted in this one
    known: float  # since when, by the clock that never jumps
    tries: int
    due: float
    under_way: bool = False

    def age(self, now: float, wall: float) -> float:
        """How long it has waited: never less than this program has seen, whatever the wall clock says."""
        seen = now - self.known
        return seen if self.created is None else max(wall - self.created, seen)


@dataclass(frozen=True, slots=True)
class Hold:
    """The portal asked to be left alone until `until`, and said so by `failure`."""

    until: float
    failure: PortalFailure


class Pending:
    """The waiting applications and the state of the portal.

    Args:
        schedule: pauses.
    """

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self._entries: dict[UUID, _Entry] = {}
        self._failures = 0
        self._probe_at = 0.0
        self._hold: Hold | None = None

    def __contains__(self, key: UUID) -> bool:
        """Whether it waits."""
        return key in self._entries

    def load(self, rows: list[Row], now: float, wall: float) -> None:
        """Takes over what the database kept and what is not known yet."""
        for row in rows:
            if row.key in self._entries:
                continue
            delay = row.next_try - wall
            clock_went_back = row.created > wall
            due = now + delay if 0 < delay <= _LONGEST_DELAY_S and not clock_went_back else now
            self._entries[row.key] = _Entry(row.created, now, row.tries, due)

    def add(self, key: UUID, now: float) -> None:
        """A new one, accepted now."""
        self._entries[key] = _Entry(None, now, 0, now)

    def hold(self, now: float) -> Hold | None:
        """Until when nothing may be sent, and why; None when it may."""
        if self._hold is not None and now >= self._hold.until:
            self._hold = None
        return self._hold

    def send(self, key: UUID) -> None:
        """Marks it as under way."""
        self._entries[key].under_way = True

    def next_due(self, now: float, wall: float) -> tuple[UUID, float] | None:
        """Which one is next, and when; None while nothing waits for its turn.

        What waits for longer than the portal remembers keys is not sent: a second delivery might be a second case.
        """
        waiting = [
            (entry.due, key)
            for key, entry in self._entries.items()
            if not entry.under_way and entry.age(now, wall) <= SENDABLE_S
        ]
        if not waiting:
            return None
        due, key = min(waiting, key=lambda each: each[0])
        return key, max(due, self._probe_at)

    def accepted_here(self) -> list[UUID]:
        """What was accepted in this run: how long ago is known, whatever the wall clock said then."""
        return [key for key, entry in self._entries.items() if entry.created is None]

    def gone(self, key: UUID) -> None:
        """Delivered or refused for good: it waits no longer."""
        self._entries.pop(key, None)

    def back(self, now: float) -> bool:
        """The portal took one. True when it was away before: then everything that waits is due now."""
        was_away = self._failures > 0
        self._failures, self._probe_at, self._hold = 0, 0.0, None
        if was_away:
            for entry in self._entries.values():
                entry.due = min(entry.due, now)
        return was_away

    def failed(self, key: UUID, failure: PortalFailure, now: float, *, probe: bool) -> tuple[int, float]:
        """A try in vain; gives tries and pause for the database.

        Args:
            probe: false for the try while a person waits: it does not put off the next probe.
        """
        entry = self._entries[key]
        entry.under_way = False
        entry.tries += 1
        if probe or self._failures == 0:
            self._failures += 1
            pause = self._schedule.pause(self._failures, failure)
            self._probe_at = now + pause
        else:
            pause = self._schedule.pause(entry.tries, failure)
        if failure.retry_after_s:
            self._hold = Hold(now + failure.retry_after_s, failure)
            self._probe_at = max(self._probe_at, self._hold.until)
        entry.due = now + pause
        return entry.tries, pause
