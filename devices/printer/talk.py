"""One conversation with a printer over one connection: a question and its answer, a job and its barrier, clearing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from devices.printer.api import PrinterStatus
from devices.printer.link import Link
from devices.printer.status import (
    ASK_MAKER,
    ASK_MODEL,
    BARRIER,
    CLEAR,
    FULL_STATUS,
    REPORT,
    AsbFrame,
    BarrierReply,
    BlockReply,
    FullStatus,
    QueryReply,
    Reply,
    ReplyParser,
    trouble_in,
)

_QUIET_S = 0.3
"""After a barrier reply: silence that means no second one follows."""
_BABBLE_S = 0.2
"""Longest that unasked bytes are listened to before a question."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How sending a job went.

    Args:
        sent: bytes that left.
        missing: bytes that did not.
        confirmed: the barrier was answered after that.
        trouble: what the printer reported meanwhile.
        open: the connection still stands.
    """

    sent: int
    missing: int
    confirmed: bool = False
    trouble: PrinterStatus | None = None
    open: bool = True

    @property
    def complete(self) -> bool:
        """Whether the whole job left."""
        return self.missing == 0


class Sign:
    """What has to come back before a job is believed: the barrier's reply and, where asked for, its own number.

    Args:
        number: four bytes; empty where the printer does not give numbers back.
        left: called once, when the last byte has left.
    """

    def __init__(self, number: bytes, left: Callable[[], None]) -> None:
        self.left = left
        self._number = number
        self._barrier = False
        self._echo = not number

    def complete_with(self, reply: Reply) -> bool:
        """Takes a reply that came after the last byte had left; whether nothing is missing any more."""
        if isinstance(reply, BarrierReply):
            self._barrier = True
        elif isinstance(reply, BlockReply) and reply.echo == self._number:
            self._echo = True
        return self._barrier and self._echo


class Talk:
    """Wraps a link with the reply parser and the clock."""

    def __init__(self, link: Link, clock: Callable[[], float]) -> None:
        self.link = link
        self._clock = clock
        self._parser = ReplyParser()
        self._open = True
        self.reporting = False
        """The printer reports changes by itself, and has proven it."""
        self.waits_for_recovery = False
        """The last answer said that a fault is mended and the printer waits to be told to go on."""

    @property
    def open(self) -> bool:
        """Whether the connection still stood when it was last used."""
        return self._open

    def ask(self, query: bytes, wait_s: float) -> int | None:
        """Sends a status question, gives the bits of the answer; None without one. Earlier replies are void."""
        self.void()
        return next((r.bits for r in self._replies(query, wait_s) if isinstance(r, QueryReply)), None)

    def full_status(self, wait_s: float) -> FullStatus | None:
        """Asks a presenter; None without an answer."""
        self.void()
        self._parser.expect_full_status = True
        full = next((r for r in self._replies(FULL_STATUS, wait_s) if isinstance(r, FullStatus)), None)
        self._parser.expect_full_status = False
        return full

    def identity(self, wait_s: float) -> tuple[str, str]:
        """Maker and model as the printer names them; empty where it does not. Only a ready printer answers."""
        self.void()
        names = []
        for question in (ASK_MAKER, ASK_MODEL):
            answers = (reply.text for reply in self._replies(question, wait_s) if isinstance(reply, BlockReply))
            names.append(next((text for text in answers if text is not None), ""))
            if not names[-1]:
                break
        return names[0], names[-1] if len(names) > 1 else ""

    def clear(self, wait_s: float) -> bool:
        """Tells the printer to drop everything unprinted; whether it confirmed."""
        return any(isinstance(reply, BlockReply) and reply.cleared for reply in self._replies(CLEAR, wait_s))

    def flush(self, wait_s: float) -> bool:
        """For printers that do not know how to clear: whether a barrier shows that everything older is through."""
        if not any(isinstance(reply, BarrierReply) for reply in self._replies(BARRIER, wait_s)):
            return False
        deadline = self._clock() + wait_s
        while any(isinstance(reply, BarrierReply) for reply in self._replies(b"", _QUIET_S)):
            if self._clock() >= deadline:  # it babbles
                return False
        return self._open

    def fill(self, count: int, wait_s: float) -> int:
        """Ends a command that was torn off by giving it the bytes it still waits for; gives how many left.

        Printers ignore further NULs.
        """
        return count - len(self._push(bytes(count), wait_s))

    def tell(self, command: bytes, wait_s: float) -> bool:
        """Sends a command that has no answer; whether it left."""
        return not self._push(command, wait_s)

    def report(self, wait_s: float) -> bool:
        """Tells the printer to report changes by itself; whether the frame came that it sends at once."""
        self.reporting = self.reporting or any(isinstance(reply, AsbFrame) for reply in self._replies(REPORT, wait_s))
        return self.reporting

    def heard(self) -> bool:
        """Takes what the printer said by itself; whether any of it is about its state."""
        moved = self.link.pump(b"", 0)
        self._open = moved.open
        return any(
            isinstance(reply, AsbFrame) or (isinstance(reply, BlockReply) and reply.power_off)
            for reply in self._parser.feed(moved.received)
        )

    def _push(self, data: bytes, wait_s: float) -> bytes:
        """Gives what did not leave in time."""
        deadline = self._clock() + wait_s
        while data and self._open and (left := deadline - self._clock()) > 0:
            moved = self.link.pump(data, left)
            data = data[moved.sent :]
            self._open = moved.open
        return data

    def send(self, payload: bytes, wait_s: float, sign: Sign) -> Outcome:
        """Sends a job that ends with a barrier and waits for its sign, for trouble, or for `wait_s` to pass."""
        self.void()
        deadline = self._clock() + wait_s
        sent = 0
        while self._open and (left := deadline - self._clock()) > 0:
            moved = self.link.pump(memoryview(payload)[sent:], left)
            missing = len(payload) - sent - moved.sent
            if moved.sent and not missing:
                sign.left()
            sent += moved.sent
            self._open = moved.open
            for reply in self._parser.feed(moved.received):
                trouble = _trouble(reply)
                if trouble is not None:
                    return Outcome(sent, missing, trouble=trouble, open=self._open)
                if not missing and sign.complete_with(reply):
                    return Outcome(sent, missing, confirmed=True, open=self._open)
        return Outcome(sent, len(payload) - sent, open=self._open)

    def _replies(self, command: bytes, wait_s: float) -> Iterator[Reply]:
        deadline = self._clock() + wait_s
        while self._open and (left := deadline - self._clock()) > 0:
            moved = self.link.pump(command, left)
            command = command[moved.sent :]
            self._open = moved.open
            yield from self._parser.feed(moved.received)

    def void(self, quiet_s: float = 0.0) -> None:
        """Takes whatever comes until it is quiet for so long, so that it cannot pass for an answer.

        A printer that never falls silent is not waited for: what it says is no answer either.
        """
        deadline = self._clock() + quiet_s + _BABBLE_S
        while self._open and self._clock() < deadline:
            moved = self.link.pump(b"", quiet_s)
            self._open = moved.open
            self._parser.feed(moved.received)
            if not moved.received:
                return


def _trouble(reply: Reply) -> PrinterStatus | None:
    match reply:
        case AsbFrame():
            return trouble_in(reply)
        case BlockReply() if reply.power_off:
            return PrinterStatus.OFFLINE
        case _:
            return None
