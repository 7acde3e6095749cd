"""Status of an application that this terminal still holds: accepted, not handed over. Said without the portal."""

from dataclasses import replace
from datetime import datetime

from kiosk.dialogue.frame import button, frame, heading, text, wording
from kiosk.dialogue.nodes import Tone
from kiosk.dialogue.pages import Band, Facts, Heading, Nav, NavSplit, Page, Spring
from kiosk.dialogue.state import Context, State
from kiosk.dialogue.states.places import place_facts
from kiosk.outbox.api import Held


def held_page(context: Context, state: State, held: Held) -> Page:
    """What is known here, when it was accepted, whom to ask."""
    w = wording(context, state)
    key = "refused" if held.refused else "waits"
    tone, icon = (Tone.DANGER, "warning") if held.refused else (Tone.WARN, "hourglass")
    since = datetime.fromtimestamp(held.since, tz=state.now.wall.tzinfo)
    number = text("status.held.number", w("receipt.number_provisional"), held.number, icon="document")
    moment = w("status.held.since.text", date=w.date(since), time=w.time(since))
    when = text("status.since", w("status.held.since"), moment, icon="clock")
    return Page(
        id="status.held",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.CONTENT,
        panel=Band(
            tone,
            icon,
            heading("status.title", w(f"status.held.{key}")),
            text("status.text", w(f"status.held.{key}.text")),
        ),
        content=(
            Facts((replace(number, private=True), when)),
            Heading(heading("status.questions", w("status.held.questions"))),
            Facts(place_facts(context, state)),
        ),
        nav=Nav(
            NavSplit.BACK_PRIMARY,
            quiet=button("status.more", w("key.something_else"), icon="home"),
            primary=button("status.end", w("key.end_visit"), icon="check"),
        ),
        focus="status.end",
    )
