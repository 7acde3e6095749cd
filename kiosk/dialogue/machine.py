"""`step` and `view`: the whole conversation as two pure functions.

`step(context, state, event, stamp)` lets the world into the state (time, devices, portal), then gives the event to
the phase that stands on top, or, for answers of devices and portal, to the phase under all overlays. Global rules live
here and in `idle`: stale presses, utility bar, out of service, answers that nobody waits for, time.
"""

from dataclasses import replace
from math import inf
from typing import assert_never
from uuid import UUID

from devices.printer.api import NotPrinted, Printed, PrinterStatus, PrintOutcome, Unknown
from kiosk.dialogue import faults, identity_rules, idle, staff_rules
from kiosk.dialogue.capabilities import Health, portal_fault
from kiosk.dialogue.dispatch import on_event, view
from kiosk.dialogue.effects import (
    AskDevice,
    AskIdentity,
    AskStaffDoor,
    CheckPin,
    CountBacklog,
    DrawTicket,
    Effect,
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
    IdentitySaid,
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
from kiosk.dialogue.faults import Fault
from kiosk.dialogue.frame import (
    UTILITY_END,
    UTILITY_HELP,
    UTILITY_LANGUAGE,
    UTILITY_REACH,
    UTILITY_SIZE,
    UTILITY_THEME,
)
from kiosk.dialogue.pages import nodes
from kiosk.dialogue.phases import (
    About,
    Attract,
    Drawing,
    Help,
    Language,
    Leaving,
    OutOfService,
    Paused,
    Phase,
    Refused,
    Settings,
    Ticket,
    TimeWarning,
    ground,
    replace_ground,
)
from kiosk.dialogue.staff_book import NoResult, PortalSeen
from kiosk.dialogue.state import Context, State, Step, end_visit, go, noted, stay
from kiosk.dialogue.states import settings
from kiosk.dialogue.states.paused import NO_ANSWER, TICKET_JOB
from kiosk.dialogue.taking import Offered, Taking, base_of
from kiosk.outbox.api import NotAccepted, Reason
from kiosk.portal.contract import QueueTicketOutcome
from kiosk.portal.errors import FailureKind, PortalFailure
from kiosk.services.model import Kind
from kiosk.staff.api import PinUnusable


def step(context: Context, state: State, event: Event, stamp: Stamp) -> Step:
    """The next state and what is to be done, for one event.

    Args:
        stamp: when it happened; `stamp.monotonic` never goes back.
    """
    state = replace(state, now=stamp)
    at_first, before = state, ground(state.phase)
    if isinstance(event, EffectBroke):
        state, event = noted(state, faults.BROKEN_CODE.code), _as_answer(event.effect)
    if isinstance(event, Pressed) and not _is_offered(context, state, event):
        event = Touched(event.page)  # drawn on a page that is gone, or not there: a sign of life and nothing else
    if isinstance(event, _SIGNS_OF_LIFE) and not isinstance(state.phase, TimeWarning):
        state = replace(state, last_input=stamp.monotonic)
    state, effects = _world(context, state, event)
    state, more = _dispatch(context, state, event)
    state, left = _left_behind(state, before)
    if idle.limit_s(context.delays, before) is None:
        state = replace(state, last_input=stamp.monotonic)  # the person waited for us; their time begins now
    state, late = idle.apply(context, state) if isinstance(event, Tick) else stay(state)
    forget = (*staff_rules.left_secret(before, state.phase), *identity_rules.left_secret(before, state.phase))
    closed = identity_rules.closed(at_first.session, state.session)
    state = staff_rules.counted(at_first, state, event)
    return _service(context, state), (*closed, *effects, *more, *left, *late, *forget)


_SIGNS_OF_LIFE = (Pressed, Touched, Typed, Erased, SecretChanged, CardChanged, StaffCalled)


def _as_answer(effect: Effect) -> Event:
    """A worker broke: whoever waits for its answer gets the worst honest one instead of waiting for ever."""
    broken = PortalFailure(FailureKind.BROKEN, "terminal")
    match effect:
        case ProbePortal():
            return PortalProbed(broken)
        case FetchQueue(request):
            return QueueAnswered(request, broken)
        case DrawTicket(ticket=id_):
            return TicketAnswered(id_, broken)
        case PrintDocument(job=job):
            return PrintFinished(job, Unknown(PrinterStatus.ERROR))
        case FetchOptions(service=service, source=source):
            return OptionsAnswered(service, source, broken)
        case QueryStatus(request):
            return StatusAnswered(request, broken)
        case SubmitApplication(key=key) | WithdrawApplication(key):
            return OutboxSaid(NotAccepted(key, Reason.SEAL))
        case CheckPin():
            return StaffPinChecked(PinUnusable())
        case AskDevice(device):
            return DeviceTested(device, NoResult())
        case KeepClosed(since):
            return ClosedKept(since, kept=False)
        case AskIdentity(request):
            return identity_rules.broken(request)
        case ReportTicket() | NewVisit() | PrepareSeal():
            return Tick()
        case AskStaffDoor() | ForgetSecret() | CountBacklog() | RestartProgram():
            return Tick()
        case never:
            assert_never(never)


def _is_offered(context: Context, state: State, event: Pressed) -> bool:
    """Whether the page that stands now has this node as something to press."""
    page = view(context, state)
    return page.id == event.page and any(node.id == event.node and node.pressable for node in nodes(page))


# --- The world comes into the state ---


def _world(context: Context, state: State, event: Event) -> Step:
    match event:
        case PrinterChanged(status):
            return stay(replace(state, health=replace(state.health, printer=status)))
        case CardChanged(presence):
            since = (state.card_since or state.now.monotonic) if presence.card_there else None
            return stay(replace(state, health=replace(state.health, card=presence), card_since=since))
        case PortalProbed() as probe:
            return stay(replace(state, health=_probed(context, state, probe)))
        case DeviceTested(result=PortalSeen(failure)):
            state = replace(state, health=_probed(context, state, PortalProbed(failure)))
            return stay(staff_rules.learned(state, event))
        case DeviceTested() | BacklogCounted() | ClosedKept():
            return stay(staff_rules.learned(state, event))
        case Tick() if state.now.monotonic >= state.health.probe_at:
            return replace(state, health=replace(state.health, probe_at=inf)), (ProbePortal(),)
        case RoomChanged(room, troubles):
            return stay(replace(state, health=replace(state.health, room=room, outbox=troubles)))
        case CrashFound():
            return stay(noted(state, faults.CRASHED.code))
        case PaperLeft():
            return stay(noted(state, faults.PAPER_LEFT.code))
        case CardStepLeft(step):
            return stay(noted(state, faults.CARD_STEPS[step].code))
        case PrintFinished() | TicketAnswered() as answer:
            state = staff_rules.learned(state, answer) if isinstance(answer, PrintFinished) else state
            return _report(state, answer)
        case SecretChanged() | StaffDoorAnswered() | StaffPinChecked():
            return stay(state)
        case Tick() | Pressed() | Touched() | Typed() | Erased() | StaffCalled() | EffectBroke():
            return stay(state)
        case QueueAnswered() | OptionsAnswered() | StatusAnswered() | OutboxSaid() | IdentitySaid():
            return stay(state)
        case never:
            assert_never(never)


def _probed(context: Context, state: State, event: PortalProbed) -> Health:
    failures = 0 if event.failure is None else state.health.portal_failures + 1
    wait = context.delays.probe_s if event.failure is None else context.delays.probe_down_s
    return replace(
        state.health,
        portal_known=True,
        portal_failure=event.failure,
        portal_failures=failures,
        probe_at=state.now.monotonic + wait,
    )


def _report(state: State, event: PrintFinished | TicketAnswered) -> Step:
    """The portal learns what became of a number, whoever still stands here."""
    match event:
        case PrintFinished(job, outcome):
            ticket = base_of(job).removeprefix(TICKET_JOB) if job.startswith(TICKET_JOB) else None
            effects = (ReportTicket(UUID(ticket), _print_report(outcome)),) if ticket is not None else ()
            return _after_printing(state, outcome), effects
        case TicketAnswered(id_) if id_ in state.abandoned:
            state = replace(state, abandoned=state.abandoned - {id_})
            return state, (void(id_),)
        case TicketAnswered():
            return stay(state)


def _after_printing(state: State, outcome: PrintOutcome) -> State:
    """Paper that nobody can vouch for is for staff to look at; and what stopped the printer is known at once.

    ERROR may be the job's and not the printer's: its watcher looks after every such job and says so if it is. Whoever
    believed the job would wait for a change that never comes.
    """
    match outcome:
        case Printed():
            return state
        case NotPrinted(reason) | Unknown(reason):
            state = noted(state, faults.PRINTER_UNKNOWN.code) if isinstance(outcome, Unknown) else state
            stopped = not reason.can_print and reason is not PrinterStatus.ERROR
            return replace(state, health=replace(state.health, printer=reason)) if stopped else state


def _print_report(outcome: PrintOutcome) -> QueueTicketOutcome:
    match outcome:
        case Printed():
            return QueueTicketOutcome(outcome="printed")
        case NotPrinted(reason):
            return QueueTicketOutcome(outcome="shown", reason=reason.value)
        case Unknown():
            return QueueTicketOutcome(outcome="shown", reason="unknown")


def void(ticket_id: UUID) -> ReportTicket:
    """Nobody holds this number; the portal may never have given it, then it answers that it does not know it."""
    return ReportTicket(ticket_id, QueueTicketOutcome(outcome="void", reason="left"))


def _left_behind(state: State, before: Phase) -> Step:
    """A draw that nobody waits for any more: its number is given back, now or when its answer comes.

    Somebody who leaves a number without saying how to take it along has still seen it.
    """
    match before, ground(state.phase):
        case (Ticket(ticket=ticket, taking=Taking(way=Offered())), after) if not isinstance(after, Ticket):
            return state, (ReportTicket(ticket.id, QueueTicketOutcome(outcome="shown", reason="left")),)
        case (Drawing(ticket=id_), Drawing(ticket=other)) if id_ == other:
            return stay(state)
        case (Drawing(), Ticket() | Refused() | Paused()):
            return stay(state)
        case (Drawing(ticket=id_), _):
            return stay(replace(state, abandoned=state.abandoned | {id_}))
        case (Paused(resume=Drawing()), Paused() | Drawing() | Ticket() | Refused()):
            return stay(state)
        case (Paused(resume=Drawing(ticket=id_), failure=failure), _):
            waiting = {id_} if failure == NO_ANSWER else set()  # it may still be on its way
            return replace(state, abandoned=state.abandoned | waiting), (void(id_),)
        case _:
            return stay(state)


def _service(context: Context, state: State) -> State:
    """Out of service when nothing can be offered and nobody is there; back as soon as something can."""
    state = staff_rules.closed(state)
    if state.staff.closed_since is not None:
        return state
    fault = portal_fault(state.health, context.delays.probe_failures)
    match ground(state.phase), fault:
        case (Attract(), Fault(code=code)) if not _forms_work(context, state):
            return replace(state, phase=replace_ground(state.phase, OutOfService(code, state.now.wall)))
        case (OutOfService(), None):
            return replace(state, phase=replace_ground(state.phase, Attract()))
        case (OutOfService(), _) if _forms_work(context, state):
            return replace(state, phase=replace_ground(state.phase, Attract()))
        case _:
            return state


# --- The phase answers ---


def _dispatch(context: Context, state: State, event: Event) -> Step:
    match event:
        case Pressed(node=node) if node == UTILITY_END:
            return _leave(state)
        case Pressed(node=node) if node == UTILITY_HELP:
            return go(state, _toggle_help(state.phase))
        case Pressed(node=node) if node == UTILITY_LANGUAGE:
            return go(state, _toggle_language(state.phase))
        case Pressed(node=node) if node == UTILITY_SIZE:
            return go(state, _toggle_settings(state.phase))
        case Pressed(node=node) if node == UTILITY_THEME:
            return stay(settings.next_theme(state))
        case Pressed(node=node) if node == UTILITY_REACH:
            return stay(settings.with_appearance(state, reach=not state.session.appearance.reach))
        case PrinterChanged() | PrintFinished() | PortalProbed() | QueueAnswered() | TicketAnswered():
            return _below(context, state, event)
        case OptionsAnswered() | StatusAnswered() | OutboxSaid() | RoomChanged() | IdentitySaid():
            return _below(context, state, event)
        case StaffDoorAnswered() | StaffPinChecked():
            return _below(context, state, event)
        case Tick() | CardChanged() if not isinstance(state.phase, TimeWarning):
            return _below(context, state, event)
        case _:
            return on_event(context, state, event)


def _leave(state: State) -> Step:
    """Ends the visit; asks once if something typed would be lost."""
    if state.session.filling is None:
        return end_visit(state)
    return go(state, Leaving(ground(state.phase)))


def _toggle_help(phase: Phase) -> Phase:
    return phase.under if isinstance(phase, Help) else Help(ground(phase))


def _toggle_language(phase: Phase) -> Phase:
    return phase.under if isinstance(phase, Language) else Language(ground(phase))


def _toggle_settings(phase: Phase) -> Phase:
    return phase.under if isinstance(phase, Settings) else Settings(ground(phase))


def _below(context: Context, state: State, event: Event) -> Step:
    """Gives the event to the phase under all overlays, and puts the overlays back."""
    overlays = state.phase
    below, effects = on_event(context, replace(state, phase=ground(overlays)), event)
    new = below.phase
    if isinstance(new, Language | Help | About | Settings | Leaving | TimeWarning):
        return below, effects
    return replace(below, phase=replace_ground(overlays, new)), effects


def _forms_work(context: Context, state: State) -> bool:
    """Applications are taken while the portal is away, as long as the outbox has room."""
    return state.health.room and any(
        service.kind in (Kind.APPLICATION, Kind.NOTIFICATION) for service in context.catalogue.live
    )
