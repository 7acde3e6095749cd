"""Looks at single pixels of an X root window, as fast as the server answers: what is measured is on the glass."""

import time
from collections.abc import Callable
from typing import Any

from Xlib import X
from Xlib.display import Display
from Xlib.ext import xtest

Colour = tuple[int, int, int]


class Glass:
    """One connection to a display; the cost of one look is measured by `probe_ms`."""

    def __init__(self, display: str) -> None:
        self._display: Any = Display(display)
        self._root: Any = self._display.screen().root

    def close(self) -> None:
        self._display.close()

    def pixel(self, x: int, y: int) -> Colour:
        """Red, green, blue of one pixel."""
        data = self._root.get_image(x, y, 1, 1, X.ZPixmap, 0xFFFFFFFF).data
        return data[2], data[1], data[0]

    def wait(self, x: int, y: int, colour: Colour, *, within_s: float = 20.0) -> float:
        """Waits until the pixel has this colour; gives the monotonic time of that look."""
        return self._until(x, y, lambda found: found == colour, within_s)

    def gone(self, x: int, y: int, colours: tuple[Colour, ...], *, within_s: float = 20.0) -> float:
        """Waits until the pixel has none of these colours any more; gives the monotonic time of that look."""
        return self._until(x, y, lambda found: found not in colours, within_s)

    def _until(self, x: int, y: int, holds: Callable[[Colour], bool], within_s: float) -> float:
        deadline = time.monotonic() + within_s
        while True:
            found = self.pixel(x, y)
            now = time.monotonic()
            if holds(found):
                return now
            if now > deadline:
                raise TimeoutError(f"pixel {x},{y} stayed {found}")

    def probe_ms(self, looks: int = 300) -> float:
        """Mean cost of one look."""
        began = time.monotonic()
        for _ in range(looks):
            self.pixel(5, 5)
        return (time.monotonic() - began) * 1000 / looks

    def down(self, x: int, y: int) -> float:
        """A finger comes down; monotonic time just before."""
        xtest.fake_input(self._display, X.MotionNotify, x=x, y=y)
        self._display.sync()
        at = time.monotonic()
        xtest.fake_input(self._display, X.ButtonPress, 1)
        self._display.sync()
        return at

    def up(self) -> float:
        """It lifts; monotonic time just before."""
        at = time.monotonic()
        xtest.fake_input(self._display, X.ButtonRelease, 1)
        self._display.sync()
        return at
