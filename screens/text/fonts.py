"""Two weights of Fira Sans, and of Noto Sans Arabic: measures text and rasterises it as a white mask.

Both go through the same Pillow font object, so that what was measured is what is drawn. Fonts are opened once per
weight and size; widths are cached, because a page is laid out again whenever something on it changes."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from screens.metrics import STRONG
from screens.text.direction import joined

_FOLDER = Path(__file__).resolve().parent.parent / "assets" / "fonts"
_FILES = {
    (False, False): _FOLDER / "FiraSans-Regular.ttf",
    (True, False): _FOLDER / "FiraSans-SemiBold.ttf",
    (False, True): _FOLDER / "NotoSansArabic-Regular.ttf",
    (True, True): _FOLDER / "NotoSansArabic-SemiBold.ttf",
}
_ARABIC_SCALE = 0.689 / 0.714
"""Makes digits of the Arabic font as high as those of the other one."""
_PAD = 2
"""Pixels around a mask: hinted letters may stick out of their advance widths."""
_MOST_WIDTHS = 20_000


class Fonts:
    """Fonts of one window."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[bool, bool, float], ImageFont.FreeTypeFont] = {}
        self._widths: dict[tuple[str, int, float], float] = {}

    def font(self, weight: int, px: float, *, arabic: bool = False) -> ImageFont.FreeTypeFont:
        """The font in this weight and size."""
        key = (weight >= STRONG, arabic, round(px * (_ARABIC_SCALE if arabic else 1.0), 2))
        if key not in self._fonts:
            self._fonts[key] = ImageFont.truetype(str(_FILES[key[:2]]), key[2])
        return self._fonts[key]

    def width(self, text: str, weight: int, px: float) -> float:
        """Advance width in pixels."""
        key = (text, weight, px)
        width = self._widths.get(key)
        if width is None:
            if len(self._widths) >= _MOST_WIDTHS:  # texts of visitors must not pile up in a process that runs for weeks
                self._widths.clear()
            width = self._widths[key] = self._length(text, weight, px) if text else 0.0
        return width

    def _length(self, text: str, weight: int, px: float) -> float:
        if joined(text):  # the direction is said, not guessed: a line may begin with a number
            return self.font(weight, px, arabic=True).getlength(text, direction="rtl", language="ar")
        return self.font(weight, px).getlength(text)

    def forget(self) -> None:
        """Drops the widths: after a page with personal words they must not stay in memory."""
        self._widths.clear()

    def mask(self, text: str, weight: int, px: float, spacing: float) -> tuple[Image.Image, int, int]:
        """Grey mask of a text and where its upper left corner lies, counted from the start of the baseline."""
        if joined(text):
            return self._arabic(text, weight, px)
        font = self.font(weight, px)
        left, top, right, bottom = font.getbbox(text, anchor="ls")
        extra = round(abs(spacing) * px * len(text))
        size = (int(right - left) + extra + 2 * _PAD, int(bottom - top) + 2 * _PAD)
        image = Image.new("L", size)
        x, y = _PAD - int(left), _PAD - int(top)
        draw = ImageDraw.Draw(image)
        if spacing:
            for i, letter in enumerate(text):
                before = font.getlength(text[: i + 1], features=["-liga"]) - font.getlength(letter)
                at = x + before + i * spacing * px
                draw.text((at, y), letter, fill=255, font=font, anchor="ls")
        else:
            draw.text((x, y), text, fill=255, font=font, anchor="ls")
        return image, int(left) - _PAD, int(top) - _PAD

    def _arabic(self, text: str, weight: int, px: float) -> tuple[Image.Image, int, int]:
        font = self.font(weight, px, arabic=True)
        left, top, right, bottom = (
            int(edge) for edge in font.getbbox(text, anchor="ls", direction="rtl", language="ar")
        )
        image = Image.new("L", (right - left + 2 * _PAD, bottom - top + 2 * _PAD))
        draw = ImageDraw.Draw(image)
        draw.text((_PAD - left, _PAD - top), text, fill=255, font=font, anchor="ls", direction="rtl", language="ar")
        return image, left - _PAD, top - _PAD
