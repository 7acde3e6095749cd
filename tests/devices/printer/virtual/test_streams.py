"""What other generators of ESC/POS send: text and geometry on our paper, and codes read by an independent reader.

`tests/streams/escpos/README.md` names the generators. `KNOWN` is what a printer has every right not to understand.
"""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image

STREAMS = Path(__file__).parents[3] / "streams/escpos"
ADDRESS = "https://mayen.example/w/7KQ2M9XW4P"
EAN = "4006381333931"
KNOWN = {
    "node-thermal-printer": ["1d7700"],  # GS w 0: widths begin at 2 (or 1)
}
MODEL = {
    "encoder-t20": "epson-tm-t20",
    "encoder-t88": "epson-tm-t88",
    "python-escpos-TM-T88V-bitImageRaster": "epson-tm-t88",
    "python-escpos-POS-5890-bitImageRaster": "paper-58",
    "python-escpos-NT-5890K-bitImageRaster": "paper-58",
    "python-escpos-ZJ-5870-bitImageRaster": "paper-58",
}
NAMES = sorted(path.stem for path in STREAMS.glob("*.bin"))

Desk = Any


def printed(desk: Callable[..., Desk], name: str, model: str = "") -> Desk:
    """Prints a stream; what hangs out at the end is torn off."""
    on = desk(model or MODEL.get(name, "plain"))
    on.send((STREAMS / f"{name}.bin").read_bytes())
    on.do("tear")
    return on


def codes(picture: Image.Image) -> dict[str, str]:
    """Text -> kind of every code that the reader finds."""
    framed = Image.new("L", (picture.width + 80, picture.height + 80), 255)
    framed.paste(picture, (40, 40))
    return {code.text: code.format.name for code in zxingcpp.read_barcodes(framed)}


def strips(on: Desk) -> list[Image.Image]:
    """What came between one event and the next, each on its own."""
    picture, facts = on.picture(1), on.facts(1)
    per_mm = picture.height / facts["mm"]
    rows = sorted({round((event["mm"] + 12) * per_mm) for event in facts["events"]} | {picture.height})
    pairs = [(top, bottom) for top, bottom in pairwise(rows) if bottom - top > 60]
    return [picture.crop((0, top, picture.width, bottom)) for top, bottom in pairs]


def test_there_are_streams_of_six_generators() -> None:
    assert len(NAMES) >= 16
    assert {name.split("-")[0] for name in NAMES} == {"encoder", "escpos", "node", "pyescpos", "python", "receiptline"}


@pytest.mark.parametrize("name", NAMES)
def test_every_stream_is_understood(desk: Callable[..., Desk], name: str) -> None:
    on = printed(desk, name)
    state = on.do("state")
    assert [odd["hex"] for odd in state["unknown"]] == KNOWN.get(name, [])
    assert state["pending_bytes"] == 0
    text = on.read(1)
    assert "Stadt Mayen" in text
    assert "B 047" in text or "Ende" in text


@pytest.mark.parametrize("name", [name for name in NAMES if name != "pyescpos"])
def test_umlauts_stand_where_each_generator_put_them(desk: Callable[..., Desk], name: str) -> None:
    assert "Bürgerbüro, Am Markt 1" in printed(desk, name).read(1)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "escpos-buffer"])
def test_qr_code_of_every_generator_is_read(desk: Callable[..., Desk], name: str) -> None:
    """Each thing printed is looked at alone: most generators leave the code no quiet zone of its own."""
    on = printed(desk, name)
    found = codes(on.picture(1))
    for strip in strips(on):
        found |= codes(strip)
    assert found.get(ADDRESS) == "QRCode"


def test_who_does_not_feed_to_the_cutter_cuts_through_the_own_code(desk: Callable[..., Desk]) -> None:
    """Head and cutter are 12 mm apart: two line feeds are not enough. Both pieces side by side are whole again."""
    on = printed(desk, "escpos-buffer")
    front, rear = on.picture(1), on.picture(2)
    assert codes(front) == codes(rear) == {}
    whole = Image.new("L", (front.width, front.height + rear.height), 255)
    whole.paste(front, (0, 0))
    whole.paste(rear, (0, front.height))
    number_ends = round((13.5 + 12) * 8)
    assert ADDRESS in codes(whole.crop((0, number_ends, whole.width, whole.height)))


@pytest.mark.parametrize("name", [name for name in NAMES if name.split("-")[0] in ("receiptline", "encoder", "python")])
def test_ean_of_every_generator_is_read(desk: Callable[..., Desk], name: str) -> None:
    assert codes(printed(desk, name).picture(1)).get(EAN) == "EAN13"


@pytest.mark.parametrize(
    ("name", "text"), [("encoder-t20", "MYN-0473"), ("node-thermal-printer", "MYN0473"), ("pyescpos", "MYN0473")]
)
def test_code_128_is_read(desk: Callable[..., Desk], name: str, text: str) -> None:
    assert codes(printed(desk, name).picture(1)).get(text) == "Code128"


@pytest.mark.parametrize("name", [name for name in NAMES if name.split("-")[0] in ("encoder", "python")])
def test_picture_is_printed_dot_by_dot(desk: Callable[..., Desk], name: str) -> None:
    """Raster, GS ( L and two strips of columns: a frame of 64 x 40 dots with one diagonal."""
    picture = printed(desk, name).picture(1).point(lambda level: 0 if level else 1)
    wanted = Image.new("L", (64, 40), 0)
    for y in range(40):
        for x in range(64):
            wanted.putpixel((x, y), int(x < 2 or y < 2 or x > 61 or y > 37 or x == y))
    frame = wanted.tobytes()
    tops = [top for top in range(picture.height - 40) if picture.crop((0, top, 64, top + 40)).tobytes() == frame]
    assert len(tops) == 1


def test_receiptline_draws_its_line_across(desk: Callable[..., Desk]) -> None:
    on = printed(desk, "receiptline")
    lines = on.read(1).splitlines()
    assert lines[2] == "─" * 48
    assert lines[3] == "Raum" + " " * 33 + "Erdgeschoss"
    assert on.facts(1)["ignored"] == [{"at": 8, "what": "fs_function 41"}]


def test_other_scripts_come_from_the_page_that_was_chosen(desk: Callable[..., Desk]) -> None:
    assert "Łódź, Київ, 9,50 €" in printed(desk, "encoder-t20").read(1)


def test_chinese_clone_swallows_umlauts_of_who_does_not_switch_it(desk: Callable[..., Desk]) -> None:
    text = printed(desk, "python-escpos-RP326-bitImageRaster", "clone-80").read(1)
    assert "Bürgerbüro" not in text
    assert "Am Markt 1" in text


def test_printer_without_qr_prints_none_and_says_so(desk: Callable[..., Desk]) -> None:
    on = printed(desk, "escpos-buffer", "no-qr")
    assert codes(on.picture(1)) == {}
    assert {entry["what"] for entry in on.do("state")["ignored"]} == {
        "code 3141", "code 3143", "code 3145", "code 3150", "code 3151",
    }  # fmt: skip


def test_drawer_opens(desk: Callable[..., Desk]) -> None:
    assert printed(desk, "escpos-buffer").do("state")["drawer"] == "open"
