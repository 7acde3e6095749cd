"""What staff should know: state of devices and what happened, nothing personal. In the staff area it can be printed.

The one place that tells of a restart after a crash; citizens never see that. Where the terminal has a PIN of staff, the
staff area leads here; otherwise the gesture does.
"""

from dataclasses import replace

from kiosk.dialogue.capabilities import device_faults
from kiosk.dialogue.events import Event, Pressed
from kiosk.dialogue.faults import CLOSED_BY_STAFF
from kiosk.dialogue.frame import button, frame, heading, text, wording
from kiosk.dialogue.pages import Block, Facts, Heading, KeyRow, Nav, NavSplit, Node, Page, Size, Spring
from kiosk.dialogue.phases import Attract, Staff, StaffNotices
from kiosk.dialogue.state import Context, State, Step, go, stay
from kiosk.dialogue.states.staff import print_report
from kiosk.texts import Wording

_SHOWN = {Size.S: 6, Size.M: 6, Size.L: 3, Size.XL: 2}
"""Entries on a page, by text size."""


def on_event(context: Context, state: State, phase: StaffNotices, event: Event) -> Step:
    """Back to the staff area, or out."""
    match event:
        case Pressed(node="staff.leave") if phase.area:
            return go(state, Staff())
        case Pressed(node="staff.leave"):
            return go(state, Attract())
        case Pressed(node="staff.report") if phase.area:
            return print_report(context, replace(state, phase=Staff()))
        case Pressed(node="staff.more"):
            return go(state, replace(phase, page=phase.page + 1))
        case _:
            return stay(state)


def page(context: Context, state: State, phase: StaffNotices) -> Page:
    """Current faults first, then notices, newest first; as many on a page as have room."""
    w = wording(context, state)
    name, icon = (w("key.back"), "back") if phase.area else (w("staff.leave"), "exit")
    current, notices = _current(context, state, w), _notices(state, w)
    size = _SHOWN[state.session.appearance.size]
    pages = -(-(len(current) + len(notices)) // size)
    first = phase.page % pages * size
    content: list[Block] = []
    if shown := current[first : first + size]:
        title = Heading(heading("staff.title", w("staff.title")), text("staff.terminal", context.setup.terminal))
        content += [title, Facts(shown)]
    if shown := notices[max(0, first - len(current)) : max(0, first + size - len(current))]:
        content += [Heading(heading("staff.notices", w("staff.notices"))), Facts(shown)]
    leave = button("staff.leave", name, icon=icon)
    nav = Nav(NavSplit.FULL, quiet=leave)
    if pages > 1:
        more = button("staff.more", w("key.more_of", page=phase.page % pages + 1, pages=pages), icon="down")
        nav = Nav(NavSplit.BACK_PRIMARY, quiet=leave, primary=more, filled=False)
    return Page(
        id="staff.notices",
        appearance=state.session.appearance,
        frame=frame(context, state),
        spring=Spring.CONTENT,
        content=tuple(content),
        tray=(KeyRow((button("staff.report", w("staff.report"), icon="printer"),), columns=1),) if phase.area else (),
        nav=nav,
        part=phase.page % pages,
        focus="staff.leave",
    )


def _current(context: Context, state: State, w: Wording) -> tuple[Node, ...]:
    found = device_faults(state.health, context.delays.probe_failures)
    if state.staff.closed_since is not None:
        found = (*found, CLOSED_BY_STAFF)
    if not found:
        return (text("staff.ok", w("staff.ok"), w("staff.ok.text"), icon="check-circle"),)
    return tuple(
        text(f"staff.fault.{fault.code}", f"{fault.code}", w(fault.staff_text), icon="warning") for fault in found
    )


def _notices(state: State, w: Wording) -> tuple[Node, ...]:
    newest = tuple(reversed(state.notices))
    if not newest:
        return (text("staff.none", w("staff.none"), icon="info"),)
    return tuple(
        text(
            f"staff.notice.{number}",
            w("staff.notice", code=notice.code, date=w.date(notice.since), time=w.time(notice.since)),
            w(f"fault.{notice.code}.staff"),
            icon="info",
        )
        for number, notice in enumerate(newest, 1)
    )
