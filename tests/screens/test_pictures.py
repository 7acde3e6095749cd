"""A bounded sample of the pictures, and proof that their checks see what is wrong."""

from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageDraw

from kiosk.dialogue.pages import Appearance
from screens.inks import Ink
from screens.layout import lay_out
from screens.layout.placed import Drawing, Text
from screens.text.fonts import Fonts
from tests.screens import pictures, sample_pages
from tests.screens.checks import PORTRAIT, text_faults


def test_a_sample_of_pages_and_looks_is_without_fault(tmp_path: Path) -> None:
    figures, faults = pictures.run(tmp_path, sample=True)
    assert not faults, figures
    sheets = {path.name for path in tmp_path.glob("*.png")}
    looks = {f"{look}-{way}-1.png" for look in ("standard-M", "hc_dark-XL") for way in ("portrait", "landscape")}
    assert sheets == {kind + look for kind in ("", "grey-", "blurred-") for look in looks}


def test_squinting_leaves_the_one_dark_key_and_nothing_else() -> None:
    picture = Image.new("RGB", (320, 320), "#ffffff")
    ImageDraw.Draw(picture).rectangle((160, 240, 300, 300), fill="#0b4a8f")
    ImageDraw.Draw(picture).line((20, 40, 60, 40), fill="#0b1b2b")
    dim = pictures.blurred(picture)
    assert dim.size == picture.size
    key, line = pictures.grey(dim).getpixel((230, 270)), pictures.grey(dim).getpixel((40, 40))
    assert isinstance(key, tuple)
    assert isinstance(line, tuple)
    assert key[0] < 0x60
    assert line[0] > 0xC0


def test_grey_pictures_have_no_colour() -> None:
    picture = pictures.grey(Image.new("RGB", (8, 8), "#a3150f"))
    assert picture.getpixel((4, 4)) == (63, 63, 63)


def test_pale_words_are_seen() -> None:
    picture = Image.new("RGB", (200, 100), "#ffffff")
    word = Text(20, 60, 60, "blass", 400, 30.0, Ink.TEXT)
    for colour, low in (("#cccccc", True), ("#0b1b2b", False)):
        ImageDraw.Draw(picture).rectangle((30, 45, 60, 58), fill=colour)
        assert (pictures.seen_contrast(picture, word) < pictures.LEAST_CONTRAST) is low


def test_a_page_without_its_words_and_ring_is_a_fault() -> None:
    page = sample_pages.home(Appearance())
    placed = lay_out(page, pictures.metrics(PORTRAIT), Fonts().width)
    blank = Image.new("RGB", PORTRAIT, "#ffffff")
    assert len(list(pictures.pixel_faults(blank, placed))) > 20
    assert len(list(pictures.ring_faults(blank, page, placed))) == 1


def test_a_picture_over_words_is_a_fault() -> None:
    placed = lay_out(sample_pages.card_left(Appearance()), pictures.metrics(PORTRAIT), Fonts().width)
    words = next(part for part in placed.parts if any(isinstance(shape, Text) for shape in part.shapes))
    over = replace(words, key="over", shapes=(Drawing(words.rect, "illu-take-card"),))
    assert not list(text_faults(placed))
    assert any("illu-take-card" in fault for fault in text_faults(replace(placed, parts=(*placed.parts, over))))
