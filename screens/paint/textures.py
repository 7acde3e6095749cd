"""Textures made from masks, kept by what they show. White masks: the colour comes from the canvas."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from kivy.graphics.texture import Texture
from PIL import Image

from screens.layout.placed import Code, Drawing, Icon, Text
from screens.paint import masks
from screens.text.fonts import Fonts

ARMS = "arms-placeholder"
"""The drawing that stands for the town's arms until it has some."""
_MOST_BYTES = 12 << 20
"""Kept textures; a page has a hundred of them and less than 4 MB. The longest unused one goes first."""
_BYTES = {"luminance_alpha": 2, "rgba": 4}
"""Of a pixel."""


@dataclass(frozen=True, slots=True)
class TextTexture:
    """A text and where its upper left corner lies, counted from the start of its baseline."""

    texture: Any
    left: int
    top: int


class Textures:
    """Textures of one window.

    Args:
        fonts: for texts.
        arms: draws the town's arms for a box: RGBA, row by row; None for the placeholder.
    """

    def __init__(self, fonts: Fonts, arms: Callable[[int, int], bytes] | None = None) -> None:
        self._fonts = fonts
        self._arms = arms
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._bytes = 0

    def _keep(self, key: Hashable, make: Callable[[], Any]) -> Any:
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        made = self._kept[key] = make()
        self._bytes += _size(made)
        while self._bytes > _MOST_BYTES and len(self._kept) > 1:
            self._bytes -= _size(self._kept.popitem(last=False)[1])
        return made

    def text(self, text: Text, *, keep: bool) -> TextTexture:
        """A run of text; personal ones are not kept."""
        if not keep:
            return self._text(text)
        made: TextTexture = self._keep((text.text, text.weight, text.px, text.spacing), lambda: self._text(text))
        return made

    def _text(self, text: Text) -> TextTexture:
        image, left, top = self._fonts.mask(text.text, text.weight, text.px, text.spacing)
        return TextTexture(_mask_texture(image), left, top)

    def icon(self, icon: Icon) -> Any:
        """An icon at its size."""
        key = ("icon", icon.name, icon.rect.w, icon.stroke, icon.turned)
        return self._keep(
            key, lambda: _mask_texture(masks.icon(icon.name, icon.rect.w, icon.stroke, turned=icon.turned))
        )

    def drawing(self, drawing: Drawing, colour: str) -> Any:
        """A drawing at its size, its strong parts in this colour ("#0B4A8F"); the town's arms as they are."""
        box = (drawing.rect.w, drawing.rect.h)
        key = ("drawing", drawing.name, *box, colour)

        def make() -> Any:
            if drawing.name == ARMS and self._arms is not None:
                return _texture(Image.frombytes("RGBA", box, self._arms(*box)), "rgba")
            image = masks.drawing(drawing.name, *box, slice_bottom=drawing.slice_bottom, colour=colour)
            return _texture(image, "rgba")

        return self._keep(key, make)

    def code(self, code: Code, *, keep: bool) -> Any:
        """A QR code, one pixel a module."""
        if keep:
            return self._keep(("code", code.data), lambda: _mask_texture(masks.code(code.data)))
        return _mask_texture(masks.code(code.data))

    def disc(self, width: int, height: int, radius: int) -> Any:
        """A whole rounded rectangle: discs and short things."""
        return self._keep(("disc", width, height, radius), lambda: _mask_texture(masks.rounded(width, height, radius)))

    def corners(self, radius: int) -> Any:
        """Four corners with two pixels between, to be stretched."""
        side = 2 * radius + 2
        return self._keep(("corners", radius), lambda: _mask_texture(masks.rounded(side, side, radius)))

    def corner(self, radius: int, *, right: bool, bottom: bool) -> Any:
        """One of the four corners alone."""

        def make() -> Any:
            x, y = radius if right else 0, radius if bottom else 0
            return _mask_texture(masks.rounded(2 * radius, 2 * radius, radius).crop((x, y, x + radius, y + radius)))

        return self._keep(("corner", radius, right, bottom), make)

    def outline(self, radius: int, line: int) -> Any:
        """Four corners of a border."""
        side = 2 * radius + 2
        return self._keep(("outline", radius, line), lambda: _mask_texture(masks.outline(side, side, radius, line)))


def _size(kept: Any) -> int:
    """Bytes of a texture."""
    texture = kept.texture if isinstance(kept, TextTexture) else kept
    return int(texture.width * texture.height * _BYTES[texture.colorfmt])


def _mask_texture(mask: Image.Image) -> Any:
    white = Image.new("L", mask.size, 255)
    return _texture(Image.merge("LA", (white, mask)), "luminance_alpha")


def _texture(image: Image.Image, colour_format: str) -> Any:
    texture = Texture.create(size=image.size, colorfmt=colour_format, mipmap=False)
    texture.mag_filter = texture.min_filter = "nearest"
    texture.blit_buffer(image.tobytes(), colorfmt=colour_format, bufferfmt="ubyte")
    texture.flip_vertical()
    return texture
