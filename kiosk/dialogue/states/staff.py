"""The staff page (31): devices and their tests, counters of today, out of service and back, restart.

What a row says was observed: the state by the watchers or by a test, the last test with its time.
"""

from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from devices.card.api import CardPresence
from devices.printer.api import NotPrinted, Printed, PrinterStatus, Unknown
from kiosk.dialogue.capabilities import device_faults
from kiosk.dialogue.effects import AskDevice, CountBacklog, Effect, KeepClosed, PrintDocument, RestartProgram
from kiosk.dialogue.events import Event, OutboxSaid, Pressed
from kiosk.dialogue.frame import button, frame, heading, text, wording
from kiosk.dialogue.nodes import Role, Tone
from kiosk.dialogue.pages import (
    Block,
    Counters,
    DeviceRow,
    Devices,
    Nav,
    NavSplit,
    Node,
    Page,
    Pill,
    Section,
    Spring,
    StaffKeys,
    StatePanel,
)
from kiosk.dialogue.paper import paper_wording
from kiosk.dialogue.phases import Attract, Staff, StaffNotices
from kiosk.dialogue.room import cramped
from kiosk.dialogue.staff_book import Device, NoResult, PortalSeen, StaffBook, TestResult
from kiosk.dialogue.state import Context, State, Step, go, stay
from kiosk.dialogue.states.staff_report import report
from kiosk.documents import DeviceReport
from kiosk.documents.test_page import test_page
from kiosk.texts import Wording

CHECK_PREFIX = "staff.check."
TEST_JOB = "test:"
_ICONS = {Device.READER: "card-reader", Device.PRINTER: "printer", Device.PORTAL: "museum"}
_PILL_ICONS = {Tone.SUCCESS: "check-circle", Tone.WARN: "warning", Tone.DANGER: "error", Tone.PLAIN: "help"}


def on_event(context: Context, state: State, phase: Staff, event: Event) -> Step:
    """Has devices tested, takes the terminal out of service and back, leaves."""
    match event:
        case Pressed(node="staff.end"):
            return go(state, Attract())
        case Pressed(node="staff.tasks"):
            return go(state, replace(phase, tasks=not phase.tasks))
        case Pressed(node="staff.notices.open"):
            return go(state, StaffNotices(area=True))
        case Pressed(node="staff.close"):
            return _keep(state, KeepClosed(state.now.wall))
        case Pressed(node="staff.open"):
            return _keep(state, KeepClosed(None))
        case Pressed(node="staff.on_site") if context.setup.identification:
            return stay(replace(state, session=replace(state.session, on_site=not state.session.on_site)))
        case Pressed(node="staff.restart"):
            return go(state, replace(phase, restarting=True), RestartProgram())
        case Pressed(node="staff.print"):
            job = f"{TEST_JOB}{state.now.fresh}"
            document = test_page(context.setup, paper_wording(context, state), state.now.wall, large=False)
            return _ask(state, Device.PRINTER, PrintDocument(job, document))
        case Pressed(node=node) if node.startswith(CHECK_PREFIX):
            device = Device(node.removeprefix(CHECK_PREFIX))
            more = (CountBacklog(),) if device is Device.PORTAL else ()
            return _ask(state, device, AskDevice(device), *more)
        case OutboxSaid():
            return state, (CountBacklog(),)
        case _:
            return stay(state)


def print_report(context: Context, state: State) -> Step:
    """Prints the readiness report; what came of it stands in the printer's row."""
    document = report(context, state, tuple(_reported(context, state, device) for device in Device))
    return _ask(state, Device.PRINTER, PrintDocument(f"{TEST_JOB}{state.now.fresh}", document))


def _ask(state: State, device: Device, *effects: Effect) -> Step:
    """One question at a time to each device."""
    book = state.staff
    if device in book.asked:
        return stay(state)
    return replace(state, staff=replace(book, asked=book.asked | {device})), effects


def _keep(state: State, effect: KeepClosed) -> Step:
    """Holds from now on; whether it survives a restart is known when it is written."""
    return replace(state, staff=replace(state.staff, closed_since=effect.since, closed_kept=True)), (effect,)


