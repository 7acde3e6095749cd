"""Where the windows of the demo go on a desktop: the whole terminal to scale, the panel beside it, nothing hidden.

left, right = arrange(desktop(os.environ.get("DISPLAY", "")), PORTRAIT)
"""

from dataclasses import dataclass
from typing import Any

from Xlib.display import Display  # type: ignore[import-untyped]
from Xlib.error import ConnectionClosedError, DisplayError  # type: ignore[import-untyped]

from kiosk.rehearsal.errors import StageError

Window = tuple[int, int, int, int]
"""(width, height, x, y)"""

PANEL = (420, 700)
_BARS = 60
"""Pixels of the height (and of the width) that title bars and a task bar may take."""
_GAP = 24
_STEPS = 120
"""The terminal's window is a multiple of 1/120 of its screen (9 × 16 px), so that its shape is kept exactly."""
_LEAST_STEPS = 30
_LEAST_SCALE = 0.8
"""Below it the words on the panel cannot be read."""
_FINE_DISPLAY = 2000
"""From this height on, pixels are so small that the panel is drawn twice as large."""


@dataclass(frozen=True, slots=True)
class Desktop:
    """The part of a display that the windows may use: one monitor."""

    x: int
    y: int
    width: int
    height: int


def desktop(display: str) -> Desktop:
    """Looks at a display; of several monitors it takes the first one (the primary, where there is one).

    Args:
        display: its name (":0").

    Raises:
        StageError: no display of that name answers.
    """
    if not display:
        raise StageError("DISPLAY is not set")
    try:
        connection = Display(display)
    except (DisplayError, ConnectionClosedError, OSError) as error:
        raise StageError(f"display {display} does not answer") from error
    try:
        monitors = _monitors(connection)
        root = connection.screen().root.get_geometry()
    finally:
        connection.close()
    return monitors[0] if monitors else Desktop(0, 0, root.width, root.height)


def _monitors(connection: Any) -> list[Desktop]:
    if not connection.has_extension("RANDR"):
        return []
    version = connection.xrandr_query_version()
    if (version.major_version, version.minor_version) < (1, 5):
        return []
    found = connection.screen().root.xrandr_get_monitors().monitors
    found.sort(key=lambda monitor: not monitor.primary)
    return [Desktop(m.x, m.y, m.width_in_pixels, m.height_in_pixels) for m in found]


def arrange(where: Desktop, screen: tuple[int, int]) -> tuple[Window, Window]:
    """Places terminal and panel side by side in the middle of the desktop, upper edges level.

    Args:
        screen: of the terminal in pixels; its window has the same shape.

    Returns:
        Windows of the terminal and of the panel.

    Raises:
        StageError: the desktop is too small for both.
    """
    room_w, room_h = where.width - _BARS, where.height - _BARS
    scale = min(2.0 if where.height >= _FINE_DISPLAY else 1.0, room_h / PANEL[1])
    panel_w, panel_h = (int(side * scale) for side in PANEL)
    unit_w, unit_h = screen[0] // _STEPS, screen[1] // _STEPS
    steps = min(room_h // unit_h, (room_w - panel_w - _GAP) // unit_w, _STEPS)
    if scale < _LEAST_SCALE or steps < _LEAST_STEPS:
        raise StageError(f"the display is too small ({where.width} × {where.height}): take one of 1024 × 768 or more")
    width, height = steps * unit_w, steps * unit_h
    x = where.x + (where.width - width - _GAP - panel_w) // 2
    y = where.y + (where.height - max(height, panel_h)) // 2
    return (width, height, x, y), (panel_w, panel_h, x + width + _GAP, y)
