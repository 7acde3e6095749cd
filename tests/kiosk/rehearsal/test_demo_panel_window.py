"""The panel's real window on a display of its own, before real devices: pressed by X, answered by their sockets."""

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from devices.control import ControlClient
from kiosk.rehearsal.children import Child, end_all
from kiosk.rehearsal.xinput import XInput
from kiosk.rehearsal.xvfb import Xvfb
from screens.geometry import Rect
from screens.inks import STANDARD, Ink, Rgb
from tests.kiosk.rehearsal.desk import close, cpu_s, key_middle, pill_spot, until, windows

STATES = {"printer": {"cover": "closed"}, "network": {"cable": "whole"}}
COVER, PAPER, NETWORK, PORTAL = 1, 2, 4, 5


@dataclass
class Desk:
    """A panel, two devices and the hand on the mouse."""

    display: str
    folder: Path
    panel: Child
    hand: XInput
    at: Rect

    def press(self, key: str) -> None:
        x, y = key_middle(key, self.at, **STATES)
        self.hand.press(x, y)
        time.sleep(0.05)
        self.hand.release()

    def pill(self, card: int) -> Rgb:
        """Colour of a card's pill."""
        red, green, blue = self.hand.picture().getpixel(pill_spot(card, self.at))
        return red, green, blue

    def shows(self, card: int, ink: Ink) -> None:
        """Waits until a card's pill has this colour."""
        until(lambda: self.pill(card) == STANDARD[ink], 6.0, lambda: (self.pill(card), STANDARD[ink]))


def python(name: str, folder: Path, *arguments: str, display: str = "") -> Child:
    return Child(name, [sys.executable, "-m", *arguments], folder, env={"DISPLAY": display})


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("d")
    local = "127.0.0.1:0"
    printer = python("printer", folder, "devices.printer.virtual", "--listen", local, "--out", str(folder / "paper"),
                     "--control", str(folder / "printer.sock"))  # fmt: skip
    cable = python("cable", folder, "kiosk.sandbox.cable", "--listen", local, "--to", "127.0.0.1:9",
                   "--control", str(folder / "network.sock"))  # fmt: skip
    children = [printer, cable]
    try:
        with Xvfb((640, 760), folder) as xvfb, XInput(xvfb.display) as hand:
            window = ("--stage", str(folder), "--window", "420x700+100+30")
            children.append(python("panel", folder, "kiosk.rehearsal.panel", *window, display=xvfb.display))
            until(lambda: "Bühne" in windows(xvfb.display), 15, children[-1].last_words)
            at, _ = windows(xvfb.display)["Bühne"]
            yield Desk(xvfb.display, folder, children[-1], hand, at)
            end_all(children)
    finally:
        end_all(children)


def test_panel_plays_with_real_devices(desk: Desk) -> None:
    """One window for all of it, because starting one is what costs time."""
    assert desk.at == Rect(100, 30, 420, 700)
    printer = ControlClient(desk.folder / "printer.sock")
    for card in (COVER, PAPER, NETWORK):
        desk.shows(card, Ink.SUCCESS_BG)
    desk.shows(PORTAL, Ink.DANGER_BG)  # nobody there: not assumed to be well

    desk.press("cover.open")
    until(lambda: printer.do("state")["cover"] == "open", 3)
    desk.shows(COVER, Ink.WARN_BG)
    desk.press("cover.closed")
    desk.shows(COVER, Ink.SUCCESS_BG)

    printer.do("paper_low")  # somebody else did it: the panel sees it all the same
    desk.shows(PAPER, Ink.WARN_BG)

    cable = ControlClient(desk.folder / "network.sock")
    desk.press("network.cut")
    until(lambda: cable.do("state")["cable"] == "cut", 3)
    desk.press("network.slow")
    until(lambda: cable.do("state")["cable"] == "slow", 3)
    desk.shows(NETWORK, Ink.WARN_BG)

    before, at = cpu_s(desk.panel.pid), time.monotonic()
    time.sleep(3)
    share = (cpu_s(desk.panel.pid) - before) / (time.monotonic() - at)
    assert share < 0.01, f"{share:.2%} of a core for a still picture"  # measured: 0.2 %; room for a loaded machine

    printer.close()
    cable.close()
    _, window = windows(desk.display)["Bühne"]
    close(desk.display, window)
    until(lambda: desk.panel.exit_code() is not None, 5)
    assert desk.panel.exit_code() == 0
    assert desk.panel.last_words() == ""
