"""Where the digits of a PIN are while somebody enters them: one buffer, overwritten in place, and nowhere else.

    entry = SecretEntry()
    entry.press("4", limit=12)              # the screens, digit by digit; gives how many there are now
    with entry.taken(count) as digits:      # whoever checks it; None if these are not the digits that were seen
        ...                                 # `digits` is overwritten when the block ends

Screens, machine, pages, events, logs and observers know the count and never a digit. Python cannot promise more than
this: an interpreter may keep one-letter texts such as "4" for ever (it does so for all of them, entered or not), but no
sequence of digits is ever made a text, and the buffer is never grown, because growing would leave a copy behind.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

LONGEST = 16
"""No secret of a citizen or of staff is longer: PIN 6 to 12, CAN 6, PUK 10 digits."""
DELETE, CLEAR = "delete", "clear"


class SecretEntry:
    """One entry at a time. May be used from any thread."""

    __slots__ = ("_count", "_digits", "_lock")

    def __init__(self) -> None:
        self._digits = bytearray(LONGEST)
        self._count = 0
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return "SecretEntry(…)"

    def press(self, sign: str, *, limit: int) -> int:
        """A key of the pad: a digit, `delete` or `clear`; anything else does nothing.

        Args:
            limit: so many digits at most; more are not taken.

        Returns:
            How many digits there are now.
        """
        with self._lock:
            if sign == CLEAR:
                self._wipe()
            elif sign == DELETE and self._count:
                self._count -= 1
                self._digits[self._count] = 0
            elif sign in tuple("0123456789") and self._count < min(limit, LONGEST):
                self._digits[self._count] = ord(sign)
                self._count += 1
            return self._count

    @contextmanager
    def taken(self, count: int) -> Iterator[bytearray | None]:
        """The digits, for as long as the block runs; nothing is left of them in here from the beginning of it.

        Args:
            count: how many whoever pressed "go on" saw. Where it differs nothing is given: a try of a PIN is never
                spent on digits that nobody meant to send.
        """
        with self._lock:
            given = bytearray(self._count) if count == self._count and count else None
            if given is not None:
                given[:] = memoryview(self._digits)[: self._count]
            self._wipe()
        try:
            yield given
        finally:
            if given is not None:
                given[:] = bytes(len(given))

    def forget(self) -> None:
        """Overwrites whatever was entered."""
        with self._lock:
            self._wipe()

    def _wipe(self) -> None:
        self._digits[:] = bytes(LONGEST)
        self._count = 0
