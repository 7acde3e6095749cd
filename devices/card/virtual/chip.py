"""What answers the commands: the seam between the virtual card's plug and the chip behind it.

`Chip` is the whole seam; devices.eid.virtual_card has the eID chip behind it. `BlankChip` has the file structure of
an identity card and nothing in it: enough to prove that commands travel.
"""

from enum import IntEnum
from typing import Protocol

from devices.eid.virtual_card.chip import ATR

MUTE_ATR = bytes(40)
"""Makes the reader see a card that does not answer.

vpcd knows no mute card: an empty answer would be a missing card. With an answer longer than an ATR may be (33 bytes)
the presence check succeeds and the power-up fails, which is what a coin on a contactless reader looks like to PC/SC.
"""

MF = bytes.fromhex("3F00")
EID_APPLICATION = bytes.fromhex("E80704007F00070302")

_DONE = bytes.fromhex("9000")
_WRONG_LENGTH = bytes.fromhex("6700")
_NO_FILE_SELECTED = bytes.fromhex("6986")
_FILE_NOT_FOUND = bytes.fromhex("6A82")
_WRONG_P1_P2 = bytes.fromhex("6A86")
_UNKNOWN_INS = bytes.fromhex("6D00")
_UNKNOWN_CLA = bytes.fromhex("6E00")


class _Ins(IntEnum):
    MANAGE_SECURITY_ENVIRONMENT = 0x22
    SELECT = 0xA4
    READ_BINARY = 0xB0


class _SelectBy(IntEnum):
    FILE_ID = 0x00
    CHILD_DF = 0x01
    CHILD_EF = 0x02
    APPLICATION = 0x04


class Chip(Protocol):
    """A chip without its plug. Called from one thread."""

    @property
    def atr(self) -> bytes:
        """Answer to reset."""

    def transmit(self, apdu: bytes) -> bytes:
        """Answers a command APDU (two bytes or more, not necessarily well-formed) with data and status word."""

    def power_off(self) -> None:
        """Power or field is gone, or the chip was reset: everything volatile dies, counters stay."""


class BlankChip:
    """An identity card's outer shell: the master file and the eID application can be selected, no file has content.

    It remembers nothing, so that power does not matter to it.
    """

    atr = ATR

    def power_off(self) -> None:
        """See Chip."""

    def transmit(self, apdu: bytes) -> bytes:
        """See Chip."""
        if len(apdu) < 4:
            return _WRONG_LENGTH
        cla, ins, p1, p2 = apdu[:4]
        if cla != 0x00:
            return _UNKNOWN_CLA  # among others the pseudo commands FF xx by which programs probe readers
        match ins:
            case _Ins.SELECT:
                return _select(p1, p2, apdu[4:])
            case _Ins.READ_BINARY:
                return _FILE_NOT_FOUND if p1 & 0x80 else _NO_FILE_SELECTED
            case _Ins.MANAGE_SECURITY_ENVIRONMENT if len(apdu) == 4:
                return _WRONG_LENGTH  # by which AusweisApp ends a PACE session
            case _:
                return _UNKNOWN_INS


def _select(p1: int, p2: int, rest: bytes) -> bytes:
    if p2 not in (0x00, 0x0C):
        return _WRONG_P1_P2
    name = _data(rest)
    if name is None:
        return _WRONG_LENGTH
    match p1:
        case _SelectBy.FILE_ID:
            return _DONE if name in (b"", MF) else _FILE_NOT_FOUND
        case _SelectBy.APPLICATION:
            return _DONE if name == EID_APPLICATION else _FILE_NOT_FOUND
        case _SelectBy.CHILD_DF | _SelectBy.CHILD_EF:
            return _FILE_NOT_FOUND
        case _:
            return _WRONG_P1_P2


def _data(rest: bytes) -> bytes | None:
    """The data field of a short command; None if the lengths do not fit."""
    if len(rest) <= 1:
        return b""  # nothing, or Le alone
    length = rest[0]
    if len(rest) not in (1 + length, 2 + length):
        return None
    return rest[1 : 1 + length]
