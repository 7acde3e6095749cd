"""The line in hand: characters and strips at their places, until something ends it. Pure.

Places are dots from the left margin. All items stand on one bottom line, as on real printers.
"""

from dataclasses import dataclass

from PIL import Image

from devices.printer.virtual.glyphs import CELLS, Style, cell
from devices.printer.virtual.modes import Modes

_COLUMN = CELLS["A"][0]


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished line.

    Args:
        picture: across the whole head.
        reads: what a person reads, with blanks for the places.
    """

    picture: Image.Image
    reads: str


@dataclass(frozen=True, slots=True)
class _Item:
    place: int
    picture: Image.Image
    reads: str
    column: int
    """Dots that one character of text takes here."""


class Line:
    """The print buffer of one line."""

    def __init__(self) -> None:
        self._items: list[_Item] = []
        self.cursor = 0

    def __bool__(self) -> bool:
        """Whether there is anything in it; a place alone counts too."""
        return bool(self._items) or self.cursor > 0

    def clear(self) -> None:
        """Loses what is in it."""
        self._items.clear()
        self.cursor = 0

    def fits(self, width: int, modes: Modes) -> bool:
        """Whether so many dots fit behind what is there."""
        return modes.margin + self.cursor + width <= modes.right

    def add(self, char: str, style: Style, gap: int) -> None:
        """A character behind what is there."""
        self._append(cell(char, style, gap), char, style.cell_width + gap)

    def add_picture(self, picture: Image.Image) -> None:
        """A strip of dots behind what is there."""
        self._append(picture, "", max(1, picture.width))

    def _append(self, picture: Image.Image, reads: str, column: int) -> None:
        self._items.append(_Item(self.cursor, picture, reads, column))
        self.cursor += picture.width

    def finish(self, modes: Modes, least: int) -> Printed:
        """Ends the line: its picture is at least so many dots high, whatever stands in it."""
        tallest = max((item.picture.height for item in self._items), default=0)
        end = max((item.place + item.picture.width for item in self._items), default=0)
        left = modes.margin + aligned(end, modes)
        strip = Image.new("1", (modes.built.dots, max(1, least, tallest)), 1)
        for item in self._items:
            strip.paste(item.picture, (left + item.place, tallest - item.picture.height))
        if modes.upside_down and self._items:
            strip = _turned(strip, tallest, modes)
        reads = " " * ((left - modes.margin) // _COLUMN) + self._reads()
        self.clear()
        return Printed(strip, reads)

    def _reads(self) -> str:
        text, end = "", 0
        for item in self._items:
            if item.reads:
                text += " " * max((item.place - end) // item.column, item.place > end)
            text += item.reads
            end = item.place + item.picture.width
        return f"[columns {end}]" if self._items and not text.strip() and not self._items[0].reads else text


def aligned(width: int, modes: Modes) -> int:
    """Dots from the left margin at which something so wide begins."""
    return max(0, modes.right - modes.margin - width) * modes.align // 2


def _turned(strip: Image.Image, tallest: int, modes: Modes) -> Image.Image:
    """The printed part stands on its head, inside the print area."""
    area = (modes.margin, 0, modes.right, tallest)
    strip.paste(strip.crop(area).rotate(180), area)
    return strip
