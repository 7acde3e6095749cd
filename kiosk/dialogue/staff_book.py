"""What the terminal knows for its staff: tests of devices, what waits for the portal, counters of today.

Nothing personal. Pure values in the state. Only `closed_since` outlives the program (`kiosk.staff.memory`); the
counters begin at the start of the program or at midnight, and say which.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from devices.card.api import CardPresence
from devices.printer.api import PrinterStatus, PrintOutcome
from kiosk.outbox.api import Backlog
from kiosk.portal.errors import PortalFailure


class Device(Enum):
    """What staff can have tested."""

    READER = "reader"
    PRINTER = "printer"
    PORTAL = "portal"


@dataclass(frozen=True, slots=True)
class PortalSeen:
    """The portal was asked; None: it answered and is well."""

    failure: PortalFailure | None


@dataclass(frozen=True, slots=True)
class NoResult:
    """The test itself broke; nothing is known."""


TestResult = CardPresence | PrinterStatus | PortalSeen | PrintOutcome | NoResult
"""What a test observed; an outcome of printing for a test print."""


@dataclass(frozen=True, slots=True)
class Tested:
    """The last test of a device and when its result came."""

    device: Device
    at: datetime
    result: TestResult


@dataclass(frozen=True, slots=True)
class Today:
    """Counters of one day. `since`: midnight, or when the program started if that was later."""

    day: date
    since: datetime
    visits: int = 0
    applications: int = 0
    tickets: int = 0

    @property
    def whole_day(self) -> bool:
        """Whether it has counted since midnight."""
        return (self.since.hour, self.since.minute, self.since.second) == (0, 0, 0)


@dataclass(frozen=True, slots=True)
class StaffBook:
    """See the module.

    Args:
        today: counters.
        tests: last test of each device, at most one each.
        asked: devices whose answer to a test is on its way.
        backlog: what waits for the portal, None before it was asked for; `backlog_at`: when it was counted.
        closed_since: out of service by staff since then, None while in service.
        closed_kept: whether that survives a restart.
    """

    today: Today
    tests: tuple[Tested, ...] = ()
    asked: frozenset[Device] = frozenset()
    backlog: Backlog | None = None
    backlog_at: datetime | None = None
    closed_since: datetime | None = None
    closed_kept: bool = True

    @classmethod
    def begun(cls, now: datetime, closed_since: datetime | None = None) -> "StaffBook":
        """Nothing is known yet."""
        return cls(Today(now.date(), now), closed_since=closed_since)

    def last_test(self, device: Device) -> Tested | None:
        """The last test of a device since the start."""
        return next((tested for tested in self.tests if tested.device is device), None)

    def tested(self, tested: Tested) -> "StaffBook":
        """With the result of a test."""
        others = tuple(each for each in self.tests if each.device is not tested.device)
        return replace(self, tests=(*others, tested), asked=self.asked - {tested.device})

    def counted(self, now: datetime, *, visits: int = 0, applications: int = 0, tickets: int = 0) -> "StaffBook":
        """With more of today; the first count of another day begins it at midnight."""
        today = self.today_at(now)
        more = replace(
            today,
            visits=today.visits + visits,
            applications=today.applications + applications,
            tickets=today.tickets + tickets,
        )
        return replace(self, today=more)

    def today_at(self, now: datetime) -> Today:
        """The counters as they are on this day."""
        if now.date() == self.today.day:
            return self.today
        return Today(now.date(), now.replace(hour=0, minute=0, second=0, microsecond=0))
