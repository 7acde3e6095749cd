"""Everything that commands set and that ESC @ and switching off put back. Pure; knows no paper."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from devices.printer.virtual.codepages import COUNTRIES, DOUBLE_BYTE, characters
from devices.printer.virtual.glyphs import CELLS, Style
from devices.printer.virtual.models import MachineSettings

_DEFAULT_PITCH = 30
_ON_OFF = (0, 1, 48, 49)


@dataclass
class Modes:
    """See the module. `built` is the printer that they belong to."""

    built: MachineSettings
    font: Literal["A", "B"] = "A"
    width: int = 1
    height: int = 1
    bold: bool = False
    double_strike: bool = False
    underline: int = 0
    invert: bool = False
    upside_down: bool = False
    align: int = 0
    spacing: int = 0
    pitch: int = _DEFAULT_PITCH
    margin: int = 0
    area: int | None = None
    across: float = 1.0
    """Dots in one unit of ESC $, ESC backslash, GS L, GS W and ESC SP."""
    along: float = 1.0
    """Dots in one unit of ESC 3, ESC J and GS V."""
    codec: str | None = "cp437"
    country: int = 0
    double_byte: bool = False
    tabs: tuple[int, ...] = tuple(range(8, 256, 8))
    hri: int = 0
    hri_font: Literal["A", "B"] = "A"
    barcode_height: int = 162
    barcode_width: int = 3
    qr_module: int = 3
    qr_level: int = 0
    qr_data: bytes = b""
    selected: bool = True
    lead: int | None = field(default=None)
    """First byte of a Chinese character whose second has not come."""

    def __post_init__(self) -> None:
        self.country = self.built.country
        self.double_byte = self.built.double_byte
        self.along = self.built.dpi / self.built.feed_dpi
        self.codec = self.built.code_pages.get(0)

    @property
    def style(self) -> Style:
        """How the next character looks."""
        bold = self.bold or self.double_strike
        return Style(self.font, self.width, self.height, bold, self.underline, self.invert)

    @property
    def cell_width(self) -> int:
        """Dots from one character to the next."""
        return CELLS[self.font][0] * self.width + self.gap

    @property
    def gap(self) -> int:
        """Dots at the right of each character; grows with its width."""
        return round(self.spacing * self.across) * self.width

    @property
    def right(self) -> int:
        """Where the print area ends, in dots of the head."""
        room = self.built.dots - self.margin
        return self.margin + (room if self.area is None else min(self.area, room))

    def text(self, raw: bytes) -> list[tuple[int, str | bytes]]:
        """Characters of bytes, bytes where nothing stands for them, each with the place of its last byte.

        Keeps half a Chinese character for the next call.
        """
        read: list[tuple[int, str | bytes]] = []
        table = () if self.codec is None else characters(self.codec, self.country)
        for place, byte in enumerate(raw):
            if self.lead is not None:
                pair, self.lead = bytes([self.lead, byte]), None
                read.append((place, _chinese(pair)))
            elif self.double_byte and 0x81 <= byte <= 0xFE:
                self.lead = byte
            else:
                char = table[byte] if table else None
                read.append((place, bytes([byte]) if char is None else char))
        return read


def _chinese(pair: bytes) -> str | bytes:
    try:
        char = pair.decode(DOUBLE_BYTE)
    except UnicodeDecodeError:
        return pair
    return char if len(char) == 1 and char.isprintable() else pair


def set_mode(modes: Modes, name: str, args: bytes) -> bool:
    """Sets what the command sets; False where it is none of these, or its parameters are out of range."""
    setter = _SETTERS.get(name)
    return setter is not None and setter(modes, args) is not False


def _flag(field_name: str) -> Callable[[Modes, bytes], bool]:
    """The lowest bit counts; all values are allowed."""

    def put(modes: Modes, args: bytes) -> bool:
        setattr(modes, field_name, bool(args[0] & 1))
        return True

    return put


def _in_range(field_name: str, low: int, high: int) -> Callable[[Modes, bytes], bool]:
    def put(modes: Modes, args: bytes) -> bool:
        if not low <= args[0] <= high:
            return False
        setattr(modes, field_name, args[0])
        return True

    return put


def _nothing(_modes: Modes, _args: bytes) -> bool:
    return True


def _font(modes: Modes, args: bytes) -> bool:
    if args[0] in _ON_OFF:
        modes.font = "B" if args[0] & 1 else "A"
    return args[0] in _ON_OFF


def _hri_font(modes: Modes, args: bytes) -> bool:
    if args[0] in _ON_OFF:
        modes.hri_font = "B" if args[0] & 1 else "A"
    return args[0] in _ON_OFF


def _size(modes: Modes, args: bytes) -> bool:
    if args[0] & 0x88:
        return False
    modes.width, modes.height = (args[0] >> 4) + 1, (args[0] & 7) + 1
    return True


def _print_mode(modes: Modes, args: bytes) -> bool:
    n = args[0]
    modes.font = "B" if n & 0x01 else "A"
    modes.bold = bool(n & 0x08)
    modes.height, modes.width = 1 + bool(n & 0x10), 1 + bool(n & 0x20)
    modes.underline = 1 if n & 0x80 else 0
    return True


def _underline(modes: Modes, args: bytes) -> bool:
    if args[0] in (*_ON_OFF, 2, 50):
        modes.underline = args[0] & 3
    return args[0] in (*_ON_OFF, 2, 50)


def _code_page(modes: Modes, args: bytes) -> bool:
    codec = modes.built.code_pages.get(args[0])
    if codec is not None:
        modes.codec = codec
    return codec is not None


def _country(modes: Modes, args: bytes) -> bool:
    if args[0] >= COUNTRIES:
        return False
    if modes.built.obeys_country:
        modes.country = args[0]
    return True


def _pitch(modes: Modes, args: bytes) -> bool:
    modes.pitch = round(args[0] * modes.along)
    return True


def _default_pitch(modes: Modes, args: bytes) -> bool:
    modes.pitch = _DEFAULT_PITCH
    return True


def _units(modes: Modes, args: bytes) -> bool:
    across, along = args
    modes.across = modes.built.dpi / across if across else 1.0
    modes.along = modes.built.dpi / along if along else modes.built.dpi / modes.built.feed_dpi
    return True


def _area(modes: Modes, args: bytes) -> bool:
    modes.area = round(int.from_bytes(args, "little") * modes.across)
    return modes.area > 0


def _margin(modes: Modes, args: bytes) -> bool:
    modes.margin = min(round(int.from_bytes(args, "little") * modes.across), modes.built.dots)
    return True


def _align(modes: Modes, args: bytes) -> bool:
    if args[0] in (0, 1, 2, 48, 49, 50):
        modes.align = args[0] % 48
        return True
    return False


def _tabs(modes: Modes, args: bytes) -> bool:
    modes.tabs = tuple(args.rstrip(b"\0"))
    return True


def _double_byte(on: bool) -> Callable[[Modes, bytes], bool]:
    def put(modes: Modes, args: bytes) -> bool:
        modes.double_byte = on
        modes.lead = None
        return True

    return put


_SETTERS: Mapping[str, Callable[[Modes, bytes], bool]] = MappingProxyType(
    {
        "nul": _nothing,
        "return": _nothing,  # without automatic line feed, as all of these printers are delivered
        "standard_mode": _nothing,
        "home": _nothing,
        "one_way": _nothing,
        "smooth": _nothing,
        "beep": _nothing,
        "paper_signal": _nothing,
        "double_byte_code": _nothing,
        "double_byte_mode": _nothing,  # these four dress Chinese characters only; all are drawn alike
        "double_byte_underline": _nothing,
        "double_byte_spacing": _nothing,
        "double_byte_size": _nothing,
        "font": _font,
        "size": _size,
        "print_mode": _print_mode,
        "bold": _flag("bold"),
        "double_strike": _flag("double_strike"),
        "underline": _underline,
        "invert": _flag("invert"),
        "code_page": _code_page,
        "country": _country,
        "double_byte": _double_byte(on=True),
        "single_byte": _double_byte(on=False),
        "pitch": _pitch,
        "default_pitch": _default_pitch,
        "units": _units,
        "spacing": _in_range("spacing", 0, 255),
        "tabs": _tabs,
        "barcode_height": _in_range("barcode_height", 1, 255),
        "barcode_width": _in_range("barcode_width", 2, 6),
        "hri_font": _hri_font,
        "hri": lambda modes, args: _in_range("hri", 0, 3)(modes, bytes([args[0] % 48])),
    }
)

LINE_START: Mapping[str, Callable[[Modes, bytes], bool]] = MappingProxyType(
    {"margin": _margin, "area": _area, "align": _align, "upside_down": _flag("upside_down")}
)
"""What counts only where a line begins; elsewhere printers ignore it."""
