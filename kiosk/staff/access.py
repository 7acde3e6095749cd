"""Checks the PIN of staff, and makes guessing slow: three tries, then pauses of 30 s, 60 s … one hour.

A try is written down before the PIN is looked at, and crossed out when it was right: pulling the plug saves nobody a
pause. While the program runs, pauses are measured by a clock that never jumps. Over a restart the wall clock has to do:
a clock that went back starts the whole pause anew, a clock that went ahead ends it early (who can set it is an admin).
"""

import logging
import time
from collections.abc import Callable
from pathlib import Path

from kiosk.staff import pin_file
from kiosk.staff.api import FREE_TRIES, PinLocked, PinOutcome, PinRight, PinUnusable, PinWrong
from kiosk.staff.memory import StaffMemory

log = logging.getLogger(__name__)

FIRST_PAUSE_S = 30.0
LONGEST_PAUSE_S = 3600.0


def pause_s(failures: int) -> float:
    """How long nobody may try after so many wrong PINs in a row."""
    if failures < FREE_TRIES:
        return 0.0
    doubled = min(failures - FREE_TRIES, 20)  # far beyond the cap; a damaged count must not overflow
    return min(LONGEST_PAUSE_S, FIRST_PAUSE_S * float(2**doubled))


class StaffAccess:
    """The door of the staff area. To be used by one thread at a time.

    Args:
        path: file with the hash of the PIN.
        memory: where wrong PINs are counted.
        wall: seconds since 1970.
        clock: seconds that never jump.
    """

    def __init__(
        self,
        path: Path,
        memory: StaffMemory,
        *,
        wall: Callable[[], float] = time.time,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path = path
        self._memory = memory
        self._wall = wall
        self._clock = clock
        content, pause = memory.content, pause_s(memory.content.failures)
        gone = wall() - content.failed_at
        left = pause if memory.damaged or gone < 0 else max(0.0, pause - gone)
        self._open_at = clock() + left

    def locked(self) -> PinLocked | None:
        """The pause that is under way, None if a PIN may be tried."""
        left = self._open_at - self._clock()
        return PinLocked(left) if left > 0 else None

    def check(self, digits: bytearray) -> PinOutcome:
        """Looks at a PIN. The caller overwrites the digits.

        Returns:
            PinRight, PinWrong, PinLocked (already, or because this one was wrong), or PinUnusable.
        """
        if (locked := self.locked()) is not None:
            return locked
        try:
            phc = pin_file.read_pin_file(self._path)
        except pin_file.PinFileError as error:
            log.error("staff_pin_unusable %s", error)
            return PinUnusable()
        failures = self._memory.content.failures + 1
        if not self._memory.note_failures(failures, self._wall()):
            log.error("staff_failures_not_durable")  # a full disk must not keep those out who can mend it
        if pin_file.matches(phc, digits):
            self._open_at = self._clock()
            if not self._memory.note_failures(0, 0.0):
                log.warning("staff_failures_stay")
            log.info("staff_pin_right")
            return PinRight()
        log.warning("staff_pin_wrong failures=%d", failures)
        pause = pause_s(failures)
        self._open_at = self._clock() + pause
        return PinLocked(pause) if pause else PinWrong(FREE_TRIES - failures)
