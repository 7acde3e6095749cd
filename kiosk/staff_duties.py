"""How the effects of the staff area are done: PIN, tests of devices, what survives a restart.

Everything that touches PIN or memory is done on one lane, so that they have one thread.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from devices.card.api import CardPresence
from devices.printer.api import StatusListener
from kiosk.dialogue.effects import (
    AskDevice,
    AskStaffDoor,
    CheckPin,
    CountBacklog,
    Effect,
    ForgetSecret,
    KeepClosed,
    RestartProgram,
)
from kiosk.dialogue.events import (
    BacklogCounted,
    ClosedKept,
    DeviceTested,
    Event,
    PortalProbed,
    StaffDoorAnswered,
    StaffPinChecked,
)
from kiosk.dialogue.runner import Duty
from kiosk.dialogue.staff_book import Device, PortalSeen
from kiosk.outbox.api import Backlog
from kiosk.secret_entry import SecretEntry
from kiosk.staff import StaffAccess, StaffMemory
from kiosk.staff.api import PinUnread, PinUnusable

log = logging.getLogger(__name__)

_DOOR, _TESTS = "staff", "staff-test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """How each device is asked.

    Args:
        printer: has the printer's owner look; the answer comes on its thread.
        reader: looks at the reader now.
        portal: asks whether the portal is well.
    """

    printer: Callable[[StatusListener], None]
    reader: Callable[[], CardPresence]
    portal: Callable[[], PortalProbed]


class StaffDuties:
    """Its part of the table for the runner.

    Args:
        entry: holds the digits.
        access: the door, None where the terminal has no PIN of staff.
        memory: what survives.
        asking: the devices.
        waiting: what the outbox holds.
        restart: ends the program so that its supervisor starts it again.
        post: where answers go that come later than the call.
    """

    def __init__(
        self,
        *,
        entry: SecretEntry,
        access: StaffAccess | None,
        memory: StaffMemory,
        asking: Asking,
        waiting: Callable[[], Backlog],
        restart: Callable[[], None],
        post: Callable[[Event], None],
    ) -> None:
        self._entry = entry
        self._access = access
        self._memory = memory
        self._asking = asking
        self._waiting = waiting
        self._restart = restart
        self._post = post

    def table(self) -> dict[type[Effect], Duty]:
        """What to do for each type of effect."""
        return {
            AskStaffDoor: Duty(_DOOR, self._door),
            CheckPin: Duty(_DOOR, self._check),
            ForgetSecret: Duty(None, self._forget),
            KeepClosed: Duty(_DOOR, self._keep),
            AskDevice: Duty(_TESTS, self._ask),
            CountBacklog: Duty(None, self._count),
            RestartProgram: Duty(None, self._end),
        }

    def _door(self, _effect: Effect) -> Event:
        return StaffDoorAnswered(self._access.locked() if self._access is not None else None)

    def _check(self, effect: Effect) -> Event:
        assert isinstance(effect, CheckPin)  # noqa: S101 -- the table says so
        with self._entry.taken(effect.count) as digits:
            if digits is None:
                return StaffPinChecked(PinUnread())
            if self._access is None:
                return StaffPinChecked(PinUnusable())
            return StaffPinChecked(self._access.check(digits))

    def _forget(self, _effect: Effect) -> None:
        self._entry.forget()

    def _keep(self, effect: Effect) -> Event:
        assert isinstance(effect, KeepClosed)  # noqa: S101 -- the table says so
        log.warning("staff_%s", "in_service" if effect.since is None else "out_of_service")
        return ClosedKept(effect.since, kept=self._memory.note_closed(effect.since))

    def _ask(self, effect: Effect) -> Event | None:
        assert isinstance(effect, AskDevice)  # noqa: S101 -- the table says so
        match effect.device:
            case Device.READER:
                return DeviceTested(Device.READER, self._asking.reader())
            case Device.PORTAL:
                return DeviceTested(Device.PORTAL, PortalSeen(self._asking.portal().failure))
            case Device.PRINTER:
                self._asking.printer(lambda status: self._post(DeviceTested(Device.PRINTER, status)))
                return None

    def _count(self, _effect: Effect) -> Event:
        return BacklogCounted(self._waiting())

    def _end(self, _effect: Effect) -> None:
        log.warning("staff_restart")
        self._restart()
