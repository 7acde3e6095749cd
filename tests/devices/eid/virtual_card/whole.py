"""The terminal and the portal in front of a card, by the product's own code: one visit from first to last byte."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from devices.eid.auxiliary import AuxiliaryData
from devices.eid.certificate_description import CertificateDescription
from devices.eid.chat import Chat, Right
from devices.eid.curves import BP256, KeyPair, generate
from devices.eid.outcomes import Failure, Refused
from devices.eid.pace import Established, PaceOutcome, Password, PasswordKind, establish
from devices.eid.passive_authentication import PassiveTrust
from devices.eid.pin_state import PinState, query_pin
from devices.eid.portal_authentication import Authority, Opening, PendingAuthentication, Wish, begin
from devices.eid.portal_reading import Done
from devices.eid.portal_session import PortalSession
from devices.eid.reading import read_card_access
from devices.eid.relay import Batch, Relayed, get_challenge, relay
from devices.eid.restricted_identification import SectorKey
from devices.eid.secure_messaging import SecureChannel
from devices.eid.security_infos import SecurityInfos
from devices.eid.terminal_authentication import SoftwareSigner
from devices.eid.virtual_card.personalise import RI_OID
from devices.eid.virtual_card.pki import TestPki, issue_terminal

Transmit = Callable[[bytes], bytes]
DESCRIPTION = CertificateDescription("Testausstellerin", "Musterstadt", "Nur zum Testen.").encode()
SECTOR = SectorKey(RI_OID, generate(BP256.generator, secrets.token_bytes).public)
ALL_GROUPS = Chat(
    frozenset(Right.read(number) for number in range(1, 23))
    | {Right.AGE_VERIFICATION, Right.MUNICIPALITY_VERIFICATION, Right.RESTRICTED_IDENTIFICATION, Right.CAN_ALLOWED}
)


@dataclass(frozen=True)
class Desk:
    """A portal with a fresh terminal certificate."""

    pki: TestPki
    today: date
    may: Chat = field(default=ALL_GROUPS)

    def authority(self) -> Authority:
        """What it holds."""
        issued = issue_terminal(
            self.pki,
            self.may,
            random=secrets.token_bytes,
            start=self.today,
            description=DESCRIPTION,
            sectors=(SECTOR,),
        )
        return Authority(
            SoftwareSigner(issued.certificate, issued.key),
            (self.pki.verifier.certificate,),
            DESCRIPTION,
            PassiveTrust((self.pki.authority.certificate,)),
        )


class Terminal:
    """A terminal that has looked at the card: what each password gives, and a whole reading."""

    def __init__(self, transmit: Transmit) -> None:
        self.transmit = transmit
        read = read_card_access(transmit)
        self.failure = None if isinstance(read, tuple) else read
        self.infos, self.card_access = read if isinstance(read, tuple) else (SecurityInfos(()), b"")

    def state(self) -> PinState | Failure:
        """What the card says of its PIN."""
        return query_pin(self.transmit, self.infos)

    def pace(
        self, kind: PasswordKind, digits: str, *, chat: Chat | None = None, within: SecureChannel | None = None
    ) -> PaceOutcome:
        """One use of a password."""
        password = Password(kind, bytearray(digits.encode()))
        return establish(self.transmit, self.infos, password, random=secrets.token_bytes, chat=chat, within=within)

    def opened(self, kind: PasswordKind, digits: str, chat: Chat | None = None) -> Established:
        """A password that has to fit."""
        outcome = self.pace(kind, digits, chat=chat)
        assert isinstance(outcome, Established), outcome
        return outcome

    def read(
        self,
        desk: Desk,
        wish: Wish,
        opened: PaceOutcome,
        *,
        extended: bool = True,
        granted: Chat | None = None,
    ) -> Done | PaceOutcome | Refused:
        """All that comes after the password; the first thing that goes wrong ends it."""
        if not isinstance(opened, Established):
            return opened
        challenge = get_challenge(self.transmit, opened.channel)
        if not isinstance(challenge, bytes):
            return challenge
        portal = PortalSession(desk.authority(), wish, random=secrets.token_bytes, today=desk.today, extended=extended)
        chat = granted or wish.chat
        batch = portal.start(Opening(self.card_access, opened.id_picc, opened.cars, chat, challenge))
        while not isinstance(batch, Done | Refused):
            relayed = relay(self.transmit, opened.channel, batch)
            if not isinstance(relayed, Relayed):
                return relayed
            batch = portal.step(relayed.responses)
        return batch

    def authenticated(self, desk: Desk, wish: Wish, opened: Established) -> KeyPair:
        """Terminal Authentication alone; gives the ephemeral key that it announced."""
        pending = self._pending(desk, wish, opened)
        batch = Batch(pending.batch.commands[:-4], pending.batch.wrap)
        relayed = relay(self.transmit, opened.channel, batch)
        assert isinstance(relayed, Relayed)
        assert relayed.responses[-1] == bytes.fromhex("9000")
        return pending.ephemeral

    def proven(self, desk: Desk, wish: Wish, opened: Established) -> SecureChannel:
        """Both authentications, and the channel that they give: for what a portal of ours never does."""
        pending = self._pending(desk, wish, opened)
        relayed = relay(self.transmit, opened.channel, pending.batch)
        assert isinstance(relayed, Relayed)
        return pending.finish(relayed.responses, desk.authority().trust, desk.today).channel

    def _pending(self, desk: Desk, wish: Wish, opened: Established) -> PendingAuthentication:
        challenge = get_challenge(self.transmit, opened.channel)
        assert isinstance(challenge, bytes)
        opening = Opening(self.card_access, opened.id_picc, opened.cars, wish.chat, challenge)
        return begin(desk.authority(), wish, opening, random=secrets.token_bytes, extended=True)


def wish(*rights: Right, auxiliary: AuxiliaryData | None = None, sector: bool = False) -> Wish:
    """A service's wish."""
    return Wish(Chat.of(*rights), auxiliary or AuxiliaryData(), SECTOR if sector else None)


NAME_AND_AGE = (Right.read(4), Right.read(5), Right.AGE_VERIFICATION)


def visit(
    transmit: Transmit, desk: Desk, pin: str, what: Wish, *, extended: bool = True
) -> Done | PaceOutcome | Refused:
    """A whole visit with a PIN."""
    terminal = Terminal(transmit)
    if terminal.failure is not None:
        return terminal.failure
    return terminal.read(desk, what, terminal.pace(PasswordKind.PIN, pin, chat=what.chat), extended=extended)
