"""Reach mode ("Niedrig"): what is pressed lies low, what is read takes the rest (mock-ups 2)."""

from dataclasses import replace

import pytest

from kiosk.dialogue.pages import Appearance, Choices, Page, Size, Theme, focus_order
from screens.inks import Ink
from screens.layout import Placed, fits, lay_out
from screens.metrics import Metrics
from screens.text.fonts import Fonts
from tests.screens import form_pages, sample_pages, settings_pages
from tests.screens.checks import LANDSCAPE, PORTRAIT, PX_PER_MM, key_faults, left_out, lone_field, near, text_faults

PAGES = sample_pages.PAGES | form_pages.PAGES | settings_pages.PAGES
METRICS = Metrics(*PORTRAIT, PX_PER_MM)


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    return Fonts()


def place(fonts: Fonts, page: Page, window: tuple[int, int] = PORTRAIT) -> Placed:
    return lay_out(page, Metrics(*window, PX_PER_MM), fonts.width)


@pytest.mark.parametrize("name", PAGES)
def test_no_key_lies_above_the_reach(fonts: Fonts, name: str) -> None:
    """And nothing is clipped, left out or closer together for it."""
    for size in Size:
        for lang in ("de", "en"):
            page = PAGES[name](Appearance(lang, size, Theme.STANDARD, reach=True))
            placed = place(fonts, page)
            faults = [fault for fault in (*key_faults(placed), *text_faults(placed)) if not lone_field(page, fault)]
            assert not faults, f"{name} {size.value} {lang}: {faults}"
            assert set(placed.targets) == set(focus_order(page))
            assert not left_out(page, placed)


@pytest.mark.parametrize("name", PAGES)
def test_landscape_is_low_anyway(fonts: Fonts, name: str) -> None:
    """There is no glass above the reach: the page is the one without it."""
    page = PAGES[name](Appearance(reach=True))
    usual = replace(page, appearance=replace(page.appearance, reach=False))
    assert place(fonts, page, LANDSCAPE).parts == place(fonts, usual, LANDSCAPE).parts


EDGES = {
    "home.queue": (57, 1250, 529, 1381, 6),
    "home.more": (551, 1542, 1023, 1673, 6),
    "home.all": (551, 1695, 1023, 1782, 2),
    "tray": (0, 1220, 1080, 1811, 6),
}


@pytest.mark.parametrize("key", EDGES)
def test_home_is_where_the_reference_has_it(fonts: Fonts, key: str) -> None:
    placed = place(fonts, sample_pages.home(Appearance(reach=True)))
    rect = next((part.rect for part in placed.parts if part.key == key), None) or placed.rects()[key]
    *edges, by = EDGES[key]
    assert near(rect, *edges, by), f"{rect} is not {edges}"


def test_the_key_for_more_looks_unlike_the_tiles_that_lead_away(fonts: Fonts) -> None:
    targets = place(fonts, sample_pages.home(Appearance(reach=True))).targets
    more, tile = targets["home.more"].face, targets["home.queue"].face
    assert more is not None
    assert tile is not None
    assert (more.fill, tile.fill) == (Ink.SURFACE2, Ink.BG)


def test_a_page_says_whether_it_fits(fonts: Fonts) -> None:
    """What a dialogue may ask before it shows a list."""
    page = sample_pages.queue_choice(Appearance())
    assert fits(page, METRICS, fonts.width)
    assert fits(sample_pages.queue_choice(Appearance(reach=True)), METRICS, fonts.width)
    topics = form_pages.topics(Appearance())
    low = replace(topics, appearance=Appearance(reach=True))
    assert fits(topics, METRICS, fonts.width)
    assert not fits(low, METRICS, fonts.width), "eight tiles are too many for the lower part"
    many = replace(page, content=(*page.content, Choices(tuple(sample_pages.radio(f"x{i}", "Mehr") for i in range(9)))))
    assert not fits(many, METRICS, fonts.width)
