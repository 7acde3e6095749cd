"""The eID service of the town hall: one session reads one card for one service (contract: `kiosk.portal.eid_contract`).

    open(request, terminal)         -> EidSession                what the person is shown before the PIN
    step(session, step, terminal)   -> EidBatch | EidReleased    see `devices.eid.portal_session`, which does the work

A session belongs to the terminal that opened it, signs once, lives for `LIFETIME`, and ends with its first refusal:
whatever comes late, twice or in another order finds it over. Nothing is logged; personal data leave in the last answer
and nowhere else.
"""

import hmac
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from devices.eid.auxiliary import AuxiliaryData
from devices.eid.certificate_description import CertificateDescription
from devices.eid.chat import Chat, Right, parse_chat
from devices.eid.faults import EidError, FaultCode
from devices.eid.outcomes import Refused
from devices.eid.portal_authentication import Opening, Wish
from devices.eid.portal_reading import Done, Reading
from devices.eid.portal_session import PortalSession
from devices.eid.relay import Batch
from kiosk.portal.eid_contract import (
    EidAnswer,
    EidBatch,
    EidChain,
    EidOpening,
    EidReleased,
    EidSession,
    EidSessionRequest,
    EidStep,
)
from kiosk.sandbox.eid_data import released
from kiosk.sandbox.eid_demand import Demand
from kiosk.sandbox.eid_pki import Authorisation, EidPki
from kiosk.sandbox.eid_proofs import Proofs
from kiosk.sandbox.eid_refusals import EidRefusal, refusal
from kiosk.sandbox.eid_situations import EidMishap, EidSituations

LIFETIME = timedelta(minutes=5)
MOST_SESSIONS = 100
"""Open and lately ended ones; beyond that the oldest is forgotten."""
TOWN = "Stadt Mayen"


@dataclass(repr=False)
class _Session:
    """One reading, and where it stands."""

    terminal: str
    demand: Demand
    portal: PortalSession
    opened_at: datetime
    expires: datetime
    due: int = 1
    names: tuple[str, ...] = ()
    over: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def end(self) -> None:
        """For good; the keys are overwritten."""
        self.over = True
        self.portal.close()


