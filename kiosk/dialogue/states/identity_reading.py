"""12: the card checks a secret, or is read; step by step, and every answer of it."""

from dataclasses import replace

from kiosk.dialogue.events import Event, IdentitySaid, Tick
from kiosk.dialogue.forms.filling import today
from kiosk.dialogue.forms.prefilling import identified
from kiosk.dialogue.frame import frame, heading, text, wording
from kiosk.dialogue.identity_phases import (
    Entry,
    IdentityChecking,
    IdentityEntry,
    IdentityKnown,
    IdentityReading,
    PinSet,
    Said,
)
from kiosk.dialogue.nodes import Mark, Node, Role
from kiosk.dialogue.pages import Block, Drawing, Heading, Page, Spring, Steps, Waiting
from kiosk.dialogue.room import cramped
from kiosk.dialogue.state import Context, State, Step, go, stay
from kiosk.dialogue.states import identity_start
from kiosk.dialogue.states.identity_card import interrupted, mishap, no_answer, route, trouble
from kiosk.dialogue.states.identity_look import panel
from kiosk.dialogue.states.identity_opening import opened
from kiosk.identity.api import (
    NOT_PROVEN,
    CardReport,
    Failed,
    Identified,
    Looked,
    NewPinKept,
    Opened,
    Password,
    PasswordProven,
    PasswordWrong,
    PinChanged,
    PinRefused,
    Progress,
    Purpose,
    ReadStep,
    Trouble,
    Troubled,
)
from kiosk.texts import Wording

_REFUSED = {PinRefused.TRIVIAL: Said.TRIVIAL, PinRefused.DIFFERENT: Said.DIFFERENT}


# --- Reading ---


def on_reading(context: Context, state: State, phase: IdentityReading, event: Event) -> Step:
    """Steps that are done, the data, or why not."""
    match event:
        case IdentitySaid(Progress(done=done)):
            return go(state, replace(phase, done=phase.done | {done}))
        case IdentitySaid(Identified() as read):
            return with_data(state, read)
        case IdentitySaid(PasswordWrong() as wrong):
            return _wrong(state, wrong)
        case IdentitySaid(Opened(terms=terms)):  # what the person agreed to does not hold any more; nothing was proven
            return opened(context, state, terms)
        case IdentitySaid(Looked(found=CardReport() as report)):
            return route(state, report)
        case IdentitySaid(Looked(found=Troubled() as why)) | IdentitySaid(Failed(why=why)):
            return interrupted(state, why)
        case Tick() if _overdue(context, state, phase.since):
            return no_answer(state)
        case _:
            return stay(state)


def _overdue(context: Context, state: State, since: float) -> bool:
    return state.now.monotonic - since >= context.delays.card_cap_s


def with_data(state: State, read: Identified) -> Step:
    """The portal gave what it read: it is in the form from here on, and nowhere else. The attempt is over."""
    filling = state.session.filling
    if filling is None:
        return identity_start.back(state)
    filling = identified(filling, read.session, read.fields, today(state.now.wall.date()))
    state = replace(state, session=replace(state.session, filling=filling, attempt=None))
    return go(state, IdentityKnown())


def _wrong(state: State, wrong: PasswordWrong) -> Step:
    if wrong.password in (Password.PIN, Password.TRANSPORT_PIN):
        return route(state, wrong.report, Said.WRONG)
    attempt = state.session.attempt
    assert attempt is not None  # noqa: S101 -- reports of no attempt do not get here
    state = replace(state, session=replace(state.session, attempt=replace(attempt, report=wrong.report)))
    entry = Entry.CAN if wrong.password is Password.CAN else Entry.PUK
    return go(state, IdentityEntry(entry, said=Said.WRONG))


# --- Checking ---


