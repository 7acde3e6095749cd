"""The staff area as the dialogue makes it: PIN page in its states, locked, staff page well and in trouble, notices."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from devices.card.api import CardPresence
from devices.printer.api import NotPrinted, PrinterStatus
from kiosk.dialogue import phases as p
from kiosk.dialogue.dispatch import view
from kiosk.dialogue.faults import CLOSED_BY_STAFF, CRASHED, PAPER_LEFT, PIN_CUT
from kiosk.dialogue.pages import Appearance, Page
from kiosk.dialogue.staff_book import Device, PortalSeen, StaffBook, Tested, Today
from kiosk.dialogue.state import Notice, State
from kiosk.outbox.api import Backlog, Trouble
from kiosk.staff.api import PinWrong
from tests.kiosk.dialogue import samples

Builder = Callable[[Appearance], Page]

MORNING = samples.START.replace(hour=0, minute=0)
WELL = StaffBook(
    Today(MORNING.date(), MORNING, visits=42, applications=17, tickets=23),
    tests=(Tested(Device.READER, samples.START, CardPresence.EMPTY),),
    backlog=Backlog(0, None, 0),
    backlog_at=samples.START,
)
TROUBLE = StaffBook(
    Today(MORNING.date(), samples.START - timedelta(hours=2), visits=1, applications=0, tickets=1204),
    tests=(
        Tested(Device.READER, samples.START, CardPresence.NO_READER),
        Tested(Device.PRINTER, samples.START, NotPrinted(PrinterStatus.CUTTER_JAM)),
        Tested(Device.PORTAL, samples.START, PortalSeen(samples.UNREACHABLE)),
    ),
    backlog=Backlog(12, 90_000.0, 3),
    backlog_at=samples.START,
    closed_since=samples.START,
)


def _state(phase: p.Phase, look: Appearance, book: StaffBook, *, well: bool) -> State:
    state = samples.at(phase, 10.0, visit=False)
    health = replace(
        state.health,
        card=CardPresence.EMPTY if well else CardPresence.NO_READER,
        printer=PrinterStatus.PAPER_LOW if well else PrinterStatus.CUTTER_JAM,
        portal_failure=None if well else samples.UNREACHABLE,
        portal_failures=0 if well else 9,
        portal_known=True,
    )
    notices = () if well else (Notice(CRASHED.code, samples.START),)
    session = replace(state.session, appearance=look)
    return replace(state, session=session, staff=book, health=health, notices=notices)


def shows(phase: p.Phase, book: StaffBook = WELL, *, well: bool = True) -> Builder:
    """The page of a phase of the staff area."""
    return lambda look: view(samples.context(staff=True), _state(phase, look, book, well=well))


def outbox_in_trouble(look: Appearance) -> Page:
    """The longest words that staff may find among the notices after a power cut."""
    state = _state(p.StaffNotices(area=True), look, TROUBLE, well=True)
    troubles = frozenset({Trouble.QUARANTINE, Trouble.SET_ASIDE, Trouble.STALE})
    notices = tuple(Notice(fault.code, samples.START) for fault in (PIN_CUT, PAPER_LEFT))
    return view(
        samples.context(staff=True),
        replace(state, notices=notices, health=replace(state.health, outbox=troubles)),
    )


def on_site(phase: p.Phase) -> Builder:
    """The staff area of a terminal that reads ID cards, while the next one is read with its CAN."""
    context = samples.context(staff=True)
    context = replace(context, setup=replace(context.setup, identification=True))

    def build(look: Appearance) -> Page:
        state = _state(phase, look, WELL, well=True)
        return view(context, replace(state, session=replace(state.session, on_site=True)))

    return build


def named(id_: str, build: Builder) -> Builder:
    """The same page under an id of its own: whoever waits for a page tells it from the one before by that."""
    return lambda look: replace(build(look), id=id_)


PAGES: dict[str, Builder] = {
    "staff_pin": shows(p.StaffPin(count=3)),
    "staff_pin_long": named("staff.pin.long", shows(p.StaffPin(count=11))),
    "staff_pin_wrong": named("staff.pin.wrong", shows(p.StaffPin(said=PinWrong(1)))),
    "staff_locked": shows(p.StaffPin(locked_until=40.0)),
    "staff": shows(p.Staff()),
    "staff_trouble": named("staff.trouble", shows(p.Staff(), TROUBLE, well=False)),
    "staff_tasks": named("staff.tasks", shows(p.Staff(tasks=True), TROUBLE, well=False)),
    "staff_on_site": named("staff.on_site", on_site(p.Staff())),
    "staff_on_site_tasks": named("staff.on_site.tasks", on_site(p.Staff(tasks=True))),
    "staff_notices": shows(p.StaffNotices(area=True), TROUBLE, well=False),
    "staff_notices_outbox": named("staff.notices.outbox", outbox_in_trouble),
    "staff_closed": shows(p.OutOfService(CLOSED_BY_STAFF.code, samples.START)),
}
