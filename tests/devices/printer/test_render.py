"""Bytes: golden ticket, and the defects of python-escpos 3.1 that lie on our path (facts 1.3 by number)."""

import logging
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from devices.printer import Document, Figure, FontFiles, Heading, Paragraph, profile_of
from devices.printer.lines import Line, QrLine, TextLine
from devices.printer.render import CUT, PROLOGUE, Renderer
from devices.printer.virtual.commands import Command, CommandParser, Text, UnknownBytes

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def renderer(fonts: FontFiles) -> Renderer:
    return Renderer(profile_of("epson-tm-t20iii"), fonts)


def one(renderer: Renderer, *lines: Line) -> bytes:
    return renderer.render(lines)


def test_golden_ticket(renderer: Renderer) -> None:
    document = Document("queue_ticket", (Heading("Stadt Mayen", large=True), Paragraph("Größe: 5 €"), Figure("B 047")))
    assert renderer.render(renderer.lines(document)) == (
        b"\x1b@\x1c.\x1bR\x00\x1bt\x10\x1da\x0e"  # prologue
        b"\x1dP\xcb\xcb"
        b"\x1dL\x10\x00"
        b"\x1d!\x11\x1bE\x01\x1b3\x3cStadt Mayen\n"
        b"\x1d!\x01\x1bE\x00Gr\xf6\xdfe: 5 \x80\n"
        b"\x1d!\x77\x1bE\x01\x1b3\xc0B\x1b$\x90\x00047\n"
        b"\x1bJ\x18"
        b"\x1dVB\x00"
    )


def test_ticket_is_small(renderer: Renderer, ticket: Document) -> None:
    assert len(renderer.render(renderer.lines(ticket))) < 1024


def test_everything_is_understood_by_the_virtual_printer(renderer: Renderer, ticket: Document) -> None:
    tokens = CommandParser().feed(renderer.render(renderer.lines(ticket)))
    assert all(isinstance(token, Text | Command) for token in tokens)


def test_defect_1_page_is_chosen_after_each_initialisation(renderer: Renderer) -> None:
    for _ in range(2):
        blob = one(renderer, TextLine("ä"))
        assert blob.startswith(PROLOGUE)
        assert blob.count(b"\x1b@") == 1
        assert blob.index(b"\x1b@") < blob.index(b"\x1bt\x10") < blob.index(b"\xe4")


def test_defects_2_and_3_euro_and_quotes_come_from_page_16(renderer: Renderer) -> None:
    blob = one(renderer, TextLine("70,00 € „Ja“ – so …"))
    assert b"70,00 \x80 \x84Ja\x93 \x96 so \x85" in blob
    assert blob.count(b"\x1bt") == 1


def test_defects_2_and_3_another_page_is_the_number_that_the_profile_has_proven(renderer: Renderer) -> None:
    blob = one(renderer, TextLine("Çağrı"), TextLine("Größe"), TextLine("їжак"))
    assert b"\x1bt\x30\x1b3\x24" + "Çağrı".encode("cp1254") in blob
    assert "Größe".encode("cp1254") in blob
    assert blob.count(b"\x1bt") == 3  # WPC1252, 1254 which also has the German letters, 1251
    assert b"\x1bt\x2e" + "їжак".encode("cp1251") in blob


def test_a_page_that_nobody_has_proven_is_never_selected(fonts: FontFiles) -> None:
    blob = Renderer(profile_of("generic-80"), fonts).render([TextLine("Çağrı"), TextLine("їжак"), TextLine("ö")])
    assert blob.count(b"\x1bt") == 1
    assert blob.count(b"\x1dv0") == 2


@pytest.mark.parametrize("text", ["Łódź Ș", "中文 Müller", "Nguyễn", "سلام"])
def test_defect_4_no_character_is_replaced(renderer: Renderer, text: str) -> None:
    blob = one(renderer, TextLine(text))
    assert b"\x1dv0\x00" in blob
    assert b"?" not in blob.split(b"\x1dv0")[0]
    assert not any(isinstance(token, Text) for token in CommandParser().feed(blob))


