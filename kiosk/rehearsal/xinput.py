"""Fingers, keys and eyes: real input through the X server's XTEST extension, pictures of its root window.

The terminal cannot tell this from a person: the server makes the events, not a client.
"""

import time
from types import TracebackType
from typing import Any, Self

from PIL import Image
from Xlib import X  # type: ignore[import-untyped]
from Xlib.display import Display  # type: ignore[import-untyped]
from Xlib.error import ConnectionClosedError, DisplayError  # type: ignore[import-untyped]
from Xlib.ext import xtest  # type: ignore[import-untyped]

from kiosk.rehearsal.errors import StageError
from kiosk.rehearsal.keys import keysyms

_FINGER = 1
"""Mouse button that a touch screen sends."""


class XInput:
    """One connection to a display, as a context manager; not thread-safe.

    Args:
        display: its name (":99").

    Raises:
        StageError: nobody answers there, or the server has no XTEST.
    """

    def __init__(self, display: str) -> None:
        try:
            self._display: Any = Display(display)
        except (DisplayError, ConnectionClosedError, OSError) as error:
            raise StageError(f"display {display} does not answer: {error}") from error
        if not self._display.query_extension("XTEST"):
            raise StageError(f"display {display} has no XTEST extension: use Xvfb (apt package xvfb)")
        self._root: Any = self._display.screen().root

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._display.close()

    def press(self, x: int, y: int) -> float:
        """A finger comes down; gives the monotonic time of it."""
        self._fake(X.MotionNotify, x=x, y=y)
        at = time.monotonic()
        self._fake(X.ButtonPress, _FINGER)
        return at

    def release(self) -> float:
        """The finger goes up; gives the monotonic time of it."""
        at = time.monotonic()
        self._fake(X.ButtonRelease, _FINGER)
        return at

    def key(self, name: str, *, down_s: float) -> float:
        """Presses a key for `down_s` seconds; gives the monotonic time of the press.

        Raises:
            ValueError: X, or this server's keyboard, has no such key.
        """
        codes = [self._display.keysym_to_keycode(symbol) for symbol in keysyms(name)]
        if 0 in codes:
            raise ValueError(f"the keyboard of this display has no key {name!r}")
        at = time.monotonic()
        for code in codes:
            self._fake(X.KeyPress, code)
        time.sleep(down_s)
        for code in reversed(codes):
            self._fake(X.KeyRelease, code)
        return at

    def picture(self) -> Image.Image:
        """The root window as it is now."""
        place = self._root.get_geometry()
        image = self._root.get_image(0, 0, place.width, place.height, X.ZPixmap, 0xFFFFFFFF)
        return Image.frombytes("RGB", (place.width, place.height), image.data, "raw", "BGRX")

    def _fake(self, event: int, detail: int = 0, *, x: int = 0, y: int = 0) -> None:
        xtest.fake_input(self._display, event, detail, x=x, y=y)
        self._display.sync()
