"""The portal's first batch: prove its certificate to the card, and the card's key to itself.

Everything travels in plain here and is sealed by the terminal under the keys of PACE. What the terminal could forge is
worth nothing to it: EF.CardSecurity is signed by the state, and only the chip can answer Chip Authentication.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from devices.eid import chip_authentication, commands, terminal_authentication
from devices.eid.apdu import EXTENDED_NE, Response, decode_response
from devices.eid.auxiliary import AuxiliaryData
from devices.eid.chat import Chat, Right, Role
from devices.eid.curves import Curve, KeyPair, RandomBytes, generate
from devices.eid.cv_certificate import CvCertificate
from devices.eid.cv_chain import build_chain
from devices.eid.faults import EidError, FaultCode
from devices.eid.link import expect_ok
from devices.eid.passive_authentication import PassiveTrust, check_same_card, verify_card_security
from devices.eid.relay import Batch, Wrap
from devices.eid.restricted_identification import SectorKey
from devices.eid.secure_messaging import SHORT_PLAIN, SecureChannel
from devices.eid.security_infos import ChipAuthenticationInfo, SecurityInfos, parse_card_access
from devices.eid.terminal_authentication import AuthenticationInput, TerminalSigner
from devices.eid.tlv import total_length


def _none_blocked(_token: bytes) -> bool:
    return False


@dataclass(frozen=True)
class Authority:
    """What the portal holds.

    Attributes:
        signer: terminal certificate and access to its key.
        certificates: document verifiers and links, to build chains of.
        description: of the terminal certificate, as its hash has it.
        trust: the state's signing authorities.
        is_blocked: whether a card with this revocation token was reported lost.
    """

    signer: TerminalSigner
    certificates: tuple[CvCertificate, ...]
    description: bytes
    trust: PassiveTrust
    is_blocked: Callable[[bytes], bool] = field(default=_none_blocked)


@dataclass(frozen=True)
class Wish:
    """What one reading is for.

    Attributes:
        chat: the least rights that the service needs; the holder may take some away.
        auxiliary: comparisons; age and municipality need their rights.
        sector: for a pseudonym and for the block list.
    """

    chat: Chat
    auxiliary: AuxiliaryData = field(default=AuxiliaryData())
    sector: SectorKey | None = None

    def granted(self, chat: Chat) -> "Wish":
        """What is left of it when the holder grants only this.

        Raises:
            EidError: CHAT_BEYOND_RIGHTS: more than was wished for, or another role.
        """
        if chat.role is not Role.TERMINAL or not chat.within(self.chat):
            raise EidError(FaultCode.CHAT_BEYOND_RIGHTS)
        auxiliary = self.auxiliary
        if Right.AGE_VERIFICATION not in chat.rights:
            auxiliary = replace(auxiliary, born_until=None)
        if Right.MUNICIPALITY_VERIFICATION not in chat.rights:
            auxiliary = replace(auxiliary, municipality="")
        return replace(self, chat=chat, auxiliary=auxiliary)


@dataclass(frozen=True)
class Opening:
    """What the terminal brings after PACE.

    Attributes:
        chat: what the holder has granted, as sent to the card.
        cars: the keys that the card knows, newest first.
        challenge: the card's eight bytes.
    """

    card_access: bytes
    id_picc: bytes
    cars: tuple[bytes, ...]
    chat: Chat
    challenge: bytes


@dataclass(frozen=True)
class Proven:
    """A genuine chip, and the channel to it that the terminal cannot read."""

    channel: SecureChannel
    security: SecurityInfos


@dataclass(frozen=True)
class PendingAuthentication:
    """The first batch, and what its answers will be checked with."""

    batch: Batch
    access: SecurityInfos
    method: ChipAuthenticationInfo
    curve: Curve
    ephemeral: KeyPair

    def finish(self, responses: tuple[bytes, ...], trust: PassiveTrust, today: date) -> Proven:
        """Check the answers: the card's signed file first, then with the key in it the chip itself.

        Raises:
            EidError: TA_REFUSED, FILE_INCOMPLETE, CARD_SECURITY_*, CA_*, STATUS_UNEXPECTED, PORTAL_ORDER.
        """
        answers = [decode_response(each) for each in responses]
        count = len(self.batch.commands)
        *before, select, read, choose, prove = _all_of(answers, count)
        for answer in before:
            expect_ok(answer)
        expect_ok(select)
        security = verify_card_security(_whole_file(read), trust, today)
        check_same_card(self.access, security)
        expect_ok(choose)
        keys = [key for key in security.chip_keys if key.key_id == self.method.key_id]
        if self.method not in security.chip_authentication or not keys:
            raise EidError(FaultCode.CA_UNSUPPORTED)
        channel = chip_authentication.finish(self.ephemeral, keys[0].point, self.method.oid, expect_ok(prove))
        self.ephemeral.wipe()
        return Proven(channel, security)


def begin(
    authority: Authority, wish: Wish, opening: Opening, *, random: RandomBytes, extended: bool
) -> PendingAuthentication:
    """Put the first batch together; signs once.

    Args:
        wish: already reduced to what the holder granted.
        extended: whether EF.CardSecurity is asked for in one long answer.

    Raises:
        EidError: CARD_ACCESS_MALFORMED, CA_UNSUPPORTED, CERTIFICATE_ISSUER_UNKNOWN, TA_REFUSED (bad challenge).
    """
    access = parse_card_access(opening.card_access)
    method, curve = access.choose_chip_authentication()
    chain = build_chain(authority.certificates, authority.signer.certificate, opening.cars)
    ephemeral = generate(curve.generator, random)
    signed = AuthenticationInput(opening.id_picc, opening.challenge, ephemeral.public.x_bytes, wish.auxiliary.encode())
    plain = [
        *terminal_authentication.certificate_commands(chain),
        *terminal_authentication.authentication_commands(authority.signer, signed),
        commands.select_file(commands.EF_CARD_SECURITY),
        commands.read_binary(0, EXTENDED_NE if extended else SHORT_PLAIN),
        commands.set_chip_authentication(method.oid, method.key_id),
        commands.authenticate_chip(ephemeral.public.encode()),
    ]
    batch = Batch(tuple(command.encode() for command in plain), Wrap.PACE)
    return PendingAuthentication(batch, access, method, curve, ephemeral)


def _all_of(answers: list[Response], count: int) -> list[Response]:
    """All answers; if the card refused one and the batch ended there, say what that was."""
    if len(answers) == count:
        return answers
    if not answers or len(answers) > count or answers[-1].ok:
        raise EidError(FaultCode.PORTAL_ORDER)
    of_terminal = len(answers) <= count - 4  # select, read, choose, prove come after it
    raise EidError(FaultCode.TA_REFUSED if of_terminal else FaultCode.STATUS_UNEXPECTED, answers[-1].status)


def _whole_file(read: Response) -> bytes:
    wanted = total_length(read.data)
    if wanted is None or len(read.data) < wanted:
        raise EidError(FaultCode.FILE_INCOMPLETE, read.status)
    return read.data[:wanted]
