"""What a printer says about itself: bytes -> replies -> PrinterStatus. Pure.

Six kinds of answer share one stream without a length or a name and are told apart by their fixed bits: replies to
DLE EOT, automatic status frames (ASB, four bytes), replies to GS r (the barrier), blocks that end with NUL, a
presenter's full status, and flow control. The parser takes the stream in any pieces and gives the same replies for each
way of cutting it.
"""

from dataclasses import dataclass

from devices.printer.api import PrinterStatus

QUERIES = tuple(b"\x10\x04" + bytes([n]) for n in (1, 2, 3, 4))
"""DLE EOT 1 to 4: printer, cause of offline, error, paper."""
BARRIER = b"\x1dr\x01"
"""GS r 1: answered only when everything before it was taken from the receive buffer."""
CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""Drop everything that was received and not printed."""
RECOVER = b"\x10\x05\x02"
"""DLE ENQ 2: after a mended fault go on, without what was received before it. DLE ENQ 1, which prints the rest of the
old slip, is never used: somebody else stands there now."""
FULL_STATUS = b"\x10\x04\x14"
"""Presenter models: all of the status at once, six bytes."""
REPORT = b"\x1da\x0e"
"""GS a: from now on report every change of cover, paper and errors; the first frame comes at once."""
LOCK_FEED = b"\x1bc5\x01"
"""ESC c 5: nobody in the foyer winds paper out."""
ASK_MAKER, ASK_MODEL = b"\x1dIB", b"\x1dIC"
"""GS I 66 and 67. Answered in their turn, so never by a printer that is stopped."""

_BLOCK_STARTS = b"\x35\x37\x3b\x3d\x5f"
_LONGEST_BLOCK = 80
_FULL_START = b"\x10\x0f"


@dataclass(frozen=True, slots=True)
class QueryReply:
    """Answer to DLE EOT n; which n, only the order tells."""

    bits: int


@dataclass(frozen=True, slots=True)
class AsbFrame:
    """A change of state that the printer reported by itself."""

    printer: int
    error: int
    paper: int


@dataclass(frozen=True, slots=True)
class BarrierReply:
    """Answer to GS r."""

    bits: int


@dataclass(frozen=True, slots=True)
class BlockReply:
    """A block up to its NUL, first byte included, NUL not."""

    data: bytes

    @property
    def text(self) -> str | None:
        """What the printer says about itself; None for another kind of block."""
        return self.data[1:].decode("ascii", "replace") if self.data.startswith(b"\x5f") else None

    @property
    def echo(self) -> bytes | None:
        """The number of the job that is through (GS ( H); None for another kind of block."""
        return self.data[2:] if self.data.startswith(b"\x37\x22") else None

    @property
    def cleared(self) -> bool:
        """Confirms that the buffers are empty."""
        return self.data == b"\x37\x25"

    @property
    def power_off(self) -> bool:
        """Somebody switches the printer off."""
        return self.data.startswith(b"\x3b")


@dataclass(frozen=True, slots=True)
class FullStatus:
    """Answer to `FULL_STATUS`."""

    paper: int
    user: int
    recoverable: int
    unrecoverable: int

    @property
    def slip_waiting(self) -> bool:
        """A slip is in the mouth."""
        return bool(self.paper & 0x20)


@dataclass(frozen=True, slots=True)
class Noise:
    """A byte that belongs to nothing: flow control, a torn frame, a fault on the line."""

    byte: int


Reply = QueryReply | AsbFrame | BarrierReply | BlockReply | FullStatus | Noise


class ReplyParser:
    """Incremental; one per connection.

    `expect_full_status` is set while a presenter is asked: its answer begins like an ASB frame, and only the question
    tells them apart.
    """

    def __init__(self) -> None:
        self._open = b""
        self.expect_full_status = False

    def feed(self, data: bytes) -> list[Reply]:
        """Takes the next piece of the stream, gives the replies that are complete with it."""
        replies: list[Reply] = []
        for byte in data:
            replies.extend(self._take(byte))
        return replies

    def _take(self, byte: int) -> list[Reply]:
        if not self._open:
            return self._start(byte)
        if self._open[0] in _BLOCK_STARTS:
            return self._in_block(byte)
        if self.expect_full_status and (self._open + bytes([byte])).startswith(_FULL_START):
            return self._in_full_status(byte)
        if byte & 0x90:  # a frame torn apart: nothing in it can be trusted
            torn: list[Reply] = [Noise(lost) for lost in self._open]
            self._open = b""
            return torn + self._start(byte)
        self._open += bytes([byte])
        if len(self._open) < 4:
            return []
        frame = AsbFrame(*self._open[:3])
        self._open = b""
        return [frame]

    def _in_full_status(self, byte: int) -> list[Reply]:
        self._open += bytes([byte])
        if len(self._open) < 6:
            return []
        full = FullStatus(*self._open[2:])
        self._open, self.expect_full_status = b"", False
        return [full]

    def _start(self, byte: int) -> list[Reply]:
        if byte in _BLOCK_STARTS or byte & 0x93 == 0x10:
            self._open = bytes([byte])
            return []
        if byte & 0x93 == 0x12:
            return [QueryReply(byte)]
        return [BarrierReply(byte)] if byte & 0x90 == 0 else [Noise(byte)]

    def _in_block(self, byte: int) -> list[Reply]:
        if byte == 0:
            block = BlockReply(self._open)
            self._open = b""
            return [block]
        self._open += bytes([byte])
        if len(self._open) <= _LONGEST_BLOCK:
            return []
        lost: list[Reply] = [Noise(one) for one in self._open]
        self._open = b""
        return lost


def echo_request(number: bytes) -> bytes:
    """GS ( H fn 48: the printer gives these four bytes back when everything before was processed."""
    return b"\x1d(H\x06\x0000" + number


def status_of(printer: int, offline: int, error: int, paper: int) -> PrinterStatus:
    """Reads the four answers to DLE EOT; what a person can mend comes before what follows from it."""
    if offline & 0x04:
        return PrinterStatus.COVER_OPEN
    if paper & 0x60 or offline & 0x20:
        return PrinterStatus.NO_PAPER
    trouble = _error(error)
    if trouble is not None:
        return trouble
    if offline & 0x40 or printer & 0x20:
        return PrinterStatus.ERROR
    if offline & 0x08 or printer & 0x08:
        return PrinterStatus.BUSY
    return PrinterStatus.PAPER_LOW if paper & 0x0C else PrinterStatus.READY


def trouble_after(error: int, paper: int) -> PrinterStatus | None:
    """Reads the answers to DLE EOT 3 and 4 after the barrier: what speaks against the paper being whole, or None."""
    return PrinterStatus.NO_PAPER if paper & 0x60 else _error(error)


def trouble_in(frame: AsbFrame) -> PrinterStatus | None:
    """What in an ASB frame stops a job until somebody comes; None for what passes by itself (a hot head)."""
    if frame.printer & 0x20:
        return PrinterStatus.COVER_OPEN
    if frame.paper & 0x0C:
        return PrinterStatus.NO_PAPER
    return _error(frame.error & ~_HOT)


_CUTTER, _HOT, _OTHER = 0x08, 0x40, 0x24
"""Bits of the error byte, the same in DLE EOT 3 and in ASB: knife; passes by itself; needs a hand or the switch."""


def _error(bits: int) -> PrinterStatus | None:
    if bits & _CUTTER:
        return PrinterStatus.CUTTER_JAM
    if bits & _OTHER:
        return PrinterStatus.ERROR
    return PrinterStatus.TOO_HOT if bits & _HOT else None
