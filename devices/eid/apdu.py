"""Command and response APDUs (ISO 7816-4): short and extended, coded and decoded, chained and joined again."""

from dataclasses import dataclass, replace

from devices.eid.faults import EidError, FaultCode

SHORT_DATA = 0xFF
SHORT_NE = 0x100
EXTENDED_NE = 0x10000
CHAINED = 0x10
"""Bit of the class byte: more of this command follows."""
MAX_CHAINED = 0x10000
"""Most bytes that a chain may add up to."""


@dataclass(frozen=True)
class Command:
    """A command; its repr shows the header only, because its data may be a PIN.

    Attributes:
        ne: most bytes expected in the answer: 0 none, 256 "all" in short form, 65536 in extended form.
        extended: length fields in extended form even where short ones would do.
    """

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes = b""
    ne: int = 0
    extended: bool = False

    def __repr__(self) -> str:
        return f"Command({self.header.hex(' ')}, {len(self.data)} bytes, ne={self.ne})"

    @property
    def header(self) -> bytes:
        """CLA INS P1 P2."""
        return bytes([self.cla, self.ins, self.p1, self.p2])

    @property
    def chained(self) -> bool:
        """Whether more of this command follows."""
        return bool(self.cla & CHAINED)

    @property
    def needs_extended(self) -> bool:
        """Whether short length fields cannot carry it."""
        return self.extended or len(self.data) > SHORT_DATA or self.ne > SHORT_NE

    def encode(self) -> bytes:
        """Write it, in short form where that suffices; raises EidError (APDU_MALFORMED) beyond 65535 bytes of data."""
        if len(self.data) > 0xFFFF or self.ne > EXTENDED_NE:
            raise EidError(FaultCode.APDU_MALFORMED)
        if not self.needs_extended:
            body = bytes([len(self.data)]) + self.data if self.data else b""
            return self.header + body + (bytes([self.ne & 0xFF]) if self.ne else b"")
        lead = b"\x00"
        body = lead + len(self.data).to_bytes(2, "big") + self.data if self.data else b""
        tail = (b"" if body else lead) + (self.ne & 0xFFFF).to_bytes(2, "big") if self.ne else b""
        return self.header + body + tail


@dataclass(frozen=True)
class Response:
    """An answer; its repr shows the status only."""

    data: bytes
    status: int

    def __repr__(self) -> str:
        return f"Response({len(self.data)} bytes, {self.status:04X})"

    @property
    def ok(self) -> bool:
        """9000."""
        return self.status == 0x9000

    def encode(self) -> bytes:
        """Data and status word."""
        return self.data + self.status.to_bytes(2, "big")


def decode_response(raw: bytes) -> Response:
    """Read an answer; raises EidError (ANSWER_EMPTY: less than a status word, ANSWER_TOO_LONG: over 65536 bytes)."""
    if len(raw) < 2:
        raise EidError(FaultCode.ANSWER_EMPTY)
    if len(raw) - 2 > EXTENDED_NE:
        raise EidError(FaultCode.ANSWER_TOO_LONG)
    return Response(bytes(raw[:-2]), int.from_bytes(raw[-2:], "big"))


def decode_command(raw: bytes) -> Command:
    """Read a command in any of the seven forms of ISO 7816-3; raises EidError (APDU_MALFORMED)."""
    if len(raw) < 4:
        raise EidError(FaultCode.APDU_MALFORMED)
    head, body = Command(*raw[:4]), bytes(raw[4:])
    if not body:
        return head
    if len(body) == 1:
        return replace(head, ne=body[0] or SHORT_NE)
    if body[0]:
        return _with_short_data(head, body)
    if len(body) == 3:
        return replace(head, ne=int.from_bytes(body[1:], "big") or EXTENDED_NE, extended=True)
    return _with_extended_data(head, body)


def _with_short_data(head: Command, body: bytes) -> Command:
    data, rest = body[1 : 1 + body[0]], body[1 + body[0] :]
    if len(data) != body[0] or len(rest) > 1:
        raise EidError(FaultCode.APDU_MALFORMED)
    return replace(head, data=data, ne=(rest[0] or SHORT_NE) if rest else 0)


def _with_extended_data(head: Command, body: bytes) -> Command:
    count = int.from_bytes(body[1:3], "big")
    data, rest = body[3 : 3 + count], body[3 + count :]
    if len(body) < 3 or not count or len(data) != count or len(rest) not in (0, 2):
        raise EidError(FaultCode.APDU_MALFORMED)
    ne = (int.from_bytes(rest, "big") or EXTENDED_NE) if rest else 0
    return replace(head, data=data, ne=ne, extended=True)


def chain(command: Command, size: int = SHORT_DATA) -> list[Command]:
    """Cut a long command into a chain of short ones, for readers without extended length; only the last has an Le."""
    pieces = [command.data[at : at + size] for at in range(0, len(command.data), size)] or [b""]
    *front, last = pieces
    links = [replace(command, cla=command.cla | CHAINED, data=piece, ne=0, extended=False) for piece in front]
    return [*links, replace(command, data=last, ne=min(command.ne, SHORT_NE), extended=False)]


class Unchainer:
    """Joins chained commands, for the card's side."""

    def __init__(self) -> None:
        self._header = b""
        self._data = b""

    def add(self, command: Command) -> Command | None:
        """Take one piece; gives the whole command with the last piece, None before.

        Raises:
            EidError: APDU_MALFORMED: a piece of another command, or too long a chain. The chain is dropped.
        """
        header = bytes([command.cla & ~CHAINED]) + command.header[1:]
        data = self._data + command.data
        broken = (self._header and header != self._header) or len(data) > MAX_CHAINED
        self._header, self._data = (header, data) if command.chained and not broken else (b"", b"")
        if broken:
            raise EidError(FaultCode.APDU_MALFORMED)
        return None if command.chained else replace(command, data=data)
