"""Typing in the real window: nothing is lost, whatever the fingers do, and the next letter is there at once."""

import subprocess
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from Xlib import XK, X
from Xlib.display import Display

XK.load_keysym_group("xkb")


@pytest.fixture(scope="module")
def window(open_window: Callable[..., Any]) -> Iterator[Any]:
    opened = open_window("typing")
    yield opened
    assert opened.close() == 0


def tap(window: Any, node: str, held: float = 0.025) -> None:
    window.down(*window.middle(node))
    time.sleep(held)
    window.up()


def nodes(window: Any, wait: float = 0.4) -> list[str]:
    return [event["node"].removeprefix("keyboard.") for event in window.events(wait) if event["kind"] == "Pressed"]


def test_twenty_presses_a_second_are_all_there(window: Any) -> None:
    window.show("typing")
    word = "donaudampfschiffahrt" * 3
    word = "".join(letter for number, letter in enumerate(word) if number == 0 or letter != word[number - 1])
    start = time.monotonic()
    for number, letter in enumerate(word):
        tap(window, f"keyboard.{letter}")
        time.sleep(max(0.0, start + (number + 1) * 0.05 - time.monotonic()))
    assert nodes(window) == list(word)


def test_a_name_with_shift_umlaut_and_a_double_letter(window: Any) -> None:
    """The page changes under the fingers, because shift springs back."""
    window.show("typing")
    for letter in "mül":
        tap(window, f"keyboard.{letter}")
        time.sleep(0.025)
    assert nodes(window) == list("mül")  # read before the second l: a stalled machine must not make it a bounce
    for letter in "ler":
        tap(window, f"keyboard.{letter}")
        time.sleep(0.025)
    assert nodes(window) == list("ler")


def test_every_letter_brings_a_frame(window: Any) -> None:
    window.show("typing")
    for letter in "augenblicklich":
        window.down(*window.middle(f"keyboard.{letter}"))
        time.sleep(0.06)
        start = time.monotonic()
        window.up()
        assert window.expect("shown")["at"] > start


def written(window: Any) -> list[tuple[str, str]]:
    return [(event["kind"], event.get("text", event.get("node", ""))) for event in window.events()]


def test_physical_keys_write_erase_and_move(window: Any) -> None:
    window.show("typing")
    window.key("e")
    window.key("Shift_L", "m")
    window.key("7")
    window.key("space")
    window.key("BackSpace")
    assert written(window) == [
        ("Typed", "e"), ("Touched", ""), ("Typed", "M"), ("Typed", "7"), ("Typed", " "), ("Erased", ""),
    ]  # fmt: skip


def test_space_presses_the_key_with_the_ring(window: Any) -> None:
    window.show("typing")
    window.key("Tab")  # the page names no focus: the ring begins at the field, which is first
    window.key("space")
    assert ("Typed", " ") in written(window)
    window.key("Tab")
    window.key("space")
    window.key("x")
    assert [event for event in written(window) if event[0] != "Touched"] == [
        ("Pressed", "keyboard.1"),
        ("Typed", "x"),
    ]


def test_a_key_held_down_writes_once(window: Any) -> None:
    window.show("typing")
    window.key_down("k")
    time.sleep(1.0)
    window.key_up("k")
    assert written(window) == [("Typed", "k")]


def test_keys_write_nothing_where_no_field_waits(window: Any) -> None:
    window.show("home")
    window.key("a")
    window.key("BackSpace")
    assert {kind for kind, _ in written(window)} == {"Touched"}


@pytest.fixture
def german(window: Any) -> Iterator[Display]:
    """A German layout, as long as the test runs, and a connection that knows it."""
    subprocess.run(["setxkbmap", "-display", window.display, "de"], check=True)
    time.sleep(0.2)
    connection = Display(window.display)
    yield connection
    connection.close()
    subprocess.run(["setxkbmap", "-display", window.display, "us"], check=True)
    time.sleep(0.2)


def press(window: Any, keyboard: Display, *symbols: str) -> None:
    """Presses keys together by what is printed on them."""
    codes = [keyboard.keysym_to_keycode(XK.string_to_keysym(symbol)) for symbol in symbols]
    for code in codes:
        window._fake(X.KeyPress, code)
    for code in reversed(codes):
        window._fake(X.KeyRelease, code)


def test_a_german_keyboard(window: Any, german: Display) -> None:
    """Umlauts, the letters that are elsewhere, the at sign of e-mail addresses, and a dead key."""
    window.show("typing")
    for keys in (("udiaeresis",), ("Shift_L", "odiaeresis"), ("ssharp",), ("z",), ("ISO_Level3_Shift", "q")):
        press(window, german, *keys)
    press(window, german, "dead_circumflex")
    press(window, german, "e")
    assert [text for kind, text in written(window) if kind == "Typed"] == ["ü", "Ö", "ß", "z", "@", "ê"]
