"""Overlay: "Beenden" was pressed while something typed would be lost; asked once."""

from kiosk.dialogue.events import Event, Pressed
from kiosk.dialogue.frame import button, frame, heading, text, wording
from kiosk.dialogue.pages import Heading, Nav, NavSplit, Notes, Page, ServicePanel, Spring
from kiosk.dialogue.phases import Leaving
from kiosk.dialogue.state import Context, State, Step, end_visit, go, stay


def on_event(_context: Context, state: State, phase: Leaving, event: Event) -> Step:
    """Go on, or end and forget."""
    match event:
        case Pressed(node="leaving.stay"):
            return go(state, phase.under)
        case Pressed(node="leaving.end"):
            return end_visit(state)
        case _:
            return stay(state)


def page(context: Context, state: State, _phase: Leaving) -> Page:
    """The question above its keys, with staying as the filled one."""
    w = wording(context, state)
    return Page(
        id="leaving",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.PANEL,
        panel=ServicePanel(
            "exit", heading("leaving.service", w("key.end_visit")), text("leaving.note", w("leaving.note"))
        ),
        content=(
            Heading(heading("leaving.title", w("leaving.title")), text("leaving.text", w("leaving.text"))),
            Notes((text("leaving.kept", w("leaving.note.text"), icon="info"),)),
        ),
        nav=Nav(
            NavSplit.STACKED,
            quiet=button("leaving.end", w("time.end"), icon="exit"),
            primary=button("leaving.stay", w("leaving.stay")),
        ),
        focus="leaving.stay",
    )
