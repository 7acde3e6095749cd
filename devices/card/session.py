"""One card for one program: taken exclusively, talked to within time limits, reset and given back.

    reader = PcscReader("")                    # "" = the first reader
    session = reader.open(5.0)                 # CardSession, or an AccessFault
    session.transmit(command, 2.0)             # bytes; CardLostError, TransportError
    session.close()

The watcher (`pcsc.ReaderWatch`) goes on beside it on a connection of its own: it sleeps on the reader's state and sends
nothing to the card, so it sees the card leave and disturbs no sealed session. Each session makes a new connection to
the service, so a service that was restarted or a reader that was plugged in again needs no mending here.

Limits. After a fault the card has to be opened again. A call that never comes back is left to its thread.
"""

import logging
import time
from collections.abc import Callable
from typing import assert_never

from devices.card.api import AccessFault, CardSession
from devices.card.codes import PcscCode, StateBit, access_fault, name_of
from devices.card.hand import Hand, OverdueError
from devices.card.presence import choose_reader, presence_of
from devices.card.service import CardHandle, CardPort, Code, ScardPort
from devices.eid.api import CardLostError, TransportError

log = logging.getLogger(__name__)

GIVE_BACK_S = 2.0
"""How long the reset at the end may take before it is left to itself."""
_AGAIN_S = 0.15
"""Pause before a card that was just put down, or that another program is about to release, is tried again."""
_TRIES = 3
_STATUS_BYTES = 2
"""Every answer has a status word."""

LONG_COMMAND = bytes.fromhex("00A4040C 00012C") + bytes(300)
"""SELECT by a name that nobody has, too long for a short command. What the card says to it does not matter."""
SHORT_COMMAND = bytes.fromhex("00A4000C023F00")
"""SELECT the master file."""


