"""What the chip forgets without power: who has proven what since the last PACE, and what was announced for next."""

from dataclasses import dataclass, field

from devices.eid.auxiliary import AuxiliaryData
from devices.eid.chat import Chat, Right
from devices.eid.cv_certificate import CvCertificate
from devices.eid.cv_chain import Verifier
from devices.eid.pace import PasswordKind


class RefusalError(Exception):
    """Ends the handling of a command with a status word; the session goes on."""

    def __init__(self, status: int) -> None:
        super().__init__(f"{status:04X}")
        self.status = status


@dataclass(frozen=True)
class Announcement:
    """What MSE:SET AT of Terminal Authentication said.

    Attributes:
        auxiliary: the data object 67 as sent, or nothing.
    """

    holder: bytes
    compressed_key: bytes
    auxiliary: bytes


@dataclass
class Session:
    """From one PACE to the next.

    Attributes:
        password: which one opened it.
        transport: it was the five-digit PIN.
        chat: rights that the holder grants; None: none were spoken of, so no terminal can authenticate.
        id_picc: the chip's name in this session.
        verifier: certificates taken so far.
        issuer: which key verifies the next one.
        rights: what is left after holder and chain; None before Terminal Authentication.
        chosen: protocol and key number for the next GENERAL AUTHENTICATE.
        genuine: Chip Authentication is done.
    """

    password: PasswordKind
    transport: bool
    chat: Chat | None
    id_picc: bytes
    verifier: Verifier
    issuer: bytes = b""
    announced: Announcement | None = None
    challenge: bytes = b""
    terminal: CvCertificate | None = None
    rights: frozenset[Right] | None = None
    auxiliary: AuxiliaryData = field(default=AuxiliaryData())
    chosen: tuple[bytes, int | None] | None = None
    genuine: bool = False

    def has(self, right: Right) -> bool:
        """Whether the terminal has proven this right."""
        return self.rights is not None and right in self.rights

    @property
    def may_manage_pin(self) -> bool:
        """An office's terminal with PIN management, after both authentications."""
        return self.genuine and self.has(Right.PIN_MANAGEMENT)
