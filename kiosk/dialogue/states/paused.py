"""The portal is away in the middle of something: nothing is lost, the terminal tries again by itself."""

from dataclasses import replace
from typing import assert_never

from kiosk.dialogue import faults
from kiosk.dialogue.effects import DrawTicket, FetchOptions, FetchQueue, QueryStatus
from kiosk.dialogue.events import Event, Pressed, QueueAnswered, Tick, TicketAnswered
from kiosk.dialogue.frame import button, frame, heading, text, wording
from kiosk.dialogue.pages import Band, Block, Facts, Heading, Nav, NavSplit, Notes, Page, Paragraph, Spring, Tone
from kiosk.dialogue.phases import (
    Asking,
    Drawing,
    Ground,
    Home,
    Intro,
    OptionsLoading,
    Paused,
    QueueChoice,
    QueueLoading,
    Refused,
    Resumable,
    StatusLoading,
    Ticket,
)
from kiosk.dialogue.state import Context, State, Step, go, stay
from kiosk.dialogue.states.places import place_facts
from kiosk.dialogue.taking import Taking
from kiosk.portal.contract import QueueOverview, QueueTicket, StatusQuery
from kiosk.portal.errors import FailureKind, PortalFailure

TICKET_JOB = "ticket:"
"""Print jobs of queue numbers are named after the ticket."""

NO_ANSWER = PortalFailure(FailureKind.UNREACHABLE, "no_answer")


def pause(context: Context, state: State, interrupted: Resumable, failure: PortalFailure) -> Step:
    """The call failed: keeps what was wanted and plans the next try, as long as trying makes sense."""
    now = state.now.monotonic
    resume = replace(interrupted, tries=interrupted.tries + 1)
    wait = max(context.delays.pause_retry_s, float(failure.retry_after_s or 0))
    retry_at = now + wait if resume.tries < context.delays.pause_tries else None
    return go(state, Paused(resume, failure, since=now, retry_at=retry_at))


def ask_queue(state: State) -> Step:
    """Asks what can be queued for; an answer to an earlier question is not taken for this one's."""
    loading = QueueLoading(state.now.fresh, since=state.now.monotonic)
    return go(state, loading, FetchQueue(loading.request))


def status_query(state: State) -> StatusQuery:
    """Number and code as they were typed into the form of the session."""
    filling = state.session.filling
    answers = filling.answers if filling is not None else {}
    number, code = (str(answers.get(name) or "-") for name in ("vorgangsnummer", "zugangscode"))
    return StatusQuery(case_number=number, access_code=code)


def with_overview(state: State, overview: QueueOverview) -> Step:
    """The portal told what can be queued for."""
    if overview.open and overview.services:
        return go(state, QueueChoice(overview))
    return go(state, Refused(PortalFailure(FailureKind.REFUSED, "queue_closed")))


def with_number(state: State, ticket: QueueTicket) -> Step:
    """The portal gave the number: show it, and ask how it is taken along."""
    return go(state, Ticket(ticket, Taking(f"{TICKET_JOB}{ticket.id}")))


def on_event(context: Context, state: State, phase: Paused, event: Event) -> Step:
    """Tries again when it is time or when asked to; takes a late answer; "Zurück" gives up what was not done."""
    match event:
        case QueueAnswered(request, QueueOverview() as overview):
            if isinstance(phase.resume, QueueLoading) and phase.resume.request == request:
                return with_overview(state, overview)
            return stay(state)
        case TicketAnswered(id_, QueueTicket() as ticket):
            if isinstance(phase.resume, Drawing) and phase.resume.ticket == id_:
                return with_number(state, ticket)
            return stay(state)
        case Tick() if phase.retry_at is not None and state.now.monotonic >= phase.retry_at:
            return _resume(state, phase)
        case Pressed(node="paused.again"):
            return _resume(state, phase)
        case Pressed(node="paused.back"):
            return go(state, _before(phase.resume))
        case _:
            return stay(state)


def _before(resume: Resumable) -> Ground:
    """Where "Zurück" leads."""
    match resume:
        case Drawing(choice=choice):
            return choice
        case OptionsLoading(service=service):
            return Intro(service)
        case StatusLoading(question=question):
            return Asking(question)
        case QueueLoading():
            return Home()
        case never:
            assert_never(never)


def _resume(state: State, phase: Paused) -> Step:
    resumed = replace(phase.resume, since=state.now.monotonic)
    match resumed:
        case OptionsLoading(service=service, waiting=waiting):
            return go(state, resumed, FetchOptions(service, waiting[0]))
        case StatusLoading(request=request):
            return go(state, resumed, QueryStatus(request, status_query(state)))
        case QueueLoading(request=request):
            return go(state, resumed, FetchQueue(request))
        case Drawing(ticket=ticket, request=request):
            return go(state, resumed, DrawTicket(ticket, request))


def page(context: Context, state: State, phase: Paused) -> Page:
    """What happened, what happens next, and the ways out."""
    w = wording(context, state)
    nothing_typed = isinstance(phase.resume, QueueLoading | OptionsLoading)
    sentence = w("paused.text.asking") if nothing_typed else w("paused.text")
    fault = faults.of_portal(phase.failure.kind)
    content: tuple[Block, ...] = (Heading(heading("paused.help", w("out.help"))), Facts(place_facts(context, state)))
    if phase.retry_at is not None:
        seconds = max(1, round(phase.retry_at - state.now.monotonic))
        next_try = text("paused.next", w("paused.next"), w.count("paused.in_seconds", seconds), icon="restart")
        content = (Notes((next_try,)), *content)
    return Page(
        id="paused",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.CONTENT,
        panel=Band(Tone.WARN, "network", heading("paused.title", w("paused.title")), text("paused.text", sentence)),
        content=(*content, Paragraph(text("paused.fault", w("fault.line", code=fault.code)), quiet=True)),
        nav=Nav(
            NavSplit.BACK_PRIMARY,
            quiet=button("paused.back", w("key.back"), icon="back"),
            primary=button("paused.again", w("paused.again"), icon="restart"),
        ),
        focus="paused.again",
        fault=fault.code,
    )
