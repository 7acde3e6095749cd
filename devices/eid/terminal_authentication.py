"""Terminal Authentication version 2, both ends (TR-03110-2 3.3): the reading party proves its certificate's key.

What is signed is built here out of its parts. A signer never sees free bytes.
"""

from dataclasses import dataclass
from typing import Protocol

from devices.eid import commands
from devices.eid.apdu import Command
from devices.eid.curves import KeyPair, Point
from devices.eid.cv_certificate import CvCertificate
from devices.eid.faults import EidError, FaultCode
from devices.eid.signatures import sign_plain, verify_plain


@dataclass(frozen=True)
class AuthenticationInput:
    """What the terminal signs.

    Attributes:
        id_picc: the card's name in this session, out of PACE.
        challenge: the card's eight bytes.
        compressed_key: x coordinate of the ephemeral key that Chip Authentication will use.
        auxiliary: the data object 67 as sent, or nothing.
    """

    id_picc: bytes
    challenge: bytes
    compressed_key: bytes
    auxiliary: bytes = b""

    def message(self) -> bytes:
        """The signed bytes; raises EidError (TA_REFUSED) for a challenge of another length."""
        if len(self.challenge) != commands.CHALLENGE_BYTES:
            raise EidError(FaultCode.TA_REFUSED)
        return self.id_picc + self.challenge + self.compressed_key + self.auxiliary


class TerminalSigner(Protocol):
    """The holder of a terminal certificate's key: in memory for the sandbox, behind a security module elsewhere."""

    @property
    def certificate(self) -> CvCertificate:
        """The terminal's certificate."""
        ...

    def sign(self, signed: AuthenticationInput) -> bytes:
        """Sign; r and s, each as long as the order of the key's group."""
        ...


class SoftwareSigner:
    """A signer with its key in memory."""

    def __init__(self, certificate: CvCertificate, key: KeyPair) -> None:
        self._certificate = certificate
        self._key = key

    @property
    def certificate(self) -> CvCertificate:
        """The terminal's certificate."""
        return self._certificate

    def sign(self, signed: AuthenticationInput) -> bytes:
        """Sign as the certificate's key says."""
        return sign_plain(self._key, self._certificate.public_key.hash_name, signed.message())


def certificate_commands(chain: list[CvCertificate]) -> list[Command]:
    """Steps 8 and 9: for each certificate its issuer's key, then itself."""
    return [
        command
        for certificate in chain
        for command in (
            commands.set_verification_key(certificate.car),
            commands.verify_certificate(certificate),
        )
    ]


def authentication_commands(signer: TerminalSigner, signed: AuthenticationInput) -> list[Command]:
    """Steps 10 and 12; the challenge was fetched right after PACE."""
    certificate = signer.certificate
    announced = commands.set_terminal_authentication(
        certificate.public_key.oid, certificate.chr, signed.auxiliary, signed.compressed_key
    )
    return [announced, commands.external_authenticate(signer.sign(signed))]


def verify_terminal(certificate: CvCertificate, key: Point, signed: AuthenticationInput, signature: bytes) -> None:
    """The chip's side; raises EidError (TA_SIGNATURE_WRONG, TA_REFUSED)."""
    if not verify_plain(key, certificate.public_key.hash_name, signed.message(), signature):
        raise EidError(FaultCode.TA_SIGNATURE_WRONG)
