"""More space and darker: what a visit may ask for beside size and theme."""

from itertools import pairwise, product

import pytest

from kiosk.dialogue.pages import Appearance, Size, focus_order
from kiosk.settings.contrast import contrast
from screens.inks import PALETTES, VEIL, Ink, Palette
from screens.layout import Placed, lay_out
from screens.layout.placed import Text
from screens.metrics import WIDE_LETTER, WIDE_LINE, Metrics
from screens.text.fonts import Fonts
from tests.screens import form_pages, sample_pages, settings_pages
from tests.screens.checks import LANDSCAPE, PORTRAIT, PX_PER_MM, key_faults, lone_field, text_faults

PAGES = sample_pages.PAGES | form_pages.PAGES | settings_pages.PAGES


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    return Fonts()


def place(fonts: Fonts, name: str, look: Appearance, window: tuple[int, int] = PORTRAIT) -> Placed:
    return lay_out(PAGES[name](look), Metrics(*window, PX_PER_MM), fonts.width)


@pytest.mark.parametrize("name", PAGES)
def test_wider_lines_and_letters_clip_nothing(fonts: Fonts, name: str) -> None:
    for size, window in product(Size, (PORTRAIT, LANDSCAPE)):
        look = Appearance(size=size, spacing=True)
        page, placed = PAGES[name](look), place(fonts, name, look, window)
        faults = [fault for fault in (*key_faults(placed), *text_faults(placed)) if not lone_field(page, fault)]
        assert not faults, f"{name} {size.value} {window}: {faults}"
        assert set(placed.targets) == set(focus_order(page))


def test_lines_and_letters_are_as_wide_as_asked_for(fonts: Fonts) -> None:
    placed = place(fonts, "intro", Appearance(spacing=True))
    texts = [s for part in placed.parts for s in part.shapes if isinstance(s, Text)]
    assert min(text.spacing for text in texts) >= WIDE_LETTER - 0.005
    cost = next(part for part in placed.parts if part.node == "intro.cost")
    lines = sorted({s.baseline for s in cost.shapes if isinstance(s, Text)})
    px = next(s.px for s in cost.shapes if isinstance(s, Text))
    assert min(b - a for a, b in pairwise(lines)) >= WIDE_LINE * px - 1


# --- Darker ---

_WORDS = [
    (Ink.TEXT, Ink.BG),
    (Ink.TEXT, Ink.SURFACE),
    (Ink.TEXT, Ink.SURFACE2),
    (Ink.TEXT, Ink.INFO_BG),
    (Ink.MUTED, Ink.BG),
    (Ink.MUTED, Ink.SURFACE),
    (Ink.ON_PRIMARY, Ink.PRIMARY),
    (Ink.ON_PRESSED, Ink.PRESSED),
    (Ink.DANGER, Ink.BG),
    (Ink.ON_FRAME, Ink.FRAME),
    (Ink.ON_FRAME_ACTIVE, Ink.FRAME_ACTIVE),
    (Ink.ON_FRAME, Ink.STAFF_FRAME),
]


@pytest.mark.parametrize("palette", PALETTES.values(), ids=[theme.value for theme in PALETTES])
@pytest.mark.parametrize("brightness", [1, 2, 3])
def test_every_text_keeps_its_contrast_under_the_veil(palette: Palette, brightness: int) -> None:
    light = 1 - VEIL.get(brightness, 0.0)
    for ink, ground in _WORDS:
        one, other = palette[ink], palette[ground]
        assert one is not None
        assert other is not None
        assert contrast(one, other, light) >= 4.5, f"{ink.value} on {ground.value}"


def test_darker_is_darker() -> None:
    assert VEIL[1] >= 0.25
    assert not set(VEIL) & {2, 3}