def page(context: Context, state: State, phase: Staff) -> Page:
    """31: state of everything, what to do about it; on two pages where one would be too full."""
    w = wording(context, state)
    end = button("staff.end", w("staff.end"), icon="check")
    tray: tuple[Block, ...] = (_keys(context, state, w),)
    content = (*_today(state, w), *_devices(state, w))
    nav = Nav(NavSplit.FULL, primary=end)
    if cramped(state.session.appearance):
        content, tray = (_today(state, w), tray) if phase.tasks else (_devices(state, w)[1:], ())
        other = ("key.back", "back") if phase.tasks else ("staff.tasks", "wrench")
        nav = Nav(NavSplit.BACK_PRIMARY, quiet=button("staff.tasks", w(other[0]), icon=other[1]), primary=end)
    return Page(
        id="staff",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.CONTENT,
        panel=_panel(context, state, w, phase),
        content=content,
        tray=tray,
        nav=nav,
        focus="staff.end",
        part=int(phase.tasks),
    )


def _panel(context: Context, state: State, w: Wording, phase: Staff) -> StatePanel:
    found = device_faults(state.health, context.delays.probe_failures)
    number = len(found) + len(state.notices)
    name = w.count("staff.hints", number) if number else w("staff.ok")
    tone = Tone.WARN if number else Tone.SUCCESS
    return StatePanel(
        heading("staff.title", w("staff.title")),
        text("staff.state", _in_service(w, state, phase, limited=bool(found))),
        Pill(Node(id="staff.hints", role=Role.STATUS, name=name, icon=_PILL_ICONS[tone]), tone),
    )


def _in_service(w: Wording, state: State, phase: Staff, *, limited: bool) -> str:
    since, kept = state.staff.closed_since, state.staff.closed_kept
    if phase.restarting:
        return w("staff.state.restarting")
    if since is not None:
        key = "staff.state.closed" if kept else "staff.state.closed.not_kept"
        return w(key, date=w.date(since), time=w.time(since))
    if not kept:
        return w("staff.state.open.not_kept")
    if state.session.on_site:
        return w("staff.state.on_site")
    return w("staff.state.limited" if limited else "staff.state.open")


def _today(state: State, w: Wording) -> tuple[Block, ...]:
    today = state.staff.today_at(state.now.wall)
    name = w("staff.today") if today.whole_day else w("staff.today.since", time=w.time(today.since))
    figures = (("visits", today.visits), ("applications", today.applications), ("tickets", today.tickets))
    return (
        Section(heading("staff.today", name)),
        Counters(tuple(text(f"staff.{what}", w(f"staff.{what}"), w.number(count)) for what, count in figures)),
    )


def _devices(state: State, w: Wording) -> tuple[Block, ...]:
    rows = tuple(_row(state, w, device) for device in Device)
    return Section(heading("staff.devices", w("staff.devices"))), Devices(rows)


def _keys(context: Context, state: State, w: Wording) -> StaffKeys:
    closed = state.staff.closed_since is not None
    service = button("staff.open", w("staff.open"), icon="check") if closed else _close_key(w)
    return StaffKeys(
        (
            button("staff.print", w("staff.print"), icon="printer"),
            button("staff.notices.open", w("staff.notices.open"), icon="document"),
            button("staff.restart", w("staff.restart"), icon="restart"),
            service,
            *_on_site(context, state, w),
        ),
        danger=frozenset({"staff.close"}),
    )


def _on_site(context: Context, state: State, w: Wording) -> tuple[Node, ...]:
    """§ 18a PAuswG: staff compare the photo, the card is read with its CAN; for the next visit and no other."""
    if not context.setup.identification:
        return ()
    on = state.session.on_site
    return (button("staff.on_site", w("staff.on_site.off" if on else "staff.on_site"), icon="person"),)


def _close_key(w: Wording) -> Node:
    return button("staff.close", w("staff.close"), icon="close")


# --- Devices ---


