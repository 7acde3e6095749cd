"""Fonts for lines that are drawn: which file has the letters of a text, and how wide it becomes.

Font files carry a table of the characters they have (`cmap`, OpenType 1.9, formats 4 and 12); it is read here, because
a letter that a font lacks would come out as an empty box without any error. A text is drawn in one font: the first one
that has all its letters.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import ImageFont, features

from devices.printer.text import has_arabic


@dataclass(frozen=True, slots=True)
class FontFiles:
    """A family for paper: TrueType files.

    Args:
        regular, bold: the town's face; Latin and Cyrillic.
        arabic, arabic_bold: for texts with Arabic letters; has plain Latin letters and digits, too.
        rest: has every letter of DIN 91379, for names that the others cannot write.
    """

    regular: Path
    bold: Path
    arabic: Path
    arabic_bold: Path
    rest: Path


def can_join() -> bool:
    """Whether Arabic can be drawn: joined by Raqm, ordered by FriBidi, which Pillow loads from the system."""
    return bool(features.check("raqm") and features.check("fribidi"))


def characters(file: Path) -> frozenset[int]:
    """Code points that a font file has a glyph for.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no TrueType file with a Unicode table.
    """
    data = file.read_bytes()
    try:
        return frozenset(code for start, end in _ranges(data) for code in range(start, end + 1)) - {0xFFFF}
    except struct.error as error:
        raise ValueError(f"{file}: not a TrueType font") from error


class Faces:
    """The open fonts of one family.

    Args:
        files: see there; read on first use.
    """

    def __init__(self, files: FontFiles) -> None:
        self._files = files
        self._characters: dict[Path, frozenset[int]] = {}
        self._open: dict[tuple[Path, float], ImageFont.FreeTypeFont] = {}

    def load(self) -> None:
        """Reads all files, so that the first line of a citizen's paper is as fast as the second."""
        for file in (self._files.regular, self._files.bold, self._files.arabic, self._files.arabic_bold):
            self._has(file)
            self.open(file, 24)
        self._has(self._files.rest)

    def file_for(self, text: str, *, bold: bool) -> Path:
        """The file that draws `text`: the first one with all its letters, else the one that lacks fewest."""
        files = self._files
        latin, arabic = (files.bold, files.arabic_bold) if bold else (files.regular, files.arabic)
        wanted = {ord(char) for char in text}
        choice = (arabic, files.rest) if has_arabic(text) else (latin, files.rest, arabic)
        return min(choice, key=lambda file: len(wanted - self._has(file)))

    def stroke(self, file: Path, *, bold: bool) -> bool:
        """Whether bold has to be made by a stroke because the file has no bold sister."""
        return bold and file == self._files.rest

    def open(self, file: Path, size: float) -> ImageFont.FreeTypeFont:
        """The font in this size."""
        key = (file, size)
        if key not in self._open:
            self._open[key] = ImageFont.truetype(str(file), size)
        return self._open[key]

    def width(self, text: str, size: float, *, bold: bool) -> float:
        """How wide `text` is drawn."""
        font = self.open(self.file_for(text, bold=bold), size)
        return font.getlength(text, direction=direction(text))

    def _has(self, file: Path) -> frozenset[int]:
        if file not in self._characters:
            self._characters[file] = characters(file)
        return self._characters[file]


def direction(text: str) -> str | None:
    """What Pillow is told: said, not guessed, because a line may begin with a number. Basic layout takes None only."""
    if not has_arabic(text):
        return None
    if not can_join():
        raise ValueError("Arabic cannot be joined here: install the Debian package libfribidi0")
    return "rtl"


def _ranges(data: bytes) -> Iterator[tuple[int, int]]:
    tables = {data[at : at + 4]: int.from_bytes(data[at + 8 : at + 12], "big") for at in _table_records(data)}
    if b"cmap" not in tables:
        raise struct.error("no cmap")
    cmap = tables[b"cmap"]
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    for number in range(count):
        (offset,) = struct.unpack_from(">I", data, cmap + 4 + 8 * number + 4)
        yield from _subtable(data, cmap + offset)


def _table_records(data: bytes) -> range:
    (count,) = struct.unpack_from(">H", data, 4)
    return range(12, 12 + 16 * count, 16)


def _subtable(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    (form,) = struct.unpack_from(">H", data, at)
    if form == 4:
        (doubled,) = struct.unpack_from(">H", data, at + 6)
        ends = struct.unpack_from(f">{doubled // 2}H", data, at + 14)
        starts = struct.unpack_from(f">{doubled // 2}H", data, at + 16 + doubled)
        yield from zip(starts, ends, strict=True)
    elif form == 12:
        (count,) = struct.unpack_from(">I", data, at + 12)
        for number in range(count):
            yield struct.unpack_from(">II", data, at + 16 + 12 * number)
