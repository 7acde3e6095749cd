"""A stand for the worker: cards of the test PKI on a scripted reader, the portal's own protocol behind two calls."""

import copy
import queue
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from devices.card.api import AccessFault
from devices.eid.api import CardLostError, TransportError
from devices.eid.auxiliary import AuxiliaryData
from devices.eid.chat import Chat, Right, parse_chat
from devices.eid.faults import EidError
from devices.eid.outcomes import Refused
from devices.eid.passive_authentication import PassiveTrust
from devices.eid.portal_authentication import Authority, Opening, Wish
from devices.eid.portal_reading import Done
from devices.eid.portal_session import PortalSession
from devices.eid.relay import Batch
from devices.eid.terminal_authentication import SoftwareSigner
from devices.eid.virtual_card.chip import EidChip
from devices.eid.virtual_card.memory import CardMemory, StoredCard
from devices.eid.virtual_card.person import Person, find_person, load_person
from devices.eid.virtual_card.personalise import personalise
from devices.eid.virtual_card.pki import TestPki, issue_terminal, make_pki
from kiosk.identity.api import (
    CloseAttempt,
    IdentityReport,
    IdentityRequest,
    KeepNewPin,
    LookAtCard,
    OpenAttempt,
    Password,
    Progress,
    ProvePassword,
    Purpose,
)
from kiosk.identity.limits import Limits
from kiosk.identity.means import Means
from kiosk.identity.worker import IdentityWorker
from kiosk.portal.eid_contract import (
    EidAnswer,
    EidBatch,
    EidChain,
    EidField,
    EidReleased,
    EidSession,
    EidSessionRequest,
    EidStep,
)
from kiosk.portal.errors import FailureKind, PortalFailure
from kiosk.secret_entry import SecretEntry
from tests.devices.eid.virtual_card.whole import ALL_GROUPS, DESCRIPTION
from tests.kiosk.identity.journal import Notes

TODAY = date(2026, 5, 4)
PATIENCE_S = 20.0
REQUIRED = (EidField(name="eid.family_names", group=5), EidField(name="eid.given_names", group=4))
OPTIONAL = (EidField(name="eid.date_of_birth", group=8), EidField(name="eid.place_of_birth", group=9))
FIELDS = {each.name: each.group for each in (*REQUIRED, *OPTIONAL)}
EVERYTHING = tuple(FIELDS)

Mutation = Callable[[int, bytes], bytes]


@cache
def test_pki() -> TestPki:
    return make_pki(random=secrets.token_bytes, today=TODAY)


@cache
def _made(name: str) -> tuple[Person, StoredCard]:
    person = load_person(find_person(name))
    return person, personalise(person, test_pki(), made_of="", random=secrets.token_bytes)


class TestCard:
    """A person's card whose memory ends with the test."""

    __test__ = False

    def __init__(self, name: str = "erika_beispiel") -> None:
        self.person, stored = _made(name)
        self.stored = copy.deepcopy(stored)
        self.chip = EidChip(self.person, CardMemory(self.stored, lambda _card: None), random=secrets.token_bytes)

    @property
    def pin(self) -> str:
        return self.person.pin.decode()

    @property
    def can(self) -> str:
        return self.person.can.decode()

    @property
    def puk(self) -> str:
        return self.person.puk.decode()

    @property
    def tries(self) -> int:
        return self.stored.pin.tries


@dataclass
class ScriptedSession:
    """A card in the hand of one program."""

    reader: "ScriptedReader"
    chip: Any
    fault: AccessFault | None = None

    def transmit(self, command: bytes, within_s: float) -> bytes:
        assert within_s > 0
        if self.fault is not None:
            raise TransportError
        reader = self.reader
        reader.sent.append(bytes(command))
        index = len(reader.sent) - 1
        reader.before(index)
        if index == reader.lost_at:
            if reader.carried:
                self.chip.transmit(command)
            self._end(reader.lost_by)
        return reader.mutate(index, self.chip.transmit(command))

    def close(self) -> None:
        self.reader.closed += 1
        self.chip.power_off()
        self.fault = self.fault or AccessFault.CLOSED

    def _end(self, fault: AccessFault) -> None:
        self.fault = fault
        self.chip.power_off()
        raise CardLostError if fault is AccessFault.CARD_LOST else TransportError


