"""Pages that explain before it goes on: the CAN, a blocked PIN, a PIN of five digits, a PIN that nobody remembers."""

from dataclasses import replace
from typing import assert_never

from devices.card.api import CardPresence
from kiosk.dialogue.events import CardChanged, Event, IdentitySaid, Pressed
from kiosk.dialogue.frame import button, frame, heading, text, wording
from kiosk.dialogue.identity_phases import Entry, IdentityEntry, IdentityStop, Stop
from kiosk.dialogue.nodes import Node, Tone
from kiosk.dialogue.pages import Band, Block, Drawing, Facts, Heading, KeyRow, Nav, NavSplit, Notes, Page, Spring
from kiosk.dialogue.room import large
from kiosk.dialogue.state import Context, State, Step, go, stay
from kiosk.dialogue.states import identity_start
from kiosk.dialogue.states.identity_card import asked, leave, mishap, route, to_card
from kiosk.dialogue.states.identity_look import back_key, queue_key, without_key
from kiosk.dialogue.states.identity_start import typing_allowed
from kiosk.identity.api import CardReport, Failed, Looked, Troubled
from kiosk.texts import Wording

_ICONS = {Stop.CAN: "card", Stop.BLOCKED: "lock", Stop.TRANSPORT: "document", Stop.FORGOTTEN: "help"}
_FACTS = {
    Stop.CAN: (),
    Stop.BLOCKED: (("puk", "document"), ("letter", "help"), ("costs", "info")),
    Stop.TRANSPORT: (("what", "document"), ("set", "key"), ("letter", "help")),
    Stop.FORGOTTEN: (("own", "info"), ("letter", "document"), ("office", "person")),
}


def on_event(context: Context, state: State, phase: IdentityStop, event: Event) -> Step:
    """Goes on to what was explained, or another way. The card may be taken up to read the number on it."""
    match event:
        case Pressed(node="identity.on"):
            return _on(context, state, phase)
        case Pressed(node="identity.without"):
            return identity_start.without(state)
        case Pressed(node="identity.queue"):
            return identity_start.to_queue(state)
        case Pressed(node="identity.back"):
            return leave(state)
        case CardChanged(presence):
            return card_changed(context, state, presence)
        case IdentitySaid(Looked(found=CardReport() as report)) if not phase.looked:
            return _looked(state, phase, report)
        case IdentitySaid(Looked(found=Troubled() as why)) if not phase.looked:
            return mishap(state, why)
        case IdentitySaid(Failed(why=why)):
            return mishap(state, why)
        case _:
            return stay(state)


def card_changed(context: Context, state: State, presence: CardPresence) -> Step:
    """The card was taken up, or lies there again and is asked."""
    phase = state.phase
    assert isinstance(phase, IdentityStop | IdentityEntry)  # noqa: S101 -- the two pages where it may be taken up
    match presence:
        case CardPresence.PRESENT if not phase.looked:
            return state, (asked(state),)
        case CardPresence.PRESENT:
            return stay(state)
        case CardPresence.EMPTY | CardPresence.MUTE:
            return go(state, replace(phase, looked=False))
        case CardPresence.NO_READER:
            return to_card(context, state)
        case _:
            assert_never(presence)


def _looked(state: State, phase: IdentityStop, report: CardReport) -> Step:
    """The card lies there again: the page stays if it is still about that."""
    after, effects = route(state, report)
    if after.phase == replace(phase, wrong=False, looked=True) or phase.stop in (Stop.FORGOTTEN, Stop.TRANSPORT):
        return go(after, replace(phase, looked=True))
    return after, effects


def _on(context: Context, state: State, phase: IdentityStop) -> Step:
    match phase.stop:
        case Stop.CAN:
            return go(state, IdentityEntry(Entry.CAN, looked=phase.looked))
        case Stop.BLOCKED:
            return go(state, IdentityEntry(Entry.PUK, looked=phase.looked))
        case Stop.TRANSPORT:
            return identity_start.set_pin(state)
        case Stop.FORGOTTEN:
            return to_card(context, state)
        case _:
            assert_never(phase.stop)


def page(context: Context, state: State, phase: IdentityStop) -> Page:
    """What it is about, and the ways on."""
    w = wording(context, state)
    key = f"identity.{phase.stop.value}"
    why = w(f"{key}.wrong") if phase.wrong and phase.stop in (Stop.CAN, Stop.BLOCKED) else w(f"{key}.text")
    icon = "restart" if phase.stop is Stop.FORGOTTEN else "forward"
    return Page(
        id=f"identity.stop.{phase.stop.value}",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.CONTENT,
        panel=Band(
            Tone.INFO if phase.stop is Stop.TRANSPORT else Tone.WARN,
            _ICONS[phase.stop],
            heading("identity.title", w(key)),
            text("identity.text", why),
        ),
        content=_content(state, w, phase),
        tray=_ways(state, w),
        nav=Nav(
            NavSplit.BACK_PRIMARY,
            quiet=back_key(w),
            primary=button("identity.on", w(f"{key}.on"), icon=icon),
            icon_after=icon == "forward",
        ),
        focus="identity.on",
    )


def _content(state: State, w: Wording, phase: IdentityStop) -> tuple[Block, ...]:
    if phase.stop is Stop.CAN:
        where = Heading(
            heading("identity.can.where", w("identity.can.where")), text("identity.can.see", w("identity.can.see"))
        )
        picture = Drawing(("illu-can",), text("identity.picture", w("identity.can.picture")))
        if large(state.session.appearance):
            return (where, picture)  # that it costs nothing is said beside the pad as well
        note = text("identity.can.free", w("identity.can.free"), w("identity.can.free.text"), icon="info")
        return (where, picture, Notes((note,), Tone.INFO))
    key = f"identity.{phase.stop.value}"
    facts = tuple(
        text(f"{key}.{name}", w(f"{key}.{name}"), w(f"{key}.{name}.text"), icon=icon)
        for name, icon in _FACTS[phase.stop]
    )
    return (Facts(facts),)


def _ways(state: State, w: Wording) -> tuple[Block, ...]:
    """Typing where that is allowed, and the counter, which can do everything."""
    keys: tuple[Node, ...] = (queue_key(w),)
    if typing_allowed(state):
        keys = (without_key(w, long=False), *keys)
    return (KeyRow(keys, columns=len(keys)),)
