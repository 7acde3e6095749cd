"""A second town on the glass: its colours and arms in the standard theme, nothing of it in strong contrast."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from kiosk.settings.contrast import rgb
from tests.kiosk.settings.second_town import PRESSED, PRIMARY

SHIPPED = {rgb("#0B4A8F"), rgb("#072F5C")}
GOLD = rgb("#F2C230")
EMBLEM = (57, 14, 108, 72)


def colours(picture: Image.Image) -> set[Any]:
    return {colour for _, colour in picture.getcolors(1 << 24) or []}


@pytest.mark.parametrize("page", ["attract", "home", "question", "done", "settings"])
def test_the_second_town_has_its_own_colours_and_arms(open_window: Callable[..., Any], page: str) -> None:
    window = open_window(page, "M", "standard", "1080", "1920", "second_town")
    picture = window.picture()
    assert picture.getpixel((540, 4)) == rgb(PRIMARY)
    assert GOLD in colours(picture.crop(EMBLEM))
    assert not colours(picture) & SHIPPED
    assert window.close() == 0


def test_a_key_of_the_second_town_is_held(open_window: Callable[..., Any]) -> None:
    window = open_window("question", "M", "standard", "1080", "1920", "second_town")
    time.sleep(0.4)  # the guard after a new page
    x, y, wide, high = window.rects["question.next"]
    assert window.picture().getpixel((x + 12, y + high // 2)) == rgb(PRIMARY)
    window.down(x + wide // 2, y + high // 2)
    window.expect("pressed")
    assert window.picture().getpixel((x + 12, y + high // 2)) == rgb(PRESSED)
    window.up()
    assert window.close() == 0


@pytest.mark.parametrize("theme", ["hc_dark", "hc_light"])
def test_strong_contrast_has_the_arms_and_no_colour_of_the_town(open_window: Callable[..., Any], theme: str) -> None:
    window = open_window("home", "M", theme, "1080", "1920", "second_town")
    picture = window.picture()
    assert picture.getpixel((540, 4)) == (0, 0, 0)
    assert GOLD in colours(picture.crop(EMBLEM))
    below_the_arms = picture.crop((0, 90, 1080, 1920))
    assert not colours(below_the_arms) & {rgb(PRIMARY), rgb(PRESSED)}
    assert window.close() == 0
