"""What came of a PIN of staff, as values. No digit is in any of them."""

from dataclasses import dataclass

SHORTEST_PIN, LONGEST_PIN = 6, 12
FREE_TRIES = 3
"""So many wrong PINs, then the first pause."""


@dataclass(frozen=True, slots=True)
class PinRight:
    """Come in."""


@dataclass(frozen=True, slots=True)
class PinWrong:
    """Not this one; `tries_left` before the next pause, at least one."""

    tries_left: int


@dataclass(frozen=True, slots=True)
class PinLocked:
    """No PIN is looked at for `seconds`."""

    seconds: float


@dataclass(frozen=True, slots=True)
class PinUnread:
    """Nothing was checked and no try was spent: what was entered is not what was seen. To be entered again."""


@dataclass(frozen=True, slots=True)
class PinUnusable:
    """The terminal cannot check a PIN now: its file is not usable, or the try cannot be written down."""


PinOutcome = PinRight | PinWrong | PinLocked | PinUnread | PinUnusable