@dataclass
class ScriptedReader:
    """A reader with a card, or with a reason why not. `sent` counts the commands of all sessions."""

    chip: Any = None
    fault: AccessFault | None = None
    unfit: AccessFault | None = None
    anew: Any = None
    lost_at: int | None = None
    lost_by: AccessFault = AccessFault.CARD_LOST
    carried: bool = False
    mutate: Mutation = lambda _index, answer: answer
    before: Callable[[int], None] = lambda _index: None
    sent: list[bytes] = field(default_factory=list)
    opened: int = 0
    closed: int = 0

    def open(self, within_s: float) -> ScriptedSession | AccessFault:
        if self.fault is not None:
            return self.fault
        self.opened += 1
        return ScriptedSession(self, self.chip)

    def check_long_commands(self, session: Any, within_s: float) -> Any:
        if self.unfit is None and self.anew is None:
            return session
        session.close()
        return ScriptedSession(self, self.anew) if self.unfit is None else self.unfit


class ScriptedPortal:
    """The portal's protocol without a network; `fails` by call: 0 the session, then the steps.

    Args:
        pki: that the cards come from too.
        today: on which its certificate begins.
    """

    def __init__(self, pki: TestPki | None = None, today: date = TODAY) -> None:
        self._pki = pki = pki or test_pki()
        self._today = today
        issued = issue_terminal(
            pki, ALL_GROUPS, random=secrets.token_bytes, start=today, days=1000, description=DESCRIPTION
        )
        self._certificate = issued.certificate.encode()
        self._authority = Authority(
            SoftwareSigner(issued.certificate, issued.key),
            (pki.verifier.certificate,),
            DESCRIPTION,
            PassiveTrust((pki.authority.certificate,)),
        )
        self.fails: dict[int, PortalFailure | EidAnswer] = {}
        self.asked: list[EidSessionRequest] = []
        self.steps: list[EidStep] = []
        self.visits: set[str | None] = set()
        self.optional = OPTIONAL
        self.chat: Chat | None = None
        self.description = DESCRIPTION
        self._sessions: dict[UUID, PortalSession] = {}

    def open_eid(self, request: EidSessionRequest, *, session_id: str | None = None) -> EidSession | PortalFailure:
        self.asked.append(request)
        self.visits.add(session_id)
        failure = self.fails.get(0)
        if failure is not None:
            assert isinstance(failure, PortalFailure)
            return failure
        groups = {each.group for each in (*REQUIRED, *self.optional)}
        rights = {Right.read(group) for group in groups} | ({Right.CAN_ALLOWED} if request.on_site else set())
        chat = self.chat or Chat(frozenset(rights))
        identity = uuid4()
        session = EidSession(
            session=identity,
            service=request.service,
            provider="Stadt",
            purpose="Zweck",
            description=self.description,
            chat=chat.encode(),
            chains=(
                EidChain(
                    car=self._pki.root.certificate.chr,
                    certificates=(self._pki.verifier.certificate.encode(), self._certificate),
                ),
            ),
            required=REQUIRED,
            optional=self.optional,
            expires=datetime(2026, 5, 4, 12, tzinfo=UTC),
        )
        if self.chat is None:
            wish = Wish(chat, AuxiliaryData(valid_on=self._today))
            self._sessions[identity] = PortalSession(
                self._authority, wish, random=secrets.token_bytes, today=self._today
            )
        return session

    def step_eid(self, session: UUID, step: EidStep, *, session_id: str | None = None) -> EidAnswer | PortalFailure:
        self.steps.append(step)
        self.visits.add(session_id)
        failure = self.fails.get(step.number)
        if failure is not None:
            return failure
        portal = self._sessions[session]
        answer = _start(portal, step) if step.number == 1 else portal.step(step.responses)
        match answer:
            case Batch(commands, wrap):
                return EidBatch(commands=commands, wrap=wrap.value)
            case Done(reading):
                if reading.valid_on is False:
                    return refused("eid-card-expired")
                texts = {name: _text(reading.groups.get(group)) for name, group in FIELDS.items()}
                return EidReleased(released={name: text for name, text in texts.items() if text})
            case Refused():
                return refused("eid-card-broken-rule")


