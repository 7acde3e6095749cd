"""Keyboard focus of the panel."""

from screens.panel.ring import Ring


def test_goes_round_both_ways() -> None:
    ring = Ring()
    ring.show(("a", "b", "c"))
    assert ring.key == ""
    ring.move(1)
    assert ring.key == "a"
    ring.move(-1)
    assert ring.key == "c"
    ring.move(1)
    assert ring.key == "a"


def test_first_step_back_is_the_last_key() -> None:
    ring = Ring()
    ring.show(("a", "b"))
    ring.move(-1)
    assert ring.key == "b"


def test_stays_with_its_key_and_lets_go_when_it_is_gone() -> None:
    ring = Ring()
    ring.show(("a", "b"))
    ring.move(-1)
    ring.show(("b", "a"))
    assert ring.key == "b"
    ring.show(("a",))
    assert ring.key == ""


def test_hides_for_the_mouse_and_needs_keys() -> None:
    ring = Ring()
    ring.move(1)
    assert ring.key == ""
    ring.show(("a",))
    ring.move(1)
    ring.hide()
    assert ring.key == ""
