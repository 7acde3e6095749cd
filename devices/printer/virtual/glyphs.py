"""Draws the characters of a thermal printer: cells of its own font, 1 bit, black on white.

The font of the virtual printer is Fira Code, reduced to the letters of printers' code pages: font A in cells of 12 x 24
dots, font B of 9 x 17. Larger sizes are drawn from outlines, as printers with smoothing do. A letter that the font does
not have (Hebrew, Arabic, Chinese) is drawn as a crossed box: one sees that something was to stand there, not what.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

_ASSETS = Path(__file__).with_name("assets")
_OVERSAMPLE = 4
_STRETCH = 1.14
"""Printer fonts are taller than they are wide: capitals fill three quarters of the cell."""
_BASELINE = 0.79
_DARK = 175
_WHITE = 255
"""Not 1: a picture of ones is white too, but its negative is not black."""

CELLS = {"A": (12, 24), "B": (9, 17)}
_SIZES_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Style:
    """How a character is drawn.

    Args:
        font: A or B.
        width, height: multiples of the cell.
        bold: emphasised.
        underline: dots of the line below, 0 to 2.
        invert: white on black.
    """

    font: str = "A"
    width: int = 1
    height: int = 1
    bold: bool = False
    underline: int = 0
    invert: bool = False

    @property
    def cell_width(self) -> int:
        """Dots of one character."""
        return CELLS[self.font][0] * self.width

    @property
    def cell_height(self) -> int:
        """Dots of one character."""
        return CELLS[self.font][1] * self.height


@lru_cache(_SIZES_KEPT)
def cell(char: str, style: Style, spacing: int = 0) -> Image.Image:
    """One character with `spacing` dots at its right; a Chinese one is two cells wide."""
    width = style.cell_width * cells_of(char)
    picture = Image.new("1", (width + spacing, style.cell_height), _WHITE)
    picture.paste(_letter(char, width, style.cell_height, style.bold), (0, 0))
    if style.underline:
        picture.paste(0, (0, picture.height - style.underline, picture.width, picture.height))
    return ImageChops.invert(picture) if style.invert else picture


def cells_of(char: str) -> int:
    """How many cells wide: 2 for Chinese, otherwise 1."""
    return 2 if ord(char) >= 0x2E80 and not 0xFB00 <= ord(char) <= 0xFEFF else 1


def _letter(char: str, width: int, height: int, bold: bool) -> Image.Image:
    if char in " \u00a0":
        return Image.new("1", (width, height), _WHITE)
    face, known = _face(bold, height * _OVERSAMPLE / 1.2 * _STRETCH)
    if char not in known:
        return _crossed(width, height)
    fine = (width * _OVERSAMPLE, height * _OVERSAMPLE)
    natural = Image.new("L", (max(1, round(face.getlength(char))), fine[1]), 255)
    ImageDraw.Draw(natural).text((0, fine[1] * _BASELINE), char, fill=0, font=face, anchor="ls")
    fitted = natural.resize(fine, Image.Resampling.BOX)
    small = fitted.resize((width, height), Image.Resampling.BOX)
    return small.point(lambda level: 0 if level < _DARK else 255).convert("1")


@cache
def _face(bold: bool, size: float) -> tuple[ImageFont.FreeTypeFont, frozenset[str]]:
    path = _ASSETS / ("FiraCode-Bold.ttf" if bold else "FiraCode-Regular.ttf")
    return ImageFont.truetype(str(path), size), _known()


@cache
def _known() -> frozenset[str]:
    """The letters that both files of the font have."""
    return frozenset((_ASSETS / "characters.txt").read_text("utf-8"))


def _crossed(width: int, height: int) -> Image.Image:
    picture = Image.new("1", (width, height), _WHITE)
    draw = ImageDraw.Draw(picture)
    box = (1, height // 6, width - 2, height - height // 6)
    draw.rectangle(box, outline=0)
    draw.line(box, fill=0)
    return picture


def warm_up() -> None:
    """Draws the ordinary characters once, so that the first slip is as fast as the second."""
    for byte in range(0x20, 0x100):
        for bold in (False, True):
            cell(bytes([byte]).decode("cp1252", "replace"), Style(bold=bold))
