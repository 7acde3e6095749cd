"""The panel's process: puts control sockets, cards and window together. Ends with 0 when its window is closed, at
SIGTERM and at SIGINT."""

import argparse
import logging
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from kiosk.rehearsal.panel.cards import SOCKETS, panel, request
from kiosk.rehearsal.panel.link import Link
from screens import Ui, UiOptions
from screens.panel import Panel, run_panel


class _Desk:
    """Links to the stage and the panel as it is now."""

    def __init__(self, folder: Path) -> None:
        self._lock = threading.Lock()
        self._links: dict[str, Link] = {}
        self._panel = panel({})
        self.wake: Callable[[], None] = lambda: None
        self._links = {name: Link(folder / f"{name}.sock", self._heard) for name in SOCKETS}

    def start(self) -> None:
        for link in self._links.values():
            link.start()

    def stop(self) -> None:
        for link in self._links.values():
            link.stop()

    def now(self) -> Panel:
        with self._lock:
            return self._panel

    def press(self, key: str) -> None:
        wanted = request(key)
        self._links[wanted.socket].do(wanted.situations)

    def _heard(self) -> None:
        """On the links' threads."""
        with self._lock:
            seen = panel({name: link.state for name, link in self._links.items()})
            if seen == self._panel:
                return
            self._panel = seen
        self.wake()


def main(arguments: list[str] | None = None) -> int:
    """Shows the panel until it is closed; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m kiosk.rehearsal.panel", description="Stage panel of the demo.")
    parser.add_argument("--stage", type=Path, required=True, metavar="FOLDER", help="folder with the control sockets")
    parser.add_argument("--window", type=_window, default=(420, 700, 10, 30), metavar="WxH+X+Y")
    options = parser.parse_args(arguments)
    _log_to_stderr()
    desk = _Desk(options.stage)

    def ready(ui: Ui) -> None:
        desk.wake = ui.wake
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: ui.stop())

    width, height, x, y = options.window
    desk.start()
    try:
        run_panel(
            UiOptions(
                width_px=width,
                height_px=height,
                px_per_mm=1.0,
                state_dir=options.stage / "panel",
                title="Bühne",
                position=(x, y),
            ),
            panel=desk.now,
            press=desk.press,
            on_ready=ready,
        )
    finally:
        desk.stop()
    return 0


def _log_to_stderr() -> None:
    """Our own words only: Kivy turns everybody's chatter on at the root."""
    ours = logging.getLogger("kiosk")
    ours.addHandler(logging.StreamHandler())
    ours.propagate = False


def _window(text: str) -> tuple[int, int, int, int]:
    """WIDTHxHEIGHT+X+Y."""
    size, x, y = text.split("+")
    width, height = size.split("x")
    return int(width), int(height), int(x), int(y)


if __name__ == "__main__":
    sys.exit(main())
