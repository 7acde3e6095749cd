"""10: the card is waited for and asked how it is; and where its answers, and mishaps, lead from every page."""

from dataclasses import replace

from devices.card.api import CardPresence
from kiosk.dialogue import faults
from kiosk.dialogue.effects import AskIdentity
from kiosk.dialogue.events import CardChanged, Event, IdentitySaid, Pressed, Tick
from kiosk.dialogue.frame import button, frame, heading, text, wording
from kiosk.dialogue.identity_phases import (
    Entry,
    IdentityCard,
    IdentityConsent,
    IdentityEntry,
    IdentityStop,
    IdentityTrouble,
    Said,
    Stop,
)
from kiosk.dialogue.nodes import Node, Tone
from kiosk.dialogue.pages import Block, Drawing, Heading, KeyRow, Nav, NavSplit, Notes, Page, Spring, Waiting
from kiosk.dialogue.room import large
from kiosk.dialogue.state import Context, State, Step, go, noted, stay
from kiosk.dialogue.states import identity_start
from kiosk.dialogue.states.identity_look import back_key, other_way, panel
from kiosk.identity.api import CardReport, Failed, LookAtCard, Looked, Purpose, Trouble, Troubled
from kiosk.texts import Wording

NO_ANSWER = "no_answer"
_AT_THE_CARD = frozenset({Trouble.NO_CARD, Trouble.CARD_LOST, Trouble.WRONG_CARD, Trouble.MUTE_CARD, Trouble.TWO_CARDS})
"""Set right with the hand, on the page that waits for the card."""
_FOR_STAFF = {
    Trouble.NO_READER: faults.NO_READER,
    Trouble.READER_UNFIT: faults.READER_UNFIT,
    Trouble.CARD_BROKEN_RULE: faults.CARD_RULE,
}


# --- Where it leads ---


def to_card(_context: Context, state: State, said: Trouble | None = None) -> Step:
    """Waits for the card, or asks the one that lies there already."""
    match state.health.card:
        case CardPresence.NO_READER:
            return trouble(state, Troubled(Trouble.NO_READER))
        case CardPresence.MUTE:
            return go(state, IdentityCard(said=Trouble.MUTE_CARD))
        case CardPresence.PRESENT:
            return look(state, said)
        case CardPresence.EMPTY | None:
            return go(state, IdentityCard(said=said))


def look(state: State, said: Trouble | None = None) -> Step:
    """Has the card asked how it is; costs no try."""
    return go(state, IdentityCard(state.now.monotonic, said), asked(state))


def asked(state: State) -> AskIdentity:
    """The request for it."""
    attempt = state.session.attempt
    assert attempt is not None  # noqa: S101 -- pages of the card stand only while there is an attempt
    return AskIdentity(LookAtCard(attempt.id))


def route(state: State, report: CardReport, said: Said | None = None) -> Step:
    """What the state of the card asks for: a secret, or an explanation first."""
    attempt = state.session.attempt
    assert attempt is not None  # noqa: S101 -- see `asked`
    state = replace(state, session=replace(state.session, attempt=replace(attempt, report=report)))
    wrong = said is Said.WRONG
    if attempt.purpose is Purpose.ON_SITE:
        return go(state, IdentityEntry(Entry.CAN, said=said))
    if report.tries <= 0:
        return go(state, IdentityStop(Stop.BLOCKED, wrong=wrong))
    if report.transport and attempt.purpose is Purpose.IDENTIFY:
        return go(state, IdentityStop(Stop.TRANSPORT))
    if report.tries == 1 and not report.can_proven:
        return go(state, IdentityStop(Stop.CAN, wrong=wrong))
    entry = Entry.OLD_PIN if attempt.purpose is Purpose.SET_PIN else Entry.PIN
    return go(state, IdentityEntry(entry, said=said))


def mishap(state: State, why: Troubled) -> Step:
    """It does not go on as it is: a word at the card where a hand can help, a page of its own for everything else."""
    if why.trouble in _AT_THE_CARD:
        said = Trouble.CARD_LOST if why.trouble is Trouble.NO_CARD else why.trouble
        return go(state, IdentityCard(said=said))
    return trouble(state, why)


def interrupted(state: State, why: Troubled) -> Step:
    """The same in the middle of a session with card and portal: that one is over, the next one begins anew."""
    if why.trouble in (Trouble.CARD_LOST, Trouble.NO_CARD):
        return identity_start.again(state, Trouble.CARD_LOST)
    return mishap(state, why)


def trouble(state: State, why: Troubled, *, unclear: bool = False) -> Step:
    """A page that says what is the matter; staff get a notice of what only they can set right."""
    fault = _FOR_STAFF.get(why.trouble)
    return go(noted(state, fault.code) if fault is not None else state, IdentityTrouble(why, unclear=unclear))


