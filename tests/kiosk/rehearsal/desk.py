"""A desk for tests: windows of a display by title, pixels of a picture, processes by a mark in their environment."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from Xlib import X
from Xlib.display import Display
from Xlib.error import BadDrawable, BadWindow
from Xlib.protocol.event import ClientMessage

from kiosk.rehearsal.panel.cards import panel, request
from screens.geometry import Rect
from screens.layout.placed import Fill, Placed
from screens.panel.layout import lay_out_panel
from screens.text.fonts import Fonts


def until(what: Callable[[], bool], within_s: float = 10.0, why: Callable[[], object] = lambda: "") -> None:
    """Waits for something to become true."""
    deadline = time.monotonic() + within_s
    while not what():
        assert time.monotonic() < deadline, f"never came true {why()}"
        time.sleep(0.02)


def windows(display: str) -> dict[str, tuple[Rect, int]]:
    """Visible windows: title -> (place, X id)."""
    found = {}
    connection: Any = Display(display)
    try:
        for window in connection.screen().root.query_tree().children:
            try:
                title = window.get_full_text_property(connection.intern_atom("_NET_WM_NAME"))
                if title and window.get_attributes().map_state == X.IsViewable:
                    place = window.get_geometry()
                    found[title] = (Rect(place.x, place.y, place.width, place.height), window.id)
            except (BadWindow, BadDrawable):
                continue  # gone while it was looked at, as that of a killed program is
    finally:
        connection.close()
    return found


def close(display: str, window: int) -> None:
    """What the cross in a title bar does."""
    connection: Any = Display(display)
    try:
        target = connection.create_resource_object("window", window)
        delete = connection.intern_atom("WM_DELETE_WINDOW")
        message = ClientMessage(
            window=target, client_type=connection.intern_atom("WM_PROTOCOLS"), data=(32, [delete, 0, 0, 0, 0])
        )
        target.send_event(message)
        connection.sync()
    finally:
        connection.close()


def panel_layout(width: int = 420, height: int = 700, **states: Any) -> Placed:
    """The panel as it is laid out for these states of its sockets."""
    return lay_out_panel(panel(states), width, height, Fonts().width)


def key_middle(key: str, at: Rect, **states: Any) -> tuple[int, int]:
    """Where to press a key of a panel that lies at `at` on the display."""
    request(key)
    x, y = panel_layout(at.w, at.h, **states).targets[key].rect.middle
    return at.x + int(x), at.y + int(y)


def pill_spot(number: int, at: Rect) -> tuple[int, int]:
    """A point on the ground of a card's pill, right of its word."""
    part = next(part for part in panel_layout(at.w, at.h).parts if part.key == f"card:{number}")
    pill = [shape.rect for shape in part.shapes if isinstance(shape, Fill)][-1]
    return at.x + pill.right - 4, at.y + pill.y + pill.h // 2


def marked(mark: str) -> Iterator[int]:
    """Processes that have this in their environment."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (folder / "environ").read_bytes() and (folder / "cmdline").read_bytes():
                yield int(folder.name)
        except OSError:
            continue


def command_of(pid: int) -> str:
    """Command line of a process, empty if it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def cpu_s(pid: int) -> float:
    """Processor time of a process and its threads so far."""
    return sum(int((task / "schedstat").read_text().split()[0]) for task in Path(f"/proc/{pid}/task").iterdir()) / 1e9