def on_checking(context: Context, state: State, phase: IdentityChecking, event: Event) -> Step:
    """What the card says to a CAN, a PUK, an old PIN or a new one."""
    match event:
        case IdentitySaid(PasswordWrong() as wrong):
            return _wrong(state, wrong)
        case IdentitySaid(Looked(found=CardReport() as report)):
            return route(state, report, Said.UNBLOCKED if phase.entry is Entry.PUK and report.tries > 0 else None)
        case IdentitySaid(PasswordProven()) if _sets_pin(state):
            return go(state, IdentityEntry(Entry.NEW_PIN))
        case IdentitySaid(NewPinKept(refused=None)) if phase.entry is Entry.NEW_PIN:
            return go(state, IdentityEntry(Entry.NEW_PIN_AGAIN))
        case IdentitySaid(NewPinKept(refused=PinRefused() as why)) if phase.entry in _NEW:
            return go(state, IdentityEntry(Entry.NEW_PIN, said=_REFUSED[why]))
        case IdentitySaid(PinChanged()) if _sets_pin(state):
            return pin_set(state)
        case IdentitySaid(Looked(found=Troubled() as why)) | IdentitySaid(Failed(why=why)):
            return _broken_off(state, phase, why)
        case Tick() if _overdue(context, state, phase.since):
            return _broken_off(state, phase, None)
        case _:
            return stay(state)


_NEW = (Entry.NEW_PIN, Entry.NEW_PIN_AGAIN)


def _sets_pin(state: State) -> bool:
    attempt = state.session.attempt
    return attempt is not None and attempt.purpose is Purpose.SET_PIN


def _broken_off(state: State, phase: IdentityChecking, why: Troubled | None) -> Step:
    """Without the card's own answer to the new PIN nobody knows which one holds: that is said, and nothing else."""
    if phase.entry is Entry.NEW_PIN_AGAIN and (why is None or not _old_pin_holds(why)):
        return trouble(state, why or Troubled(Trouble.CARD_BROKEN_RULE, "no_answer"), unclear=True)
    if why is None:
        return no_answer(state)
    if why.trouble in (Trouble.CARD_LOST, Trouble.NO_CARD):
        return interrupted(state, why)
    return mishap(state, why)


def _old_pin_holds(why: Troubled) -> bool:
    """It was never sent, or the card refused it."""
    return why.code == NOT_PROVEN or why.trouble is Trouble.PIN_REFUSED


def pin_set(state: State) -> Step:
    """The card has confirmed the new PIN: the attempt is over."""
    return go(identity_start.closed(state), PinSet())


# --- Pages ---


def reading_page(context: Context, state: State, phase: IdentityReading) -> Page:
    """How far the reading is; the card stays where it is."""
    w = wording(context, state)
    attempt = state.session.attempt
    proof = "can" if attempt is not None and attempt.purpose is Purpose.ON_SITE else ReadStep.PIN.value
    steps = Steps(tuple(_step(w, number, step, phase, proof) for number, step in enumerate(ReadStep, 1)))
    return _page(context, state, w, "reading", (steps,))


def checking_page(context: Context, state: State, phase: IdentityChecking) -> Page:
    """What is being checked."""
    w = wording(context, state)
    words = w(f"identity.checking.{phase.entry.value}")
    mark = frozenset({Mark.RUNNING})
    running = Node(id="identity.step.1", role=Role.STATUS, name=words, hint=w("step.running"), marks=mark)
    return _page(context, state, w, "checking", (Steps((running,)),))


def _page(context: Context, state: State, w: Wording, what: str, steps: tuple[Block, ...]) -> Page:
    drawing = Drawing(("illu-card-on-reader",), text("identity.picture", w("identity.picture.lies")))
    pictures = () if cramped(state.session.appearance) else (drawing,)
    key = f"identity.{what}"
    return Page(
        id=key,
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.CONTENT,
        panel=panel(context, state, w),
        content=(
            Heading(heading("identity.title", w(key)), text("identity.text", w(f"{key}.text"))),
            *pictures,
            *steps,
        ),
        tray=(Waiting(text("identity.stay", w("identity.stay"), icon="card")),),
    )


def _step(w: Wording, number: int, step: ReadStep, phase: IdentityReading, proof: str) -> Node:
    """A step is done when the worker says so; the first one that is not done runs. `proof`: what was proven first."""
    running = next((each for each in ReadStep if each not in phase.done), None)
    what = "done" if step in phase.done else "running" if step is running else "to_come"
    mark = {"done": Mark.DONE, "running": Mark.RUNNING, "to_come": Mark.TO_COME}[what]
    name = proof if step is ReadStep.PIN else step.value
    return Node(
        id=f"identity.step.{number}",
        role=Role.STATUS,
        name=w(f"identity.step.{name}.done") if what == "done" else w(f"identity.step.{name}"),
        hint=w(f"step.{what}"),
        marks=frozenset({mark}),
    )
