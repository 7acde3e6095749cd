"""Each command of the table: what it changes on paper. Text as a person reads it, and places in dots."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from devices.printer.virtual.codepages import characters
from devices.printer.virtual.commands import CommandParser
from devices.printer.virtual.models import MODELS, MachineSettings
from devices.printer.virtual.press import Press
from devices.printer.virtual.steps import Burn, Ignored, Odd, Step

PAGE = b"\x1bt\x10"
TOP = 96
"""White before the first row: the way from the cutter to the head."""


def steps(data: bytes, built: MachineSettings = MODELS["plain"]) -> list[Step]:
    """What the press makes of a stream, cut into single bytes on the way."""
    parser, press = CommandParser(), Press(built)
    return [
        step
        for byte in data
        for token in parser.feed(bytes([byte]))
        for step in press.take(token)  # type: ignore[arg-type]
    ]


def burnt(data: bytes, built: MachineSettings = MODELS["plain"]) -> Image.Image:
    """The strips of all steps, one below the other, 255 is black."""
    strips = [step.picture for step in steps(data, built) if isinstance(step, Burn)]
    whole = Image.new("L", (built.dots, sum(strip.height for strip in strips)), 0)
    top = 0
    for strip in strips:
        whole.paste(ImageOps.invert(strip.convert("L")), (0, top))
        top += strip.height
    return whole


def ink(data: bytes, built: MachineSettings = MODELS["plain"]) -> tuple[int, int, int, int]:
    """The smallest box around everything black: left, top, right, bottom."""
    box = burnt(data, built).getbbox()
    assert box is not None
    return box


def reads(data: bytes, built: MachineSettings = MODELS["plain"]) -> list[str]:
    return [step.reads for step in steps(data, built) if isinstance(step, Burn) and step.reads is not None]


def test_line_is_as_high_as_pitch_or_its_tallest_letter() -> None:
    assert burnt(b"A\n").height == 30
    assert burnt(b"\x1b3\x32A\n\x1b2A\n").height == 50 + 30
    assert burnt(b"\x1b3\x05A\n").height == 24
    assert burnt(b"a\x1d!\x07b\n").height == 8 * 24
    assert burnt(b"\x1bd\x04\x1bJ\x0a").height == 4 * 30 + 10
    assert burnt(b"A\x1bd\x03").height == 90


@pytest.mark.parametrize(("across", "along"), [(1, 1), (2, 3), (8, 8)])
def test_size_multiplies_the_cell(across: int, along: int) -> None:
    size = bytes([(across - 1) << 4 | (along - 1)])
    inverted = b"\x1dB\x01\x1d!" + size + b" \n"
    assert ink(inverted) == (0, 0, 12 * across, 24 * along)


def test_fonts_and_print_mode() -> None:
    assert ink(b"\x1dB\x01\x1bM\x01 \n") == (0, 0, 9, 17)
    assert ink(b"\x1dB\x01\x1b!\x31 \n") == (0, 0, 18, 34)
    assert reads(b"\x1bM\x01" + b"x" * 65 + b"\n") == ["x" * 64, "x"]
    assert reads(b"x" * 49 + b"\n") == ["x" * 48, "x"]


def test_bold_and_double_strike_are_darker() -> None:
    def dark(data: bytes) -> int:
        return sum(burnt(data).point(lambda level: level & 1).tobytes())

    plain = dark(b"Hallo\n")
    assert dark(b"\x1bE\x01Hallo\n") == dark(b"\x1bG\x01Hallo\n") > plain * 1.2
    assert dark(b"\x1bE\x01\x1bE\x00Hallo\n") == plain


def test_underline_has_its_thickness_and_runs_under_blanks() -> None:
    assert ink(b"\x1b-\x01   \n") == (0, 23, 36, 24)
    assert ink(b"\x1b-2   \n") == (0, 22, 36, 24)
    assert burnt(b"\x1b-\x00   \n").getbbox() is None


def test_upside_down_turns_the_line_in_the_print_area() -> None:
    upright, turned = burnt(b"Ab\n").crop((0, 0, 24, 24)), burnt(b"\x1b{\x01Ab\n").crop((552, 0, 576, 24))
    assert upright.rotate(180).tobytes() == turned.tobytes()


def test_alignment_margin_and_area() -> None:
    bar = b"\x1dB\x01 \n"
    assert ink(b"\x1ba\x01" + bar)[0] == (576 - 12) // 2
    assert ink(b"\x1ba2" + bar)[2] == 576
    assert ink(b"\x1dL\x20\x00" + bar)[0] == 32
    assert ink(b"\x1dL\x20\x00\x1dW\x64\x00\x1ba\x02" + bar)[2] == 132
    assert reads(b"\x1dW\x78\x00" + b"x" * 15 + b"\n") == ["x" * 10, "x" * 5]


def test_places_tabs_and_spacing() -> None:
    assert ink(b"\x1b$\x64\x00\x1dB\x01 \n")[0] == 100
    assert ink(b"  \x1b\\\xf4\xff\x1dB\x01 \n")[0] == 12
    assert reads(b"a\tb\tc\n") == ["a       b       c"]
    assert reads(b"\x1bD\x04\x14\x00a\tb\tc\n") == ["a   b               c"]
    assert ink(b"\x1b \x06\x1dB\x01  \n") == (0, 0, 36, 24)


def test_units_scale_places_and_feeds() -> None:
    assert ink(b"\x1dP\x65\x65\x1b$\x0a\x00\x1dB\x01 \n")[0] == 20
    assert burnt(b"\x1dP\x00\x65\x1bJ\x0a").height == 20
    assert burnt(b"\x1bJ\x1e", MODELS["epson-tm-t20"]).height == 15
    assert burnt(b"\x1b3\x3cA\n", MODELS["epson-tm-t88"]).height == 30


def test_what_counts_only_where_a_line_begins_is_ignored_elsewhere() -> None:
    for command in (b"\x1ba\x01", b"\x1dL\x20\x00", b"\x1dW\x20\x00", b"\x1b{\x01"):
        found = steps(b"x" + command + b"\n")
        assert [type(step) for step in found] == [Ignored, Burn]
        assert reads(b"x" + command + b"\n") == ["x"]


@pytest.mark.parametrize("codec", sorted(set(MODELS["plain"].code_pages.values())))
def test_page_of_each_number_shows_its_own_letters(codec: str) -> None:
    [number] = [number for number, name in MODELS["plain"].code_pages.items() if name == codec]
    for byte, char in enumerate(characters(codec, 0)):
        if byte < 0x80 or char is None:
            continue
        [line] = reads(b"\x1bt" + bytes([number, byte]) + b"\n")
        assert line == char


def test_clone_has_other_numbers() -> None:
    text = b"\x1c.\x1bt\x06\xca\n"
    assert reads(text, MODELS["clone-80"]) == ["К"]
    assert isinstance(steps(b"\x1bt\x06")[0], Odd)


def test_international_sets() -> None:
    assert reads(b"\x1bR\x02[\\]{|}~@\n") == ["ÄÖÜäöüß§"]
    assert reads(b"[\x1bR\x00[\n", MODELS["germany"]) == ["Ä["]
    assert reads(b"\x1bR\x02[\x1b@[\n", MODELS["germany"]) == ["Ä"]
    assert reads(b"\x1bR\x02[\n", MachineSettings(obeys_country=False)) == ["["]


def test_double_byte_mode_swallows_umlauts_until_it_is_switched_off() -> None:
    clone = MODELS["clone-80"]
    assert reads(b"\x1bt\x10M\xfcller\n", clone) != ["Müller"]
    assert reads(b"\x1bt\x10\x1c.M\xfcller\n", clone) == ["Müller"]
    assert reads(b"\xc4\xe3\n", clone) == ["你"]
    assert ink(b"\x1dB\x01\xc4\xe3\n", clone)[2] == 24
    assert reads(b"\x1c&\xc4\xe3\x1c.\x1bt\x10\xe4\n") == ["你ä"]


def test_deselected_printer_prints_nothing() -> None:
    assert reads(b"\x1b=\x02abc\nxyz\n\x1b=\x01def\n") == ["def"]


def test_raster_modes_double_dots() -> None:
    for mode, box in ((0, (0, 0, 8, 1)), (1, (0, 0, 16, 1)), (2, (0, 0, 8, 2)), (51, (0, 0, 16, 2))):
        assert ink(b"\x1dv0" + bytes([mode]) + b"\x01\x00\x01\x00\xff") == box


def test_column_modes() -> None:
    for mode, box in ((0, (0, 0, 2, 24)), (1, (0, 0, 1, 24))):
        assert ink(b"\x1b*" + bytes([mode]) + b"\x01\x00\xff\n") == box
    for mode, box in ((32, (0, 0, 2, 24)), (33, (0, 0, 1, 24))):
        assert ink(b"\x1b*" + bytes([mode]) + b"\x01\x00\xff\xff\xff\n") == box
    assert ink(b"\x1b*\x21\x02\x00\x80\x00\x00\x00\x00\x01\n") == (0, 0, 2, 24)


def test_stored_graphics_are_printed_once_and_scaled() -> None:
    data = b"0p0\x02\x01\x31\x05\x00\x02\x00\xff\xff"
    store = b"\x1d(L" + len(data).to_bytes(2, "little") + data
    show = b"\x1d(L\x02\x0002"
    assert ink(store + show) == (0, 0, 10, 2)
    assert burnt(store).size == (576, 0)
    found = steps(show)
    assert [type(step) for step in found] == [Ignored]
    assert ink(b"\x1d8L" + len(data).to_bytes(4, "little") + data + show) == (0, 0, 10, 2)
    columns = b"0q0\x01\x01\x31\x02\x00\x05\x00\xf8\xf8"
    assert ink(b"\x1d(L" + len(columns).to_bytes(2, "little") + columns + show) == (0, 0, 2, 5)


def test_unknown_function_is_skipped_by_its_length() -> None:
    assert reads(b"\x1d(Z\x05\x00abc\n\x10after\n") == ["after"]
    assert [step.what for step in steps(b"\x1d(Z\x01\x00a") if isinstance(step, Ignored)] == ["GS ( 5a"]


text = st.binary(max_size=6) | st.sampled_from(
    [
        b"\x1d!\x77",
        b"\x1bR\x02",
        b"\x1c&",
        b"\x1bt\x12",
        b"\n",
        b"\t",
        b"\x1d(k\x03\x001C\x05",
        b"\x1dk\x04ABC\x00",
        PAGE,
    ]
)


@settings(max_examples=60, deadline=None)
@given(stream=st.lists(text, max_size=20).map(b"".join), cuts=st.lists(st.integers(0, 120), max_size=6))
def test_any_split_prints_the_same(stream: bytes, cuts: list[int]) -> None:
    pieces = [stream[a:b] for a, b in zip([0, *sorted(cuts)], [*sorted(cuts), len(stream)], strict=True)]

    def result(parts: list[bytes]) -> list[Any]:
        parser, press = CommandParser(), Press(MODELS["plain"])
        found: list[Any] = []
        for part in parts:
            for token in parser.feed(part):
                if hasattr(token, "raw"):
                    for step in press.take(token):
                        found.append((step.reads, step.picture.tobytes()) if isinstance(step, Burn) else step)
        return found

    assert result(pieces) == result([stream])


def test_settings_outlive_the_job_until_initialised(desk: Callable[..., Any]) -> None:
    on = desk()
    on.send(b"\x1bE\x01\x1bR\x02")
    on.send(b"[")
    on.send(b"\n\x1b@[\n")
    assert on.tear() == "Ä\n[\n"
