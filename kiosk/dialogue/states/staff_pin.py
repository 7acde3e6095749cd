"""The door of the staff area: the PIN page, and the page that waits while it is locked.

The page knows how many digits there are and nothing else; they are in `kiosk.secret_entry` until they are checked.
"""

from dataclasses import replace
from math import ceil

from kiosk.dialogue.effects import AskStaffDoor, CheckPin, CountBacklog
from kiosk.dialogue.events import Event, Pressed, SecretChanged, StaffDoorAnswered, StaffPinChecked, Tick
from kiosk.dialogue.forms.keyboard import number_pad
from kiosk.dialogue.frame import button, frame, heading, text, wording
from kiosk.dialogue.nodes import Role, Tone
from kiosk.dialogue.pages import (
    Band,
    Block,
    ErrorSummary,
    Heading,
    Nav,
    NavSplit,
    Node,
    Notes,
    Page,
    SecretFields,
    ServicePanel,
    Spring,
)
from kiosk.dialogue.phases import Attract, Staff, StaffNotices, StaffPin
from kiosk.dialogue.state import Context, State, Step, go, stay
from kiosk.staff.api import LONGEST_PIN, SHORTEST_PIN, PinLocked, PinRight, PinUnread, PinUnusable, PinWrong
from kiosk.texts import Wording

PIN_PAGE = "staff.pin"
_PLACES = 6


def call_staff(context: Context, state: State) -> Step:
    """The staff gesture: the door, or the notices alone where this terminal has no PIN."""
    if not context.setup.staff_area:
        return go(state, StaffNotices())
    return go(state, StaffPin(), AskStaffDoor())


def on_event(_context: Context, state: State, phase: StaffPin, event: Event) -> Step:
    """Counts digits, has the PIN checked, waits while the door is locked."""
    match event:
        case Pressed(node="staff.pin.leave"):
            return go(state, Attract())
        case SecretChanged(page=page, count=count) if page == PIN_PAGE and phase.locked_until is None:
            return go(state, replace(phase, count=count, said=None, short=False))
        case Pressed(node="staff.pin.ok") if phase.checking:
            return stay(state)
        case Pressed(node="staff.pin.ok") if phase.count < SHORTEST_PIN:
            return go(state, replace(phase, said=None, short=True))
        case Pressed(node="staff.pin.ok"):
            return go(state, replace(phase, said=None, short=False, checking=True), CheckPin(phase.count))
        case StaffPinChecked(outcome) if phase.checking:
            return _checked(state, outcome)
        case StaffDoorAnswered(PinLocked(seconds)):
            return go(state, StaffPin(locked_until=state.now.monotonic + seconds))
        case Tick() if phase.locked_until is not None and state.now.monotonic >= phase.locked_until:
            return go(state, StaffPin())
        case _:
            return stay(state)


def _checked(state: State, outcome: PinRight | PinWrong | PinLocked | PinUnread | PinUnusable) -> Step:
    match outcome:
        case PinRight():
            return go(state, Staff(), CountBacklog())
        case PinLocked(seconds):
            return go(state, StaffPin(locked_until=state.now.monotonic + seconds))
        case PinWrong() | PinUnread() | PinUnusable():
            return go(state, StaffPin(said=outcome))


def page(context: Context, state: State, phase: StaffPin) -> Page:
    """11, with dots: how many digits, the pad, what was wrong."""
    w = wording(context, state)
    if phase.locked_until is not None:
        return _locked_page(context, state, w, phase.locked_until)
    summary = _summary(w, phase)
    content: tuple[Block, ...] = (
        Heading(heading("staff.pin.title", w("staff.pin.title")), text("staff.pin.lead", w("staff.pin.lead"))),
        SecretFields(
            filled=phase.count,
            places=max(_PLACES, phase.count),
            active=not phase.checking and phase.count < LONGEST_PIN,
            words=Node(id="staff.pin.count", role=Role.STATUS, name=_count(w, phase)),
        ),
    )
    note = text("staff.pin.note", w("staff.pin.note"), w("staff.pin.note.text"), icon="shield")
    return Page(
        id=PIN_PAGE,
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.PANEL,
        panel=ServicePanel(
            "lock", heading("staff.pin.panel", w("staff.pin.panel")), text("staff.terminal", context.setup.terminal)
        ),
        content=(summary, *content) if summary is not None else content,
        tray=(number_pad(w, note, more_boxes=False),),
        nav=Nav(
            NavSplit.BACK_PRIMARY,
            quiet=button("staff.pin.leave", w("staff.pin.leave"), icon="close"),
            primary=button("staff.pin.ok", w("staff.pin.ok"), icon="forward"),
            icon_after=True,
        ),
        focus="staff.pin.ok",
        secret=LONGEST_PIN,
    )


def _count(w: Wording, phase: StaffPin) -> str:
    if phase.checking:
        return w("staff.pin.checking")
    return w.count("staff.pin.count", phase.count) if phase.count else w("staff.pin.none")


def _summary(w: Wording, phase: StaffPin) -> ErrorSummary | None:
    if phase.short:
        return _mistake(w, "short", w("staff.pin.short.text"))
    match phase.said:
        case None:
            return None
        case PinWrong(tries_left=left):
            return _mistake(w, "wrong", w.count("staff.pin.wrong.text", left))
        case PinUnread():
            return _mistake(w, "unread", w("staff.pin.unread.text"))
        case PinUnusable():
            return _mistake(w, "unusable", w("staff.pin.unusable.text"))


def _mistake(w: Wording, what: str, sentence: str) -> ErrorSummary:
    title = heading("staff.pin.error", w(f"staff.pin.{what}"))
    return ErrorSummary(title, (text("staff.pin.error.text", sentence),))


def _locked_page(context: Context, state: State, w: Wording, until: float) -> Page:
    """How long nobody may try. The time is counted down by the seconds, later by the minutes."""
    left = max(1, ceil(until - state.now.monotonic))
    wait = w.count("staff.locked.seconds", left) if left < 100 else w.count("staff.locked.minutes", ceil(left / 60))
    return Page(
        id="staff.locked",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.CONTENT,
        panel=Band(
            Tone.WARN,
            "lock",
            heading("staff.locked", w("staff.locked")),
            text("staff.locked.why", w("staff.locked.why")),
        ),
        content=(
            Heading(heading("staff.locked.wait", wait)),
            Notes((text("staff.locked.note", w("staff.locked.note"), w("staff.locked.note.text"), icon="info"),)),
        ),
        nav=Nav(NavSplit.FULL, quiet=button("staff.pin.leave", w("staff.locked.leave"), icon="exit")),
        focus="staff.pin.leave",
    )
