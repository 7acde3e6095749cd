"""The number is being drawn: once, whatever is tapped, lost or repeated."""

from kiosk.dialogue.events import Event, Tick, TicketAnswered
from kiosk.dialogue.frame import frame, wording
from kiosk.dialogue.pages import Page
from kiosk.dialogue.phases import Drawing, Refused
from kiosk.dialogue.state import Context, State, Step, go, stay
from kiosk.dialogue.states.paused import NO_ANSWER, pause, with_number
from kiosk.dialogue.states.working import working_page
from kiosk.portal.contract import QueueTicket
from kiosk.portal.errors import FailureKind, PortalFailure


def on_event(context: Context, state: State, phase: Drawing, event: Event) -> Step:
    """The answer to *this* draw leads on; answers to others are handled by the machine."""
    match event:
        case TicketAnswered(ticket=id_, answer=answer) if id_ == phase.ticket:
            return _answered(context, state, phase, answer)
        case Tick() if state.now.monotonic - phase.since >= context.delays.answer_cap_s:
            return pause(context, state, phase, NO_ANSWER)
        case _:
            return stay(state)


def _answered(context: Context, state: State, phase: Drawing, answer: QueueTicket | PortalFailure) -> Step:
    match answer:
        case QueueTicket() as ticket:
            return with_number(state, ticket)
        case PortalFailure(kind=FailureKind.REFUSED) as failure:
            return go(state, Refused(failure))
        case PortalFailure() as failure:
            return pause(context, state, phase, failure)


def page(context: Context, state: State, phase: Drawing) -> Page:
    """A short wait; leaving is possible by "Beenden" only."""
    w = wording(context, state)
    waited = state.now.monotonic - phase.since
    return working_page(
        state,
        frame(context, state),
        w,
        title=w("queue.drawing.title"),
        steps=((w("queue.drawing.ask"), "running"),),
        slow=waited >= context.delays.patience_s,
        back=False,
    )
