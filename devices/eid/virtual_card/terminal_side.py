"""Terminal Authentication, the chip's side: certificates, challenge, signature (TR-03110-2 3.3, TR-03110-3 B)."""

from devices.eid import commands
from devices.eid.apdu import Command
from devices.eid.auxiliary import AUXILIARY, AuxiliaryData, parse_auxiliary
from devices.eid.chat import Right, effective_rights
from devices.eid.curves import RandomBytes
from devices.eid.cv_certificate import parse_content
from devices.eid.faults import EidError, FaultCode
from devices.eid.pace import PasswordKind
from devices.eid.terminal_authentication import AuthenticationInput, verify_terminal
from devices.eid.tlv import Objects, encode, parse_all
from devices.eid.virtual_card.session import Announcement, RefusalError, Session

_BAD_DATA, _UNKNOWN, _FAILED, _CONDITIONS, _DENIED, _LENGTH = 0x6A80, 0x6A88, 0x6300, 0x6985, 0x6982, 0x6700


def choose_issuer(session: Session, command: Command) -> None:
    """MSE:SET DST: which key verifies the next certificate; raises RefusalError."""
    _open_for_terminals(session)
    name = _objects(command).take(0x83)
    if not session.verifier.knows(name):
        raise RefusalError(_UNKNOWN)
    session.issuer = name


def take_certificate(session: Session, command: Command) -> None:
    """PSO: VERIFY CERTIFICATE; raises RefusalError. The session's verifier is another one afterwards."""
    _open_for_terminals(session)
    if not session.issuer:
        raise RefusalError(_CONDITIONS)
    issuer, session.issuer = session.issuer, b""
    try:
        session.verifier = session.verifier.accept(parse_content(command.data), issuer)
    except EidError as error:
        raise RefusalError(_BAD_DATA if error.code is FaultCode.CERTIFICATE_MALFORMED else _FAILED) from None


def announce(session: Session, command: Command) -> None:
    """MSE:SET AT: whose signature will come, over which ephemeral key and auxiliary data; raises RefusalError."""
    _open_for_terminals(session)
    objects = _objects(command)
    oid, holder, compressed = objects.take(0x80), objects.take(0x83), objects.take(0x91)
    inner = objects.take_optional(AUXILIARY)
    objects.done()
    auxiliary = b"" if inner is None else encode(AUXILIARY, inner)
    session.auxiliary = parse_auxiliary(auxiliary) if auxiliary else AuxiliaryData()
    found = session.verifier.terminal_key(holder)
    if found is None:
        raise RefusalError(_UNKNOWN)
    if found[0].public_key.oid != oid:
        raise RefusalError(_BAD_DATA)
    session.announced = Announcement(holder, compressed, auxiliary)


def give_challenge(session: Session, command: Command, random: RandomBytes) -> bytes:
    """GET CHALLENGE, before or after the certificates; raises RefusalError."""
    if command.ne != commands.CHALLENGE_BYTES or command.data:
        raise RefusalError(_LENGTH)
    session.challenge = random(commands.CHALLENGE_BYTES)
    return session.challenge


def authenticate(session: Session, command: Command) -> None:
    """EXTERNAL AUTHENTICATE; raises RefusalError. A challenge is good for one attempt."""
    _open_for_terminals(session)
    if session.announced is None or not session.challenge:
        raise RefusalError(_CONDITIONS)
    announced, challenge = session.announced, session.challenge
    session.challenge = b""
    found = session.verifier.terminal_key(announced.holder)
    if found is None or session.chat is None:
        raise RefusalError(_CONDITIONS)
    signed = AuthenticationInput(session.id_picc, challenge, announced.compressed_key, announced.auxiliary)
    try:
        verify_terminal(found[0], found[1], signed, command.data)
    except EidError:
        raise RefusalError(_FAILED) from None
    rights = effective_rights([session.chat]) & session.verifier.rights()
    if session.password is PasswordKind.CAN and Right.CAN_ALLOWED not in rights:
        raise RefusalError(_DENIED)
    session.terminal, session.rights = found[0], rights


def _open_for_terminals(session: Session) -> None:
    """PACE with PIN or CAN, with a CHAT; not with the PUK, not with the transport PIN; once."""
    if session.chat is None or session.password is PasswordKind.PUK or session.transport:
        raise RefusalError(_DENIED)
    if session.rights is not None:
        raise RefusalError(_CONDITIONS)


def _objects(command: Command) -> Objects:
    return Objects(parse_all(command.data))
