"""The wire between vpcd and a virtual card: frames of a two-byte length (big-endian) and a body, in both directions.

vpcd is the listening side, the card the calling one. A body of one byte is an order of the reader, everything else a
command APDU. vpcd may put several frames into one segment (power on and ATR come together) and TCP may cut anywhere, so
`Frames` is fed with whatever arrives and gives what is complete.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

LONGEST_BODY = 0xFFFF


class Order(Enum):
    """What the reader does to the card; only ATR is answered."""

    POWER_OFF = 0x00
    POWER_ON = 0x01
    RESET = 0x02
    ATR = 0x04


@dataclass(frozen=True, slots=True)
class Command:
    """A command APDU; to be answered with a response APDU."""

    apdu: bytes


@dataclass(frozen=True, slots=True)
class Strange:
    """A body that the protocol does not know: empty, or an unknown order. Not answered."""

    body: bytes


Message = Order | Command | Strange


class Frames:
    """Collects bytes and gives complete messages."""

    def __init__(self) -> None:
        self._pending = bytearray()

    def feed(self, data: bytes) -> Iterator[Message]:
        """Takes received bytes; gives the messages that are complete now, in order."""
        self._pending += data
        while len(self._pending) >= 2:
            end = 2 + int.from_bytes(self._pending[:2], "big")
            if len(self._pending) < end:
                return
            body = bytes(self._pending[2:end])
            del self._pending[:end]
            yield _message(body)


def frame(body: bytes) -> bytes:
    """Packs an answer.

    Raises:
        ValueError: the body is longer than the length field can say.
    """
    if len(body) > LONGEST_BODY:
        raise ValueError(f"{len(body)} bytes do not fit into one frame")
    return len(body).to_bytes(2, "big") + body


def _message(body: bytes) -> Message:
    if len(body) > 1:
        return Command(body)
    try:
        return Order(body[0])
    except (IndexError, ValueError):
        return Strange(body)
