"""The ring of the keypad: order, wrap, what a page change and a touch do to it."""

from dataclasses import replace
from types import ModuleType

import pytest

from kiosk.dialogue.pages import Appearance, Page, focus_order
from screens.focus import Focus, Step, step_of


@pytest.fixture
def home(samples: ModuleType) -> Page:
    page: Page = samples.home(Appearance())
    return page


@pytest.fixture
def warning(samples: ModuleType) -> Page:
    page: Page = samples.time_warning(Appearance())
    return page


@pytest.mark.parametrize(
    ("key", "shift", "step"),
    [
        (9, False, Step.NEXT),
        (9, True, Step.PREVIOUS),
        (275, False, Step.NEXT),
        (274, False, Step.NEXT),
        (276, False, Step.PREVIOUS),
        (273, False, Step.PREVIOUS),
        (13, False, Step.ACTIVATE),
        (271, False, Step.ACTIVATE),
        (32, False, Step.ACTIVATE),
        (27, False, None),
        (282, False, None),
    ],
)
def test_keys(key: int, shift: bool, step: Step | None) -> None:
    assert step_of(key, shift=shift) is step


def test_walks_the_whole_order_and_wraps(home: Page) -> None:
    focus = Focus()
    focus.show(home)
    order = focus_order(home)
    seen = []
    for _ in range(len(order) + 1):
        focus.step(Step.NEXT)
        seen.append(focus.node)
    assert seen == [*order, order[0]]


def test_backwards_from_nowhere_starts_at_the_end(home: Page) -> None:
    focus = Focus()
    focus.show(home)
    focus.step(Step.PREVIOUS)
    assert focus.node == focus_order(home)[-1]


def test_ring_is_hidden_until_a_key_is_used_and_after_a_touch(home: Page) -> None:
    focus = Focus()
    focus.show(home)
    assert focus.ring == ""
    focus.step(Step.NEXT)
    assert focus.ring == focus.node != ""
    focus.touched()
    assert focus.ring == ""


def test_page_may_ask_for_the_ring(warning: Page) -> None:
    focus = Focus()
    focus.show(warning)
    assert focus.ring == "time.more"
    assert focus.step(Step.ACTIVATE) == "time.more"


def test_ring_that_a_page_asked_for_goes_with_it(home: Page, warning: Page) -> None:
    focus = Focus()
    focus.show(warning)
    focus.show(replace(home, focus="home.queue"))
    assert focus.node == "home.queue"
    assert focus.ring == ""


def test_activating_without_a_visible_ring_only_shows_it(home: Page) -> None:
    focus = Focus()
    focus.show(replace(home, focus="home.queue"))
    assert focus.step(Step.ACTIVATE) == "", "nobody may press what nobody can see"
    assert focus.ring == "home.queue"
    assert focus.step(Step.ACTIVATE) == "home.queue"


def test_same_page_keeps_the_node(home: Page) -> None:
    focus = Focus()
    focus.show(home)
    focus.step(Step.NEXT)
    focus.step(Step.NEXT)
    node = focus.node
    focus.show(replace(home, frame=replace(home.frame, time="10:25 Uhr")))
    assert focus.node == node


def test_new_page_starts_where_it_says(home: Page, warning: Page) -> None:
    focus = Focus()
    focus.show(home)
    focus.step(Step.NEXT)
    focus.show(warning)
    assert focus.node == "time.more"
    focus.show(home)
    assert focus.node == ""


def test_node_that_is_gone_gives_the_focus_back(home: Page) -> None:
    focus = Focus()
    focus.show(home)
    focus.step(Step.PREVIOUS)
    assert focus.node == "utility.leave"
    utility = (*home.frame.utility[:-1], None)
    focus.show(replace(home, frame=replace(home.frame, utility=utility)))
    assert focus.node == ""


def test_page_without_keys_has_no_focus(home: Page) -> None:
    focus = Focus()
    bare = replace(home, content=(), nav=None, frame=replace(home.frame, utility=(None,) * 7))
    focus.show(bare)
    assert focus.step(Step.NEXT) == ""
    assert focus.ring == ""
