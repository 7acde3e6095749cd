"""A page with a secret in the real window: nothing that leaves the screens, or is seen on them, tells a digit."""

import time
from collections.abc import Callable
from typing import Any

import pytest

PAGE = "staff.pin"


@pytest.fixture
def window(open_window: Callable[..., Any]) -> Any:
    """A window of its own for each test: what was entered before would count."""
    opened = open_window("staff_pin")
    time.sleep(0.35)
    opened.events(0)
    yield opened
    assert opened.close() == 0


def counts(events: list[dict[str, Any]]) -> list[str]:
    """The counts that were told; there must be nothing else."""
    assert {(event["kind"], event["page"]) for event in events} <= {("SecretChanged", PAGE)}
    assert all(set(event) == {"kind", "page", "count"} for event in events)
    return [event["count"] for event in events]


def tap(window: Any, node: str) -> None:
    window.tap(node)
    time.sleep(0.1)


def test_touches_on_the_pad_tell_how_many_digits_there_are(window: Any) -> None:
    for node in ("pad.4", "pad.7", "pad.0", "pad.delete", "pad.1", "pad.clear", "pad.9"):
        tap(window, node)
    assert counts(window.events()) == ["1", "2", "3", "2", "3", "0", "1"]


def test_no_more_than_the_page_takes(window: Any) -> None:
    for number in range(14):
        tap(window, f"pad.{number % 10}")
    assert counts(window.events())[-3:] == ["12", "12", "12"]


def test_a_held_key_of_the_pad_looks_like_all_others(window: Any) -> None:
    """Pixel by pixel, and no frame is reported in which it looks pressed."""
    before = window.picture()
    window.down(*window.middle("pad.5"))
    time.sleep(0.3)
    held = window.picture()
    window.up()
    time.sleep(0.3)
    assert held.tobytes() == before.tobytes()
    reports = []
    while not window._lines.empty():
        reports.append(window._lines.get())
    assert [report["what"] for report in reports] == ["event"]


def test_other_keys_of_the_page_look_pressed_and_are_told(window: Any) -> None:
    window.down(*window.middle("staff.pin.ok"))
    assert window.expect("pressed")["node"] == "staff.pin.ok"
    window.up()
    assert window.events() == [{"kind": "Pressed", "page": PAGE, "node": "staff.pin.ok"}]


def test_a_keyboard_enters_digits_and_takes_them_back(window: Any) -> None:
    for name in ("3", "1", "4", "a", "BackSpace", "5"):
        window.key(name)
        time.sleep(0.1)
    events = [event for event in window.events() if event["kind"] != "Touched"]
    assert counts(events) == ["1", "2", "3", "2", "3"]


def test_a_key_that_is_held_down_enters_once(window: Any) -> None:
    window.key_down("8")
    time.sleep(1.2)  # the X server repeats it
    window.key_up("8")
    assert counts([event for event in window.events() if event["kind"] != "Touched"]) == ["1"]


def test_the_keypad_reaches_the_pad_and_tells_no_more_than_a_finger(window: Any) -> None:
    for _ in range(4):  # the focus begins on the filled key; before it lie delete, 0, clear and 9
        window.key("Up")
        time.sleep(0.1)
    window.events()
    window.key("Return")
    events = [event for event in window.events() if event["kind"] != "Touched"]
    assert counts(events) == ["1"]


def test_f12_five_times_calls_staff(window: Any) -> None:
    window.show("attract")
    for _ in range(4):
        window.key("F12")
        time.sleep(0.05)
    assert {event["kind"] for event in window.events()} == {"Touched"}
    window.key("F12")
    assert {event["kind"] for event in window.events()} == {"StaffCalled"}
    for name in ("F12", "F12", "F12", "F12", "a", "F12"):
        window.key(name)
        time.sleep(0.05)
    assert "StaffCalled" not in {event["kind"] for event in window.events()}
