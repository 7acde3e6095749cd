"""We ask the portal what can be queued for."""

from kiosk.dialogue.events import Event, Pressed, QueueAnswered, Tick
from kiosk.dialogue.frame import frame, wording
from kiosk.dialogue.pages import Page
from kiosk.dialogue.phases import Home, QueueLoading
from kiosk.dialogue.state import Context, State, Step, go, stay
from kiosk.dialogue.states.paused import NO_ANSWER, pause, with_overview
from kiosk.dialogue.states.working import working_page
from kiosk.portal.contract import QueueOverview
from kiosk.portal.errors import PortalFailure


def on_event(context: Context, state: State, phase: QueueLoading, event: Event) -> Step:
    """The answer leads on; no answer leads to the pause page."""
    match event:
        case QueueAnswered(request, QueueOverview() as overview) if request == phase.request:
            return with_overview(state, overview)
        case QueueAnswered(request, PortalFailure() as failure) if request == phase.request:
            return pause(context, state, phase, failure)
        case Tick() if state.now.monotonic - phase.since >= context.delays.answer_cap_s:
            return pause(context, state, phase, NO_ANSWER)
        case Pressed(node="working.back"):
            return go(state, Home())
        case _:
            return stay(state)


def page(context: Context, state: State, phase: QueueLoading) -> Page:
    """A short wait with a way back."""
    w = wording(context, state)
    waited = state.now.monotonic - phase.since
    return working_page(
        state,
        frame(context, state),
        w,
        title=w("queue.loading.title"),
        steps=((w("queue.loading.ask"), "running"),),
        slow=waited >= context.delays.patience_s,
        back=True,
    )
