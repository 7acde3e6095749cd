"""The same streams in an independent emulator: text, heights, status bits. The recording: `tests/streams/escpos`.

Where both were right to differ: emupos does not know FS - and FS S, which receiptline sends before every line, has no
euro in PC857, and reckons in dots whatever GS P says (so that streams for 180 dpi are compared at 180 dpi).
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import ImageOps

STREAMS = Path(__file__).parents[3] / "streams/escpos"
OTHER: dict[str, Any] = json.loads((STREAMS / "emupos.json").read_text("utf-8"))
NAMES = sorted(name for name in OTHER["streams"] if not name.startswith("receiptline"))
DESCENDER = 6
"""Dots by which the lowest letter of one font may reach below the other's."""


def lines(text: str) -> list[str]:
    """Words only: pictures and codes are named differently, and blanks at the ends are nobody's business."""
    bare = (line.strip() for line in text.splitlines())
    return [line for line in bare if line and not line.startswith("[")]


@pytest.mark.parametrize("name", NAMES)
def test_both_read_the_same_at_the_same_height(desk: Callable[..., Any], name: str) -> None:
    on = desk("epson-tm-t88" if name == "encoder-t88" else "plain", cutter=False)
    on.send((STREAMS / f"{name}.bin").read_bytes())
    text = on.tear()
    ours = lines(text.replace("€", "�") if name.startswith("encoder") else text)
    theirs = OTHER["streams"][name]
    assert ours == [line for text in theirs["texts"] for line in lines(text)]
    _, top, right, bottom = ImageOps.invert(on.picture()).getbbox()
    head_to_cutter = round(12 * (180 / 25.4 if name == "encoder-t88" else 8))
    [[_, _, other_right, other_bottom]] = theirs["ink"]
    assert bottom - head_to_cutter == pytest.approx(other_bottom, abs=DESCENDER)
    assert right == pytest.approx(other_right, abs=DESCENDER)
    assert top >= head_to_cutter


@pytest.mark.parametrize("trouble", OTHER["status"])
def test_both_answer_the_same(desk: Callable[..., Any], trouble: str) -> None:
    on = desk()
    on.do(trouble)
    assert on.send(b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04").hex(" ") == OTHER["status"][trouble]
