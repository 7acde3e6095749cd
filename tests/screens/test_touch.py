"""What a finger means: no window needed."""

import pytest

from screens.geometry import Rect
from screens.touch import StaffGesture, Touches

KEYS = {"a": Rect(0, 0, 100, 100), "b": Rect(200, 0, 100, 100)}


def locate(x: float, y: float) -> str:
    return next((name for name, rect in KEYS.items() if rect.holds(x, y)), "")


@pytest.fixture
def touches() -> Touches:
    return Touches(locate, guard_s=0.3, debounce_s=lambda _node: 0.15)


def test_acts_on_release_inside(touches: Touches) -> None:
    touches.down(50, 50, 1.0)
    assert touches.held == "a"
    assert touches.up(60, 60, 1.1) == "a"
    assert touches.held == ""


def test_beside_all_keys_is_a_touch_without_a_press(touches: Touches) -> None:
    touches.down(150, 50, 1.0)
    assert touches.held == ""
    assert touches.up(150, 50, 1.1) == ""


def test_release_elsewhere_cancels(touches: Touches) -> None:
    touches.down(50, 50, 1.0)
    assert touches.up(250, 50, 1.1) == ""


def test_sliding_off_and_back_cancels(touches: Touches) -> None:
    touches.down(50, 50, 1.0)
    touches.move(150, 50)
    assert touches.held == ""
    touches.move(50, 50)
    assert touches.held == ""
    assert touches.up(50, 50, 1.1) == ""


def test_sliding_onto_a_key_presses_nothing(touches: Touches) -> None:
    touches.down(150, 50, 1.0)
    touches.move(50, 50)
    assert touches.up(50, 50, 1.1) == ""


def test_second_finger_is_ignored(touches: Touches) -> None:
    touches.down(50, 50, 1.0, finger=0)
    touches.down(250, 50, 1.05, finger=1)
    touches.move(150, 50, finger=1)
    assert touches.up(250, 50, 1.1, finger=1) is None
    assert touches.held == "a"
    assert touches.up(50, 50, 1.2, finger=0) == "a"


@pytest.mark.parametrize(("after", "pressed"), [(0.0, None), (0.29, None), (0.31, "a")])
def test_touch_right_after_a_page_change_is_nothing(touches: Touches, after: float, pressed: str | None) -> None:
    touches.page_changed(10.0)
    touches.down(50, 50, 10.0 + after)
    assert touches.held == (pressed or "")
    assert touches.up(50, 50, 12.0) == pressed


def test_page_change_under_the_finger_cancels(touches: Touches) -> None:
    touches.down(50, 50, 1.0)
    touches.page_changed(1.1)
    assert touches.held == ""
    assert touches.up(50, 50, 1.2) == ""


@pytest.mark.parametrize(("after", "pressed"), [(0.05, None), (0.2, "a")])
def test_bounce(touches: Touches, after: float, pressed: str | None) -> None:
    touches.down(50, 50, 1.0)
    touches.up(50, 50, 1.1)
    touches.down(50, 50, 1.1 + after)
    assert touches.up(50, 50, 1.15 + after) == pressed


def test_release_without_touch_is_nothing(touches: Touches) -> None:
    assert touches.up(50, 50, 1.0) is None


ARMS = Rect(0, 0, 100, 100)


def test_five_touches_within_five_seconds_call_staff() -> None:
    gesture = StaffGesture()
    assert [gesture.touched(50, 50, float(at), ARMS) for at in range(5)] == [False] * 4 + [True]
    assert not gesture.touched(50, 50, 5.0, ARMS), "and it starts over"


def test_slow_touches_do_not() -> None:
    gesture = StaffGesture()
    assert not any(gesture.touched(50, 50, at * 1.3, ARMS) for at in range(12))


def test_a_touch_elsewhere_starts_over() -> None:
    gesture = StaffGesture()
    for at in range(4):
        gesture.touched(50, 50, at * 0.1, ARMS)
    gesture.touched(500, 50, 0.5, ARMS)
    assert not gesture.touched(50, 50, 0.6, ARMS)


def test_another_key_within_the_debounce_time_is_no_bounce(touches: Touches) -> None:
    """Two thumbs on a keyboard."""
    touches.down(50, 50, 1.0)
    assert touches.up(50, 50, 1.02) == "a"
    touches.down(250, 50, 1.03)
    assert touches.up(250, 50, 1.05) == "b"
    touches.down(50, 50, 1.06)
    assert touches.up(50, 50, 1.08) == "a"


def test_a_bounce_over_the_edge_of_a_key_is_still_one() -> None:
    touches = Touches(locate, guard_s=0.3, debounce_s=lambda _node: 0.15, bounce_px=110)
    touches.down(99, 50, 1.0)
    assert touches.up(99, 50, 1.1) == "a"
    touches.down(201, 52, 1.12)
    assert touches.up(201, 52, 1.14) is None


def test_keys_that_type_are_quicker_again() -> None:
    """A finger needs a tenth of a second from one l of "Müller" to the next; a worn panel bounces sooner."""
    touches = Touches(locate, guard_s=0.3, debounce_s=lambda node: 0.06 if node == "a" else 0.15)
    for node, x, second in (("a", 50, "a"), ("b", 250, None)):
        touches.down(x, 50, 1.0)
        assert touches.up(x, 50, 1.05) == node
        touches.down(x, 50, 1.15)
        assert touches.up(x, 50, 1.2) == second
    touches.down(50, 50, 2.0)
    touches.up(50, 50, 2.05)
    touches.down(50, 50, 2.08)
    assert touches.up(50, 50, 2.1) is None