class PcscReader:
    """The reader behind PC/SC. May be used from one thread.

    Args:
        reader_name: beginning of the reader's PC/SC name; "" takes the first reader.
        make_port: gives the PC/SC service; called on the session's thread.
        sleep: injected by tests.
    """

    def __init__(
        self,
        reader_name: str,
        *,
        make_port: Callable[[], CardPort] = ScardPort,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._reader_name = reader_name
        self._make_port = make_port
        self._sleep = sleep
        self._fit: set[str] = set()

    def open(self, within_s: float) -> CardSession | AccessFault:
        """See `api.CardReader`."""
        return self._open(within_s)

    def check_long_commands(self, session: CardSession, within_s: float) -> CardSession | AccessFault:
        """See `api.CardReader`. A command that is lost once may be a card that moved; twice it is the reader."""
        if not isinstance(session, PcscSession) or session.reader in self._fit:
            return session
        current: PcscSession | AccessFault = session
        for _ in range(2):
            if isinstance(current, AccessFault):
                return current
            if _carries(current, LONG_COMMAND, within_s):
                self._fit.add(current.reader)
                return current
            ended = current.fault
            current.close()
            if ended in (AccessFault.NO_READER, AccessFault.NO_SERVICE, AccessFault.OVERDUE):
                return ended
            current = self._open(within_s)
            if isinstance(current, PcscSession) and not _carries(current, SHORT_COMMAND, within_s):
                current.close()
                return AccessFault.CARD_LOST
        if isinstance(current, AccessFault):
            return current
        current.close()
        log.error("card.reader_unfit long_commands=no")
        return AccessFault.UNFIT

    def _open(self, within_s: float) -> "PcscSession | AccessFault":
        hand = Hand("card-session")
        attempt = _Opening(self._make_port, self._reader_name, self._sleep)
        try:
            taken = hand.do(attempt.run, within_s)
        except OverdueError:
            taken = AccessFault.OVERDUE
        if isinstance(taken, AccessFault):
            log.warning("card.not_opened fault=%s", taken.value)
            hand.leave(attempt.undo)
            return taken
        return PcscSession(hand, attempt, taken)


class _Opening:
    """From nothing to a card that is ours; everything here runs on the session's hand."""

    def __init__(self, make_port: Callable[[], CardPort], wanted: str, sleep: Callable[[float], None]) -> None:
        self._make_port = make_port
        self._wanted = wanted
        self._sleep = sleep
        self._context: int | None = None
        self._card: CardHandle | None = None
        self._port: CardPort | None = None
        self.reader = ""

    def run(self) -> CardHandle | AccessFault:
        """Connects and takes the card."""
        port = self._port = self._make_port()
        code, context = port.connect()
        if code is not PcscCode.SUCCESS:
            return AccessFault.NO_SERVICE
        self._context = context
        fault = self._choose(port, context)
        return fault if fault is not None else self._take(port, context)

    def transmit(self, card: CardHandle, command: bytes) -> bytes | AccessFault:
        """Carries a command; on failure finds out what it was."""
        assert self._port is not None  # noqa: S101 -- there is a card only after run()
        code, answer = self._port.transmit(card, command)
        fault = access_fault(code)
        if fault is None and len(answer) < _STATUS_BYTES:
            fault = AccessFault.CARD_LOST  # some drivers say that all is well when the card left during the command
        return answer if fault is None else self._understood(fault, code)

    def undo(self) -> None:
        """Gives back whatever was taken."""
        port, card, context = self._port, self._card, self._context
        self._card = self._context = None
        if port is not None and card is not None:
            port.give_back(card)
        if port is not None and context is not None:
            port.disconnect(context)

    def _choose(self, port: CardPort, context: int) -> AccessFault | None:
        code, names = port.readers(context)
        fault = access_fault(code)
        if fault is not None:
            return fault
        name = choose_reader(self._wanted, names)
        if name is None:
            return AccessFault.NO_READER
        self.reader = name
        ours = [each for each in names if each.startswith(self._wanted)]
        code, states = port.wait(context, [(each, int(StateBit.UNAWARE)) for each in ours], 0)
        if code is not PcscCode.SUCCESS:
            return access_fault(code)
        there = [presence_of(state).card_there for state in states]
        return AccessFault.TWO_CARDS if sum(there) > 1 else None

    def _take(self, port: CardPort, context: int) -> CardHandle | AccessFault:
        fault = AccessFault.NO_CARD
        for attempt in range(_TRIES):
            if attempt:
                self._sleep(_AGAIN_S)
            code, card = port.take(context, self.reader)
            found = _while_taking(code)
            if found is None:
                self._card = card
                return card
            fault = found
            if found in (AccessFault.NO_READER, AccessFault.NO_SERVICE):
                break
        return fault

    def _understood(self, fault: AccessFault, code: Code) -> AccessFault:
        """A reader that was unplugged, or a service that died, looks like a card that moved: the list tells."""
        log.warning("card.transmit_failed code=%s", name_of(code))
        assert self._port is not None  # noqa: S101 -- there is a card only after run()
        assert self._context is not None  # noqa: S101
        listed, names = self._port.readers(self._context)
        if (service := access_fault(listed)) is not None:
            return service
        return fault if self.reader in names else AccessFault.NO_READER


class PcscSession:
    """A card that is ours; see `api.CardSession`."""

    def __init__(self, hand: Hand, taken: _Opening, card: CardHandle) -> None:
        self._hand = hand
        self._taken = taken
        self._card = card
        self._fault: AccessFault | None = None

    @property
    def reader(self) -> str:
        """The full name of the reader."""
        return self._taken.reader

    @property
    def fault(self) -> AccessFault | None:
        """See `api.CardSession`."""
        return self._fault

    def transmit(self, command: bytes, within_s: float) -> bytes:
        """See `api.CardSession`."""
        if self._fault is not None:
            raise _error(self._fault)
        answer: bytes | AccessFault
        try:
            answer = self._hand.do(lambda: self._taken.transmit(self._card, command), within_s)
        except OverdueError:
            answer = AccessFault.OVERDUE
        if isinstance(answer, bytes):
            return answer
        self._end(answer, patience_s=0.0 if answer is AccessFault.OVERDUE else GIVE_BACK_S)
        raise _error(answer) from None

    def close(self) -> None:
        """See `api.CardSession`."""
        if self._fault is None:
            self._end(AccessFault.CLOSED, patience_s=GIVE_BACK_S)

    def _end(self, fault: AccessFault, *, patience_s: float) -> None:
        self._fault = fault
        try:
            self._hand.do(self._taken.undo, patience_s)
        except OverdueError:
            log.warning("card.left_behind")
        self._hand.leave(self._taken.undo)


def _while_taking(code: Code) -> AccessFault | None:
    """Nothing is lost while a card is being taken: what gets no power is mute, what was removed is not there."""
    if code is PcscCode.REMOVED_CARD:
        return AccessFault.NO_CARD
    fault = access_fault(code)
    return AccessFault.MUTE_CARD if fault is AccessFault.CARD_LOST else fault


def _carries(session: PcscSession, command: bytes, within_s: float) -> bool:
    try:
        session.transmit(command, within_s)
    except (CardLostError, TransportError):
        return False
    return True


def _error(fault: AccessFault) -> CardLostError | TransportError:
    match fault:
        case AccessFault.CARD_LOST | AccessFault.NO_CARD | AccessFault.MUTE_CARD:
            return CardLostError()
        case (
            AccessFault.NO_READER
            | AccessFault.NO_SERVICE
            | AccessFault.IN_USE
            | AccessFault.TWO_CARDS
            | AccessFault.OVERDUE
            | AccessFault.UNFIT
            | AccessFault.CLOSED
        ):
            return TransportError()
        case _:
            assert_never(fault)
