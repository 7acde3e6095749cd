"""The card of one attempt: recognised, asked for its tries, opened with a password. Nothing is tried twice by itself.

    card = take(reader, closed, ...)       # Card, or Troubled
    card.report                            # what it says of its PIN
    card.prove(kind, digits, chat)         # Established, PasswordWrong's report, ...

A card is done with after the first thing that goes wrong: whoever wants to go on takes it again, which asks it anew.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import assert_never

from devices.card.api import AccessFault, CardReader
from devices.eid.chat import Chat
from devices.eid.faults import FaultCode
from devices.eid.outcomes import CardLost, Refused, TransportFailed
from devices.eid.pace import Established, PaceOutcome, PasswordKind, WrongPassword, establish
from devices.eid.pace import Password as EidPassword
from devices.eid.pin_management import PinChanged, PinUnblocked, PukUsedUp, set_new_pin, unblock
from devices.eid.pin_state import PinBlocked, PinDeactivated, PinState, PinSuspended, PinUsable, query_pin
from devices.eid.reading import has_eid_application, read_card_access
from devices.eid.secure_messaging import SecureChannel
from devices.eid.security_infos import SecurityInfos
from kiosk.identity.api import CardReport, Purpose, Trouble, Troubled
from kiosk.identity.limits import Limits
from kiosk.identity.troubles import PIN_UNCLEAR, of_access, of_failure
from kiosk.identity.way import Way

RandomBytes = Callable[[int], bytes]

_WRONG_CARD = Troubled(Trouble.WRONG_CARD, "no_eid_application")
_DEACTIVATED = Troubled(Trouble.DEACTIVATED)
_PUK_USED_UP = Troubled(Trouble.PUK_USED_UP)
_FULL, _LAST = 3, 1


@dataclass(frozen=True, slots=True)
class Wrong:
    """The card compared, and it did not fit; this is what is left."""

    report: CardReport


Proof = Established | Wrong | CardReport | Troubled
"""Opened; wrong; not tried, because the card says so; or it does not go on."""


def take(
    reader: CardReader,
    purpose: Purpose,
    closed: Event,
    *,
    random: RandomBytes,
    limits: Limits,
    clock: Callable[[], float] = time.monotonic,
) -> "Card | Troubled":
    """Takes the card that lies there and asks it what it is and how many tries are left. Costs none.

    Args:
        closed: ends everything at the next command.
    """
    session = reader.open(limits.open)
    if isinstance(session, AccessFault):
        return of_access(session)
    way = Way(session, closed, clock)
    way.begin(limits.look)
    recognised = _recognise(way)
    if not isinstance(recognised, Troubled):
        checked = reader.check_long_commands(session, limits.look)
        if isinstance(checked, AccessFault):
            return of_access(checked)
        if checked is not session:  # the card was taken anew: it may be another one
            way = Way(checked, closed, clock)
            way.begin(limits.look)
            recognised = _recognise(way)
    if isinstance(recognised, Troubled):
        way.session.close()
        return recognised
    card = Card(way, *recognised, random, limits)
    state = card.ask(purpose)
    if isinstance(state, Troubled):
        card.close()
        return state
    return card


class Card:
    """A card that was recognised, in hand for this attempt alone.

    Attributes:
        access: EF.CardAccess as it was read, for the portal.
        report: what the card said last.
    """

    def __init__(self, way: Way, infos: SecurityInfos, access: bytes, random: RandomBytes, limits: Limits) -> None:
        self.access = access
        self.report = CardReport(_FULL)
        self._way = way
        self._infos = infos
        self._random = random
        self._limits = limits
        self._can: SecureChannel | None = None

    @property
    def way(self) -> Way:
        """For carrying the portal's commands."""
        return self._way

    def ask(self, purpose: Purpose) -> CardReport | Troubled:
        """Asks for the state of the PIN; ends whatever was proven. On site the CAN counts, not the PIN."""
        self._drop_can()
        state = query_pin(self._way.transmit, self._infos)
        if isinstance(state, CardLost | TransportFailed | Refused):
            return of_failure(state, self._way.fault)
        if isinstance(state, PinDeactivated):
            if purpose is not Purpose.ON_SITE:
                return _DEACTIVATED
            state = PinBlocked()
        self.report = _report(state)
        return self.report

    def prove(self, kind: PasswordKind, digits: bytearray, purpose: Purpose, chat: Chat | None = None) -> Proof:
        """Uses a password once, inside the CAN's session if there is one. The digits stay the caller's to overwrite."""
        self._way.begin(self._limits.prove)
        within, self._can = self._can, None
        password = EidPassword(kind, digits)
        outcome = establish(self._way.transmit, self._infos, password, random=self._random, chat=chat, within=within)
        return self._judged(outcome, purpose)

    def keep_can(self, opened: Established) -> CardReport:
        """The CAN was right: the third try is free as long as this session lasts."""
        self._can = opened.channel
        self.report = CardReport(self.report.tries, can_proven=True, transport=self.report.transport)
        return self.report

    def unblock(self, opened: Established, purpose: Purpose) -> CardReport | Troubled:
        """The PUK was right: all tries again."""
        self._way.begin(self._limits.change)
        outcome = unblock(self._way.transmit, opened)
        match outcome:
            case PinUnblocked():
                return self.ask(purpose)
            case PukUsedUp():
                return _PUK_USED_UP
            case _:
                return of_failure(outcome, self._way.fault)

    def change_pin(self, opened: Established, digits: bytearray) -> Troubled | None:
        """Sets the new PIN, sent once; None is the card's own confirmation.

        PIN_REFUSED is its own refusal. After anything that it did not seal nobody knows which PIN holds.
        """
        self._way.begin(self._limits.change)
        outcome = set_new_pin(self._way.transmit, opened, digits)
        match outcome:
            case PinChanged():
                return None
            case Refused(FaultCode.STATUS_UNEXPECTED as code, status):
                return Troubled(Trouble.PIN_REFUSED, f"{code.value} {status:04x}")
            case CardLost() | TransportFailed() | Refused():
                return Troubled(of_failure(outcome, self._way.fault).trouble, PIN_UNCLEAR)
            case _:
                assert_never(outcome)

    def close(self) -> None:
        """Overwrites the keys, resets the card and gives it back."""
        self._drop_can()
        self._way.session.close()

    def _judged(self, outcome: PaceOutcome, purpose: Purpose) -> Proof:
        match outcome:
            case Established():
                return outcome
            case WrongPassword(tries_left):
                return self._wrong(tries_left, purpose)
            case PinSuspended() | PinBlocked():
                self.report = _report(outcome)
                return self.report
            case PinDeactivated():
                return _DEACTIVATED
            case CardLost() | TransportFailed() | Refused():
                return of_failure(outcome, self._way.fault)
            case _:
                assert_never(outcome)

    def _wrong(self, tries_left: int | None, purpose: Purpose) -> Wrong | Troubled:
        """Asks the card what is left. If it is gone meanwhile: what it said with its refusal, if it said something."""
        asked = self.ask(purpose)
        if isinstance(asked, CardReport):
            return Wrong(asked)
        if tries_left is None:
            return asked
        self.report = CardReport(tries_left)
        return Wrong(self.report)

    def _drop_can(self) -> None:
        if self._can is not None:
            self._can.close()
            self._can = None


def _recognise(way: Way) -> tuple[SecurityInfos, bytes] | Troubled:
    """What the card can do, if it is one with the online function: never by its ATR, and PACE alone is not enough."""
    read = read_card_access(way.transmit)
    if not isinstance(read, tuple):
        return of_failure(read, way.fault)
    named = has_eid_application(way.transmit)
    if not isinstance(named, bool):
        return of_failure(named, way.fault)
    return read if named else _WRONG_CARD


def _report(state: PinState) -> CardReport:
    match state:
        case PinUsable(tries, transport):
            return CardReport(tries, transport=transport)
        case PinSuspended(transport):
            return CardReport(_LAST, transport=transport)
        case PinBlocked():
            return CardReport(0)
        case PinDeactivated():
            return CardReport(0)
        case _:
            assert_never(state)
