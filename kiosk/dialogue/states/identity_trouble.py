"""It does not go on with this card, or at all: why, in plain words, and every way that is left."""

from kiosk.dialogue import faults
from kiosk.dialogue.events import Event, IdentitySaid, Pressed
from kiosk.dialogue.faults import Fault
from kiosk.dialogue.frame import button, frame, heading, text, wording
from kiosk.dialogue.identity_phases import IdentityTrouble
from kiosk.dialogue.nodes import Node, Tone
from kiosk.dialogue.pages import Band, Block, Facts, Heading, KeyRow, Nav, NavSplit, Notes, Page, Paragraph, Spring
from kiosk.dialogue.room import cramped
from kiosk.dialogue.state import Context, State, Step, stay
from kiosk.dialogue.states import identity_start
from kiosk.dialogue.states.identity_look import back_key, queue_key, without_key
from kiosk.dialogue.states.identity_reading import pin_set, with_data
from kiosk.dialogue.states.identity_start import typing_allowed
from kiosk.dialogue.states.places import place_facts
from kiosk.identity.api import Identified, PinChanged, Trouble
from kiosk.texts import Wording

_FINAL = frozenset({Trouble.REVOKED, Trouble.PUK_USED_UP, Trouble.READER_UNFIT})
"""To try again would change nothing."""
_OTHER_CARD = frozenset({Trouble.DEACTIVATED, Trouble.EXPIRED})
_ICONS = {
    Trouble.NO_READER: "card-reader",
    Trouble.READER_UNFIT: "card-reader",
    Trouble.CARD_BROKEN_RULE: "warning",
    Trouble.PORTAL: "network",
}
_FAULTS = {
    Trouble.NO_READER: faults.NO_READER,
    Trouble.READER_UNFIT: faults.READER_UNFIT,
    Trouble.CARD_BROKEN_RULE: faults.CARD_RULE,
}


def on_event(_context: Context, state: State, _phase: IdentityTrouble, event: Event) -> Step:
    """Once more, or another way. What was given up waiting for may still come, and is not hidden."""
    match event:
        case Pressed(node="identity.again"):
            return identity_start.again(state)
        case Pressed(node="identity.without"):
            return identity_start.without(state)
        case Pressed(node="identity.queue"):
            return identity_start.to_queue(state)
        case Pressed(node="identity.back"):
            return identity_start.back(state)
        case IdentitySaid(Identified() as read):
            return with_data(state, read)
        case IdentitySaid(PinChanged()):
            return pin_set(state)
        case _:
            return stay(state)


def _fault(phase: IdentityTrouble) -> Fault | None:
    if phase.why.failure is not None:
        return faults.of_portal(phase.why.failure.kind)
    return _FAULTS.get(phase.why.trouble)


def page(context: Context, state: State, phase: IdentityTrouble) -> Page:
    """What happened, who helps, and the keys of every way."""
    w = wording(context, state)
    trouble = phase.why.trouble
    key = "identity.trouble.unclear" if phase.unclear else f"identity.trouble.{trouble.value}"
    fault = _fault(phase)
    content: tuple[Block, ...] = (
        Heading(heading("identity.help", w("out.help"))),
        Facts(place_facts(context, state)),
    )
    if w.has(f"{key}.note") and not cramped(state.session.appearance):
        note = text("identity.note", w(f"{key}.note"), w(f"{key}.note.text"), icon="info")
        content = (Notes((note,)), *content)
    if fault is not None:
        content = (*content, Paragraph(text("identity.fault", w("fault.line", code=fault.code)), quiet=True))
    primary, *others = _ways(state, w, phase)
    return Page(
        id="identity.trouble",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.CONTENT,
        panel=Band(
            Tone.WARN,
            _ICONS.get(trouble, "card"),
            heading("identity.title", w(key)),
            text("identity.text", w(f"{key}.text")),
        ),
        content=content,
        tray=(KeyRow(tuple(others), columns=len(others)),) if others else (),
        nav=Nav(NavSplit.BACK_PRIMARY, quiet=back_key(w), primary=primary),
        focus=primary.id,
        fault=fault.code if fault is not None else "",
    )


def _ways(state: State, w: Wording, phase: IdentityTrouble) -> list[Node]:
    """The way that most likely leads on comes first: typing where it is allowed, else once more, else the counter."""
    trouble = phase.why.trouble
    ways: list[Node] = []
    if trouble not in _FINAL:
        other = trouble in _OTHER_CARD
        ways.append(button("identity.again", w("identity.other" if other else "identity.again"), icon="restart"))
    ways.append(queue_key(w))
    return [without_key(w, long=False), *ways] if typing_allowed(state) else ways