class EidService:
    """All sessions of the town. Thread-safe.

    Args:
        pki: authorities and certificates.
        proofs: where finished readings are noted.
        demand: what a service reads; None when there is none of this id.
        now: the town hall's time.
        situations: bad days to play.
        new_id: names sessions.
    """

    def __init__(
        self,
        *,
        pki: EidPki,
        proofs: Proofs,
        demand: Callable[[str], Demand | None],
        now: Callable[[], datetime],
        situations: EidSituations,
        new_id: Callable[[], UUID],
    ) -> None:
        self._pki = pki
        self._proofs = proofs
        self._demand = demand
        self._now = now
        self._situations = situations
        self._new_id = new_id
        self._lock = threading.Lock()
        self._sessions: dict[UUID, _Session] = {}

    def open(self, request: EidSessionRequest, terminal: str) -> EidSession | EidRefusal:
        """Opens a session; one that the terminal has still open is ended, because it has one card reader."""
        asked = self._demand(request.service)
        if asked is None:
            return EidRefusal("unknown-service")
        if not (asked.required or asked.optional):
            return EidRefusal("eid-not-needed")
        if self._situations.current.mishap is EidMishap.REFUSES:
            return EidRefusal("eid-refused")
        now = self._now()
        chat = _with_can(asked.chat) if request.on_site else asked.chat
        description = describe(asked, on_site=request.on_site)
        authorisation = self._authorise(chat, description, now)
        wish = Wish(chat, AuxiliaryData(valid_on=now.date()), authorisation.sector)
        try:
            portal = PortalSession(
                authorisation.authority, wish, random=secrets.token_bytes, today=now.date(), extended=request.extended
            )
        except EidError as error:
            return refusal(Refused(error.code, error.status))
        session = _Session(terminal, asked, portal, now, now + LIFETIME)
        return _offer(self._keep(session), session, description, authorisation)

    def step(self, session_id: UUID, step: EidStep, terminal: str) -> EidAnswer | EidRefusal:
        """Takes the next step of a session."""
        with self._lock:
            session = self._sessions.get(session_id)
        if session is None or not hmac.compare_digest(session.terminal.encode(), terminal.encode()):
            return EidRefusal("eid-session-unknown")
        with session.lock:
            if session.over or not session.opened_at <= self._now() <= session.expires:
                session.end()
                return EidRefusal("eid-session-over")
            answer = self._taken(session_id, session, step)
            if isinstance(answer, EidRefusal | EidReleased):
                session.end()
        if self._situations.current.mishap is EidMishap.SESSION_LOST and step.number == 1:
            self._forget(session_id)
        return answer

    def count(self) -> int:
        """How many sessions are open."""
        now = self._now()
        with self._lock:
            return sum(not each.over and now <= each.expires for each in self._sessions.values())

    def reset(self) -> None:
        """Ends all sessions."""
        with self._lock:
            ended = list(self._sessions)
        for each in ended:
            self._forget(each)

    def _authorise(self, chat: Chat, description: CertificateDescription, now: datetime) -> Authorisation:
        match self._situations.current.mishap:
            case EidMishap.CERTIFICATE_EXPIRED:
                return self._pki.expired(chat, description, now.date())
            case EidMishap.UNKNOWN_CAR:
                return self._pki.foreign(chat, description, now.date())
            case _:
                return self._pki.authorise(chat, description, now.date())

    def _keep(self, session: _Session) -> UUID:
        session_id = self._new_id()
        with self._lock:
            before = [each for each in self._sessions.values() if each.terminal == session.terminal and not each.over]
            surplus = list(self._sessions)[: max(0, len(self._sessions) + 1 - MOST_SESSIONS)]
            before += [self._sessions.pop(each) for each in surplus]
            self._sessions[session_id] = session
        for each in before:
            with each.lock:
                each.end()
        return session_id

    def _forget(self, session_id: UUID) -> None:
        with self._lock:
            session = self._sessions.pop(session_id, None)
        if session is not None:
            with session.lock:
                session.end()

    def _taken(self, session_id: UUID, session: _Session, step: EidStep) -> EidAnswer | EidRefusal:
        if step.number != session.due or (step.opening is None) is (step.number == 1) or _talks_too_early(step):
            return EidRefusal("eid-order")
        session.due += 1
        if step.opening is not None:
            return self._opened(session, step.opening)
        outcome = session.portal.step(step.responses)
        match outcome:
            case Batch():
                return _batch(outcome)
            case Refused():
                return refusal(outcome)
            case Done(reading):
                return self._released(session_id, session, reading)

    def _opened(self, session: _Session, opening: EidOpening) -> EidAnswer | EidRefusal:
        """Signs, unless the rights sent to the card are not exactly those of the fields that were released."""
        asked = session.demand
        names = {each.name: each.group for each in (*asked.required, *asked.optional)}
        required = {each.name for each in asked.required}
        chosen = set(opening.released)
        try:
            chat = parse_chat(opening.chat)
        except EidError as error:
            return refusal(Refused(error.code))
        groups = {names[name] for name in chosen & names.keys()}
        if not required <= chosen <= names.keys() or set(chat.groups) != groups:
            return EidRefusal("eid-rights")
        session.names = tuple(name for name in names if name in chosen)
        outcome = session.portal.start(
            Opening(opening.card_access, opening.id_picc, opening.cars, chat, opening.challenge)
        )
        return refusal(outcome) if isinstance(outcome, Refused) else _batch(outcome)

    def _released(self, session_id: UUID, session: _Session, reading: Reading) -> EidReleased | EidRefusal:
        if reading.valid_on is not True:
            return EidRefusal("eid-card-expired")
        required = {each.group for each in session.demand.required}
        if required & (reading.denied | reading.unreadable):
            return EidRefusal("eid-card-broken-rule", FaultCode.DATA_GROUP_MALFORMED)
        found = released(reading.groups, session.names)
        self._proofs.keep(session_id, session.terminal, session.demand.service, found)
        return EidReleased(released=found)


def describe(demand: Demand, *, on_site: bool) -> CertificateDescription:
    """The description of a purpose's certificate, in plain German text as the federal office writes it."""
    reader = f"{TOWN}, {demand.office}"
    way = " Auslesen vor Ort nach §\N{NO-BREAK SPACE}18a PAuswG." if on_site else ""
    terms = (
        f"Zweck: {demand.name}.{way} Diensteanbieter: {reader}. "
        "Aufsicht über den Datenschutz: Landesbeauftragter für den Datenschutz Rheinland-Pfalz. "
        "Diese Berechtigung dient nur zum Testen."
    )
    return CertificateDescription("Test-Berechtigungsstelle", reader, terms)


def _talks_too_early(step: EidStep) -> bool:
    """Answers of a card before it was asked anything."""
    return step.opening is not None and bool(step.responses)


def _with_can(chat: Chat) -> Chat:
    return Chat(chat.rights | {Right.CAN_ALLOWED})


def _offer(
    session_id: UUID, session: _Session, description: CertificateDescription, authorisation: Authorisation
) -> EidSession:
    offer = session.portal.offer()
    return EidSession(
        session=session_id,
        service=session.demand.service,
        provider=description.subject,
        purpose=description.terms,
        description=offer.description,
        chat=offer.chat.encode(),
        auxiliary=offer.auxiliary.encode(),
        chains=tuple(EidChain(car=each.car, certificates=each.certificates) for each in authorisation.chains),
        required=session.demand.required,
        optional=session.demand.optional,
        expires=session.expires,
    )


def _batch(batch: Batch) -> EidBatch:
    return EidBatch(commands=batch.commands, wrap=batch.wrap.value)
