"""A new PIN between its first and its second entry: one buffer, overwritten as soon as it is not needed."""

import hmac

from devices.eid.pin_management import PIN_DIGITS, is_trivial
from kiosk.identity.api import PinRefused


class NewPin:
    """Holds the first entry. No repr shows it, and nothing gives it out."""

    __slots__ = ("_first",)

    def __init__(self) -> None:
        self._first = bytearray()

    def __repr__(self) -> str:
        return "NewPin()"

    def keep(self, digits: bytearray | None) -> PinRefused | None:
        """Takes the first entry; None: now the second one."""
        self.forget()
        if digits is None or len(digits) != PIN_DIGITS:
            return PinRefused.DIFFERENT
        if is_trivial(digits):
            return PinRefused.TRIVIAL
        self._first = bytearray(digits)
        return None

    def confirmed(self, digits: bytearray | None) -> bool:
        """Whether the second entry is the first one; the first one is forgotten."""
        same = digits is not None and bool(self._first) and hmac.compare_digest(self._first, digits)
        self.forget()
        return same

    def forget(self) -> None:
        """Overwrites it."""
        self._first[:] = bytes(len(self._first))
        self._first = bytearray()
