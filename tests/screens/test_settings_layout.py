"""The settings page on the glass (03)."""

import pytest

from kiosk.dialogue.pages import Appearance, Mark, Size, focus_order, nodes
from screens.inks import FIXED, Ink
from screens.layout import Placed, lay_out
from screens.layout.placed import Fill, Text, held
from screens.metrics import Metrics
from screens.text.fonts import Fonts
from tests.screens import settings_pages
from tests.screens.checks import PORTRAIT, PX_PER_MM, every_look, key_faults, near, text_faults


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    return Fonts()


def place(fonts: Fonts, look: Appearance, window: tuple[int, int] = PORTRAIT) -> Placed:
    return lay_out(settings_pages.settings(look), Metrics(*window, PX_PER_MM), fonts.width)


def test_nothing_is_small_clipped_left_out_or_on_top_of_something(fonts: Fonts) -> None:
    for size, theme, window, lang in every_look():
        look = Appearance(lang, size, theme)
        page, placed = settings_pages.settings(look), place(fonts, look, window)
        faults = [*key_faults(placed), *text_faults(placed)]
        assert not faults, f"{size.value} {theme.value} {window} {lang}: {faults}"
        assert set(placed.targets) == set(focus_order(page))
        assert not {node.id for node in nodes(page) if node.name} - set(placed.rects())


EDGES = {
    "panel": (0, 87, 1080, 475, 6),
    "panel:card": (57, 244, 1023, 431, 6),
    "size.0": (57, 650, 289, 766, 6),
    "size.1": (302, 650, 534, 766, 6),
    "theme.1": (383, 860, 697, 976, 6),
    "switch.speech": (57, 1279, 529, 1381, 6),
    "switch.hand": (551, 1513, 1023, 1615, 6),
    "tray": (0, 1659, 1080, 1811, 2),
}


@pytest.mark.parametrize("key", EDGES)
def test_edges_are_where_the_reference_has_them(fonts: Fonts, key: str) -> None:
    placed = place(fonts, Appearance())
    rect = next((part.rect for part in placed.parts if part.key == key), None) or placed.rects()[key]
    *edges, by = EDGES[key]
    assert near(rect, *edges, by), f"{rect} is not {edges}"


def test_samples_show_what_the_option_does(fonts: Fonts) -> None:
    placed = place(fonts, Appearance())
    letters = [
        next(s.px for s in placed.targets[f"size.{i}"].shapes if isinstance(s, Text) and s.text == "A")
        for i in range(len(Size))
    ]
    assert letters == sorted(set(letters))
    inks = {
        next(s.ink for s in placed.targets[f"theme.{i}"].shapes if isinstance(s, Text) and s.text == "Abc")
        for i in range(3)
    }
    assert inks == {Ink.SAMPLE_TEXT, Ink.SAMPLE_BRIGHT, Ink.CODE}


def test_samples_keep_their_colours_while_the_key_is_held(fonts: Fonts) -> None:
    key = place(fonts, Appearance()).targets["theme.1"]
    before = [s for s in key.shapes if isinstance(s, (Fill, Text)) and s.ink in FIXED]
    after = [s for s in held(key, 0).shapes if isinstance(s, (Fill, Text)) and s.ink in FIXED]
    assert before == after != []


def test_a_switch_shows_without_colour_whether_it_is_on(fonts: Fonts) -> None:
    def knob(look: Appearance) -> int:
        part = place(fonts, look).targets["switch.spacing"]
        disc = [s for s in part.shapes if isinstance(s, Fill)][-1]
        return disc.rect.x - part.rect.x

    assert knob(Appearance(spacing=True)) > knob(Appearance()) + 20
    page = settings_pages.settings(Appearance(spacing=True))
    (node,) = (node for node in nodes(page) if node.id == "switch.spacing")
    assert Mark.SELECTED in node.marks
    assert node.value == "an"
