"""What a finger means (facts/ux 5.4 rule 4). Pure: coordinates and times in, meaning out.

A touch acts when it is lifted inside the key on which it began; sliding off cancels it for good. Only the first
finger counts. A touch that starts within the guard time after a page change was meant for the page before and does
nothing at all: the second tap on "Besuch beenden" must not begin the next visit. A touch that starts right after the
last one ended, on the same key or hardly beside it, is the same finger bouncing on a worn panel; one on another key is
somebody who types with two thumbs.
"""

from collections.abc import Callable
from dataclasses import dataclass

from screens.geometry import Rect

Locate = Callable[[float, float], str]
"""Id of the key at a point, empty for none."""


@dataclass(slots=True)
class _Finger:
    id: int
    node: str
    """Key on which the touch began and still lies, empty once it slid off."""
    guarded: bool
    """Meant for the page before."""


class Touches:
    """Follows the touches of one window.

    Args:
        locate: finds the key at a point.
        guard_s: seconds after a page change in which a touch presses nothing.
        debounce_s: seconds after the end of a touch on this key in which another one at the same place is a bounce.
        bounce_px: how near to the end of the touch before, if it is not on the same key.
    """

    def __init__(
        self, locate: Locate, *, guard_s: float, debounce_s: Callable[[str], float], bounce_px: float = 0.0
    ) -> None:
        self._locate = locate
        self._guard_s = guard_s
        self._debounce_s = debounce_s
        self._bounce_px = bounce_px
        self._finger: _Finger | None = None
        self._page_at = float("-inf")
        self._lifted_at = float("-inf")
        self._lifted = (0.0, 0.0)

    @property
    def held(self) -> str:
        """The key that looks pressed now, empty for none."""
        return self._finger.node if self._finger is not None else ""

    def page_changed(self, at: float) -> None:
        """Another page is on the glass: a finger that still rests there presses nothing any more."""
        self._page_at = at
        if self._finger is not None:
            self._finger.node = ""

    def down(self, x: float, y: float, at: float, finger: int = 0) -> None:
        """A finger touches the glass."""
        if self._finger is not None or self._bounces(x, y, at):
            return
        guarded = at - self._page_at < self._guard_s
        self._finger = _Finger(finger, "" if guarded else self._locate(x, y), guarded)

    def _bounces(self, x: float, y: float, at: float) -> bool:
        """Whether this is where the last touch ended, just now."""
        before = self._locate(*self._lifted)
        if at - self._lifted_at >= self._debounce_s(before):
            return False
        if self._locate(x, y) == before:
            return True
        return max(abs(x - self._lifted[0]), abs(y - self._lifted[1])) <= self._bounce_px

    def move(self, x: float, y: float, finger: int = 0) -> None:
        """It moves; off its key means cancelled, even if it comes back."""
        if self._finger is not None and self._finger.id == finger and self._finger.node != self._locate(x, y):
            self._finger.node = ""

    def up(self, x: float, y: float, at: float, finger: int = 0) -> str | None:
        """It lifts: the key that is pressed, empty for a touch that presses none, None for one that never counted."""
        if self._finger is None or self._finger.id != finger:
            return None
        self.move(x, y, finger)
        node, guarded = self._finger.node, self._finger.guarded
        self._finger = None
        self._lifted_at, self._lifted = at, (x, y)
        return None if guarded else node


class StaffGesture:
    """Five touches on the town's arms within five seconds, or F12 five times on a keyboard, call for the staff area."""

    TOUCHES = 5
    WITHIN_S = 5.0
    KEY = 293
    """F12, as Kivy reports it."""

    def __init__(self) -> None:
        self._times: list[float] = []
        self._key_times: list[float] = []

    def touched(self, x: float, y: float, at: float, emblem: Rect) -> bool:
        """Counts a touch; whether it completes the gesture. A touch elsewhere starts over."""
        if not emblem.holds(x, y):
            self._times.clear()
            return False
        return self._counted(self._times, at)

    def key_pressed(self, key: int, at: float) -> bool:
        """Counts a key; whether it completes the gesture. Another key starts over."""
        if key != self.KEY:
            self._key_times.clear()
            return False
        return self._counted(self._key_times, at)

    def _counted(self, times: list[float], at: float) -> bool:
        times[:] = [*(time for time in times if at - time < self.WITHIN_S), at]
        if len(times) < self.TOUCHES:
            return False
        times.clear()
        return True
