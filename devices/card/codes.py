"""PC/SC return codes and state bits by name, and what each of them means for whoever watches a reader.

Source of the numbers: pcsc-lite `pcsclite.h` (the same as in Microsoft's `winerror.h`). pyscard gives the codes signed
or unsigned depending on the platform; `PcscCode.of` takes both. A code that is not in the table is kept as a number for
the log and treated as a fault of the service, so that an unknown code can never stop the watcher.
"""

from enum import Enum, IntEnum, IntFlag
from typing import assert_never

from devices.card.api import AccessFault


class PcscCode(IntEnum):
    """The return codes that the calls of this package can give."""

    SUCCESS = 0x0000_0000
    INTERNAL_ERROR = 0x8010_0001
    CANCELLED = 0x8010_0002
    INVALID_HANDLE = 0x8010_0003
    INVALID_PARAMETER = 0x8010_0004
    NO_MEMORY = 0x8010_0006
    INSUFFICIENT_BUFFER = 0x8010_0008
    UNKNOWN_READER = 0x8010_0009
    TIMEOUT = 0x8010_000A
    SHARING_VIOLATION = 0x8010_000B
    NO_SMARTCARD = 0x8010_000C
    PROTO_MISMATCH = 0x8010_000F
    NOT_READY = 0x8010_0010
    NOT_TRANSACTED = 0x8010_0016
    COMM_ERROR = 0x8010_0013
    UNKNOWN_ERROR = 0x8010_0014
    READER_UNAVAILABLE = 0x8010_0017
    NO_SERVICE = 0x8010_001D
    SERVICE_STOPPED = 0x8010_001E
    NO_READERS = 0x8010_002E
    UNSUPPORTED_CARD = 0x8010_0065
    UNRESPONSIVE_CARD = 0x8010_0066
    UNPOWERED_CARD = 0x8010_0067
    RESET_CARD = 0x8010_0068
    REMOVED_CARD = 0x8010_0069

    @classmethod
    def of(cls, raw: int) -> "PcscCode | int":
        """Gives the named code, or the bare number (unsigned) if the table does not know it."""
        number = raw & 0xFFFF_FFFF
        try:
            return cls(number)
        except ValueError:
            return number


def name_of(code: PcscCode | int) -> str:
    """A word for the log: the name, or the number in hexadecimal."""
    return code.name.lower() if isinstance(code, PcscCode) else f"0x{code:08x}"


class Verdict(Enum):
    """What a return code means for the watcher: what it does next."""

    FINE = "fine"
    NOTHING_NEW = "nothing_new"
    """The wait ended without a change."""
    CANCELLED = "cancelled"
    """Somebody ended the wait on purpose."""
    READER_GONE = "reader_gone"
    """The service lives, this reader does not: look at the list of readers again."""
    SERVICE_GONE = "service_gone"
    """The service does not answer properly: drop the connection and make a new one."""


def verdict(code: PcscCode | int) -> Verdict:
    """Judges a return code. Unknown numbers are a fault of the service."""
    if not isinstance(code, PcscCode):
        return Verdict.SERVICE_GONE
    match code:
        case PcscCode.SUCCESS:
            return Verdict.FINE
        case PcscCode.TIMEOUT:
            return Verdict.NOTHING_NEW
        case PcscCode.CANCELLED:
            return Verdict.CANCELLED
        case (
            PcscCode.UNKNOWN_READER
            | PcscCode.READER_UNAVAILABLE
            | PcscCode.NO_READERS
            | PcscCode.NO_SMARTCARD
            | PcscCode.REMOVED_CARD
            | PcscCode.UNSUPPORTED_CARD
            | PcscCode.UNRESPONSIVE_CARD
            | PcscCode.UNPOWERED_CARD
            | PcscCode.RESET_CARD
        ):
            return Verdict.READER_GONE
        case (
            PcscCode.INTERNAL_ERROR
            | PcscCode.INVALID_HANDLE
            | PcscCode.INVALID_PARAMETER
            | PcscCode.NO_MEMORY
            | PcscCode.INSUFFICIENT_BUFFER
            | PcscCode.SHARING_VIOLATION
            | PcscCode.PROTO_MISMATCH
            | PcscCode.NOT_READY
            | PcscCode.NOT_TRANSACTED
            | PcscCode.COMM_ERROR
            | PcscCode.UNKNOWN_ERROR
            | PcscCode.NO_SERVICE
            | PcscCode.SERVICE_STOPPED
        ):
            return Verdict.SERVICE_GONE
        case _:
            assert_never(code)


def access_fault(code: PcscCode | int) -> AccessFault | None:
    """Judges a return code for whoever talks to a card; None is fine. Unknown numbers are a fault of the service.

    NOT_TRANSACTED is what pcscd says while the card is being taken away, COMM_ERROR what a contactless reader says of
    a card that was moved: in both cases what was proven is lost, and nobody knows whether the command arrived.
    """
    if not isinstance(code, PcscCode):
        return AccessFault.NO_SERVICE
    match code:
        case PcscCode.SUCCESS:
            return None
        case PcscCode.NO_SMARTCARD:
            return AccessFault.NO_CARD
        case (
            PcscCode.REMOVED_CARD
            | PcscCode.RESET_CARD
            | PcscCode.UNPOWERED_CARD
            | PcscCode.NOT_TRANSACTED
            | PcscCode.COMM_ERROR
        ):
            return AccessFault.CARD_LOST
        case PcscCode.UNRESPONSIVE_CARD | PcscCode.UNSUPPORTED_CARD | PcscCode.PROTO_MISMATCH:
            return AccessFault.MUTE_CARD
        case PcscCode.SHARING_VIOLATION:
            return AccessFault.IN_USE
        case PcscCode.UNKNOWN_READER | PcscCode.READER_UNAVAILABLE | PcscCode.NO_READERS:
            return AccessFault.NO_READER
        case PcscCode.INVALID_PARAMETER | PcscCode.INSUFFICIENT_BUFFER:
            return AccessFault.UNFIT
        case (
            PcscCode.INTERNAL_ERROR
            | PcscCode.CANCELLED
            | PcscCode.INVALID_HANDLE
            | PcscCode.NO_MEMORY
            | PcscCode.TIMEOUT
            | PcscCode.NOT_READY
            | PcscCode.UNKNOWN_ERROR
            | PcscCode.NO_SERVICE
            | PcscCode.SERVICE_STOPPED
        ):
            return AccessFault.NO_SERVICE
        case _:
            assert_never(code)


class StateBit(IntFlag):
    """Bits of a reader's state word. The upper 16 bits of that word count insertions and removals."""

    UNAWARE = 0x0000
    IGNORE = 0x0001
    CHANGED = 0x0002
    UNKNOWN = 0x0004
    UNAVAILABLE = 0x0008
    EMPTY = 0x0010
    PRESENT = 0x0020
    ATRMATCH = 0x0040
    EXCLUSIVE = 0x0080
    INUSE = 0x0100
    MUTE = 0x0200
    UNPOWERED = 0x0400
