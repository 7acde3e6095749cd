"""Why the eID service says no, as problem codes of the contract; with the rule that a card broke, never with data."""

from dataclasses import dataclass

from devices.eid.faults import FaultCode
from devices.eid.outcomes import Refused

_NOT_GENUINE = {
    FaultCode.CARD_SECURITY_DIGEST,
    FaultCode.CARD_SECURITY_SIGNATURE,
    FaultCode.CARD_SECURITY_SIGNER_UNKNOWN,
    FaultCode.CARD_SECURITY_SIGNER_EXPIRED,
    FaultCode.CARD_SECURITY_SIGNER_USAGE,
    FaultCode.CARD_SECURITY_SIGNER_REVOKED,
    FaultCode.CARD_SECURITY_DIFFERS,
    FaultCode.CA_TOKEN_WRONG,
}
_CODES = {
    FaultCode.CERTIFICATE_EXPIRED: "eid-unavailable",
    FaultCode.CERTIFICATE_ISSUER_UNKNOWN: "eid-car-unknown",
    FaultCode.CHAT_BEYOND_RIGHTS: "eid-rights",
    FaultCode.CHAT_MALFORMED: "eid-rights",
    FaultCode.TA_REFUSED: "eid-authority-refused",
    FaultCode.TA_ALREADY_SIGNED: "eid-order",
    FaultCode.PORTAL_ORDER: "eid-order",
    FaultCode.CHIP_REVOKED: "eid-card-revoked",
    **dict.fromkeys(_NOT_GENUINE, "eid-card-not-genuine"),
}


@dataclass(frozen=True, slots=True)
class EidRefusal:
    """A problem code, and the rule that was broken if it was one of the card's protocol."""

    code: str
    fault: FaultCode | None = None


def refusal(refused: Refused) -> EidRefusal:
    """What a refused step of the protocol means to the terminal."""
    return EidRefusal(_CODES.get(refused.code, "eid-card-broken-rule"), refused.code)
