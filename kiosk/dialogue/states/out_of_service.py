"""Nothing can be offered now: say so before anybody starts, and where else people get help."""

from kiosk.dialogue.events import Event, StaffCalled
from kiosk.dialogue.frame import frame, heading, text, wording
from kiosk.dialogue.pages import Facts, Heading, Hero, Notes, Page, Spring
from kiosk.dialogue.phases import OutOfService
from kiosk.dialogue.state import Context, State, Step, stay
from kiosk.dialogue.states.places import place_facts
from kiosk.dialogue.states.staff_pin import call_staff


def on_event(context: Context, state: State, _phase: OutOfService, event: Event) -> Step:
    """The machine brings it back when the cause is gone; staff may come in."""
    match event:
        case StaffCalled():
            return call_staff(context, state)
        case _:
            return stay(state)


def page(context: Context, state: State, phase: OutOfService) -> Page:
    """28: what is the matter, who helps, which fault since when."""
    w = wording(context, state)
    line = w("out.line", terminal=context.setup.terminal, code=phase.fault, time=w.time(phase.since))
    return Page(
        id="out.of.service",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.PANEL,
        panel=Hero(heading("out.title", w("out.title")), text("out.text", w("out.text"))),
        content=(
            Heading(heading("out.help", w("out.help"))),
            Facts(place_facts(context, state)),
            Notes((text("out.fault", line, icon="info"),)),
        ),
        tiles_on_white=True,
        fault=phase.fault,
    )
