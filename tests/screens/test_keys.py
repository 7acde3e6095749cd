"""Keys look like what they do: one that cannot be used, one that turns the page, and all others."""

import pytest

from kiosk.dialogue.pages import Choices, KeyRow, Mark, Theme, Tiles
from screens.layout.blocks import lay_block
from screens.layout.keys import key_row, tiles
from screens.layout.kit import Kit
from screens.layout.placed import Icon, Kind, Part, Text
from screens.metrics import REGULAR, STRONG, Metrics
from screens.text.fonts import Fonts
from tests.screens.checks import PX_PER_MM
from tests.screens.sample_pages import key, radio

X, WIDTH = 57, 966


def kit(theme: Theme) -> Kit:
    return Kit(Metrics(1080, 1920, PX_PER_MM), Fonts().width, contrast=theme is not Theme.STANDARD)


def tile(theme: Theme, *, off: bool) -> Part:
    marks = frozenset({Mark.UNAVAILABLE}) if off else frozenset[Mark]()
    node = key("home.queue", "Wartenummer ziehen", "queue", "Geht zurzeit nicht", marks=marks)
    return next(part for part in tiles(kit(theme), Tiles((node,), 2), X, WIDTH).parts if part.kind is Kind.TILE)


def icons(part: Part) -> list[str]:
    return [shape.name for shape in part.shapes if isinstance(shape, Icon)]


@pytest.mark.parametrize("theme", Theme)
def test_what_cannot_be_used_is_told_apart_without_colour_and_can_still_be_pressed(theme: Theme) -> None:
    on, off = tile(theme, off=False), tile(theme, off=True)
    assert off.pressable
    assert icons(on) == ["queue", "chevron"]
    assert icons(off) == ["queue", "info"]
    weights = [next(shape.weight for shape in part.shapes if isinstance(shape, Text)) for part in (on, off)]
    assert weights == [STRONG, REGULAR]
    assert off.face is not None
    assert off.face.lower == off.face.line


def test_a_key_for_more_does_not_look_like_an_answer() -> None:
    made = kit(Theme.STANDARD)
    more = key_row(made, KeyRow((key("options.more", "Mehr anzeigen (Seite 1 von 2)", "down"),), 1), X, WIDTH).parts[0]
    answer = lay_block(made, Choices((radio("a", "Tierheim"),)), X, WIDTH, hint=True, room=0).parts[0]
    assert more.face is not None
    assert answer.face is not None
    assert more.face.fill is not answer.face.fill
