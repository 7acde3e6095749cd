"""Global rules of the staff area, whatever page stands: results of tests, counters, secrets, out of service by staff.

Pure; the machine calls them around each event.
"""

from dataclasses import replace

from devices.card.api import CardPresence
from devices.printer.api import PrinterStatus
from kiosk.dialogue import faults
from kiosk.dialogue.effects import Effect, ForgetSecret
from kiosk.dialogue.events import (
    BacklogCounted,
    ClosedKept,
    DeviceTested,
    Event,
    OutboxSaid,
    PrintFinished,
)
from kiosk.dialogue.phases import (
    Attract,
    Drawing,
    OutOfService,
    Phase,
    Sending,
    StaffPin,
    Ticket,
    ground,
    replace_ground,
)
from kiosk.dialogue.staff_book import Device, Tested
from kiosk.dialogue.state import State
from kiosk.dialogue.states.staff import TEST_JOB
from kiosk.outbox.api import Sealed


def learned(state: State, event: BacklogCounted | ClosedKept | DeviceTested | PrintFinished) -> State:
    """What an answer tells staff. A device that was asked is as it answered, whatever its watcher saw before."""
    book, now = state.staff, state.now.wall
    match event:
        case BacklogCounted(backlog):
            return replace(state, staff=replace(book, backlog=backlog, backlog_at=now))
        case ClosedKept(since, kept) if since == book.closed_since:
            return replace(state, staff=replace(book, closed_kept=kept))
        case PrintFinished(job, outcome) if job.startswith(TEST_JOB):
            return replace(state, staff=book.tested(Tested(Device.PRINTER, now, outcome)))
        case DeviceTested(device, result):
            state = replace(state, staff=book.tested(Tested(device, now, result)))
            return _as_seen(state, event)
        case _:
            return state


def _as_seen(state: State, event: DeviceTested) -> State:
    match event.result:
        case CardPresence() as presence:
            since = (state.card_since or state.now.monotonic) if presence.card_there else None
            return replace(state, health=replace(state.health, card=presence), card_since=since)
        case PrinterStatus() as status:
            return replace(state, health=replace(state.health, printer=status))
        case _:
            return state  # the portal's answer is a probe like every other: the machine takes it


def counted(before: State, after: State, event: Event) -> State:
    """Visits that began, applications that were taken, numbers that were given."""
    began = before.session.started is None and after.session.started is not None
    sealed = isinstance(event, OutboxSaid) and isinstance(event.event, Sealed) and not _told_before(before, event.event)
    given = isinstance(ground(before.phase), Drawing) and isinstance(ground(after.phase), Ticket)
    if not (began or sealed or given):
        return after
    book = after.staff.counted(after.now.wall, visits=int(began), applications=int(sealed), tickets=int(given))
    return replace(after, staff=book)


def _told_before(state: State, event: Sealed) -> bool:
    phase = ground(state.phase)
    return isinstance(phase, Sending) and phase.key == event.key and phase.sealed


def left_secret(before: Phase, after: Phase) -> tuple[Effect, ...]:
    """Digits are overwritten as soon as the page that collected them is gone, or begins anew."""
    match ground(before), ground(after):
        case (StaffPin(checking=True), StaffPin(checking=False)):
            return (ForgetSecret(),)  # what was typed while the PIN was checked
        case (StaffPin(locked_until=None), StaffPin(locked_until=None)):
            return ()
        case (StaffPin(), _):
            return (ForgetSecret(),)
        case _:
            return ()


def closed(state: State) -> State:
    """Staff took the terminal out of service, or back into it: holds as soon as nobody is there."""
    since, code = state.staff.closed_since, faults.CLOSED_BY_STAFF.code
    match ground(state.phase):
        case Attract() if since is not None:
            return replace(state, phase=replace_ground(state.phase, OutOfService(code, since)))
        case OutOfService(fault=fault) if since is not None and fault != code:
            return replace(state, phase=replace_ground(state.phase, OutOfService(code, since)))
        case OutOfService(fault=fault) if since is None and fault == code:
            return replace(state, phase=replace_ground(state.phase, Attract()))
        case _:
            return state
