"""Pages from right to left: what changes sides, and what does not."""

from dataclasses import replace

import pytest

from kiosk.dialogue.pages import Appearance, Page, Size, focus_order
from screens.geometry import Rect
from screens.layout import Placed, lay_out
from screens.layout.placed import Icon, Kind, Text
from screens.metrics import Metrics
from screens.text.fonts import Fonts
from tests.screens import arabic_pages, form_pages, sample_pages
from tests.screens.checks import LANDSCAPE, PORTRAIT, PX_PER_MM, key_faults, near, text_faults


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    return Fonts()


def place(fonts: Fonts, page: Page, window: tuple[int, int] = PORTRAIT) -> Placed:
    return lay_out(page, Metrics(*window, PX_PER_MM), fonts.width)


def leftward(page: Page) -> Page:
    """The same page as if its language were written from right to left."""
    return replace(page, appearance=replace(page.appearance, lang="ar"))


@pytest.mark.parametrize("name", arabic_pages.PAGES)
@pytest.mark.parametrize("size", Size)
def test_nothing_is_small_clipped_or_on_top_of_something(fonts: Fonts, name: str, size: Size) -> None:
    for window in (PORTRAIT, LANDSCAPE):
        for reach, spacing in ((False, False), (False, True)):
            page = arabic_pages.PAGES[name](Appearance(size=size, reach=reach, spacing=spacing))
            placed = place(fonts, page, window)
            faults = [*key_faults(placed), *text_faults(placed)]
            assert not faults, f"{window} {faults}"
            assert set(placed.targets) == set(focus_order(page))


EDGES = {
    "home.queue": (716, 956, 1023, 1138, 6),
    "home.search": (551, 1695, 1023, 1782, 2),
    "home.all": (57, 1695, 529, 1782, 2),
}


@pytest.mark.parametrize("key", EDGES)
def test_home_is_where_the_reference_has_it(fonts: Fonts, key: str) -> None:
    *edges, by = EDGES[key]
    assert near(place(fonts, arabic_pages.home(Appearance())).rects()[key], *edges, by)


@pytest.mark.parametrize("name", ["home", "queue_choice", "ticket"])
def test_every_part_is_on_the_other_side(fonts: Fonts, name: str) -> None:
    page = sample_pages.PAGES[name](Appearance())
    usual, other = place(fonts, page), place(fonts, leftward(page))
    assert other.emblem.right == 1080 - usual.emblem.x
    for part, mirrored in zip(usual.parts, other.parts, strict=True):
        assert mirrored.rect == Rect(1080 - part.rect.right, part.rect.y, part.rect.w, part.rect.h)


def test_only_icons_that_point_are_turned(fonts: Fonts) -> None:
    placed = place(fonts, arabic_pages.home(Appearance()))
    icons = [shape for part in placed.parts for shape in part.shapes if isinstance(shape, Icon)]
    assert {icon.name for icon in icons if icon.turned} == {"chevron", "forward", "exit"}


@pytest.mark.parametrize(
    ("name", "first", "last"), [("name_question", "keyboard.1", "keyboard.ß"), ("date_question", "pad.1", "pad.3")]
)
def test_keyboard_and_pad_keep_their_order(fonts: Fonts, name: str, first: str, last: str) -> None:
    page = form_pages.PAGES[name](Appearance())
    usual, other = place(fonts, page), place(fonts, leftward(page))
    for placed in (usual, other):
        assert placed.targets[first].rect.x < placed.targets[last].rect.x
    block = [p.rect for p in other.parts if p.kind is Kind.TYPING]
    assert max(rect.right for rect in block) == 1023, "the pad stands at the start edge, which is the right one"
    assert not list(key_faults(other))


def test_what_is_typed_stays_latin(fonts: Fonts) -> None:
    page = form_pages.name_question(Appearance())
    usual, other = (next(p for p in place(fonts, q).parts if p.kind is Kind.FIELD) for q in (page, leftward(page)))
    assert usual.shapes == other.shapes


def test_letters_join_whatever_space_is_asked_for(fonts: Fonts) -> None:
    wide = place(fonts, arabic_pages.home(Appearance(spacing=True)))
    assert {s.spacing for p in wide.parts for s in p.shapes if isinstance(s, Text)} == {0.0}
    image, _, _ = fonts.mask("مرحبًا بكم", 600, 60.0, 0.0)
    apart = sum(fonts.width(letter, 600, 60.0) for letter in "مرحبًا بكم")
    assert image.width < apart, "joined letters are narrower than the same letters alone"


def test_a_line_that_begins_with_a_number_begins_at_the_right(fonts: Fonts) -> None:
    """Given left to right the number would stand at the left: the two pictures differ."""
    image, left, top = fonts.mask("5,00 يورو", 400, 40.0, 0.0)
    number, _, _ = fonts.mask("5,00", 400, 40.0, 0.0)
    end = image.crop((image.width - number.width, 0, image.width, image.height))
    word, _, _ = fonts.mask("يورو", 400, 40.0, 0.0)
    start = image.crop((0, 0, word.width, image.height))
    assert left <= 0 >= top
    assert end.getbbox() is not None
    assert start.getbbox() is not None
    assert number.getbbox() is not None
    assert end.getbbox()[3] < start.getbbox()[3], "digits stand on the line, the word reaches below it"  # type: ignore[index]
