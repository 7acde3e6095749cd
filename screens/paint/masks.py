"""Pictures that are made once per pixel size: corners, outlines, icons, drawings, codes. Pillow only, no Kivy.

Masks are grey; painting tints them. Corners are drawn eight times too large and averaged, so that they are smooth
without multisampling. SVGs are rasterised at the very size at which they are shown and never scaled."""

import io
import re
from pathlib import Path

import qrcode
import resvg_py
from PIL import Image, ImageDraw
from qrcode.constants import ERROR_CORRECT_M

_ASSETS = Path(__file__).resolve().parent.parent / "assets"
_OVERSAMPLE = 8
_STRONG = "#0B4A8F"
"""As the files have it."""
QUIET_MODULES = 4


def rounded(width: int, height: int, radius: int) -> Image.Image:
    """A filled rectangle with round corners."""
    return _smooth(width, height, [(0, radius, 255)])


def outline(width: int, height: int, radius: int, line: int) -> Image.Image:
    """The border of such a rectangle."""
    return _smooth(width, height, [(0, radius, 255), (line, max(0, radius - line), 0)])


def _smooth(width: int, height: int, layers: list[tuple[int, int, int]]) -> Image.Image:
    n = _OVERSAMPLE
    image = Image.new("L", (width * n, height * n))
    draw = ImageDraw.Draw(image)
    for inset, radius, grey in layers:
        box = (inset * n, inset * n, (width - inset) * n - 1, (height - inset) * n - 1)
        draw.rounded_rectangle(box, radius * n, fill=grey)
    return image.resize((width, height), Image.Resampling.BOX)


def icon(name: str, size: int, stroke: float, *, turned: bool = False) -> Image.Image:
    """An icon as a mask, its line `stroke` units of the 48 grid wide; `turned`: seen in a mirror."""
    source = (_ASSETS / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    source = source.replace("currentColor", "#fff")
    source = re.sub(r'(<svg[^>]*?)stroke-width="[^"]*"', rf'\1stroke-width="{stroke:g}"', source, count=1)
    mask = _raster(source, size, size).getchannel("A")
    return mask.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if turned else mask


def drawing(name: str, width: int, height: int, *, slice_bottom: bool, colour: str) -> Image.Image:
    """A drawing, its strong parts in `colour`; `slice_bottom` fills the box, cutting its top and both sides evenly."""
    source = (_ASSETS / "drawings" / f"{name}.svg").read_text(encoding="utf-8")
    source = source.replace(_STRONG, colour)
    if not slice_bottom:
        return _raster(source, width, height)
    natural = _natural_size(source)
    scale = max(width / natural[0], height / natural[1])
    whole = _raster(source, round(natural[0] * scale), round(natural[1] * scale))
    left = (whole.width - width) // 2
    return whole.crop((left, whole.height - height, left + width, whole.height))


def _natural_size(source: str) -> tuple[float, float]:
    found = re.search(r'viewBox="[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)"', source)
    if found is None:
        raise ValueError("drawing without a viewBox")
    return float(found.group(1)), float(found.group(2))


def _raster(source: str, width: int, height: int) -> Image.Image:
    data = resvg_py.svg_to_bytes(svg_string=source, width=width, height=height, skip_system_fonts=True)
    image = Image.open(io.BytesIO(bytes(data))).convert("RGBA")
    if image.size != (width, height):  # the rasteriser keeps the ratio of the source: centre what is left
        box = Image.new("RGBA", (width, height))
        box.paste(image, ((width - image.width) // 2, (height - image.height) // 2))
        return box
    return image


def code(data: str) -> Image.Image:
    """A QR code, one pixel a module, without its quiet zone."""
    symbol = qrcode.QRCode(border=0, error_correction=ERROR_CORRECT_M)
    symbol.add_data(data)
    symbol.make(fit=True)
    matrix = symbol.get_matrix()
    image = Image.new("L", (len(matrix), len(matrix)))
    image.putdata([255 if dark else 0 for row in matrix for dark in row])
    return image
