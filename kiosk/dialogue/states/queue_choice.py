"""The person picks a matter and draws."""

from dataclasses import replace

from kiosk.dialogue.capabilities import paper_fault
from kiosk.dialogue.effects import DrawTicket
from kiosk.dialogue.events import Event, Pressed
from kiosk.dialogue.frame import button, frame, heading, text, wording
from kiosk.dialogue.pages import (
    Block,
    Choices,
    Heading,
    KeyRow,
    Mark,
    Nav,
    NavSplit,
    Node,
    Notes,
    Page,
    Role,
    ServicePanel,
    Spring,
    Tone,
)
from kiosk.dialogue.phases import Drawing, Home, QueueChoice
from kiosk.dialogue.room import low_parts, rows
from kiosk.dialogue.state import Context, State, Step, go, stay
from kiosk.portal.contract import QueueService, QueueTicketRequest
from kiosk.services.form import option_pages
from kiosk.texts import Wording

CHOICE_PREFIX = "queue.service."
_LOW_ROWS = 2
"""Matters of a page where large text lies low: under them are the row for more time and two rows of keys."""


def on_event(_context: Context, state: State, phase: QueueChoice, event: Event) -> Step:
    """Rows select, the check box toggles, the filled key draws (or says what is missing)."""
    match event:
        case Pressed(node=node) if node.startswith(CHOICE_PREFIX):
            chosen = node.removeprefix(CHOICE_PREFIX)
            if any(service.id == chosen for service in phase.overview.services):
                return go(state, replace(phase, selected=chosen, missing=False))
            return stay(state)
        case Pressed(node="queue.more"):
            return go(state, replace(phase, page=(phase.page + 1) % len(_pages(state, phase))))
        case Pressed(node="queue.more_time"):
            return go(state, replace(phase, more_time=not phase.more_time))
        case Pressed(node="queue.draw") if phase.selected is None:
            return go(state, replace(phase, missing=True))
        case Pressed(node="queue.draw"):
            return _draw(state, phase, phase.selected)
        case Pressed(node="queue.back"):
            return go(state, Home())
        case _:
            return stay(state)


def _draw(state: State, phase: QueueChoice, service: str | None) -> Step:
    assert service is not None  # noqa: S101 -- the case before took None
    request = QueueTicketRequest(service=service, assistance=("more_time",) if phase.more_time else ())
    ticket = state.now.fresh
    return go(state, Drawing(ticket, request, phase, since=state.now.monotonic), DrawTicket(ticket, request))


def page(context: Context, state: State, phase: QueueChoice) -> Page:
    """22: matters with their wait, the check box, and draw."""
    w = wording(context, state)
    pages = _pages(state, phase)
    shown = pages[phase.page % len(pages)]
    return Page(
        id="queue.choice",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.PANEL,
        panel=ServicePanel(
            "queue", heading("queue.service_name", w("queue.service")), text("queue.no_name", w("queue.no_name"))
        ),
        content=(
            *_missing(w, phase),
            Heading(heading("queue.question", w("queue.question")), _situation(w, phase)),
            Choices(tuple(_row(w, phase, service) for service in shown)),
            *_more(w, phase, len(pages)),
        ),
        tray=(*_paper(context, state, w), Choices((_more_time(w, state, phase),))),
        nav=Nav(
            NavSplit.BACK_PRIMARY,
            quiet=button("queue.back", w("key.back"), icon="back"),
            primary=button("queue.draw", w("queue.draw"), icon="queue"),
        ),
        part=phase.page,
        focus=CHOICE_PREFIX + next((each.id for each in shown if each.id == phase.selected), shown[0].id),
    )


def _pages(state: State, phase: QueueChoice) -> tuple[tuple[QueueService, ...], ...]:
    """Matters of each page; a note about the printer takes the room of a row where rows are tall."""
    look = state.session.appearance
    room = _LOW_ROWS if low_parts(look) else rows(look)
    if paper_fault(state.health) is not None and room < len(phase.overview.services) + 1:
        room -= 1
    return option_pages(phase.overview.services, room)


def _more(w: Wording, phase: QueueChoice, pages: int) -> tuple[Block, ...]:
    if pages < 2:
        return ()
    words = w("key.more_of", page=phase.page % pages + 1, pages=pages)
    return (KeyRow((button("queue.more", words, icon="down"),), columns=1),)


def _situation(w: Wording, phase: QueueChoice) -> Node:
    people = w.count("queue.waiting_now", phase.overview.waiting)
    counters = w.count("queue.counters_open", phase.overview.counters_open)
    return text("queue.situation", f"{people} {counters}", icon="people")


def _missing(w: Wording, phase: QueueChoice) -> tuple[Block, ...]:
    if not phase.missing:
        return ()
    return (Notes((text("queue.missing", w("queue.missing"), w("queue.missing.text"), icon="error"),), Tone.DANGER),)


def _row(w: Wording, phase: QueueChoice, service: QueueService) -> Node:
    marks = frozenset({Mark.SELECTED}) if service.id == phase.selected else frozenset[Mark]()
    name = service.name.in_language(w.lang)
    return Node(
        id=CHOICE_PREFIX + service.id,
        role=Role.RADIO,
        name=name,
        value=wait_words(w, service.wait_minutes),
        marks=marks,
    )


def wait_words(w: Wording, minutes: int | None) -> str:
    """The estimate in words; an unknown one is said to be unknown."""
    if minutes is None:
        return w("queue.wait.unknown")
    return w("queue.wait.none") if minutes == 0 else w.count("queue.wait", minutes)


def _more_time(w: Wording, state: State, phase: QueueChoice) -> Node:
    """The examples go where large text lies low: the row itself says enough."""
    marks = frozenset({Mark.SELECTED}) if phase.more_time else frozenset[Mark]()
    return Node(
        id="queue.more_time",
        role=Role.CHECKBOX,
        name=w("queue.more_time"),
        value="" if low_parts(state.session.appearance) else w("queue.more_time.text"),
        marks=marks,
    )


def _paper(context: Context, state: State, w: Wording) -> tuple[Block, ...]:
    """Without paper this page says so before the number is drawn."""
    if paper_fault(state.health) is None:
        return ()
    return (Notes((text("queue.no_paper", w("queue.no_paper"), icon="printer"),), Tone.WARN),)
