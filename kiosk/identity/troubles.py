"""From what card, reader and portal do to what a bystander sees. Codes name rules and states, never data."""

from typing import assert_never

from devices.card.api import AccessFault
from devices.eid.faults import FaultCode
from devices.eid.outcomes import CardLost, Failure, Refused, TransportFailed
from kiosk.identity.api import NOT_PROVEN, Trouble, Troubled
from kiosk.portal.errors import FailureKind, PortalFailure

__all__ = ["NOT_LOOKED", "NOT_PROVEN", "PIN_UNCLEAR", "of_access", "of_failure", "of_offer", "of_portal"]

NOT_LOOKED = "not_looked"
"""Something was to be proven to a card that nobody has asked for its state."""
PIN_UNCLEAR = "pin_unclear"
"""The new PIN was sent and no answer came that the card has sealed: it knows either the old one or the new one."""

_BY_CODE = {
    "eid-card-expired": Trouble.EXPIRED,
    "eid-card-revoked": Trouble.REVOKED,
    "eid-card-not-genuine": Trouble.CARD_BROKEN_RULE,
    "eid-card-broken-rule": Trouble.CARD_BROKEN_RULE,
}
_NO_CARD_AT_ALL = frozenset({FaultCode.CARD_ACCESS_MISSING, FaultCode.PACE_UNSUPPORTED})


def of_access(fault: AccessFault) -> Troubled:
    """Why there is no card to talk to."""
    return Troubled(_of_fault(fault), fault.value)


def of_failure(failure: Failure, fault: AccessFault | None) -> Troubled:
    """Why an exchange ended.

    Args:
        failure: what the protocol saw.
        fault: what the reader said, if it was the reader.
    """
    match failure:
        case CardLost():
            return Troubled(Trouble.CARD_LOST, AccessFault.CARD_LOST.value)
        case TransportFailed():
            return of_access(fault or AccessFault.NO_SERVICE)
        case Refused(FaultCode.NO_EXTENDED_LENGTH as code):
            return Troubled(Trouble.READER_UNFIT, code.value)
        case Refused(FaultCode.RELAY_REFUSED as code):
            return Troubled(Trouble.PORTAL, code.value, PortalFailure(FailureKind.BROKEN, "eid-command-refused"))
        case Refused(code, status):
            trouble = Trouble.WRONG_CARD if code in _NO_CARD_AT_ALL else Trouble.CARD_BROKEN_RULE
            return Troubled(trouble, f"{code.value} {status:04x}" if status else code.value)
        case never:
            assert_never(never)


def of_offer(code: FaultCode) -> Troubled:
    """The portal's certificate does not fit what it says or asks for."""
    return Troubled(Trouble.PORTAL, code.value, PortalFailure(FailureKind.UNTRUSTED, "eid-offer-refused"))


def of_portal(failure: PortalFailure) -> Troubled:
    """The portal says no, or nothing; what it says about the card is about the card."""
    trouble = _BY_CODE.get(failure.code, Trouble.PORTAL)
    rule = failure.errors[0].code if failure.errors and trouble is Trouble.CARD_BROKEN_RULE else failure.code
    return Troubled(trouble, rule, failure if trouble is Trouble.PORTAL else None)


def _of_fault(fault: AccessFault) -> Trouble:
    match fault:
        case AccessFault.NO_READER | AccessFault.NO_SERVICE | AccessFault.IN_USE | AccessFault.CLOSED:
            return Trouble.NO_READER
        case AccessFault.NO_CARD:
            return Trouble.NO_CARD
        case AccessFault.MUTE_CARD | AccessFault.OVERDUE:
            return Trouble.MUTE_CARD
        case AccessFault.TWO_CARDS:
            return Trouble.TWO_CARDS
        case AccessFault.CARD_LOST:
            return Trouble.CARD_LOST
        case AccessFault.UNFIT:
            return Trouble.READER_UNFIT
        case _:
            assert_never(fault)