def no_answer(state: State) -> Step:
    """A part of the terminal broke: nobody waits for ever."""
    return trouble(state, Troubled(Trouble.CARD_BROKEN_RULE, NO_ANSWER))


def leave(state: State) -> Step:
    """Back from the card: to what was agreed, or to what the service is."""
    attempt = state.session.attempt
    if attempt is None or attempt.terms is None:
        return identity_start.back(state)
    attempt = replace(attempt, agreed=False, report=None)
    return go(replace(state, session=replace(state.session, attempt=attempt)), IdentityConsent())


# --- The page ---


def on_event(context: Context, state: State, phase: IdentityCard, event: Event) -> Step:
    """A card comes, goes, and is asked."""
    match event:
        case CardChanged(presence) if presence is CardPresence.PRESENT and phase.looking is None:
            return look(state)
        case CardChanged(presence) if presence is not CardPresence.PRESENT:
            lost = phase.said if presence is CardPresence.EMPTY and phase.said is Trouble.CARD_LOST else None
            return to_card(context, state, lost)
        case IdentitySaid(Looked(found=CardReport() as report)) if phase.looking is not None:
            return route(state, report)
        case IdentitySaid(Looked(found=Troubled() as why)) if phase.looking is not None:
            return mishap(state, why)
        case IdentitySaid(Failed(why=why)):
            return mishap(state, why)
        case Tick() if phase.looking is not None and _overdue(context, state, phase.looking):
            return no_answer(state)
        case Pressed(node="identity.look"):
            return look(state)
        case Pressed(node="identity.without"):
            return identity_start.without(state)
        case Pressed(node="identity.queue"):
            return identity_start.to_queue(state)
        case Pressed(node="identity.back"):
            return leave(state)
        case _:
            return stay(state)


def _overdue(context: Context, state: State, since: float) -> bool:
    return state.now.monotonic - since >= context.delays.card_cap_s


def page(context: Context, state: State, phase: IdentityCard) -> Page:
    """Where the card belongs, with drawings; what is wrong with the one that lies there."""
    w = wording(context, state)
    there = state.health.card_there
    drawing = "illu-card-on-reader" if phase.looking is not None else _drawing(phase)
    waits = "identity.looking" if phase.looking is not None else "identity.swap" if there else "identity.waiting"
    picture = Drawing((drawing, "illu-terminal-reader"), text("identity.picture", w("identity.picture")))
    brief = large(state.session.appearance)
    content: tuple[Block, ...] = (*_said(w, phase), _heading(w, phase, brief=brief))
    if not (brief and phase.said is not None):
        content = (*content, picture)
    if phase.said is None and not brief:
        note = text("identity.where", w("card_left.where"), w("identity.where.text"), icon="pin")
        content = (*content, Notes((note,)))
    return Page(
        id="identity.card",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.CONTENT,
        panel=panel(context, state, w),
        content=content,
        tray=_tray(w, phase, waits, there=there),
        nav=Nav(NavSplit.BACK_PRIMARY, quiet=back_key(w), primary=other_way(state, w), filled=False),
        focus="identity.back",
    )


def _drawing(phase: IdentityCard) -> str:
    """The hand takes a wrong card away before the right one comes."""
    return "illu-take-card" if phase.said in (Trouble.WRONG_CARD, Trouble.TWO_CARDS) else "illu-place-card"


def _heading(w: Wording, phase: IdentityCard, *, brief: bool) -> Heading:
    """What to do; where text is large, the line under it says in its note's place where the field is."""
    if phase.looking is not None:
        return Heading(heading("identity.title", w("identity.asked")), text("identity.text", w("identity.asked.text")))
    lead = w("identity.place.where" if brief else "identity.place.text")
    return Heading(heading("identity.title", w("identity.place")), text("identity.text", lead))


def _said(w: Wording, phase: IdentityCard) -> tuple[Block, ...]:
    if phase.said is None:
        return ()
    key = f"identity.said.{phase.said.value}"
    return (Notes((text("identity.said", w(key), w(f"{key}.text"), icon="warning"),), Tone.WARN),)


def _tray(w: Wording, phase: IdentityCard, waits: str, *, there: bool) -> tuple[Block, ...]:
    """What is waited for; a card that lies there and was found wanting can be asked once more."""
    waiting = Waiting(text("identity.waits", w(waits), icon="card" if phase.looking is not None else "hourglass"))
    if phase.looking is not None or not there or phase.said is None:
        return (waiting,)
    look_again: Node = button("identity.look", w("identity.look"), icon="restart")
    return waiting, KeyRow((look_again,), columns=1)
