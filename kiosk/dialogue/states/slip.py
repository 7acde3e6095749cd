"""The slip of a number or receipt: asked first, printed once, honest afterwards. Shared by `ticket` and `done`.

The pages differ in words ("ticket", "receipt"); what can be pressed and what follows is the same, and lives here.
"""

from enum import Enum
from typing import assert_never

from devices.printer.api import PrinterStatus, Unknown
from kiosk.dialogue.capabilities import paper_fault
from kiosk.dialogue.events import Event, Pressed, PrintFinished, Tick
from kiosk.dialogue.frame import button, heading, text
from kiosk.dialogue.pages import Block, DrawingPlate, KeyRow, Nav, NavSplit, Node, Notes, Tone, Waiting
from kiosk.dialogue.state import Context, State
from kiosk.dialogue.taking import Declined, Ended, Offered, OnPhone, Printing, Taking
from kiosk.texts import Wording

PRINT = "slip.print"
PHONE = "slip.phone"
NONE = "slip.none"


class Kind(Enum):
    """Which words: for a queue number, or for an application."""

    TICKET = "ticket"
    RECEIPT = "receipt"


def after(context: Context, state: State, taking: Taking, event: Event) -> tuple[Taking, str | None]:
    """What an event makes of it, and the job that is to be printed now, if any."""
    match event:
        case PrintFinished(job, outcome):
            return taking.finished(job, outcome), None
        case Tick() if taking.overdue(state.now.monotonic, context.delays.answer_cap_s):
            assert isinstance(taking.way, Printing)  # noqa: S101 -- only then something can be overdue
            return taking.finished(taking.way.job, Unknown(PrinterStatus.OFFLINE)), None
        case Pressed(node=node) if node == PRINT and taking.offers_paper(state.health.printer):
            return taking.print(state.now.monotonic)
        case Pressed(node=node) if node == PHONE and isinstance(taking.way, Offered):
            return taking.take(OnPhone()), None
        case Pressed(node=node) if node == NONE and isinstance(taking.way, Offered):
            return taking.take(Declined()), None
        case _:
            return taking, None


def question(w: Wording, state: State, taking: Taking, kind: Kind) -> tuple[Block, ...]:
    """How shall it be taken along? Where there is no paper now, why."""
    if taking.offers_paper(state.health.printer):
        title = heading("slip.ask", w(f"slip.ask.{kind.value}"))
        return (DrawingPlate("illu-terminal-printer", title, text("slip.ask.text", w(f"slip.ask.{kind.value}.text"))),)
    cause = w(f"ticket.no_paper.{(state.health.printer or PrinterStatus.OFFLINE).value}")
    return (Notes((text("slip.ask", cause, w(f"slip.ask.{kind.value}.no_paper"), icon="printer"),), Tone.WARN),)


def part(taking: Taking) -> int:
    """Each stage counts as a page of its own: an impatient second tap on "print" must not hit "end"."""
    match taking.way:
        case Offered():
            return 0
        case Printing():
            return 1
        case Ended() | OnPhone() | Declined():
            return 2
        case never:
            assert_never(never)


def fault(state: State, taking: Taking) -> str:
    """Code of what keeps the paper away while it is asked for, empty for nothing."""
    found = paper_fault(state.health)
    return found.code if found is not None and not taking.offers_paper(state.health.printer) else ""


def tray(w: Wording, state: State, taking: Taking, kind: Kind) -> tuple[Block, ...]:
    """Waiting for the printer, or the quieter choices."""
    if taking.printing:  # nobody is led away: if it fails, number and code are needed here
        return (Waiting(text("slip.waiting", w("working.wait"), icon="hourglass")),)
    paper = taking.offers_paper(state.health.printer)
    if isinstance(taking.way, Offered):
        keys = (_phone(w), _none(w, kind)) if paper else (_none(w, kind),)
        return (KeyRow(keys, columns=len(keys)),)
    return (KeyRow((_print(w, taking, kind),), columns=1),) if paper else ()


def nav(w: Wording, state: State, taking: Taking, kind: Kind, *, more: str, end: str) -> Nav | None:
    """One filled key for the paper while it is asked for (for the phone where there is none); afterwards the end."""
    if taking.printing:
        return None
    if isinstance(taking.way, Offered):
        paper = taking.offers_paper(state.health.printer)
        return Nav(NavSplit.FULL, primary=_print(w, taking, kind) if paper else _phone(w))
    return Nav(
        NavSplit.BACK_PRIMARY,
        quiet=button(more, w("key.something_else"), icon="home"),
        primary=button(end, w("key.end_visit"), icon="check"),
    )


def focus(state: State, taking: Taking, *, end: str) -> str:
    """Where the focus stands: on the filled key."""
    if taking.printing:
        return ""
    if isinstance(taking.way, Offered):
        return PRINT if taking.offers_paper(state.health.printer) else PHONE
    return end


def _print(w: Wording, taking: Taking, kind: Kind) -> Node:
    return button(PRINT, w(f"slip.{'reprint' if taking.reprint else 'print'}.{kind.value}"), icon="printer")


def _phone(w: Wording) -> Node:
    return button(PHONE, w("slip.phone"), icon="qr")


def _none(w: Wording, kind: Kind) -> Node:
    return button(NONE, w(f"slip.none.{kind.value}"), icon="close")
