"""The portal said no: the queue is closed, the matter is gone."""

from kiosk.dialogue import faults
from kiosk.dialogue.events import Event, Pressed
from kiosk.dialogue.frame import button, frame, heading, text, wording
from kiosk.dialogue.pages import Band, Facts, Heading, Nav, NavSplit, Page, Paragraph, Spring, Tone
from kiosk.dialogue.phases import Home, Refused
from kiosk.dialogue.state import Context, State, Step, end_visit, go, stay
from kiosk.dialogue.states.places import place_facts


def on_event(_context: Context, state: State, _phase: Refused, event: Event) -> Step:
    """Back to the start, or end."""
    match event:
        case Pressed(node="refused.home"):
            return go(state, Home())
        case Pressed(node="refused.end"):
            return end_visit(state)
        case _:
            return stay(state)


def page(context: Context, state: State, phase: Refused) -> Page:
    """Why not, and where people get help."""
    w = wording(context, state)
    code = phase.failure.code if w.has(f"refused.{phase.failure.code}") else "other"
    fault = faults.of_portal(phase.failure.kind)
    return Page(
        id="refused",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.CONTENT,
        panel=Band(
            Tone.WARN,
            "queue",
            heading("refused.title", w(f"refused.{code}")),
            text("refused.text", w(f"refused.{code}.text")),
        ),
        content=(
            Heading(heading("refused.help", w("out.help"))),
            Facts(place_facts(context, state)),
            Paragraph(text("refused.fault", w("fault.line", code=fault.code)), quiet=True),
        ),
        nav=Nav(
            NavSplit.BACK_PRIMARY,
            quiet=button("refused.home", w("key.home"), icon="home"),
            primary=button("refused.end", w("key.end_visit"), icon="check"),
        ),
        focus="refused.end",
        fault=fault.code,
    )
