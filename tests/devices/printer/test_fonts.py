"""Every letter that a name may have is really there: DIN 91379 whole, Turkish, Ukrainian, Arabic joined."""

import unicodedata
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageOps, features

from devices.printer import FontFiles, can_join
from devices.printer.fonts import Faces, characters
from devices.printer.lines import TextLine
from devices.printer.raster import Picture, text_picture
from devices.printer.text import clean, encodable

_LINES = Path(__file__).with_name("din_91379.txt").read_text(encoding="utf-8").splitlines()
LETTERS = [letter for line in _LINES if not line.startswith("#") for letter in line.split()]
UKRAINIAN = "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯабвгґдеєжзиіїйклмнопрстуфхцчшщьюя’"
TURKISH = "ÇĞİıÖŞÜçğöşü"
WIDE = 544


@pytest.fixture(scope="module")
def faces(fonts: FontFiles) -> Faces:
    return Faces(fonts)


def ink(picture: Picture) -> Image.Image:
    assert picture.image is not None
    box = ImageOps.invert(picture.image.convert("L")).getbbox()
    return picture.image.crop(box)


def drawn(text: str, faces: Faces, *, bold: bool = False, height: int = 1) -> Picture:
    return text_picture(TextLine(text, width=height, height=height, bold=bold, drawn=True), WIDE, faces)


def test_the_list_is_whole() -> None:
    assert len(LETTERS) == len(set(LETTERS)) > 640
    assert {"c̄", "n̂", "ẖ", "K͟h", "ẞ", "Ệ", "l̥̄"} <= set(LETTERS)


@pytest.mark.parametrize("bold", [False, True])
def test_every_letter_has_a_glyph_in_the_font_that_draws_it(faces: Faces, bold: bool) -> None:
    for letter in [*LETTERS, *UKRAINIAN, *TURKISH]:
        text = clean(letter)
        assert text == unicodedata.normalize("NFC", letter)
        file = faces.file_for(text, bold=bold)
        assert {ord(char) for char in text} <= characters(file), letter


def test_every_letter_leaves_its_own_ink(faces: Faces) -> None:
    """An empty box, or a mark that is dropped, would look like another letter."""
    seen: dict[bytes, str] = {}
    for letter in LETTERS:
        image = ink(drawn(clean(letter), faces, height=2))
        key = bytes(str(image.size), "ascii") + image.tobytes()
        twin = seen.setdefault(key, letter)
        alike = {"ĸ", "к"}, {"Đ", "Ð"}, {"İ", "I"}
        assert twin == letter or {twin, letter} in alike, (letter, twin)


@pytest.mark.parametrize("bold", [False, True])
def test_no_accent_is_cut_off(faces: Faces, bold: bool) -> None:
    """A line in the middle of much white has no more ink than on its own."""
    for letter in LETTERS:
        picture = drawn(clean(letter), faces, bold=bold)
        size = 27 * 2
        file = faces.file_for(clean(letter), bold=bold)
        _, top, _, bottom = faces.open(file, size).getbbox(clean(letter), anchor="ls")
        assert ink(picture).height >= (bottom - top) / 2 - 2, letter
        assert picture.top >= 0
        assert picture.below >= 0


@pytest.mark.parametrize("sequence", ["c̄", "n̂", "ẖ", "Ç̆", "s̛̄", "l̥̄", "ạ̈"])
def test_marks_stand_over_and_under_their_letter(faces: Faces, sequence: str) -> None:
    base = unicodedata.normalize("NFD", sequence)[0]
    with_mark, without = ink(drawn(clean(sequence), faces, height=2)), ink(drawn(base, faces, height=2))
    assert with_mark.height > without.height
    assert with_mark.width < without.width + 14


def test_what_the_base_page_has_needs_no_drawing() -> None:
    native = [letter for letter in LETTERS if encodable(clean(letter))]
    assert {"ä", "ß", "Ž", "ÿ", "Œ"} <= set(native)
    assert {"Ł", "ẞ", "c̄", "ș"}.isdisjoint(native)


def test_arabic_is_joined_and_runs_from_right_to_left(faces: Faces) -> None:
    assert can_join()
    word = "سلام"
    apart = sum(faces.width(letter, 54, bold=False) for letter in word)
    assert faces.width(word, 54, bold=False) < 0.8 * apart
    alef_first, alef_last = ink(drawn("اس", faces, height=2)), ink(drawn("سا", faces, height=2))
    assert max(_column_heights(alef_first)[-8:]) > 0.6 * alef_first.height  # the tall stroke of alef
    assert max(_column_heights(alef_last)[:8]) > 0.6 * alef_last.height


def _column_heights(image: Image.Image) -> list[int]:
    inverted = ImageOps.invert(image.convert("L"))
    heights = []
    for x in range(image.width):
        box = inverted.crop((x, 0, x + 1, image.height)).getbbox()
        heights.append(0 if box is None else box[3] - box[1])
    return heights


def test_numbers_in_arabic_stay_left_to_right(faces: Faces) -> None:
    """The number stands at the left end of the line, and in it the slender digit comes first."""
    runs = "".join("x" if height else " " for height in _column_heights(ink(drawn("أمامك 1000", faces, height=2))))
    one, *zeros = (len(run) for run in runs.split()[:4])
    assert one < 0.8 * min(zeros)
    assert max(zeros) - min(zeros) <= 1


def test_a_line_starts_at_the_right_edge_in_arabic(faces: Faces) -> None:
    picture = text_picture(TextLine("رقم", right="0,00 Euro", rtl=True, drawn=True), WIDE, faces)
    assert picture.image is not None
    assert picture.left == 0
    assert picture.image.width >= WIDE - 8
    alone = text_picture(TextLine("رقم", rtl=True, drawn=True), WIDE, faces)
    assert alone.left > WIDE - 100


def test_without_fribidi_no_unjoined_arabic(faces: Faces, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, "check", lambda name: name != "fribidi")
    assert not can_join()
    with pytest.raises(ValueError, match="libfribidi0"):
        drawn("سلام", faces)
    assert drawn("Łódź", faces).image is not None


def test_too_wide_text_is_narrowed_never_cut(faces: Faces) -> None:
    picture = drawn("Ș" * 60, faces)
    assert picture.image is not None
    assert picture.left + picture.image.width <= WIDE
    columns = ImageChops.invert(picture.image.convert("L")).resize((60, 1), Image.Resampling.BOX)
    assert all(value > 0 for value in columns.tobytes())


def test_a_file_that_is_no_font_is_named(tmp_path: Path) -> None:
    file = tmp_path / "nothing.ttf"
    file.write_bytes(b"\0" * 10)
    with pytest.raises(ValueError, match=r"nothing\.ttf"):
        characters(file)
