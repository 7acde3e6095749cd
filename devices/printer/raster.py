"""Pictures for the printer: rules, the ruler, QR codes and lines of text that no code page carries. 1 bit, black on
white, cut to their ink, because each row of dots has to travel to the printer."""

import math
from dataclasses import dataclass

import qrcode
from PIL import Image, ImageDraw, ImageOps

from devices.printer.fonts import Faces, direction
from devices.printer.lines import CELL_WIDTH, LEADING, RULER_HEIGHT, Size, TextLine

_POINTS = 27
"""Points of a proportional face that looks as large as font A."""
_BASELINE = 25
"""Dots from the top of a line of the smallest size: leaves room for stacked accents."""
_DARK = 195
"""Grey that still becomes black: thin strokes of Arabic letters must not break on thermal paper."""
_BOLD = 1 / 55
"""Width of the stroke that makes letters bold, as a share of their size."""
_DOTS_PER_MM = 8


@dataclass(frozen=True, slots=True)
class Picture:
    """A line as a picture.

    Args:
        image: the ink; None where there is none.
        left: dots from the left margin, a multiple of eight.
        top: white dots above it.
        below: white dots under it, up to the next line.
    """

    image: Image.Image | None
    left: int
    top: int
    below: int


def rule_image(width: int, height: int) -> Image.Image:
    """A black bar."""
    return Image.new("1", (width, height), 0)


def ruler_image(dots: int) -> Image.Image:
    """A scale in millimetres, longer strokes at each fifth and tenth."""
    image = Image.new("1", (dots, RULER_HEIGHT), 1)
    draw = ImageDraw.Draw(image)
    for mm in range(dots // _DOTS_PER_MM + 1):
        length = RULER_HEIGHT if mm % 10 == 0 else RULER_HEIGHT // (2 if mm % 5 == 0 else 4)
        x = min(mm * _DOTS_PER_MM, dots - 1)
        draw.line((x, 0, x, length - 1), fill=0)
    return image


def qr_image(data: str, module: int) -> Image.Image:
    """A QR code of level M without its quiet zone, which the layout keeps; `module` dots a module."""
    code = qrcode.QRCode(border=0, box_size=1, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(data)
    code.make(fit=True)
    matrix = code.get_matrix()
    image = Image.new("1", (len(matrix), len(matrix)), 1)
    image.putdata([0 if dark else 255 for row in matrix for dark in row])
    return image.resize((image.width * module, image.height * module), Image.Resampling.NEAREST)


def points(size: Size) -> float:
    """Points of drawn text that goes with cells of this size: letters keep their natural shape."""
    return _POINTS * math.sqrt(size[0] * size[1])


def text_picture(line: TextLine, dots: int, faces: Faces) -> Picture:
    """Draws a line; what is too wide is narrowed, never cut off.

    Args:
        line: text, right part, size.
        dots: width between the margins.
        faces: the fonts.

    Raises:
        OSError: a font file cannot be read.
        ValueError: Arabic, and the library that joins it is missing.
    """
    size = points((line.width, line.height))
    start, end = (_ink(text, size, faces, bold=line.bold) for text in (line.text, line.right))
    mark = _ink(line.mark, points((1, line.height)), faces, bold=line.bold)
    room = dots - line.indent - (CELL_WIDTH if line.text and line.right else 0)
    scale = min(1.0, room / max(1, start.width + end.width))
    above, below = (max(each.above for each in (start, end, mark)), max(each.below for each in (start, end, mark)))
    baseline = max(above, round(_BASELINE * line.height - (line.height - 1) * LEADING / 2))
    canvas = Image.new("L", (dots, max(line.pitch, baseline + below)), 255)
    for part, offset, at_end in ((mark, 0, False), (start, line.indent, False), (end, 0, True)):
        _paste(canvas, part, scale if part is not mark else 1.0, offset, baseline, right_edge=at_end != line.rtl)
    return _cropped(canvas.point(lambda level: 0 if level < _DARK else 255).convert("1"))


@dataclass(frozen=True, slots=True)
class _Ink:
    """Text in grey, in the printer's dots."""

    image: Image.Image
    above: int
    """Dots over the baseline."""
    below: int

    @property
    def width(self) -> int:
        return self.image.width


def _ink(text: str, size: float, faces: Faces, *, bold: bool) -> _Ink:
    if not text.strip():
        return _Ink(Image.new("L", (1, 1), 255), 0, 1)
    file = faces.file_for(text, bold=bold)
    font = faces.open(file, size)
    stroke = max(1, round(size * _BOLD)) if faces.stroke(file, bold=bold) else 0
    way = direction(text)
    left, top, right, bottom = font.getbbox(text, anchor="ls", stroke_width=stroke, direction=way)
    above, below = -math.floor(top), max(0, math.ceil(bottom))
    origin = min(0, int(left))
    width = max(int(right), int(font.getlength(text, direction=way))) - origin
    image = Image.new("L", (max(1, width), above + below), 255)
    place = (-origin, above)
    ImageDraw.Draw(image).text(place, text, fill=0, font=font, anchor="ls", stroke_width=stroke, direction=way)
    return _Ink(image, above, below)


def _paste(canvas: Image.Image, part: _Ink, scale: float, offset: int, baseline: int, *, right_edge: bool) -> None:
    width = max(1, int(part.width * scale))
    small = part.image if scale == 1.0 else part.image.resize((width, part.image.height), Image.Resampling.BOX)
    x = canvas.width - offset - width if right_edge else offset
    canvas.paste(small, (x, baseline - part.above))


def _cropped(image: Image.Image) -> Picture:
    box = ImageOps.invert(image.convert("L")).getbbox()
    if box is None:
        return Picture(None, 0, 0, image.height)
    left, top, right, bottom = box
    left -= left % 8
    right = min(image.width, left + -(-(right - left) // 8) * 8)
    return Picture(image.crop((left, top, right, bottom)), left, top, image.height - bottom)