def _row(state: State, w: Wording, device: Device) -> DeviceRow:
    name = w(f"staff.device.{device.value}")
    word, tone = _now(state, w, device)
    waits = _backlog(state, w) if device is Device.PORTAL else ()
    lines = (*waits, _last(w, state.staff, device))
    check = button(CHECK_PREFIX + device.value, w("staff.check"))
    return DeviceRow(
        text(f"staff.device.{device.value}", name, "\n".join(lines), icon=_ICONS[device]),
        Pill(Node(id=f"staff.now.{device.value}", role=Role.STATUS, name=word, icon=_PILL_ICONS[tone]), tone),
        replace(check, speech=w("staff.check.speech", device=name)),
    )


def _reported(context: Context, state: State, device: Device) -> DeviceReport:
    w = wording(context, state)
    word, tone = _now(state, w, device)
    tested = state.staff.last_test(device)
    name, at = w(f"staff.device.{device.value}"), tested.at if tested is not None else None
    return DeviceReport(name, word, ready=tone is Tone.SUCCESS, tested=at)


def _now(state: State, w: Wording, device: Device) -> tuple[str, Tone]:
    """How a device is, and how bad that is."""
    health = state.health
    match device:
        case Device.READER:
            return _reader(w, health.card)
        case Device.PRINTER:
            return _printer(w, health.printer)
        case Device.PORTAL if health.portal_failure is not None:
            return w(f"staff.portal.{health.portal_failure.kind.value}"), Tone.DANGER
        case Device.PORTAL:
            return (w("staff.portal.ok"), Tone.SUCCESS) if health.portal_known else _unknown(w)
        case never:
            assert_never(never)


def _unknown(w: Wording) -> tuple[str, Tone]:
    return w("staff.unknown"), Tone.PLAIN


def _reader(w: Wording, presence: CardPresence | None) -> tuple[str, Tone]:
    tones = {CardPresence.NO_READER: Tone.DANGER, CardPresence.MUTE: Tone.WARN, CardPresence.PRESENT: Tone.WARN}
    return _unknown(w) if presence is None else (w(f"staff.reader.{presence.value}"), tones.get(presence, Tone.SUCCESS))


def _printer(w: Wording, status: PrinterStatus | None) -> tuple[str, Tone]:
    passing = (PrinterStatus.PAPER_LOW, PrinterStatus.TOO_HOT, PrinterStatus.BUSY, PrinterStatus.SLIP_WAITING)
    tones = {PrinterStatus.READY: Tone.SUCCESS, **dict.fromkeys(passing, Tone.WARN)}
    return _unknown(w) if status is None else (w(f"staff.printer.{status.value}"), tones.get(status, Tone.DANGER))


def _last(w: Wording, book: StaffBook, device: Device) -> str:
    """The last test in words."""
    if device in book.asked:
        return w("staff.tested.running")
    tested = book.last_test(device)
    if tested is None:
        return w("staff.tested.never")
    key = "staff.test_print" if isinstance(tested.result, Printed | NotPrinted | Unknown) else "staff.tested"
    return w(key, time=w.time(tested.at), result=_result(w, tested.result))


def _result(w: Wording, result: TestResult) -> str:
    match result:
        case CardPresence():
            return _reader(w, result)[0]
        case PrinterStatus():
            return _printer(w, result)[0]
        case PortalSeen(failure):
            return w("staff.portal.ok" if failure is None else f"staff.portal.{failure.kind.value}")
        case Printed():
            return w("staff.printed")
        case NotPrinted(reason):
            return w("staff.not_printed", reason=w(f"staff.printer.{reason.value}"))
        case Unknown():
            return w("staff.maybe_printed")
        case NoResult():
            return w("staff.no_result")
        case never:
            assert_never(never)


def _backlog(state: State, w: Wording) -> tuple[str, ...]:
    """How much waits, and how much the portal will never take."""
    backlog, at = state.staff.backlog, state.staff.backlog_at
    if backlog is None or at is None:
        return ()
    lines = [w.count("staff.waiting", backlog.count)]
    if backlog.oldest_s is not None:
        since = at - timedelta(seconds=backlog.oldest_s)
        moment = w.time(since) if since.date() == at.date() else f"{w.date(since)}, {w.time(since)}"
        lines.append(w.count("staff.waiting.since", backlog.count, moment=moment))
    if backlog.quarantined:
        lines.append(w.count("staff.refused", backlog.quarantined))
    return tuple(lines)
