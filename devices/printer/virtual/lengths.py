"""How long each command is. Data: prefix -> name and a measure of what follows the prefix.

A measure is called with the stream and the place behind the prefix. It gives the number of parameter bytes, None while
that cannot be told yet, or `INVALID - n`: no such command, and the next n bytes belong to what is not understood.

Sources: Epson's ESC/POS command reference; presenter models by Custom (GS e); beeper of clones (ESC B).
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

Measure = Callable[[bytes, int], int | None]

INVALID = -1
_MOST = 1 << 20
"""Longest data that is waited for; a length beyond it is a stream that went wrong."""


def _fixed(count: int) -> Measure:
    return lambda _data, _at: count


def _counted(head: int, length_at: int, width: int) -> Measure:
    """A head of so many bytes with the length of the rest in it, little-endian."""

    def measure(data: bytes, at: int) -> int | None:
        if len(data) < at + head:
            return None
        rest = int.from_bytes(data[at + length_at : at + length_at + width], "little")
        return head + rest if rest <= _MOST else INVALID - head

    return measure


def _cut(data: bytes, at: int) -> int | None:
    if len(data) <= at:
        return None
    match data[at]:
        case 0 | 1 | 48 | 49:
            return 1
        case 65 | 66 | 97 | 98 | 103 | 104:
            return 2
        case _:
            return INVALID - 1


def _raster(data: bytes, at: int) -> int | None:
    """Only the head: rows are handed on as they arrive."""
    if len(data) < at + 5:
        return None
    mode, row_bytes, rows = data[at], int.from_bytes(data[at + 1 : at + 3], "little"), data[at + 3] | data[at + 4]
    if mode not in (0, 1, 2, 3, 48, 49, 50, 51) or not 0 < row_bytes <= 255 or not rows:
        return INVALID - 5
    return 5


def _columns(data: bytes, at: int) -> int | None:
    if len(data) < at + 3:
        return None
    if data[at] not in (0, 1, 32, 33):
        return INVALID - 3
    return 3 + int.from_bytes(data[at + 1 : at + 3], "little") * (1 if data[at] < 2 else 3)


def _barcode(data: bytes, at: int) -> int | None:
    if len(data) <= at:
        return None
    if data[at] <= 6:
        end = data.find(b"\0", at + 1)
        return None if end < 0 else end + 1 - at
    if not 65 <= data[at] <= 79:
        return INVALID - 1
    return None if len(data) <= at + 1 else 2 + data[at + 1]


def _tabs(data: bytes, at: int) -> int | None:
    """Up to 32 rising stops and NUL; whatever does not rise ends the list."""
    last = 0
    for count in range(33):
        if len(data) <= at + count:
            return None
        stop = data[at + count]
        if stop == 0:
            return count + 1
        if stop <= last or count == 32:
            return count
        last = stop
    raise AssertionError("the list ends with its 33rd byte")


def _user_characters(data: bytes, at: int) -> int | None:
    if len(data) < at + 3:
        return None
    rows, first, last = data[at : at + 3]
    end = at + 3
    for _ in range(first, last + 1):
        if len(data) <= end:
            return None
        end += 1 + rows * data[end]
    return end - at


def _status(data: bytes, at: int) -> int | None:
    if len(data) <= at:
        return None
    return 2 if data[at] in (7, 8, 18) else 1


_DC4 = {1: 3, 2: 3, 3: 6, 7: 2, 8: 8}


def _dc4(data: bytes, at: int) -> int | None:
    if len(data) <= at:
        return None
    return _DC4.get(data[at], INVALID - 1)


def _presenter(data: bytes, at: int) -> int | None:
    if len(data) <= at:
        return None
    return 2 if data[at] in (3, 32) else 1


REAL_TIME: Mapping[bytes, tuple[str, Measure]] = MappingProxyType(
    {b"\x10\x04": ("status", _status), b"\x10\x05": ("enquiry", _fixed(1)), b"\x10\x14": ("dc4", _dc4)}
)

COMMANDS: Mapping[bytes, tuple[str, Measure]] = MappingProxyType(
    {
        b"\x00": ("nul", _fixed(0)),
        b"\x09": ("tab", _fixed(0)),
        b"\x0a": ("line", _fixed(0)),
        b"\x0c": ("page_print", _fixed(0)),
        b"\x0d": ("return", _fixed(0)),
        b"\x18": ("page_cancel", _fixed(0)),
        b"\x1b ": ("spacing", _fixed(1)),
        b"\x1b!": ("print_mode", _fixed(1)),
        b"\x1b$": ("position", _fixed(2)),
        b"\x1b%": ("user_set", _fixed(1)),
        b"\x1b&": ("user_characters", _user_characters),
        b"\x1b(": ("esc_function", _counted(3, 1, 2)),
        b"\x1b*": ("columns", _columns),
        b"\x1b-": ("underline", _fixed(1)),
        b"\x1b2": ("default_pitch", _fixed(0)),
        b"\x1b3": ("pitch", _fixed(1)),
        b"\x1b<": ("home", _fixed(0)),
        b"\x1b=": ("select", _fixed(1)),
        b"\x1b?": ("user_cancel", _fixed(1)),
        b"\x1b@": ("initialise", _fixed(0)),
        b"\x1bB": ("beep", _fixed(2)),
        b"\x1bD": ("tabs", _tabs),
        b"\x1bE": ("bold", _fixed(1)),
        b"\x1bG": ("double_strike", _fixed(1)),
        b"\x1bJ": ("feed", _fixed(1)),
        b"\x1bK": ("feed_back", _fixed(1)),
        b"\x1bL": ("page_mode", _fixed(0)),
        b"\x1bM": ("font", _fixed(1)),
        b"\x1bR": ("country", _fixed(1)),
        b"\x1bS": ("standard_mode", _fixed(0)),
        b"\x1bT": ("page_direction", _fixed(1)),
        b"\x1bU": ("one_way", _fixed(1)),
        b"\x1bV": ("rotate", _fixed(1)),
        b"\x1bW": ("page_area", _fixed(8)),
        b"\x1b\\": ("move", _fixed(2)),
        b"\x1ba": ("align", _fixed(1)),
        b"\x1bc3": ("paper_signal", _fixed(1)),
        b"\x1bc4": ("paper_stop", _fixed(1)),
        b"\x1bc5": ("key_lock", _fixed(1)),
        b"\x1bd": ("feed_lines", _fixed(1)),
        b"\x1be": ("feed_lines_back", _fixed(1)),
        b"\x1bi": ("old_cut", _fixed(0)),
        b"\x1bm": ("old_cut", _fixed(0)),
        b"\x1bp": ("drawer", _fixed(3)),
        b"\x1br": ("colour", _fixed(1)),
        b"\x1bt": ("code_page", _fixed(1)),
        b"\x1bu": ("old_drawer_status", _fixed(1)),
        b"\x1bv": ("old_paper_status", _fixed(0)),
        b"\x1b{": ("upside_down", _fixed(1)),
        b"\x1c!": ("double_byte_mode", _fixed(1)),
        b"\x1c&": ("double_byte", _fixed(0)),
        b"\x1c(": ("fs_function", _counted(3, 1, 2)),
        b"\x1c-": ("double_byte_underline", _fixed(1)),
        b"\x1c.": ("single_byte", _fixed(0)),
        b"\x1cC": ("double_byte_code", _fixed(1)),
        b"\x1cS": ("double_byte_spacing", _fixed(2)),
        b"\x1cW": ("double_byte_size", _fixed(1)),
        b"\x1cp": ("stored_picture", _fixed(2)),
        b"\x1d!": ("size", _fixed(1)),
        b"\x1d$": ("page_position", _fixed(2)),
        b"\x1d(": ("function", _counted(3, 1, 2)),
        b"\x1d/": ("defined_picture", _fixed(1)),
        b"\x1d8L": ("graphics", _counted(4, 0, 4)),
        b"\x1d:": ("macro", _fixed(0)),
        b"\x1dB": ("invert", _fixed(1)),
        b"\x1dH": ("hri", _fixed(1)),
        b"\x1dI": ("identify", _fixed(1)),
        b"\x1dL": ("margin", _fixed(2)),
        b"\x1dP": ("units", _fixed(2)),
        b"\x1dT": ("line_start", _fixed(1)),
        b"\x1dV": ("cut", _cut),
        b"\x1dW": ("area", _fixed(2)),
        b"\x1d\\": ("page_move", _fixed(2)),
        b"\x1d^": ("macro_run", _fixed(3)),
        b"\x1da": ("asb", _fixed(1)),
        b"\x1db": ("smooth", _fixed(1)),
        b"\x1de": ("present", _presenter),
        b"\x1df": ("hri_font", _fixed(1)),
        b"\x1dh": ("barcode_height", _fixed(1)),
        b"\x1dj": ("ink_asb", _fixed(1)),
        b"\x1dk": ("barcode", _barcode),
        b"\x1dr": ("barrier", _fixed(1)),
        b"\x1dv0": ("raster", _raster),
        b"\x1dw": ("barcode_width", _fixed(1)),
    }
)

PREFIXES = frozenset(
    prefix[:length] for table in (COMMANDS, REAL_TIME) for prefix in table for length in range(1, len(prefix) + 1)
)
