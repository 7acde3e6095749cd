"""The terminal's clocks: one that is never set, and when the other one was.

How long an application has waited decides whether it may be sent at all, and the wall clock of a terminal whose battery
is empty comes up years behind and is put right minutes later. While the program runs the difference of the two clocks
shows that, and what was accepted in this run can be dated anew; a clock that was set while the program did not run
cannot be told from time that has passed.
"""

import time

NOTICED_S = 60.0
"""Less than that is a clock that is steered, not set."""


def since_boot() -> float:
    """Seconds since the machine started, sleep included (CLOCK_BOOTTIME, clock_gettime(2)); never set."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class WallClock:
    """Notices that the wall clock was set. Pure: told both times. Says so until it is told that this was taken care of.

    Args:
        wall: seconds since 1970.
        clock: seconds that never jump, at the same moment.
    """

    def __init__(self, wall: float, clock: float) -> None:
        self._ahead = wall - clock

    def was_set(self, wall: float, clock: float) -> float:
        """By how many seconds, as far as that was not taken care of; 0.0 if it was not."""
        by = wall - clock - self._ahead
        return by if abs(by) >= NOTICED_S else 0.0

    def taken_care_of(self, by: float) -> None:
        """What was accepted before is dated anew by so many seconds."""
        self._ahead += by
