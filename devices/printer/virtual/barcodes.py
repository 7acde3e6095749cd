"""One-dimensional barcodes of GS k -> bars. Pure.

Drawn by the public standards (EAN/UPC: ISO/IEC 15420, Code 39: 16388, ITF: 16390, Code 128: 15417, Codabar: EN 798).
A code that cannot be formed from its data gives None: a printer prints nothing then.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Bars:
    """A code as modules, `1` is black, and the text under it."""

    modules: str
    reads: str


def _sliced(patterns: str, width: int) -> tuple[str, ...]:
    return tuple(patterns[at : at + width] for at in range(0, len(patterns), width))


_L = ("0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011")
_R = tuple(code.translate(str.maketrans("01", "10")) for code in _L)
_G = tuple(code[::-1] for code in _R)
_PARITY = ("LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG", "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL")
_UPC_E = ("GGGLLL", "GGLGLL", "GGLLGL", "GGLLLG", "GLGGLL", "GLLGGL", "GLLLGG", "GLGLGL", "GLGLLG", "GLLGLG")

_CODE_39 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%*"
_CODE_39_WIDE = _sliced(
    "nnnwwnwnnwnnwnnnnwnnwwnnnnwwnwwnnnnnnnnwwnnnwwnnwwnnnnnnwwwnnnnnnnwnnwnwwnnwnnwnnnnwwnnwnnwnnnnwnnw"
    "nnwnnwnnwwnwnnwnnnnnnnwwnnwwnnnwwnnnnnwnwwnnnnnnnnwwnwwnnnnwwnnnnwnnwwnnnnnnwwwnnwnnnnnnwwnnwnnnnww"
    "wnwnnnnwnnnnnwnnwwwnnnwnnwnnnwnwnnwnnnnnnnwwwwnnnnnwwnnnwnnnwwnnnnnwnwwnwwnnnnnnwnwwnnnnnwwwwnnnnnn"
    "nwnnwnnnwwwnnwnnnnnwwnwnnnnnwnnnnwnwwwnnnnwnnnwwnnnwnnnwnwnwnnnnwnwnnnwnnwnnnwnwnnnnwnwnwnnwnnwnwnn",
    9,
)
_ITF = ("nnwwn", "wnnnw", "nwnnw", "wwnnn", "nnwnw", "wnwnn", "nwwnn", "nnnww", "wnnwn", "nwnwn")
_CODABAR = "0123456789-$:/.+ABCD"
_CODABAR_WIDE = _sliced(
    "nnnnnwwnnnnwwnnnnwnnwwwnnnnnnnwnnwnwnnnnwnnwnnnnwnwnnwnnnwwnnnnwnnwnnn"
    "nnnwwnnnnwwnnnwnnnwnwwnwnnnwwnwnwnnnnwnwnwnnwwnwnnwnwnnwnnnwnwwnnnwwwn",
    7,
)
_CODE_128 = (
    *_sliced(
        "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221"
        "223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321"
        "112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131213113213311213131"
        "311123311321331121312113312311332111314111221411431111111224111422121124121421141122141221112214112412122114"
        "122411142112142211241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141"
        "214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214211232",
        6,
    ),
    "2331112",
)
_STOP = 106
_START = {"A": 103, "B": 104, "C": 105}
_SWITCH = {"A": 101, "B": 100, "C": 99}
_FNC1 = 102


def bars(kind: int, data: bytes) -> Bars | None:
    """The code of `GS k kind`; None where the data cannot be coded (or the kind is not one of the classic ones)."""
    coder = _CODERS.get(kind if kind >= 65 else kind + 65)
    return coder(data) if coder is not None and data else None


def _digits(data: bytes, lengths: tuple[int, ...]) -> str | None:
    text = data.decode("ascii", "replace")
    return text if text.isdecimal() and text.isascii() and len(text) in lengths else None


def _check_digit(text: str) -> str:
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(text)))
    return str(-total % 10)


def _ean13(data: bytes) -> Bars | None:
    text = _digits(data, (12, 13))
    if text is None:
        return None
    text = text[:12] + _check_digit(text[:12])
    left = "".join(
        (_L if side == "L" else _G)[int(digit)] for side, digit in zip(_PARITY[int(text[0])], text[1:7], strict=True)
    )
    return Bars("101" + left + "01010" + "".join(_R[int(digit)] for digit in text[7:]) + "101", text)


def _ean8(data: bytes) -> Bars | None:
    text = _digits(data, (7, 8))
    if text is None:
        return None
    text = text[:7] + _check_digit(text[:7])
    left, right = ("".join(table[int(d)] for d in part) for table, part in ((_L, text[:4]), (_R, text[4:])))
    return Bars(f"101{left}01010{right}101", text)


def _upc_a(data: bytes) -> Bars | None:
    text = _digits(data, (11, 12))
    code = None if text is None else _ean13(b"0" + text[:11].encode())
    return None if code is None else Bars(code.modules, code.reads[1:])


def _upc_e(data: bytes) -> Bars | None:
    """Six digits (number system 0), or the eleven of the code of which it is the short form."""
    text = _digits(data, (6, 7, 8, 11, 12))
    short = None if text is None else _shortened(text) if len(text) > 8 else text[1:7] if len(text) > 6 else text
    if short is None:
        return None
    check = _check_digit(_lengthened(short))
    coded = "".join(
        (_L if side == "L" else _G)[int(digit)] for side, digit in zip(_UPC_E[int(check)], short, strict=True)
    )
    return Bars(f"101{coded}010101", f"0{short}{check}")


def _lengthened(short: str) -> str:
    a, last = short[:5], int(short[5])
    if last <= 2:
        return f"0{a[:2]}{last}0000{a[2:]}"
    if last == 3:
        return f"0{a[:3]}00000{a[3:]}"
    return f"0{a[:4]}00000{a[4]}" if last == 4 else f"0{a}0000{last}"


def _shortened(text: str) -> str | None:
    a = text[1:6]
    candidates = (a[:2] + text[8:11] + text[3], a[:3] + text[9:11] + "3", a[:4] + text[10] + "4", a + text[10])
    return next((short for short in candidates if _lengthened(short) == text[:11]), None)


def _widths(pattern: str, dark: bool = True) -> str:
    """`n` one module, `w` three; bars and gaps take turns."""
    modules = ""
    for width in pattern:
        modules += ("1" if dark else "0") * (3 if width == "w" else 1)
        dark = not dark
    return modules


def _code39(data: bytes) -> Bars | None:
    text = data.decode("ascii", "replace").strip("*")
    if any(char not in _CODE_39 or char == "*" for char in text):
        return None
    return Bars("0".join(_widths(_CODE_39_WIDE[_CODE_39.index(char)]) for char in f"*{text}*"), f"*{text}*")


def _itf(data: bytes) -> Bars | None:
    text = _digits(data, tuple(range(2, 256, 2)))
    if text is None:
        return None
    pairs = (zip(_ITF[int(a)], _ITF[int(b)], strict=True) for a, b in zip(text[::2], text[1::2], strict=True))
    return Bars("1010" + "".join(_widths("".join(map("".join, pair))) for pair in pairs) + "11101", text)


def _codabar(data: bytes) -> Bars | None:
    text = data.decode("ascii", "replace").upper()
    if len(text) < 3 or any(char not in _CODABAR for char in text) or text[0] not in "ABCD" or text[-1] not in "ABCD":
        return None
    return Bars("0".join(_widths(_CODABAR_WIDE[_CODABAR.index(char)]) for char in text), text)


def _code128(data: bytes) -> Bars | None:
    """Epson's notation: `{A`, `{B`, `{C` choose the set, `{1` is FNC1, `{{` is a brace; set C takes bytes 0 to 99."""
    if data[:1] != b"{" or data[1:2] not in (b"A", b"B", b"C"):
        return None
    now = chr(data[1])
    values, reads, at = [_START[now]], "", 2
    while at < len(data):
        byte, after = data[at], data[at + 1 : at + 2]
        if byte == 0x7B and after != b"{":
            if after in (b"A", b"B", b"C"):
                now = after.decode()
                values.append(_SWITCH[now])
            elif after == b"1":
                values.append(_FNC1)
            else:
                return None
            at += 2
            continue
        at += 2 if byte == 0x7B else 1
        value = byte if now == "C" else byte - 32 if byte >= 32 else byte + 64 if now == "A" else -1
        if not 0 <= value <= (99 if now == "C" else 95):
            return None
        values.append(value)
        reads += f"{byte:02d}" if now == "C" else chr(byte) if byte >= 32 else " "
    check = (values[0] + sum(place * value for place, value in enumerate(values[1:], start=1))) % 103
    modules = ""
    for value in (*values, check, _STOP):
        for place, width in enumerate(_CODE_128[value]):
            modules += "10"[place % 2] * int(width)
    return Bars(modules, reads)


_CODERS: Mapping[int, Callable[[bytes], Bars | None]] = MappingProxyType(
    {65: _upc_a, 66: _upc_e, 67: _ean13, 68: _ean8, 69: _code39, 70: _itf, 71: _codabar, 73: _code128}
)
