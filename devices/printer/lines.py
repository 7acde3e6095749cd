"""The lines that a document becomes: what stands where, in dots and multiples of the printer's cell."""

from dataclasses import dataclass
from typing import Protocol

from devices.printer.text import CODE_PAGE, encodable

CELL_WIDTH = 12
CELL_HEIGHT = 24
LEADING = 12
"""Dots between the cells of two lines: generous, for readers with weak eyes. Large cells have air of their own."""
RULE_HEIGHT = 2
RULER_HEIGHT = 32

Size = tuple[int, int]
"""Width and height in multiples of the cell."""


@dataclass(frozen=True, slots=True)
class PaperFormat:
    """A width of paper.

    Args:
        columns: cells of font A across the whole print width.
        dots: print width.
        dpi: dots per inch of the print head, both ways.
        margin: dots left free at both sides; 80 mm paper has room for it, narrower paper needs every column.
    """

    columns: int
    dots: int
    dpi: int = 203
    margin: int = 0

    @property
    def text_dots(self) -> int:
        """Width between the margins."""
        return self.dots - 2 * self.margin

    @property
    def text_columns(self) -> int:
        """Cells between the margins."""
        return min(self.columns, self.text_dots // CELL_WIDTH)


_FORMATS = {
    32: PaperFormat(32, 384),
    42: PaperFormat(42, 512, dpi=180),
    48: PaperFormat(48, 576, margin=16),
}


def paper_format(columns: int) -> PaperFormat:
    """Gives the format of a printer with so many columns.

    Raises:
        ValueError: no such paper; names the known ones.
    """
    if columns not in _FORMATS:
        raise ValueError(f"printer columns: {columns} is not one of {', '.join(map(str, _FORMATS))}")
    return _FORMATS[columns]


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text in cells of width x height.

    Args:
        text: at the start of the line, after `indent`.
        right: at its other end.
        width, height: multiples of the cell.
        bold: emphasised.
        tight: a blank is half a cell wide, as a large number wants it.
        indent: dots before `text`.
        mark: at the very start, before the indented text, always one cell wide a character.
        rtl: the start is the right edge.
        drawn: as a picture, in letters that the printer does not have.
        codec: this code page and no other, for the test page.
    """

    text: str
    right: str = ""
    width: int = 1
    height: int = 1
    bold: bool = False
    tight: bool = False
    indent: int = 0
    mark: str = ""
    rtl: bool = False
    drawn: bool = False
    codec: str = ""

    @property
    def pitch(self) -> int:
        """Dots from this line to the next."""
        return self.height * CELL_HEIGHT + (LEADING if self.height <= 3 else 0)

    @property
    def cell(self) -> int:
        """Dots of one cell."""
        return self.width * CELL_WIDTH


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A line of RULE_HEIGHT dots between the margins."""


@dataclass(frozen=True, slots=True)
class RulerLine:
    """A scale in millimetres between the margins."""


@dataclass(frozen=True, slots=True)
class QrLine:
    """A QR code, `module` dots per module, its quiet zone at the left kept by `indent` dots."""

    data: str
    module: int
    indent: int


@dataclass(frozen=True, slots=True)
class Feed:
    """So many dots of white."""

    dots: int


Line = TextLine | RuleLine | RulerLine | QrLine | Feed


class Ink(Protocol):
    """What a printer can write by itself, and how wide text is that has to be drawn."""

    def carries(self, text: str) -> bool:
        """Whether one of its code pages has all letters."""

    def dots(self, text: str, size: Size, *, bold: bool) -> float:
        """Width of drawn text."""

    def pages(self) -> tuple[str, ...]:
        """The code pages (Python codecs)."""


class Cells:
    """A printer with WPC1252, whose drawn text is as wide as its cells: enough to reckon with."""

    def carries(self, text: str) -> bool:
        """See `Ink`."""
        return encodable(text)

    def dots(self, text: str, size: Size, *, bold: bool) -> float:
        """See `Ink`."""
        return len(text) * size[0] * CELL_WIDTH

    def pages(self) -> tuple[str, ...]:
        """See `Ink`."""
        return (CODE_PAGE,)
