"""The card has confirmed the new PIN: said once, and on with what the person came for."""

from kiosk.dialogue.events import Event, Pressed
from kiosk.dialogue.frame import button, frame, heading, text, wording
from kiosk.dialogue.identity_phases import After, PinSet
from kiosk.dialogue.nodes import Tone
from kiosk.dialogue.pages import Band, Facts, Nav, NavSplit, Page, Spring
from kiosk.dialogue.state import Context, State, Step, end_visit, stay
from kiosk.dialogue.states import identity_start


def on_event(context: Context, state: State, _phase: PinSet, event: Event) -> Step:
    """Back into the service that needed the PIN, or home, or the end."""
    filling = state.session.filling
    match event:
        case Pressed(node="identity.on") if filling is not None:
            return identity_start.offer(context, state, filling)
        case Pressed(node="identity.home"):
            return identity_start.taken(state, After.HOME)
        case Pressed(node="identity.end"):
            return end_visit(state)
        case _:
            return stay(state)


def page(context: Context, state: State, _phase: PinSet) -> Page:
    """It holds from now on; what to do with the letter."""
    w = wording(context, state)
    filling = state.session.filling
    facts = tuple(
        text(f"pin_set.{name}", w(f"pin_set.{name}"), w(f"pin_set.{name}.text"), icon=icon)
        for name, icon in (("remember", "key"), ("letter", "document"))
    )
    if filling is not None:
        service = filling.service.name.say(w.lang)
        primary = button("identity.on", w("pin_set.on"), icon="forward")
        facts = (text("pin_set.next", w("pin_set.next"), service, icon=filling.service.icon), *facts)
    else:
        primary = button("identity.end", w("key.end_visit"), icon="check")
    return Page(
        id="identity.pin_set",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.CONTENT,
        panel=Band(
            Tone.SUCCESS,
            "check-circle",
            heading("identity.title", w("pin_set.title")),
            text("identity.text", w("pin_set.text")),
        ),
        content=(Facts(facts),),
        nav=Nav(
            NavSplit.BACK_PRIMARY,
            quiet=button("identity.home", w("key.home"), icon="home"),
            primary=primary,
            icon_after=filling is not None,
        ),
        focus=primary.id,
    )
