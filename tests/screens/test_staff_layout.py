"""The staff area on the glass (11, 31): in every look whole, reachable and readable."""

import pytest

from kiosk.dialogue.pages import Appearance, Size, Theme, focus_order
from screens.inks import Ink
from screens.layout import Placed, lay_out
from screens.layout.placed import Fill, Icon, Text
from screens.metrics import Metrics
from screens.text.fonts import Fonts
from tests.screens import staff_pages
from tests.screens.checks import PORTRAIT, PX_PER_MM, every_look, key_faults, left_out, part, text_faults


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    return Fonts()


def place(fonts: Fonts, name: str, look: Appearance, window: tuple[int, int] = PORTRAIT) -> Placed:
    return lay_out(staff_pages.PAGES[name](look), Metrics(*window, PX_PER_MM), fonts.width)


@pytest.mark.parametrize("name", staff_pages.PAGES)
def test_nothing_is_small_clipped_left_out_or_on_top_of_something(fonts: Fonts, name: str) -> None:
    for size, theme, window, lang in every_look():
        look = Appearance(lang, size, theme)
        page, placed = staff_pages.PAGES[name](look), place(fonts, name, look, window)
        faults = [*key_faults(placed), *text_faults(placed)]
        assert not faults, f"{size.value} {theme.value} {window} {lang}: {faults}"
        assert set(placed.targets) == set(focus_order(page))
        assert not left_out(page, placed), f"{size.value} {theme.value} {window} {lang}"


def dots(placed: Placed) -> int:
    boxes = [part for part in placed.parts if part.key.startswith("secret:")]
    fills = [shape for box in boxes for shape in box.shapes if isinstance(shape, Fill)]
    return sum(shape.ink is Ink.TEXT for shape in fills)


@pytest.mark.parametrize(("name", "count", "boxes"), [("staff_pin", 3, 6), ("staff_pin_long", 11, 11)])
def test_a_dot_for_each_digit_and_nothing_else_about_it(fonts: Fonts, name: str, count: int, boxes: int) -> None:
    placed = place(fonts, name, Appearance())
    assert dots(placed) == count
    secret = [part for part in placed.parts if part.key.startswith("secret:")]
    assert len(secret) == boxes
    assert not [shape for box in secret for shape in box.shapes if isinstance(shape, Text)]


def test_pin_page_is_where_the_reference_has_it(fonts: Fonts) -> None:
    """11: boxes over the full width, the pad's first key and the row of keys at the same place as everywhere."""
    placed = place(fonts, "staff_pin", Appearance())
    first, last = part(placed, "secret:0").rect, part(placed, "secret:5").rect
    assert (first.x, last.right, first.h) == (57, 1023, 124)
    assert abs(placed.rects()["pad.1"].y - 1213) <= 6
    assert abs(placed.rects()["staff.pin.ok"].y - 1695) <= 2


def test_staff_page_is_where_the_reference_has_it(fonts: Fonts) -> None:
    """31: the last row of keys, the plates, and rows of 27 mm whose keys end at the margin."""
    placed = place(fonts, "staff", Appearance())
    rects = placed.rects()
    assert abs(rects["staff.end"].y - 1695) <= 2
    assert (rects["staff.visits"].x, rects["staff.tickets"].right) == (57, 1023)
    assert {rects[f"staff.check.{device}"].right for device in ("reader", "printer", "portal")} == {1023}
    assert rects["staff.check.printer"].y - rects["staff.check.reader"].y == pytest.approx(100, abs=6)
    assert min(rect.y for node, rect in rects.items() if node in placed.targets) >= 573


@pytest.mark.parametrize("size", [Size.S, Size.M, Size.L, Size.XL])
def test_a_pill_lies_on_no_word_but_its_own(fonts: Fonts, size: Size) -> None:
    placed = place(fonts, "staff_trouble", Appearance(size=size))
    for device in ("reader", "printer", "portal"):
        pill = placed.rects()[f"staff.now.{device}"]
        words = [shape for shape in part(placed, f"node:staff.device.{device}").shapes if isinstance(shape, Text)]
        assert len(words) > 1
        assert not [text.text for text in words if text.rect.overlaps(pill)]


def test_head_and_bar_of_staff_are_dark_and_have_no_arms(fonts: Fonts) -> None:
    placed = place(fonts, "staff", Appearance())
    for key in ("head", "utility"):
        [ground, *others] = part(placed, key).shapes
        assert isinstance(ground, Fill)
        assert ground.ink is Ink.STAFF_FRAME
        assert all(isinstance(shape, Text | Icon) for shape in others)


def test_the_key_that_takes_something_away_is_never_filled(fonts: Fonts) -> None:
    for theme in Theme:
        face = place(fonts, "staff", Appearance(theme=theme)).targets["staff.close"].face
        assert face is not None
        assert (face.edge, face.fill) == (Ink.DANGER, Ink.BG)
    assert "staff.close" not in place(fonts, "staff_trouble", Appearance(size=Size.L)).targets
