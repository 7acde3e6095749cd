"""How large a QR code comes out before anybody has drawn it.

The printer draws its own QR codes and chooses the version; we only say how many dots a module has. Which version it
chooses depends on how cleverly it packs the text, so two bounds are computed from the capacity of the standard (ISO/IEC
18004, level M): at least the version an ideal packing needs, at most the one that plain bytes need. The smallest
possible code must still measure 22 mm, the largest possible one must still fit on the paper.
"""

import math

DOTS_PER_MM = 8
MIN_SIDE_DOTS = 22 * DOTS_PER_MM
QUIET_MODULES = 4
MAX_MODULE = 16

# Data code words of level M, versions 1 to 20, less the bits of mode and count.
_CODE_WORDS = (16, 28, 44, 64, 86, 108, 124, 154, 182, 216, 254, 290, 334, 365, 415, 453, 507, 563, 627, 669)
_ALPHANUMERIC = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


def module_dots(data: str, paper_dots: int) -> int:
    """Gives the dots per module for `data` on paper `paper_dots` wide.

    Raises:
        ValueError: nothing to encode, or too much for this paper.
    """
    if not data:
        raise ValueError("a QR code needs something to say")
    wanted = math.ceil(MIN_SIDE_DOTS / _modules(_ideal_bits(data)))
    fitting = paper_dots // (_modules(8 * len(data.encode()) + 20) + 2 * QUIET_MODULES)
    module = min(wanted, MAX_MODULE)
    if fitting < module:
        raise ValueError(f"a QR code of {len(data)} characters does not fit on {paper_dots} dots: shorten the address")
    return module


def most_modules(data: str) -> int:
    """Modules per side of the largest code that `data` can become: what the length of paper is reckoned with."""
    return _modules(8 * len(data.encode()) + 20)


def _modules(bits: int) -> int:
    for version, words in enumerate(_CODE_WORDS, start=1):
        if bits <= 8 * words:
            return 17 + 4 * version
    raise ValueError(f"a QR code of {bits // 8} bytes is too large to be read from paper: shorten the address")


def _ideal_bits(data: str) -> int:
    digits = sum(char.isdigit() and char.isascii() for char in data)
    alphanumeric = sum(char in _ALPHANUMERIC for char in data) - digits
    other = len(data.encode()) - digits - alphanumeric
    return 12 + math.ceil(digits * 10 / 3 + alphanumeric * 11 / 2 + other * 8)
