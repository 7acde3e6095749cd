"""The portal reads the card, and the terminal carries: who wants to read, then step by step, then what was released.

Round trips: the session, then at most three steps (`kiosk.portal.eid_contract`). A step is sent once; after any failure
the portal's session is over. What the card says to the portal is sealed and passes through here unread.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import assert_never

from devices.eid.auxiliary import AuxiliaryData
from devices.eid.chat import Chat, Right, parse_chat
from devices.eid.faults import EidError
from devices.eid.offer import Offer, checked_offer
from devices.eid.pace import Established
from devices.eid.relay import Batch, Relayed, Wrap, get_challenge, relay
from kiosk.identity.api import ReadStep, Terms, Troubled
from kiosk.identity.card import Card
from kiosk.identity.means import EidPortal, Means
from kiosk.identity.troubles import of_failure, of_offer, of_portal
from kiosk.portal.eid_contract import (
    EidBatch,
    EidOpening,
    EidReleased,
    EidSession,
    EidSessionRequest,
    EidStep,
)
from kiosk.portal.errors import FailureKind, PortalFailure

_OK = b"\x90\x00"
_OUT_OF_TURN = PortalFailure(FailureKind.BROKEN, "eid-out-of-turn")


@dataclass(frozen=True, slots=True)
class Offered:
    """A session of the portal whose certificate fits what it says.

    Attributes:
        rights: all that it may ask for.
    """

    session: EidSession
    rights: Chat
    terms: Terms

    def granted(self, released: tuple[str, ...]) -> Chat:
        """The rights that go to the card: without the data groups that only deselected fields need."""
        wanted = self.session.groups(released)
        kept = [right for right in self.rights.rights if right.group is None or right.group in wanted]
        return Chat(frozenset[Right](kept), self.rights.role)

    def within(self, released: tuple[str, ...]) -> tuple[str, ...]:
        """The fields that may be read: the required ones and those that the person left selected."""
        optional = tuple(name for name in self.terms.optional if name in released)
        return self.terms.required + optional


def ask_terms(portal: EidPortal, request: EidSessionRequest, visit: str | None) -> Offered | Troubled:
    """Opens a session and looks at who wants to read; the words come out of the certificate's own description."""
    session = portal.open_eid(request, session_id=visit)
    if isinstance(session, PortalFailure):
        return of_portal(session)
    try:
        rights = parse_chat(session.chat)
        offer = Offer(rights, AuxiliaryData(), session.description, session.certificate)
        description = checked_offer(offer)
    except EidError as error:
        return of_offer(error.code)
    terms = Terms(
        provider=description.subject,
        purpose=description.terms,
        required=tuple(each.name for each in session.required),
        optional=tuple(each.name for each in session.optional),
    )
    return Offered(session, rights, terms)


class Reading:
    """One reading, after PACE.

    Args:
        means: the portal and the time limits.
        card: opened.
        progress: called after each step that is done.
    """

    def __init__(self, means: Means, card: Card, progress: Callable[[ReadStep], None]) -> None:
        self._portal = means.portal
        self._visit = means.visit()
        self._card = card
        self._limits = means.limits
        self._progress = progress

    def run(
        self, offered: Offered, opened: Established, chat: Chat, released: tuple[str, ...]
    ) -> Mapping[str, str] | Troubled:
        """Reads; gives the released fields. The keys of PACE are overwritten at the end, however it ends."""
        try:
            return self._run(offered, opened, chat, released)
        finally:
            opened.channel.close()

    def _run(
        self, offered: Offered, opened: Established, chat: Chat, released: tuple[str, ...]
    ) -> Mapping[str, str] | Troubled:
        way = self._card.way
        way.begin(self._limits.carry)
        challenge = get_challenge(way.transmit, opened.channel)
        if not isinstance(challenge, bytes):
            return of_failure(challenge, way.fault)
        fields = offered.within(released)
        opening = EidOpening(
            card_access=self._card.access,
            id_picc=opened.id_picc,
            challenge=challenge,
            cars=opened.cars,
            chat=chat.encode(),
            released=fields,
        )
        step = EidStep(number=1, opening=opening)
        for due in (Wrap.PACE, Wrap.NONE, Wrap.NONE, None):
            answer = self._portal.step_eid(offered.session.session, step, session_id=self._visit)
            match answer:
                case PortalFailure():
                    return of_portal(answer)
                case EidReleased(released=values):
                    if not opened.channel.dead:
                        return of_portal(_OUT_OF_TURN)  # it has read nothing
                    self._progress(ReadStep.DATA)
                    return {name: value for name, value in values.items() if name in fields}
                case EidBatch():
                    if due is None or Wrap(answer.wrap) is not due:
                        return of_portal(_OUT_OF_TURN)
                    responses = self._carry(answer, due, opened)
                case _:
                    assert_never(answer)
            if isinstance(responses, Troubled):
                return responses
            step = EidStep(number=step.number + 1, responses=responses)
        return of_portal(_OUT_OF_TURN)

    def _carry(self, answer: EidBatch, wrap: Wrap, opened: Established) -> tuple[bytes, ...] | Troubled:
        if wrap is Wrap.NONE and not opened.channel.dead:
            self._progress(ReadStep.GENUINE)  # the portal seals by itself: the card has proven its key to it
        way = self._card.way
        way.begin(self._limits.carry)
        relayed = relay(way.transmit, opened.channel, Batch(answer.commands, wrap))
        if not isinstance(relayed, Relayed):
            return of_failure(relayed, way.fault)
        if wrap is Wrap.PACE and len(relayed.responses) == len(answer.commands) and relayed.responses[-1][-2:] == _OK:
            self._progress(ReadStep.AUTHORITY)
        return relayed.responses
