"""The real window under a real X server: fingers, keys, what is seen, and what it costs."""

import json
import time
from collections.abc import Callable
from typing import Any

PRESSED = (0x07, 0x2F, 0x5C)
PRIMARY = (0x0B, 0x4A, 0x8F)
RING = (0xFF, 0xD5, 0x00)


def test_tap_posts_one_press(window: Any) -> None:
    window.show("home")
    window.tap("home.queue")
    assert window.events() == [{"kind": "Pressed", "page": "home", "node": "home.queue"}]


def test_held_key_is_seen_at_once_and_let_go_again(window: Any) -> None:
    window.show("home")
    x, y, w, h = window.rects["home.search"]
    inside = (x + 12, y + h // 2)
    assert window.picture().getpixel(inside) == (255, 255, 255)
    window.down(*window.middle("home.search"))
    window.expect("pressed")
    held = window.picture()
    assert held.getpixel(inside) == PRESSED
    assert held.getpixel((x + w // 2, y + h - 2)) == PRESSED
    window.move(x + w // 2, y - 200)
    time.sleep(0.2)
    assert window.picture().getpixel(inside) == (255, 255, 255)
    window.up()


def test_key_without_an_effect_is_let_go_again(window: Any) -> None:
    window.show("home")
    x, y, _, h = window.rects["home.search"]
    window.tap("home.search")
    time.sleep(0.3)
    assert window.picture().getpixel((x + 12, y + h // 2)) == (255, 255, 255)


def test_sliding_off_cancels_for_good(window: Any) -> None:
    window.show("home")
    x, y = window.middle("home.queue")
    window.down(x, y)
    window.move(x, y - 400)
    window.move(x, y)
    window.up()
    assert window.events() == [{"kind": "Touched", "page": "home"}]


def test_second_finger_is_ignored(window: Any) -> None:
    window.show("home")
    window.down(*window.middle("home.queue"))
    window.down(*window.middle("home.all"), 3)
    window.up(3)
    window.move(*window.middle("home.queue"))
    window.up()
    kinds = [event["kind"] for event in window.events()]
    assert "Pressed" not in kinds or kinds == ["Pressed"]


def test_second_tap_within_the_guard_presses_nothing_on_the_new_page(window: Any) -> None:
    window.show("home")
    window.follow("queue_choice")
    window.tap("home.all")
    window.expect("shown")
    time.sleep(0.15)  # past the bounce, within the guard
    window.tap("queue.draw")
    assert window.events() == []
    time.sleep(0.3)
    window.tap("queue.draw")
    assert window.events() == [{"kind": "Pressed", "page": "queue.choice", "node": "queue.draw"}]


def test_bounce_is_one_touch(window: Any) -> None:
    window.show("home")
    window.tap("home.queue")
    window.tap("home.queue")
    assert len(window.events()) == 1


def test_tab_and_enter(window: Any) -> None:
    window.show("time_warning")
    x, y, w, _ = window.rects["time.more"]
    assert window.picture().getpixel((x + w // 2, y - 6)) == RING, "the page asks for the ring"
    window.key("Return")
    assert window.events() == [{"kind": "Pressed", "page": "time.warning", "node": "time.more"}]
    window.key("Tab")
    window.key("Return")
    pressed = [event["node"] for event in window.events() if event["kind"] == "Pressed"]
    assert pressed == ["time.leave"]
    window.key("Shift_L", "Tab")
    window.key("KP_Enter")
    assert [event["node"] for event in window.events() if event["kind"] == "Pressed"] == ["time.more"]


def test_held_key_of_the_keypad_counts_once(window: Any) -> None:
    window.show("time_warning")
    window.key_down("Return")
    time.sleep(1.2)
    window.key_up("Return")
    assert len(window.events()) == 1


def test_escape_and_f1_do_nothing_but_show_life(window: Any) -> None:
    window.show("home")
    window.key("Escape")
    window.key("F1")
    assert [event["kind"] for event in window.events()] == ["Touched", "Touched"]
    assert window.process.poll() is None


def test_staff_gesture(window: Any) -> None:
    window.show("home")
    for _ in range(5):
        window.down(82, 43)
        window.up()
        time.sleep(0.2)
    kinds = [event["kind"] for event in window.events()]
    assert kinds == ["StaffCalled"], "taps on the arms are the staff's: they begin no visit"


def test_wake_shows_the_page_that_is_due(window: Any) -> None:
    window.show("home")
    before = window.picture()
    start = time.monotonic()
    window.show("ticket", settle=0)
    assert window.page == "queue.ticket"
    assert time.monotonic() - start < 1.0
    assert window.picture().tobytes() != before.tobytes()


def test_still_page_costs_nothing(window: Any) -> None:
    window.show("attract")
    before, start = window.cpu_seconds(), time.monotonic()
    time.sleep(3)
    share = (window.cpu_seconds() - before) / (time.monotonic() - start)
    assert share <= 0.01, f"{share:.2%} of a core"


def test_nothing_is_written_outside_the_state_folder(window: Any) -> None:
    assert sorted(path.name for path in window.home.iterdir()) == ["state"]


def test_broken_page_ends_the_process(open_window: Callable[..., Any]) -> None:
    window = open_window("home")
    window.command("raise")
    assert window.process.wait(10) != 0
    assert "LookupError: no such page" in window.process.stderr.read()


def test_high_contrast_in_the_largest_size(open_window: Callable[..., Any]) -> None:
    window = open_window("home", "XL", "hc_dark")
    x, y, _, h = window.rects["home.all"]
    picture = window.picture()
    assert picture.getpixel((x + 12, y + h // 2)) == (0xFF, 0xE6, 0x00)
    assert picture.getpixel((540, 400)) == (0, 0, 0)
    assert window.close() == 0


def test_countdown_redraws_only_what_counts(window: Any) -> None:
    """The bar and its words change; everything else stays the same pixels."""
    window.show("time_warning")
    before = window.picture()
    window.show("time_warning_later")
    after = window.picture()
    assert window.page == "time.warning"
    changed = [
        (x, y)
        for y in range(0, 1920, 4)
        for x in range(0, 1080, 4)
        if before.getpixel((x, y)) != after.getpixel((x, y))
    ]
    assert changed
    assert all(800 < y < 1060 for _, y in changed)


def test_clipped_frames_leave_the_page_as_a_whole_one_would(window: Any) -> None:
    window.show("queue_choice")
    for node in ("matter.dog", "utility.help", "queue.back"):
        window.down(*window.middle(node))
        window.expect("pressed")
        window.move(540, 400)
        window.up()
        time.sleep(0.3)
    for _ in range(4):
        window.key("Tab")
        time.sleep(0.05)
    window.tap("queue.draw")  # a touch hides the ring
    time.sleep(0.4)
    clipped = window.picture()
    window.show("home")
    window.show("queue_choice")
    assert window.picture().tobytes() == clipped.tobytes()


def test_darker_lies_over_everything_and_goes_again(window: Any) -> None:
    window.show("home")
    look = {"lang": "de", "size": "M", "theme": "standard"}
    before = window.picture()
    window.command("look", json.dumps(look | {"brightness": 1}))
    window.show("queue_choice")
    picture = window.picture()
    x, y, _, h = window.rects["queue.draw"]
    for point, colour in (((540, 20), PRIMARY), ((540, 700), (255, 255, 255)), ((x + 12, y + h // 2), PRIMARY)):
        seen = picture.getpixel(point)
        assert all(abs(a - 0.68 * b) <= 3 for a, b in zip(seen, colour, strict=True))
    window.down(*window.middle("queue.back"))
    window.expect("pressed")
    window.up()
    window.command("look", json.dumps(look))
    window.show("home")
    assert window.picture().tobytes() == before.tobytes()


def test_a_page_leaves_nothing_behind_when_the_next_is_shown(window: Any) -> None:
    def instructions() -> int:
        window.show("queue_choice")
        window.show("home")
        window.command("count")
        return int(window.expect("counted")["instructions"])

    instructions()  # what came with the first page is out of the collector's sight
    first = instructions()
    assert 20 < first < 300
    assert [instructions() for _ in range(3)] == [first] * 3
