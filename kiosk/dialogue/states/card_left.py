"""A card lies on the reader and nobody is in a visit: ask until it is taken."""

from dataclasses import replace

from kiosk.dialogue import faults
from kiosk.dialogue.events import CardChanged, Event, Tick
from kiosk.dialogue.frame import frame, heading, text, wording
from kiosk.dialogue.pages import Band, Drawing, Heading, Page, Spring, Tone, Waiting
from kiosk.dialogue.phases import Attract, CardLeft
from kiosk.dialogue.state import Context, State, Step, go, noted, stay


def on_event(context: Context, state: State, phase: CardLeft, event: Event) -> Step:
    """Nothing but taking the card leads on; after a minute staff get a notice."""
    match event:
        case CardChanged(presence) if not presence.card_there:
            return go(state, Attract())
        case Tick() if not state.health.card_there:
            return go(state, Attract())
        case Tick() if not phase.noted and state.now.monotonic - phase.since >= context.delays.card_staff_s:
            return go(noted(state, faults.CARD_LEFT.code), replace(phase, noted=True))
        case _:
            return stay(state)


def page(context: Context, state: State, phase: CardLeft) -> Page:
    """29: where the card lies and what to do."""
    w = wording(context, state)
    text_key = "card_left.after_visit" if phase.after_visit else "card_left.before_visit"
    return Page(
        id="card.left",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.CONTENT,
        panel=Band(
            Tone.WARN,
            "card",
            heading("card_left.title", w("card_left.title")),
            text("card_left.text", w("card_left.text")),
        ),
        content=(
            Heading(heading("card_left.where", w("card_left.where")), text("card_left.state", w(text_key))),
            Drawing(("illu-take-card", "illu-terminal-reader"), text("card_left.picture", w("card_left.picture"))),
        ),
        tray=(Waiting(text("card_left.waiting", w("card_left.waiting"), icon="card")),),
        fault=faults.CARD_LEFT.code,
    )
