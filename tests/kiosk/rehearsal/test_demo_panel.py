"""Logic of the stage panel: states to cards, keys to requests, and the links to the sockets."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from devices.control import ControlServer, RefusedError
from kiosk.rehearsal.panel.cards import SOCKETS, Request, panel, request
from kiosk.rehearsal.panel.link import Link
from screens.inks import Ink
from screens.layout.placed import Fill, Text
from screens.panel import Card, Look, Tone
from screens.panel.layout import lay_out_panel
from screens.text.fonts import Fonts

FINE: dict[str, dict[str, Any]] = {
    "card": {"card": "removed"},
    "printer": {"cover": "closed", "paper": "ok", "power": "on", "slips": 0, "last_slip": None},
    "network": {"cable": "whole"},
    "portal": {"portal": "up", "slow_s": 0.0, "tickets": 0, "waiting": 9},
}


def card(title: str, socket: str, **state: Any) -> Card:
    """The card with this title when one socket says this besides what is fine."""
    states = {**FINE, socket: {**FINE[socket], **state}}
    return next(card for card in panel(states).cards if card.title == title)


@pytest.mark.parametrize(
    ("title", "socket", "state", "pill", "tone", "chosen"),
    [
        ("Druckerklappe", "printer", {"cover": "closed"}, "zu", Tone.GOOD, "Zu"),
        ("Druckerklappe", "printer", {"cover": "open"}, "offen", Tone.WARN, "Offen"),
        ("Papierrolle", "printer", {"paper": "ok"}, "voll", Tone.GOOD, "Voll"),
        ("Papierrolle", "printer", {"paper": "low"}, "bald leer", Tone.WARN, "Bald leer"),
        ("Papierrolle", "printer", {"paper": "out"}, "leer", Tone.BAD, "Leer"),
        ("Drucker", "printer", {"power": "on"}, "an", Tone.GOOD, "An"),
        ("Drucker", "printer", {"power": "off"}, "aus", Tone.BAD, "Aus"),
        ("Netz", "network", {"cable": "whole"}, "verbunden", Tone.GOOD, "An"),
        ("Netz", "network", {"cable": "slow"}, "langsam", Tone.WARN, "Langsam"),
        ("Netz", "network", {"cable": "cut"}, "getrennt", Tone.BAD, "Aus"),
        ("Portal", "portal", {"portal": "up"}, "erreichbar", Tone.GOOD, "Antwortet"),
        ("Portal", "portal", {"portal": "slow"}, "träge", Tone.WARN, "Träge"),
        ("Portal", "portal", {"portal": "error"}, "Fehler", Tone.BAD, "Fehler"),
        ("Portal", "portal", {"portal": "down"}, "nicht erreichbar", Tone.BAD, "Aus"),
    ],
)
def test_state_gives_pill_and_chosen_key(
    title: str, socket: str, state: dict[str, str], pill: str, tone: Tone, chosen: str
) -> None:
    shown = card(title, socket, **state)
    assert (shown.pill.text, shown.pill.tone) == (pill, tone)
    assert [key.text for key in shown.keys if key.look is Look.CHOSEN] == [chosen]
    assert {key.look for key in shown.keys if key.text != chosen} == {Look.PLAIN}


@pytest.mark.parametrize(
    ("state", "pill", "filled"),
    [("removed", "liegt nicht auf", "Auflegen"), ("inserted", "liegt auf", "Wegnehmen")],
)
def test_the_card_key_that_changes_the_world_is_filled(state: str, pill: str, filled: str) -> None:
    shown = card("Ausweis", "card", card=state)
    assert shown.pill.text == pill
    assert [key.text for key in shown.keys if key.look is Look.FILLED] == [filled]


@pytest.mark.parametrize("socket", SOCKETS)
def test_what_does_not_answer_is_not_there_and_has_no_live_key(socket: str) -> None:
    states = {name: None if name == socket else state for name, state in FINE.items()}
    there, gone = panel(FINE).cards, panel(states).cards
    changed = [after for before, after in zip(there, gone, strict=True) if before != after]
    assert changed
    for shown in changed:
        assert shown.pill.text == "nicht da"
        assert {key.look for key in shown.keys} == {Look.FLAT}


def test_an_unknown_state_is_shown_and_not_guessed() -> None:
    shown = card("Papierrolle", "printer", paper="crumpled")
    assert shown.pill.text == "unbekannt: crumpled"
    assert {key.look for key in shown.keys} == {Look.PLAIN}


@pytest.mark.parametrize(
    ("slips", "last", "says"),
    [
        (0, None, "Noch kein Beleg gedruckt"),
        (1, "07", "1 Beleg gedruckt, zuletzt 07.png"),
        (12, "18", "12 Belege gedruckt, zuletzt 18.png"),
    ],
)
def test_the_printer_tells_the_last_slip(slips: int, last: str | None, says: str) -> None:
    assert card("Drucker", "printer", slips=slips, last_slip=last).subtitle == says


def test_every_key_asks_for_something_and_ids_are_unique() -> None:
    keys = [key.id for card in panel(FINE).cards for key in card.keys]
    assert len(keys) == len(set(keys)) == 16
    assert all(request(key).situations for key in keys)
    assert request("cover.open") == Request("printer", ("cover_open",))
    assert request("network.slow") == Request("network", ("restore", "slow"))


def test_no_subtitle_runs_into_its_pill() -> None:
    """The longest words that can come together."""
    busy = {
        **FINE,
        "printer": {**FINE["printer"], "slips": 112, "last_slip": "118"},
        "portal": {**FINE["portal"], "tickets": 112, "waiting": 128},
    }
    for states in (busy, {}, {**FINE, "portal": {"portal": "down"}}, {**FINE, "card": {"card": "inserted"}}):
        page = lay_out_panel(panel(states), 420, 700, Fonts().width)
        for part in page.parts:
            if part.key.startswith("card:"):
                pill = [shape.rect for shape in part.shapes if isinstance(shape, Fill)][-1]
                texts = [s for s in part.shapes if isinstance(s, Text) and s.ink in (Ink.TEXT, Ink.MUTED)]
                assert all(text.x + text.width + 4 < pill.x for text in texts)


class Device:
    """A control socket that can go away and come back."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.asked: list[str] = []
        self.server: ControlServer | None = None

    def come(self) -> None:
        self.server = ControlServer(self._path, self._handle)

    def go(self) -> None:
        assert self.server is not None
        self.server.close()

    def _handle(self, wanted: Mapping[str, Any]) -> Mapping[str, Any]:
        if wanted["do"] == "fly":
            raise RefusedError("no")
        self.asked.append(wanted["do"])
        return {"last": wanted["do"]}


