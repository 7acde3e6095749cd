"""What the caller of the screens decides, and what it gets to know. No Kivy here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kiosk.dialogue.events import Erased, Pressed, SecretChanged, StaffCalled, Touched, Typed
from kiosk.dialogue.pages import Page
from screens.geometry import Rect
from screens.inks import Rgb

UiEvent = Pressed | Touched | StaffCalled | Typed | Erased | SecretChanged


@dataclass(frozen=True, slots=True, kw_only=True)
class UiOptions:
    """Window and manners of the screens.

    Args:
        width_px: width of the window; with `fullscreen` the display decides.
        height_px: height of the window.
        px_per_mm: pixels in a millimetre of the panel; a demo window drawn to scale has fewer.
        state_dir: folder of the program's own state; Kivy's files go below it, never into the home folder.
        fullscreen: the whole display without a border.
        hide_cursor: no mouse pointer (real terminals).
        tick_s: `page()` is asked at least this often, in seconds.
        guard_s: a touch that starts this soon after a page change presses nothing.
        debounce_s: a touch that starts this soon after the last one ended, at the same place, is the same one bouncing.
        typing_debounce_s: the same for keys that type: the second letter of "Müller" comes sooner than that.
        title: of the window.
        arms: draws the town's arms for a box of this width and height: RGBA, row by row from the top; None for the
            placeholder.
        colours: the town's primary and pressed, None for those that ship.
        position: upper left corner of the window on the display, None for wherever the desktop puts it.
    """

    width_px: int
    height_px: int
    px_per_mm: float
    state_dir: Path
    fullscreen: bool = False
    hide_cursor: bool = False
    tick_s: float = 1.0
    guard_s: float = 0.3
    debounce_s: float = 0.15
    typing_debounce_s: float = 0.06
    title: str = "Bürgerterminal"
    position: tuple[int, int] | None = None
    arms: Callable[[int, int], bytes] | None = None
    colours: tuple[Rgb, Rgb] | None = None


class Secret(Protocol):
    """Takes the digits of a secret page (`Page.secret`); the one place that learns which key was pressed."""

    def press(self, sign: str, *, limit: int) -> int:
        """A digit, `delete` or `clear`; gives how many digits there are now."""


class Observer(Protocol):
    """Gets to know what is on the glass: for rehearsals and measurements. Times are `time.monotonic()`."""

    def shown(self, page: Page, rects: Mapping[str, Rect], at: float) -> None:
        """The frame with this page has been flipped; `rects` are the drawn areas by node id, in window pixels."""

    def pressed(self, node_id: str, at: float) -> None:
        """The frame in which this key looks pressed has been flipped."""
