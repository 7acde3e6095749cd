"""What the portal offers before the PIN, and the terminal's look at it: who reads, with no right too many."""

from dataclasses import dataclass

from devices.eid.auxiliary import AuxiliaryData
from devices.eid.certificate_description import CertificateDescription, verified_description
from devices.eid.chat import Chat
from devices.eid.cv_certificate import parse_certificate
from devices.eid.faults import EidError, FaultCode


@dataclass(frozen=True)
class Offer:
    """What the terminal gets first: to show, to check, and to send to the card."""

    chat: Chat
    auxiliary: AuxiliaryData
    description: bytes
    certificate: bytes


def checked_offer(offer: Offer) -> CertificateDescription:
    """Who reads, in words that belong to the certificate.

    The signature on the certificate is the card's to check; with a forged one it gives nothing.

    Raises:
        EidError: CERTIFICATE_MALFORMED, CHAT_BEYOND_RIGHTS, DESCRIPTION_MISMATCH.
    """
    certificate = parse_certificate(offer.certificate)
    if not offer.chat.within(certificate.chat):
        raise EidError(FaultCode.CHAT_BEYOND_RIGHTS)
    return verified_description(offer.description, certificate)
