"""Overlay: the visit ends soon unless somebody asks for more time."""

from dataclasses import replace

from kiosk.dialogue.events import CardChanged, Erased, Event, Pressed, Tick, Touched, Typed
from kiosk.dialogue.frame import button, frame, heading, text, wording
from kiosk.dialogue.pages import Countdown, Nav, NavSplit, Node, Page, Role, Spring
from kiosk.dialogue.phases import TimeWarning
from kiosk.dialogue.state import Context, State, Step, end_visit, go, stay


def on_event(_context: Context, state: State, phase: TimeWarning, event: Event) -> Step:
    """Any key, touch or card extends (never past the cap of a visit); the end key and the end of time wipe."""
    match event:
        case Pressed(node="time.end"):
            return end_visit(state)
        case Pressed() | Touched() | Typed() | Erased() | CardChanged() if not phase.final:
            return go(replace(state, last_input=state.now.monotonic), phase.under)
        case Tick() if state.now.monotonic >= phase.until:
            return end_visit(state)
        case _:
            return stay(state)


def page(context: Context, state: State, phase: TimeWarning) -> Page:
    """26: question, seconds in figures and words, the large key."""
    w = wording(context, state)
    left_s = max(0.0, phase.until - state.now.monotonic)
    seconds = max(1, round(left_s))
    words = w.count("time.left", seconds, words=w.words(seconds))
    more = None if phase.final else button("time.more", w("time.more"))
    return Page(
        id="time.warning",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.CONTENT,
        content=(
            Countdown(
                icon="clock",
                title=heading("time.title", w("time.title.final" if phase.final else "time.title")),
                sentence=text("time.sentence", w.count("time.sentence", seconds)),
                timer=Node(id="time.timer", role=Role.TIMER, name=words, speech=words),
                left=min(1.0, left_s / phase.total_s),
            ),
        ),
        nav=Nav(
            NavSplit.FULL if phase.final else NavSplit.STACKED,
            quiet=button("time.end", w("time.end"), icon="exit"),
            primary=more,
        ),
        focus="time.end" if phase.final else "time.more",
        ring=True,
    )
