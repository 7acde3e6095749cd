"""The retry ladder of the PIN, as the card tells it before anything is tried (TR-03110-3 B.11.1, TR-03127 3.3.3)."""

from dataclasses import dataclass

from devices.eid import commands
from devices.eid.api import Transmit
from devices.eid.faults import EidError, FaultCode
from devices.eid.link import PlainLink
from devices.eid.outcomes import Failure, attempt
from devices.eid.security_infos import SecurityInfos

FULL_TRIES = 3


@dataclass(frozen=True)
class PinUsable:
    """The PIN can be entered.

    Attributes:
        tries: 3 or 2; 1 only inside a session that the CAN has opened.
        transport: the card says that it still has its five-digit transport PIN. Most cards do not tell.
    """

    tries: int = FULL_TRIES
    transport: bool = False


@dataclass(frozen=True)
class PinSuspended:
    """One try left, and the card wants the CAN first."""

    transport: bool = False


@dataclass(frozen=True)
class PinBlocked:
    """No try left: the PUK, or a new PIN at the office."""


@dataclass(frozen=True)
class PinDeactivated:
    """The online function is switched off."""


PinState = PinUsable | PinSuspended | PinBlocked | PinDeactivated


def pin_state(status: int) -> PinState:
    """Read the answer to MSE:SET AT with the PIN; raises EidError (STATUS_UNEXPECTED)."""
    if status == 0x9000:
        return PinUsable()
    if status == 0x6283:
        return PinDeactivated()
    transport = status & 0xFFF0 == 0x63D0
    tries = status & 0x000F
    if status & 0xFFF0 not in (0x63C0, 0x63D0) or tries > FULL_TRIES:
        raise EidError(FaultCode.STATUS_UNEXPECTED, status)
    match tries:
        case 0:
            return PinBlocked()
        case 1:
            return PinSuspended(transport)
        case _:
            return PinUsable(tries, transport)


def query_pin(transmit: Transmit, access: SecurityInfos) -> PinState | Failure:
    """Ask the card how many tries are left. Costs none; ends a sealed session if there is one."""

    def ask() -> PinState:
        info = access.choose_pace()
        command = commands.set_pace(info.oid, commands.PIN_REFERENCE, info.curve.parameter_id)
        return pin_state(PlainLink(transmit).send(command).status)

    return attempt(ask)
