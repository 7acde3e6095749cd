"""The town's arms from a file: judged before they are shown, drawn for the pixels they get.

The head band has 14 × 16 mm for them, on the town's primary colour, and on black in strong contrast. Nothing is
recoloured: arms are law. A file from outside is bounded in bytes and pixels and never leads anywhere else
(`kiosk.settings.svg`).
"""

import io
import struct
from collections.abc import Sequence
from pathlib import Path

import resvg_py
from PIL import Image, UnidentifiedImageError

from kiosk.settings.contrast import Rgb, contrast
from kiosk.settings.svg import SvgError, check_svg

WIDTH_MM, HEIGHT_MM = 14, 16
MAX_BYTES = 256 * 1024
LEAST_PX = (140, 160)
"""Ten pixels a millimetre: more than any panel has."""
MAX_PX = 2048
LEAST_FILL = 0.8
"""Of width and height, after the picture was fitted into its place."""
LEAST_SEEN = 0.25
"""Share of what is painted that stands out from its ground."""
SEEN_RATIO = 3.0
"""WCAG 2.2, 1.4.11."""

_PNG = b"\x89PNG\r\n\x1a\n"
_OPAQUE = 128


class ArmsError(Exception):
    """Arms that cannot be shown: line in the file (0: the file as a whole), what, and what to do."""

    def __init__(self, line: int, what: str, remedy: str) -> None:
        super().__init__(f"{what}: {remedy}")
        self.line = line
        self.what = what
        self.remedy = remedy


class Arms:
    """One picture of the arms, SVG or PNG.

    Args:
        path: the file.

    Raises:
        ArmsError: it cannot be read, is too large, neither SVG nor PNG, or holds what we do not take.
    """

    def __init__(self, path: Path) -> None:
        content = _read(path)
        self._raster: Image.Image | None = None
        self._drawing = ""
        if content.startswith(_PNG):
            self._raster = _decoded(content)
            return
        try:
            check_svg(content)
            self._drawing = content.decode("utf-8")
        except SvgError as error:
            raise ArmsError(error.line, error.what, error.remedy) from error
        except UnicodeDecodeError as error:
            raise ArmsError(0, "is not UTF-8 text", "save it as UTF-8") from error
        self._drawn(*LEAST_PX)

    def pixels(self, width: int, height: int) -> bytes:
        """The arms in the middle of a box of this size: RGBA, row by row from the top."""
        return self._fitted(width, height).tobytes()

    def require_visible(self, grounds: Sequence[Rgb]) -> None:
        """Proves that the arms fill their place and stand out from each of these colours.

        Raises:
            ArmsError: they do not.
        """
        width, height = LEAST_PX
        box = self._fitted(width, height)
        seen = box.getchannel("A").point(lambda alpha: 255 if alpha >= _OPAQUE else 0).getbbox()
        if seen is None:
            raise ArmsError(0, "shows nothing", "give it a picture that is not transparent")
        left, top, right, bottom = seen
        if right - left < LEAST_FILL * width or bottom - top < LEAST_FILL * height:
            what = f"fills {100 * (right - left) // width} % of the width and {100 * (bottom - top) // height} % of the"
            remedy = f"crop it to the shield; it should be about {WIDTH_MM} wide and {HEIGHT_MM} high, with no margin"
            raise ArmsError(0, f"{what} height of its place", remedy)
        pixels = struct.iter_unpack("4B", box.tobytes())
        painted = [(red, green, blue) for red, green, blue, alpha in pixels if alpha >= _OPAQUE]
        for ground in grounds:
            share = sum(contrast(colour, ground) >= SEEN_RATIO for colour in painted) / len(painted)
            if share < LEAST_SEEN:
                what = "is hardly visible on #{:02X}{:02X}{:02X}, the colour of the head band".format(*ground)
                raise ArmsError(0, what, "give the shield a broad light edge")

    def _fitted(self, width: int, height: int) -> Image.Image:
        picture = self._drawn(width, height) if self._raster is None else _scaled(self._raster, width, height)
        box = Image.new("RGBA", (width, height))
        box.paste(picture, ((width - picture.width) // 2, (height - picture.height) // 2))
        return box

    def _drawn(self, width: int, height: int) -> Image.Image:
        try:
            data = resvg_py.svg_to_bytes(svg_string=self._drawing, width=width, height=height, skip_system_fonts=True)
        except ValueError as error:
            raise ArmsError(0, f"cannot be drawn ({error})", "open it in a drawing program and save it anew") from error
        return Image.open(io.BytesIO(bytes(data))).convert("RGBA")


def _read(path: Path) -> bytes:
    remedy = "name an SVG or PNG file that exists, relative to the settings"
    if not path.is_file():
        raise ArmsError(0, "is no file", remedy)
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ArmsError(0, f"cannot be read ({error.strerror})", remedy) from error
    if len(content) > MAX_BYTES:
        raise ArmsError(0, f"is larger than {MAX_BYTES} bytes", "simplify the drawing")
    return content


def _decoded(content: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
            if picture.width < LEAST_PX[0] or picture.height < LEAST_PX[1] or max(picture.size) > MAX_PX:
                what = f"is {picture.width} × {picture.height} pixels"
                raise ArmsError(0, what, f"make it {LEAST_PX[0]} × {LEAST_PX[1]} at least, {MAX_PX} at most a side")
            return picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise ArmsError(0, f"is a damaged PNG ({error})", "save it anew") from error


def _scaled(picture: Image.Image, width: int, height: int) -> Image.Image:
    scale = min(width / picture.width, height / picture.height)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS)
