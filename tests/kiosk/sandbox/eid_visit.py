"""A terminal in front of the eID service: the card protocol of the product, one step after the other, all counted."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from devices.eid.auxiliary import AuxiliaryData
from devices.eid.chat import Chat, parse_chat
from devices.eid.offer import Offer, checked_offer
from devices.eid.pace import Established, Password, PasswordKind, establish
from devices.eid.reading import read_card_access
from devices.eid.relay import Batch, Relayed, Wrap, get_challenge, relay
from devices.eid.virtual_card.person import find_person, load_person
from kiosk.portal.eid_contract import (
    EidAnswer,
    EidBatch,
    EidOpening,
    EidReleased,
    EidSession,
    EidSessionRequest,
    EidStep,
)

Transmit = Callable[[bytes], bytes]
SERVICE = "meldebescheinigung_einfach"
ERIKA = {
    "eid.family_names": "BEISPIEL",
    "eid.given_names": "ERIKA",
    "eid.birth_name": "BEISPIELFRAU",
    "eid.date_of_birth": "19640812",
    "eid.street": "BEISPIELWEG 17",
    "eid.postcode": "12345",
    "eid.city": "MUSTERSTADT",
}
"""What that service gets from the card of `erika_beispiel`."""


@dataclass
class Desk:
    """The portal as a terminal calls it: `open` and `step` give what the contract says, or a failure of any kind."""

    open: Callable[[EidSessionRequest], Any]
    step: Callable[[UUID, EidStep], Any]
    trips: int = 0

    def asked(self, request: EidSessionRequest) -> Any:
        """The first round trip."""
        self.trips += 1
        return self.open(request)

    def stepped(self, session: UUID, step: EidStep) -> Any:
        """One more."""
        self.trips += 1
        return self.step(session, step)


@dataclass
class Visit:
    """One card on the reader, one session. `last`: the step that was sent last."""

    desk: Desk
    transmit: Transmit
    person: str = "erika_beispiel"
    session: EidSession = field(init=False)
    opened: Established = field(init=False)
    last: EidStep = field(init=False)

    def begin(self, service: str = SERVICE, **request: bool) -> Any:
        """Opens the session and checks the offer as the terminal does."""
        answer = self.desk.asked(EidSessionRequest(service=service, **request))
        if isinstance(answer, EidSession):
            self.session = answer
            chat = parse_chat(answer.chat)
            checked_offer(Offer(chat, AuxiliaryData(), answer.description, answer.certificate))
        return answer

    def granted(self, released: Iterable[str] | None = None) -> tuple[tuple[str, ...], Chat]:
        """Fields and rights when a person leaves only these optional ones selected."""
        left = [each.name for each in self.session.optional if released is None or each.name in released]
        names = tuple(each.name for each in self.session.required) + tuple(left)
        groups = self.session.groups(names)
        chat = parse_chat(self.session.chat)
        return names, chat.without([right for right in chat.rights if right.group and right.group not in groups])

    def unlock(self, chat: Chat, *, can: bool = False) -> bytes:
        """PACE; gives EF.CardAccess."""
        read = read_card_access(self.transmit)
        assert isinstance(read, tuple), read
        infos, access = read
        person = load_person(find_person(self.person))
        kind, digits = (PasswordKind.CAN, person.can) if can else (PasswordKind.PIN, person.pin)
        opened = establish(
            self.transmit, infos, Password(kind, bytearray(digits)), random=secrets.token_bytes, chat=chat
        )
        assert isinstance(opened, Established), opened
        self.opened = opened
        return access

    def opening(self, released: Iterable[str] | None = None, *, can: bool = False) -> EidStep:
        """Step 1, ready to be sent."""
        names, chat = self.granted(released)
        access = self.unlock(chat, can=can)
        challenge = get_challenge(self.transmit, self.opened.channel)
        assert isinstance(challenge, bytes), challenge
        return EidStep(
            number=1,
            opening=EidOpening(
                card_access=access,
                id_picc=self.opened.id_picc,
                challenge=challenge,
                cars=self.opened.cars,
                chat=chat.encode(),
                released=names,
            ),
        )

    def send(self, step: EidStep) -> EidAnswer:
        """One step to the portal."""
        self.last = step
        answer: EidAnswer = self.desk.stepped(self.session.session, step)
        return answer

    def carry(self, batch: EidBatch) -> EidStep:
        """A batch to the card, and the next step out of its answers."""
        relayed = relay(self.transmit, self.opened.channel, Batch(batch.commands, Wrap(batch.wrap)))
        assert isinstance(relayed, Relayed), relayed
        return EidStep(number=self.last.number + 1, responses=relayed.responses)

    def read(self, released: Iterable[str] | None = None, *, can: bool = False) -> Any:
        """Everything after `begin`; gives what the portal released, or its first refusal."""
        answer: Any = self.send(self.opening(released, can=can))
        while isinstance(answer, EidBatch):
            answer = self.send(self.carry(answer))
        return answer

    def run(self, service: str = SERVICE, *, can: bool = False, **request: bool) -> Any:
        """The whole visit."""
        began = self.begin(service, **request)
        return self.read(can=can) if isinstance(began, EidSession) else began


def names(session: EidSession) -> tuple[list[str], list[str]]:
    """Required and optional fields."""
    return [each.name for each in session.required], [each.name for each in session.optional]


def values(answer: Any) -> dict[str, str]:
    """What was released."""
    assert isinstance(answer, EidReleased), answer
    return answer.released
