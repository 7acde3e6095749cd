"""Overlay: what to do here, who helps, and the way to what town and terminal say about themselves.

One page in S and M; in large text, or with more space, three that "Mehr anzeigen" leads through (`facts/ux` 5.1).
"""

from kiosk.dialogue.events import Event, Pressed
from kiosk.dialogue.frame import UTILITY_HELP, button, frame, heading, text, wording
from kiosk.dialogue.pages import (
    Appearance,
    Block,
    Facts,
    Heading,
    KeyRow,
    Nav,
    NavSplit,
    Notes,
    Page,
    ServicePanel,
    Size,
    Spring,
)
from kiosk.dialogue.phases import About, Help
from kiosk.dialogue.state import Context, State, Step, go, stay
from kiosk.dialogue.states.about import about_keys, topic_of
from kiosk.dialogue.states.places import place_facts
from kiosk.texts import Wording

_PLACES = 2
"""Who helps on one page in large text."""


def on_event(context: Context, state: State, phase: Help, event: Event) -> Step:
    """Back to where the person was, nothing lost; or on to more of it."""
    match event:
        case Pressed(node=node) if node in ("help.back", UTILITY_HELP):
            return go(state, phase.under)
        case Pressed(node="help.more"):
            parts = _parts(context, state)
            return go(state, Help(phase.under, (min(phase.part, len(parts) - 1) + 1) % len(parts)))
        case Pressed(node=node) if (topic := topic_of(node)) is not None:
            return go(state, About(phase.under, topic))
        case _:
            return stay(state)


def page(context: Context, state: State, phase: Help) -> Page:
    """25: how the terminal is operated, where people help, the number of this terminal, imprint and its like."""
    w = wording(context, state)
    parts = _parts(context, state)
    part = min(phase.part, len(parts) - 1)
    content, tray = parts[part]
    if len(parts) > 1:
        more = button("help.more", w("key.more_of", page=part + 1, pages=len(parts)), icon="down")
        tray = (*tray, KeyRow((more,), columns=1))
    return Page(
        id="help",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.CONTENT,
        panel=ServicePanel("help", heading("help.title", w("help.title")), text("help.text", w("help.text"))),
        content=content,
        tray=tray,
        nav=Nav(NavSplit.FULL, quiet=button("help.back", w("key.back"), icon="back")),
        focus="help.back",
        part=part,
    )


_Part = tuple[tuple[Block, ...], tuple[Block, ...]]
"""Reading zone and tray."""


def _parts(context: Context, state: State) -> tuple[_Part, ...]:
    w, look = wording(context, state), state.session.appearance
    people = Heading(heading("help.people", w("help.people")))
    places = place_facts(context, state)
    number = Notes((text("help.terminal", w("help.terminal", terminal=context.setup.terminal), icon="terminal"),))
    if not _large(look):
        content = (_operating(w), people, Facts(places), number)
        return ((content, (KeyRow(about_keys(w), columns=2),)),)
    shares = [places[start : start + _PLACES] for start in range(0, len(places), _PLACES)]
    return (
        ((_operating(w),), ()),
        *(((people, Facts(share)), ()) for share in shares),
        ((number,), (KeyRow(about_keys(w), columns=1),)),
    )


def _large(look: Appearance) -> bool:
    return look.spacing or look.size in (Size.L, Size.XL)


def _operating(w: Wording) -> Facts:
    return Facts(
        (
            text("help.touch", w("help.touch"), w("help.touch.text"), icon="touch"),
            text("help.keys", w("help.keys"), w("help.keys.text"), icon="forward"),
            text("help.time", w("help.time"), w("help.time.text"), icon="clock"),
        )
    )
