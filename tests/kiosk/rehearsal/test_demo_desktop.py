"""Where the windows of the demo go."""

import pytest

from kiosk.rehearsal.desktop import Desktop, Window, arrange, desktop
from kiosk.rehearsal.errors import StageError
from kiosk.rehearsal.stage import LANDSCAPE, PORTRAIT


def inside(window: Window, where: Desktop) -> bool:
    width, height, x, y = window
    return where.x <= x and x + width <= where.x + where.width and where.y <= y and y + height <= where.y + where.height


@pytest.mark.parametrize("screen", [PORTRAIT, LANDSCAPE])
@pytest.mark.parametrize(
    "where",
    [
        Desktop(0, 0, 1920, 1080),
        Desktop(1920, 120, 1366, 768),
        Desktop(0, 0, 1280, 720),
        Desktop(0, 0, 1024, 768),
        Desktop(0, 0, 3840, 2160),
        Desktop(0, 0, 1080, 1920),
    ],
    ids=str,
)
def test_both_windows_fit_side_by_side_and_keep_their_shape(where: Desktop, screen: tuple[int, int]) -> None:
    terminal, panel = arrange(where, screen)
    assert inside(terminal, where)
    assert inside(panel, where)
    assert terminal[2] + terminal[0] < panel[2]
    assert terminal[0] * screen[1] == terminal[1] * screen[0]
    assert max(terminal[1], panel[1]) <= where.height - 60
    assert panel[0] / panel[1] == pytest.approx(420 / 700, abs=0.002)


@pytest.mark.parametrize("size", [(800, 600), (640, 1080), (1920, 500)])
def test_a_display_too_small_is_said(size: tuple[int, int]) -> None:
    with pytest.raises(StageError, match="too small"):
        arrange(Desktop(0, 0, *size), PORTRAIT)


@pytest.mark.parametrize(("display", "says"), [("", "not set"), (":9999", ":9999 does not answer")])
def test_no_display_is_said(display: str, says: str) -> None:
    with pytest.raises(StageError, match=says):
        desktop(display)
