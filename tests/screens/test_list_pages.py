"""Pages of lists, long lists of answers and long texts, as the dialogue makes them: nothing clipped, all in reach."""

import pytest

from kiosk.dialogue.pages import Appearance, Fields, Page, Size, Theme
from screens.layout import Placed, lay_out
from screens.layout.placed import Fill, Icon, Kind, Text
from screens.metrics import Metrics, TextStyle
from screens.text.fonts import Fonts
from screens.text.typed import last_lines, read_lines
from tests.screens.checks import LANDSCAPE, PORTRAIT, PX_PER_MM
from tests.screens.list_pages import PAGES
from tests.screens.pictures import placed_faults

FONTS = Fonts()
STYLE = TextStyle(10.0, 400, 1.0)
LOOKS = [(size, theme, reach) for size in Size for theme in (Theme.STANDARD, Theme.HC_DARK) for reach in (False, True)]


def placed(page: Page, window: tuple[int, int] = PORTRAIT) -> Placed:
    return lay_out(page, Metrics(*window, PX_PER_MM), FONTS.width)


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_every_look_is_without_fault(name: str, lang: str) -> None:
    for size, theme, reach in LOOKS:
        page = PAGES[name](Appearance(lang, size, theme, reach=reach))
        for window in (PORTRAIT, LANDSCAPE):
            assert list(placed_faults(page, placed(page, window))) == [], (size, theme, reach, window)


def measure(text: str, weight: int, px: float) -> float:
    return 10.0 * len(text)


def shown(text: str, width: float, most: int) -> list[str]:
    return [line.text for line in last_lines(text, width, STYLE, measure, most)]


def test_a_long_text_shows_its_end_and_that_something_stands_before() -> None:
    assert shown("eins zwei", 60, 3) == ["eins ", "zwei"]
    assert shown("eins zwei drei vier", 60, 2) == ["… drei", "vier"]
    assert shown("a b c d e f g h", 80, 1) == ["… f g h"]
    assert shown("abcdefghij", 40, 2) == ["… gh", "ij"]
    assert all(len(line.rstrip()) <= 8 for line in shown("eins zwei drei vier " * 9, 80, 4))


def test_the_end_of_a_long_text_has_the_caret_in_the_field() -> None:
    for size in Size:
        page = PAGES["long_text.full"](Appearance(size=size))
        field = next(part for part in placed(page).parts if part.kind is Kind.FIELD)
        caret = [shape for shape in field.shapes if isinstance(shape, Fill)]
        assert len(caret) == 1
        assert field.rect.contains(caret[0].rect)
        texts = [shape for shape in field.shapes if isinstance(shape, Text)]
        assert texts[0].text.startswith("… ")
        assert any(isinstance(block, Fields) and block.lines > 1 for block in page.content)


def test_read_lines_have_no_spaces_at_their_ends() -> None:
    lines = read_lines("eins zwei  drei", 60, STYLE, measure)
    assert [line.text for line in lines] == ["eins", "zwei", "drei"]


def test_a_chosen_box_is_11_mm_with_a_white_check() -> None:
    parts = placed(PAGES["several"](Appearance())).targets
    box = parts["choice.angebot.speisen"]
    mark = next(shape for shape in box.shapes if isinstance(shape, Fill))
    assert (mark.rect.w, mark.rect.h) == (40, 40)
    assert any(isinstance(shape, Icon) and shape.name == "check" for shape in box.shapes)
    assert not any(isinstance(shape, Icon) for shape in parts["choice.angebot.alkoholfrei"].shapes)


def test_keys_of_rows_stand_in_columns() -> None:
    keys = placed(PAGES["rows.two"](Appearance())).targets
    for kind in ("change", "remove"):
        assert keys[f"rows.{kind}.1"].rect.x == keys[f"rows.{kind}.2"].rect.x
    assert keys["rows.remove.1"].rect.right < keys["rows.add"].rect.right