def test_raster_line_is_as_wide_as_needed_and_never_wider_than_the_paper(renderer: Renderer) -> None:
    for text, most in (("Ș", 4), ("Ș" * 45, 68), ("ȘW" * 40, 68)):
        head = one(renderer, TextLine(text)).split(b"\x1dv0")[1]
        assert 0 < int.from_bytes(head[1:3], "little") <= most


def test_raster_line_has_ink(renderer: Renderer) -> None:
    tokens = CommandParser().feed(one(renderer, TextLine("Łódź", right="Ș")))
    rows = [token for token in tokens if isinstance(token, Command) and token.name == "raster_rows"]
    ink = sum(byte.bit_count() for band in rows for byte in band.raw)
    assert 200 < ink < 3000


def test_defect_6_qr_is_native_and_level_m(renderer: Renderer) -> None:
    blob = one(renderer, QrLine("https://a.example/1", 7, 28))
    assert b"\x1dL\x1c\x00" in blob
    assert b"\x1d(k\x03\x001C\x07" in blob
    assert b"\x1d(k\x03\x001E1" in blob
    assert b"1P0https://a.example/1" in blob
    assert b"\x1dv0" not in blob


def test_defect_7_cut_feeds_exactly_to_the_cutter(renderer: Renderer) -> None:
    blob = one(renderer, TextLine("x"))
    assert blob.endswith(CUT)
    assert b"\x1bd" not in blob
    assert b"\x1dV\x00" not in blob


def test_defect_8_bold_is_set_after_the_size(renderer: Renderer) -> None:
    blob = one(renderer, TextLine("a", width=2, height=2, bold=True), TextLine("b", bold=True))
    assert b"\x1b!" not in blob
    assert blob.count(b"\x1d!\x11\x1bE\x01") == 1
    assert blob.count(b"\x1d!\x00\x1bE\x01") == 1


def test_defect_9_nothing_is_written_to_stdout(
    renderer: Renderer, ticket: Document, capsys: pytest.CaptureFixture[str]
) -> None:
    renderer.render([*renderer.lines(ticket), TextLine("Ș")])
    assert capsys.readouterr() == ("", "")


def test_remains_of_an_unfinished_job_are_cut_off_first(renderer: Renderer) -> None:
    assert renderer.render([TextLine("x")], cut_first=True).startswith(PROLOGUE + b"\x1dP\xcb\xcb" + CUT)


def test_right_part_ends_at_the_last_column(renderer: Renderer) -> None:
    assert b"Kosten\x1b$" + (544 - 9 * 12).to_bytes(2, "little") + b"0,00 Euro\n" in one(
        renderer, TextLine("Kosten", right="0,00 Euro")
    )