def until(what: Callable[[], bool], within_s: float = 5.0) -> None:
    """Waits for something to become true."""
    deadline = time.monotonic() + within_s
    while not what():
        assert time.monotonic() < deadline, "never came true"
        time.sleep(0.01)


def test_a_link_finds_a_device_that_comes_late_and_does_what_is_pressed(tmp_path: Path) -> None:
    device, heard = Device(tmp_path / "d.sock"), threading.Event()
    link = Link(tmp_path / "d.sock", heard.set, every_s=0.05)
    link.start()
    try:
        assert heard.wait(5)
        assert link.state is None
        device.come()
        until(lambda: link.state == {"last": "state"})
        link.do(("restore", "slow"))
        until(lambda: "slow" in device.asked)
        assert device.asked[device.asked.index("restore") + 1] == "slow"
        until(lambda: link.state == {"last": "state"})
    finally:
        link.stop()
        device.go()


def test_a_refusal_does_not_make_a_device_vanish(tmp_path: Path) -> None:
    device = Device(tmp_path / "d.sock")
    device.come()
    seen: list[Mapping[str, Any] | None] = []
    link = Link(tmp_path / "d.sock", lambda: seen.append(link.state), every_s=0.05)
    link.start()
    try:
        until(lambda: len(seen) > 0)
        asked = len(device.asked)
        link.do(("fly",))
        until(lambda: len(device.asked) > asked + 2)
        assert None not in seen
    finally:
        link.stop()
        device.go()


def test_a_device_that_goes_and_comes_is_noticed(tmp_path: Path) -> None:
    """A process that ends takes its connections with it; a new one listens at the same place."""
    command = [sys.executable, "-m", "devices.printer.virtual", "--listen", "127.0.0.1:0", "--out", str(tmp_path)]
    command += ["--control", str(tmp_path / "p.sock")]
    link = Link(tmp_path / "p.sock", lambda: None, every_s=0.05)
    link.start()
    try:
        for _ in range(2):
            with subprocess.Popen(command, stdout=subprocess.DEVNULL) as printer:
                until(lambda: link.state is not None, 10)
                printer.kill()
            until(lambda: link.state is None)
    finally:
        link.stop()
