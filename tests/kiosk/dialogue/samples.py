"""Samples for the dialogue's tests: one of every phase, one of every event, and the shipped texts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

import msgspec

from devices.card.api import CardPresence
from devices.printer.api import NotPrinted, Printed, PrinterStatus, Unknown
from kiosk.about import AboutTexts, AboutTopic, load_about
from kiosk.dialogue import phases as p
from kiosk.dialogue.delays import Delays
from kiosk.dialogue.effects import (
    AskDevice,
    AskStaffDoor,
    CheckPin,
    CountBacklog,
    DrawTicket,
    FetchOptions,
    FetchQueue,
    ForgetSecret,
    KeepClosed,
    NewVisit,
    PrepareSeal,
    PrintDocument,
    ProbePortal,
    QueryStatus,
    ReportTicket,
    RestartProgram,
    SubmitApplication,
    WithdrawApplication,
)
from kiosk.dialogue.events import (
    BacklogCounted,
    CardChanged,
    CardStepLeft,
    ClosedKept,
    CrashFound,
    DeviceTested,
    EffectBroke,
    Erased,
    Event,
    OptionsAnswered,
    OutboxSaid,
    PaperLeft,
    PortalProbed,
    Pressed,
    PrinterChanged,
    PrintFinished,
    QueueAnswered,
    RoomChanged,
    SecretChanged,
    StaffCalled,
    StaffDoorAnswered,
    StaffPinChecked,
    Stamp,
    StatusAnswered,
    Tick,
    TicketAnswered,
    Touched,
    Typed,
)
from kiosk.dialogue.forms.filling import Filling
from kiosk.dialogue.identity_phases import IdentityKnown, IdentityPhase
from kiosk.dialogue.pages import Appearance
from kiosk.dialogue.staff_book import Device, NoResult, PortalSeen
from kiosk.dialogue.state import Context, Place, Setup, State
from kiosk.dialogue.taking import Declined, Ended, OnPhone, Printing, Taking
from kiosk.documents import queue_ticket
from kiosk.documents.receipt import ReceiptSlip
from kiosk.identity.api import CardStep
from kiosk.outbox.api import (
    Backlog,
    Delivered,
    Held,
    NotAccepted,
    OutboxEvent,
    Reason,
    Refused,
    Sealed,
    Trouble,
    Waiting,
)
from kiosk.portal.contract import (
    ApplicationReceipt,
    CaseStatus,
    CaseStep,
    QueueOverview,
    QueueService,
    QueueTicket,
    QueueTicketOutcome,
    QueueTicketRequest,
    ServiceOption,
    ServiceOptions,
    StatusQuery,
    Text,
)
from kiosk.portal.errors import FailureKind, PortalFailure
from kiosk.services.load import load_services
from kiosk.services.search import search_index
from kiosk.settings import shipped_config
from kiosk.staff.api import PinLocked, PinRight, PinUnread, PinUnusable, PinWrong
from kiosk.texts import Wording, load
from tests.kiosk.dialogue import identity_samples

START = datetime(2026, 11, 24, 10, 24, tzinfo=UTC)
A_TICKET = UUID(int=7)
OTHER_TICKET = UUID(int=8)


def text(de: str) -> Text:
    return Text(de=de, en=de + " (en)")


def setup() -> Setup:
    return Setup(
        town="Stadt Mayen",
        office="Bürgerbüro",
        terminal="Terminal 2",
        languages=("de", "en"),
        opening={"de": "8 bis 12 Uhr.", "en": "8 to 12."},
        places=(Place("person", {"de": "Bürgerbüro"}, {"de": "Rechts.", "en": "Right."}),),
        public_url="https://service.example",
    )


@lru_cache(maxsize=1)
def about() -> AboutTexts:
    """What ships."""
    return load_about(shipped_config(), shipped_config(), ("de", "en"))


@lru_cache(maxsize=3)
def context(*, forms: bool = True, staff: bool = False) -> Context:
    """The shipped texts and services; without forms a terminal that only gives numbers."""
    texts = shipped_config() / "texts"
    wordings = {lang: Wording(load(texts / f"{lang}.po")) for lang in ("de", "en")}
    catalogue = load_services(shipped_config() / "services")
    if not forms:
        catalogue = msgspec.structs.replace(catalogue, services={})
    papers = {lang: Wording(load(texts / "paper" / f"{lang}.po")) for lang in ("de", "en")}
    told = replace(setup(), staff_area=staff)
    return Context(told, Delays(), wordings, papers, catalogue, search_index(catalogue.live), about())


def filling(service: str = "hund_anmelden") -> Filling:
    """A form that was just opened."""
    return Filling(context().catalogue.services[service], A_TICKET)


def receipt_slip(*, provisional: bool = False) -> ReceiptSlip:
    return ReceiptSlip(
        number="MY-2026-004711",
        code="K7F3P9XD",
        provisional=provisional,
        service="Hund anmelden",
        received=START,
        office="Steueramt",
        next_step="Der Bescheid kommt per Post.",
        due=("Nachweis",),
        due_until=date(2026, 12, 8),
        status_url="https://service.example/v/MY-2026-004711",
    )


def case_status() -> CaseStatus:
    return CaseStatus(
        case_number="MY-2026-004711",
        service_name=text("Hund anmelden"),
        state="in_progress",
        text=text("Das Amt prüft."),
        since=START,
        steps=(
            CaseStep(name=text("Eingegangen"), state="done", at=START),
            CaseStep(name=text("Bescheid"), state="to_come"),
        ),
    )


def application_receipt(key: UUID = A_TICKET) -> ApplicationReceipt:
    return ApplicationReceipt(
        idempotency_key=key,
        digest="0" * 64,
        service="hund_anmelden",
        state="received",
        case_number="MY-2026-004711",
        access_code="K7F3P9XD",
        received_at=START,
        office=text("Steueramt"),
        next_step=text("Der Bescheid kommt per Post."),
    )


def stamp(second: float, fresh: int = 0) -> Stamp:
    return Stamp(second, START + timedelta(seconds=second), UUID(int=1000 + fresh))


def overview() -> QueueOverview:
    services = (
        QueueService(id="ausweis", name=text("Ausweis und Pass"), waiting=6, wait_minutes=18),
        QueueService(id="steuer", name=text("Steuer"), waiting=0, wait_minutes=0),
        QueueService(id="anderes", name=text("Etwas anderes"), waiting=1, wait_minutes=None),
    )
    return QueueOverview(open=True, waiting=9, counters_open=4, services=services)


def ticket(id_: UUID = A_TICKET, ahead: int = 6) -> QueueTicket:
    return QueueTicket(
        id=id_,
        number="B 047",
        service="ausweis",
        service_name=text("Ausweis und Pass"),
        ahead=ahead,
        wait_minutes=18,
        area=text("Wartebereich im Erdgeschoss"),
        way=text("Gehen Sie nach links."),
        issued_at=START,
        status_url="https://warten.example/t/abcdefghijklmnop",
    )


UNREACHABLE = PortalFailure(FailureKind.UNREACHABLE, "connect")
REQUEST = QueueTicketRequest(service="ausweis")
CHOICE = p.QueueChoice(overview(), selected="ausweis")
REQUEST_ID = UUID(int=9)
LOADING = p.QueueLoading(REQUEST_ID, 0.0)
DRAWING = p.Drawing(A_TICKET, REQUEST, CHOICE, since=0.0)
JOB = f"ticket:{A_TICKET}"
RECEIPT_JOB = f"receipt:{A_TICKET}"
TICKET = p.Ticket(ticket(), Taking(JOB, Ended(JOB, Printed()), 1))


def ways(job: str) -> tuple[Taking, ...]:
    """Every way in which a slip can stand, but for the causes of a printer in trouble."""
    return (
        Taking(job),
        Taking(job, Printing(job, 0.0)),
        Taking(job, OnPhone()),
        Taking(job, Declined()),
        Taking(job, Ended(job, Printed()), 1),
        Taking(job, Ended(job, NotPrinted(PrinterStatus.NO_PAPER))),
        Taking(job, Ended(job, Unknown(PrinterStatus.COVER_OPEN)), 1),
        Taking(job, Ended(f"{job}#3", Unknown(PrinterStatus.READY)), 3),
    )


GROUNDS: tuple[p.Ground, ...] = (
    p.Attract(),
    p.Home(),
    LOADING,
    p.QueueChoice(overview()),
    p.QueueChoice(overview(), missing=True),
    CHOICE,
    DRAWING,
    p.Paused(LOADING, UNREACHABLE, 0.0, 20.0),
    p.Paused(DRAWING, UNREACHABLE, 0.0, 20.0),
    p.Paused(DRAWING, UNREACHABLE, 0.0, None),
    p.Refused(PortalFailure(FailureKind.REFUSED, "queue_closed")),
    p.Refused(PortalFailure(FailureKind.REFUSED, "something_new")),
    *(p.Ticket(ticket(), taking) for taking in ways(JOB)),
    *(p.Ticket(ticket(ahead=0), Taking(JOB, Ended(JOB, NotPrinted(reason)))) for reason in PrinterStatus),
    p.Topics(),
    p.Topic("ordnung"),
    p.Search(),
    p.Search(shift=True, layer=2),
    *(p.Intro("hund_anmelden", taking) for taking in ways("check_list:1")),
    *(p.Intro(service) for service in ("hund_anmelden", "vorgang_status", "bewohnerparkausweis")),
    p.OptionsLoading("bewohnerparkausweis", ("parkzonen",), 0.0),
    p.Privacy(p.Asking("hund.name_hund")),
    p.Privacy(p.Confirm()),
    *(p.Asking(question.id) for question in filling().questions),
    p.Asking("hund.rasse", review=True),
    p.Stopped("hund", "hund.rasse"),
    p.Reviewing(),
    p.Reviewing(1),
    p.Confirm(),
    p.Confirm(missing=True),
    p.Sending(A_TICKET, 0.0, "K7F3P9ZZ"),
    p.Sending(A_TICKET, 0.0, "K7F3P9ZZ", sealed=True),
    p.NotSent("T-03", final=False),
    p.NotSent("N-07", final=True),
    *(p.Done(A_TICKET, receipt_slip(), taking) for taking in ways(RECEIPT_JOB)),
    p.Done(A_TICKET, receipt_slip(provisional=True), Taking(RECEIPT_JOB)),
    p.StatusLoading("hund.name_hund", REQUEST_ID, 0.0),
    p.Paused(p.StatusLoading("hund.name_hund", REQUEST_ID, 0.0), UNREACHABLE, 0.0, 20.0),
    p.Paused(p.OptionsLoading("bewohnerparkausweis", ("parkzonen",), 0.0), UNREACHABLE, 0.0, None),
    p.StatusShown(case_status()),
    p.StatusShown(Held("7K3F9-XW2MB", START.timestamp(), refused=False)),
    p.StatusShown(Held("7K3F9-XW2MB", START.timestamp(), refused=True)),
    *identity_samples.PHASES,
    p.CardLeft(0.0, after_visit=True),
    p.CardLeft(0.0, after_visit=False, noted=True),
    p.OutOfService("N-03", START),
    p.StaffPin(),
    p.StaffPin(count=3),
    p.StaffPin(count=12, short=True),
    p.StaffPin(count=8, checking=True),
    *(p.StaffPin(said=said) for said in (PinWrong(1), PinWrong(2), PinUnread(), PinUnusable())),
    p.StaffPin(locked_until=30.0),
    p.StaffPin(locked_until=3600.0),
    p.Staff(),
    p.Staff(restarting=True),
    p.Staff(tasks=True),
    p.StaffNotices(),
    p.StaffNotices(area=True),
)

UNDER = tuple(each for each in GROUNDS if not isinstance(each, IdentityPhase) or each in identity_samples.ONE_A_KIND)
"""Phases that are looked at under every overlay: of identification one of a kind."""

PHASES: tuple[p.Phase, ...] = (
    *GROUNDS,
    *(p.Help(ground) for ground in UNDER),
    *(p.About(ground, AboutTopic.IMPRINT) for ground in UNDER),
    *(p.About(p.Home(), topic, part) for topic in AboutTopic for part in (0, 1, 99)),
    *(p.Language(ground) for ground in UNDER),
    *(p.TimeWarning(ground, 20.0, 20.0) for ground in UNDER),
    *(p.Leaving(ground) for ground in UNDER),
    *(p.Settings(ground) for ground in UNDER),
    p.TimeWarning(p.Leaving(CHOICE), 20.0, 20.0),
    p.TimeWarning(p.Help(CHOICE), 20.0, 20.0),
    p.TimeWarning(p.About(CHOICE, AboutTopic.PRIVACY, 1), 20.0, 20.0),
    p.TimeWarning(p.Language(p.Home()), 20.0, 20.0, final=True),
)


def options() -> ServiceOptions:
    return ServiceOptions(source="parkzonen", options=(ServiceOption(value="a", text=text("Zone A")),))


def outbox_events(key: UUID = A_TICKET) -> tuple[OutboxEvent, ...]:
    refused = PortalFailure(FailureKind.REFUSED, "validation")
    return (
        Sealed(key),
        Delivered(key, application_receipt(key)),
        Waiting(key, UNREACHABLE),
        Refused(key, refused),
        NotAccepted(key, Reason.STORE),
    )


def events(page_id: str, pressable: tuple[str, ...]) -> tuple[Event, ...]:
    """One of every kind that can reach a page, and a press on each of its keys."""
    document = queue_ticket(setup(), context().papers["de"], ticket())
    outcome = QueueTicketOutcome(outcome="printed")
    effects = (
        ProbePortal(),
        FetchQueue(REQUEST_ID),
        DrawTicket(A_TICKET, REQUEST),
        ReportTicket(A_TICKET, outcome),
        PrintDocument(f"ticket:{A_TICKET}", document),
        FetchOptions("bewohnerparkausweis", "parkzonen"),
        QueryStatus(REQUEST_ID, StatusQuery(case_number="MY-2026-004711", access_code="K7F3P9XD")),
        PrepareSeal(),
        SubmitApplication(A_TICKET, {}, "K7F3P9ZZ"),
        WithdrawApplication(A_TICKET),
        NewVisit(),
        AskStaffDoor(),
        CheckPin(6),
        ForgetSecret(),
        *(AskDevice(device) for device in Device),
        CountBacklog(),
        KeepClosed(START),
        RestartProgram(),
        *identity_samples.EFFECTS,
    )
    return (
        *(Pressed(page_id, node) for node in pressable),
        Pressed(page_id, "no.such.key"),
        Pressed("no.such.page", "home.queue"),
        Touched(page_id),
        Typed(page_id, "ä"),
        Erased(page_id),
        SecretChanged(page_id, 6),
        StaffCalled(),
        Tick(),
        *(PrinterChanged(status) for status in PrinterStatus),
        *(CardChanged(presence) for presence in CardPresence),
        PaperLeft(2),
        *(CardStepLeft(step) for step in CardStep),
        PrintFinished(f"ticket:{A_TICKET}", Printed()),
        PrintFinished(f"ticket:{A_TICKET}", NotPrinted(PrinterStatus.COVER_OPEN)),
        PrintFinished(f"ticket:{OTHER_TICKET}", Unknown(PrinterStatus.OFFLINE)),
        PrintFinished(f"receipt:{A_TICKET}", Printed()),
        OptionsAnswered("bewohnerparkausweis", "parkzonen", options()),
        OptionsAnswered("bewohnerparkausweis", "parkzonen", UNREACHABLE),
        StatusAnswered(REQUEST_ID, case_status()),
        StatusAnswered(REQUEST_ID, PortalFailure(FailureKind.REFUSED, "not-found")),
        StatusAnswered(REQUEST_ID, UNREACHABLE),
        StatusAnswered(REQUEST_ID, Held("7K3F9-XW2MB", START.timestamp(), refused=False)),
        *(OutboxSaid(event) for event in outbox_events()),
        RoomChanged(room=False),
        RoomChanged(room=True, troubles=frozenset(Trouble)),
        StaffDoorAnswered(None),
        StaffDoorAnswered(PinLocked(30.0)),
        *(StaffPinChecked(o) for o in (PinRight(), PinWrong(1), PinLocked(60.0), PinUnread(), PinUnusable())),
        *(DeviceTested(Device.READER, presence) for presence in CardPresence),
        *(DeviceTested(Device.PRINTER, status) for status in PrinterStatus),
        DeviceTested(Device.PORTAL, PortalSeen(None)),
        DeviceTested(Device.PORTAL, PortalSeen(UNREACHABLE)),
        DeviceTested(Device.PORTAL, NoResult()),
        PrintFinished(f"test:{A_TICKET}", Printed()),
        BacklogCounted(Backlog(3, 4000.0, 1)),
        ClosedKept(None, kept=True),
        ClosedKept(START, kept=False),
        PortalProbed(None),
        PortalProbed(UNREACHABLE),
        QueueAnswered(REQUEST_ID, overview()),
        QueueAnswered(REQUEST_ID, UNREACHABLE),
        TicketAnswered(A_TICKET, ticket()),
        TicketAnswered(A_TICKET, UNREACHABLE),
        TicketAnswered(A_TICKET, PortalFailure(FailureKind.REFUSED, "queue_closed")),
        TicketAnswered(OTHER_TICKET, ticket(OTHER_TICKET)),
        *identity_samples.EVENTS,
        CrashFound(START),
        *(EffectBroke(effect) for effect in effects),
    )


def at(phase: p.Phase, second: float = 0.0, *, visit: bool = True) -> State:
    """A state that stands at `phase`."""
    state = State.at_start(context(), stamp(second))
    form = filling() if visit else None
    attempt, below = None, p.ground(phase)
    if isinstance(below, IdentityPhase):
        attempt = identity_samples.attempt_at(below)
    if isinstance(below, IdentityKnown) and form is not None:
        form = identity_samples.read(form)
    session = replace(state.session, started=second if visit else None, filling=form, attempt=attempt)
    return replace(state, phase=phase, session=session)


def with_look(state: State, look: Appearance) -> State:
    """The same state, seen in another way."""
    return replace(state, session=replace(state.session, appearance=look))
