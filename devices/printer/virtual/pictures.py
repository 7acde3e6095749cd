"""Bits of commands -> pictures: rows of a raster, columns of a column image, QR codes. Pure."""

from functools import lru_cache

import qrcode
from PIL import Image, ImageOps

_LEVELS = (qrcode.ERROR_CORRECT_L, qrcode.ERROR_CORRECT_M, qrcode.ERROR_CORRECT_Q, qrcode.ERROR_CORRECT_H)
_COLUMN_SCALES = {0: (2, 3), 1: (1, 3), 32: (2, 1), 33: (1, 1)}
"""ESC * m: dots of paper per dot of data, across and along."""


def rows(data: bytes, width: int, *, wide: int = 1, tall: int = 1) -> Image.Image:
    """Rows of `width` dots each, a set bit is black; whole bytes a row, each dot so wide and tall."""
    row_bytes = -(-width // 8)
    height = len(data) // row_bytes
    picture = _black_on_white(data, row_bytes * 8, height).crop((0, 0, width, height))
    return scaled(picture, wide, tall)


def columns(mode: int, data: bytes) -> Image.Image:
    """The strip of ESC *: columns of 8 or 24 dots from the left, the first bit of each is the top."""
    wide, tall = _COLUMN_SCALES[mode]
    height = 8 if mode < 32 else 24
    turned = _black_on_white(data, height, len(data) * 8 // height)
    return scaled(turned.transpose(Image.Transpose.TRANSPOSE), wide, tall)


def stored_columns(data: bytes, width: int, height: int) -> Image.Image:
    """Column format of GS ( L fn 113: `width` columns of whole bytes from the top."""
    turned = _black_on_white(data, -(-height // 8) * 8, width)
    return turned.transpose(Image.Transpose.TRANSPOSE).crop((0, 0, width, height))


@lru_cache(16)
def qr(data: bytes, module: int, level: int) -> Image.Image:
    """A QR code without any quiet zone, `level` 0 to 3 for L, M, Q, H.

    Raises:
        ValueError: more than a QR code can hold.
    """
    code = qrcode.QRCode(border=0, box_size=1, error_correction=_LEVELS[level])
    code.add_data(data)
    code.make(fit=True)
    matrix = code.get_matrix()
    picture = Image.new("1", (len(matrix), len(matrix)), 1)
    picture.putdata([0 if dark else 255 for row in matrix for dark in row])
    return scaled(picture, module, module)


def scaled(picture: Image.Image, wide: int, tall: int) -> Image.Image:
    """Each dot so wide and tall."""
    if wide == tall == 1:
        return picture
    return picture.resize((picture.width * wide, picture.height * tall), Image.Resampling.NEAREST)


def _black_on_white(data: bytes, width: int, height: int) -> Image.Image:
    if not width or not height:
        return Image.new("1", (max(width, 0), max(height, 0)), 1)
    return ImageOps.invert(Image.frombytes("1", (width, height), data).convert("L")).convert("1")
