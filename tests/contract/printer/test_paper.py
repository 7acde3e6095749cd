"""What lies in the tray: text, pictures of it, and a QR code that an independent reader reads."""

from collections.abc import Callable
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageOps

from devices.printer import Document, Figure, Heading, Pair, Paragraph, Printed, Qr, Rule

MakeBench = Callable[..., Any]
DOTS = {32: 384, 42: 512, 48: 576}


def ink(picture: Image.Image) -> tuple[int, int, int, int]:
    box = ImageOps.invert(picture.convert("L")).getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize("columns", [32, 42, 48])
def test_ticket_reads_as_it_was_meant(bench: MakeBench, ticket: Document, columns: int) -> None:
    on = bench(columns)
    assert on.driver.print(ticket, "a") == Printed()
    lines = on.slips()[0].splitlines()
    assert lines[:2] == ["Stadt Mayen", "Bürgerbüro, Am Markt 1"]
    assert set(lines[2]) == {"─"}
    assert lines[3:7] == ["Ihre Wartenummer", "B 047", "Ausweis und Pass", "Vor Ihnen: 6 Personen"]
    picture = Image.open(on.out / "01.png")
    assert (picture.mode, picture.width) == ("1", DOTS[columns])
    assert picture.height / 8 == pytest.approx(on.facts()["mm"], abs=0.1)


@pytest.mark.parametrize("columns", [32, 42, 48])
def test_qr_is_read_and_large_enough(bench: MakeBench, columns: int) -> None:
    on = bench(columns)
    address = "https://mayen.example/w/7KQ2M9XW4P?ä=1"
    assert on.driver.print(Document("queue_ticket", (Paragraph("a"), Qr(address), Paragraph("b"))), "a") == Printed()
    picture = Image.open(on.out / "01.png").convert("L")
    [code] = zxingcpp.read_barcodes(picture)
    assert code.text == address
    place = code.position
    side = place.top_right.x - place.top_left.x
    assert side / 8 >= 21.5  # corners are the centres of the outermost dots
    modules = 33
    quiet = 4 * side / modules
    bare = picture.crop(
        (
            0,
            round(place.top_left.y - quiet + 2),
            round(place.top_right.x + quiet),
            round(place.bottom_left.y + quiet - 2),
        )
    )
    assert ink(bare)[0] >= quiet - 2
    assert ink(bare)[3] - ink(bare)[1] == pytest.approx(side, abs=3)


def test_german_text_is_text_and_other_names_are_pictures(bench: MakeBench) -> None:
    on = bench()
    german = "ä ö ü Ä Ö Ü ß € „so“ – …"
    many = tuple(Paragraph(german) for _ in range(12))
    document = Document("test_page", (*many, Paragraph("Ħal Ș"), Pair("Name", "Nguyễn")))
    assert on.driver.print(document, "a") == Printed()
    *texts, second, third = on.slips()[0].splitlines()
    assert texts == [german] * 12
    assert second.startswith("[picture ")
    assert third.startswith("[picture ")
    assert on.facts()["unknown_bytes"] == 0
    assert [event["event"] for event in on.facts()["events"]].count("raster") == 2


def test_number_dominates_the_paper(bench: MakeBench) -> None:
    on = bench()
    assert on.driver.print(Document("queue_ticket", (Figure("B 047"),)), "a") == Printed()
    left, top, right, bottom = ink(Image.open(on.out / "01.png"))
    assert right - left > 0.65 * 576
    assert bottom - top > 16 * 8


def test_right_values_end_at_one_edge(bench: MakeBench) -> None:
    on = bench()
    document = Document("test_page", (Pair("Kosten", "0,00 Euro"), Pair("Zeit", "10:24 Uhr")))
    assert on.driver.print(document, "a") == Printed()
    assert [len(line) for line in on.slips()[0].splitlines()] == [45, 45]


def test_evidence_is_complete_and_leaves_no_half_file(bench: MakeBench, ticket: Document) -> None:
    on = bench()
    assert on.driver.print(ticket, "a") == Printed()
    assert sorted(path.name for path in on.out.iterdir()) == ["01.bin", "01.json", "01.png", "01.txt"]
    facts = on.facts()
    assert facts["cuts"] == 1
    assert facts["first_dot_monotonic"] < facts["cut_monotonic"]
    assert facts["bytes"] == len((on.out / "01.bin").read_bytes())
    assert {"initialised", "line", "raster", "qr", "feed", "cut"} == {event["event"] for event in facts["events"]}


def test_large_heading_and_rule_leave_margins(bench: MakeBench) -> None:
    on = bench()
    assert (
        on.driver.print(Document("test_page", (Heading("M" * 20, large=True), Rule(), Paragraph("W" * 90))), "a")
        == Printed()
    )
    left, top, right, bottom = ink(Image.open(on.out / "01.png"))
    assert left >= 16
    assert right <= 576 - 16
    assert top >= 24
    assert Image.open(on.out / "01.png").height - bottom >= 24