def refused(code: str) -> PortalFailure:
    return PortalFailure(FailureKind.REFUSED, code)


def _start(portal: PortalSession, step: EidStep) -> Batch | Refused:
    opening = step.opening
    assert opening is not None
    try:
        chat = parse_chat(opening.chat)
    except EidError as error:
        return Refused(error.code)
    return portal.start(Opening(opening.card_access, opening.id_picc, opening.cars, chat, opening.challenge))


def _text(value: object) -> str:
    return value[0].text if isinstance(value, tuple) else "" if value is None else str(value)


class Visit:
    """A worker, and somebody in front of it: requests in, reports out, one after the other."""

    def __init__(self, reader: ScriptedReader, portal: ScriptedPortal, limits: Limits | None = None) -> None:
        self.reader, self.portal = reader, portal
        self.entry = SecretEntry()
        self.reports: queue.Queue[IdentityReport] = queue.Queue()
        self.attempt = UUID(int=1)
        self.clock = SimpleNamespace(now=0.0)
        self.journal = Notes()
        means = Means(
            reader=reader,
            portal=portal,
            journal=self.journal,
            visit=lambda: "visit-0001",
            limits=limits or Limits(),
            clock=lambda: self.clock.now,
        )
        self.worker = IdentityWorker(means, self.entry, self.reports.put)
        self.worker.start()

    def say(self, request: IdentityRequest) -> IdentityReport:
        """Asks; gives the report that ends it, which is the first one that is no progress."""
        self.worker.ask(request)
        return self.next()

    def next(self) -> IdentityReport:
        while isinstance(report := self.reports.get(timeout=PATIENCE_S), Progress):
            self.progress.append(report.done.value)
        return report

    def open(self, purpose: Purpose = Purpose.IDENTIFY) -> IdentityReport:
        self.progress: list[str] = []
        self.attempt = UUID(int=self.attempt.int + 1)
        return self.say(OpenAttempt(self.attempt, purpose, "meldebescheinigung_einfach"))

    def look(self) -> IdentityReport:
        return self.say(LookAtCard(self.attempt))

    def type(self, digits: str) -> None:
        for digit in digits:
            self.entry.press(digit, limit=16)

    def prove(
        self, digits: str, password: Password = Password.PIN, released: tuple[str, ...] = EVERYTHING
    ) -> IdentityReport:
        self.type(digits)
        return self.say(ProvePassword(self.attempt, password, len(digits), released))

    def keep(self, digits: str, *, repeat: bool = False) -> IdentityReport:
        self.type(digits)
        return self.say(KeepNewPin(self.attempt, len(digits), repeat))

    def close(self) -> None:
        self.worker.ask(CloseAttempt(self.attempt))

    def until(self, holds: Callable[[], bool]) -> None:
        """Waits for something that is not reported."""
        deadline = time.monotonic() + PATIENCE_S
        while not holds():
            assert time.monotonic() < deadline
            time.sleep(0.005)

    def silent(self) -> bool:
        """Whether nothing more was said, once the worker has done everything."""
        self.worker.stop(PATIENCE_S)
        return self.reports.empty()


@contextmanager
def visit_of(
    chip: Any, *, limits: Limits | None = None, portal: ScriptedPortal | None = None, **reader: Any
) -> Iterator[Visit]:
    """A visit that ends with the block."""
    visit = Visit(ScriptedReader(chip, **reader), portal or ScriptedPortal(), limits)
    try:
        yield visit
    finally:
        visit.worker.stop(PATIENCE_S)