def test_defect_15_import_is_late_quick_and_leaves_nothing_behind(tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    trap.mkdir()
    (trap / "3.capabilities.pickle").write_bytes(b"cos\nsystem\n(S'touch /nowhere'\ntR.")
    program = (
        "import logging, os, sys, tempfile\n"
        "from pathlib import Path\n"
        "import devices.printer as p\n"
        "assert not any(m.split('.')[0] == 'escpos' for m in sys.modules), 'imported too early'\n"
        f"font = Path({str(ROOT / 'screens/assets/fonts/FiraSans-Regular.ttf')!r})\n"
        "fonts = p.FontFiles(font, font, font, font, font)\n"
        "p.open_printer('tcp://192.0.2.1:9100', fonts=fonts).prepare()\n"
        "assert 'escpos' in sys.modules\n"
        "assert logging.getLogger().handlers == [], logging.getLogger().handlers\n"
        "assert os.listdir(tempfile.gettempdir()) == [], os.listdir(tempfile.gettempdir())\n"
        f"assert os.environ['ESCPOS_CAPABILITIES_PICKLE_DIR'] == {str(trap)!r}\n"
        f"assert os.listdir({str(trap)!r}) == ['3.capabilities.pickle']\n"
        "assert 'ESCPOS_CAPABILITIES_FILE' not in os.environ\n"
    )
    temp = tmp_path / "temp"
    temp.mkdir()
    environment = {"TMPDIR": str(temp), "ESCPOS_CAPABILITIES_PICKLE_DIR": str(trap), "PATH": "/usr/bin"}
    command = [sys.executable, "-c", program]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_loading_twice_is_once(renderer: Renderer) -> None:
    renderer.load()
    handlers = list(logging.getLogger().handlers)
    folder = set(Path(tempfile.gettempdir()).glob("tmp*"))
    renderer.load()
    assert logging.getLogger().handlers == handlers
    assert set(Path(tempfile.gettempdir()).glob("tmp*")) <= folder


def test_unknown_commands_are_told_from_known_ones() -> None:
    assert [type(token) for token in CommandParser().feed(b"\x1bX\x1b@\x07a")] == [
        UnknownBytes,
        Command,
        UnknownBytes,
        Text,
    ]


def test_a_no_break_space_reaches_the_printer_as_a_plain_one(renderer: Renderer) -> None:
    assert b"18 Minuten\n" in one(renderer, TextLine("18\u00a0Minuten"))


def test_right_to_left_the_line_starts_at_the_right_margin(renderer: Renderer) -> None:
    blob = one(renderer, TextLine("B 047", width=8, height=8, tight=True, rtl=True))
    assert b"\x1b$" + (544 - 9 * 48).to_bytes(2, "little") + b"B" in blob
    mirrored = one(renderer, TextLine("links", right="12,50", mark="•", indent=24, rtl=True))
    places = [(12 * 0, b"12,50"), (544 - 24 - 5 * 12, b"links"), (544 - 12, b"\x95")]
    for place, text in places[1:]:
        assert b"\x1b$" + place.to_bytes(2, "little") + text in mirrored
    assert mirrored.index(b"12,50") < mirrored.index(b"links")


def test_a_qr_code_is_an_image_where_the_printer_draws_none(fonts: FontFiles) -> None:
    plain = Renderer(profile_of("generic-80"), fonts)
    even, odd = (plain.render([QrLine("https://a.example/1", module, 28)]) for module in (8, 7))
    assert b"\x1d(k" not in even + odd
    assert b"\x1dv0\x03" in even  # doubled both ways: a quarter of the bytes
    assert b"\x1dv0\x00" in odd
    assert len(even) < len(odd) / 2


def test_defect_5_a_picture_is_never_centred_or_higher_than_its_line(renderer: Renderer) -> None:
    """A fragment cropped beyond its source would print black; our pictures are one line high and placed by margin."""
    lines = [TextLine("Ł" * 10, width=2, height=3, drawn=True), TextLine("سلام", rtl=True, drawn=True)]
    for command in CommandParser().feed(renderer.render(lines)):
        if command.raw[:3] == b"\x1dv0":
            assert int.from_bytes(command.raw[6:8], "little") <= 96
    assert b"\x1ba" not in renderer.render(lines)


def test_defect_16_the_raster_is_the_picture_dot_by_dot(renderer: Renderer, fonts: FontFiles) -> None:
    from devices.printer.fonts import Faces
    from devices.printer.raster import text_picture

    line = TextLine("Łódź", drawn=True)
    picture = text_picture(line, 544, Faces(fonts))
    assert picture.image is not None
    head = b"\x1dv0\x00" + (picture.image.width // 8).to_bytes(2, "little") + picture.image.height.to_bytes(2, "little")
    inverted = bytes(byte ^ 0xFF for byte in picture.image.tobytes())
    assert head + inverted in one(renderer, line)
