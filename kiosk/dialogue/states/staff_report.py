"""The readiness report that staff print: state and last test of each device, then what is wrong and what happened.

The words are those of the staff page and its notices; nothing of a citizen is in any of them.
"""

from devices.printer.document import Document
from kiosk.dialogue.capabilities import device_faults
from kiosk.dialogue.frame import wording
from kiosk.dialogue.paper import paper_wording
from kiosk.dialogue.state import Context, State
from kiosk.documents import DeviceReport, readiness_report


def report(context: Context, state: State, devices: tuple[DeviceReport, ...]) -> Document:
    """The report as it is now.

    Args:
        devices: in the order of the staff page.
    """
    w = wording(context, state)
    found = device_faults(state.health, context.delays.probe_failures)
    current = tuple(f"{fault.code} {w(fault.staff_text)}" for fault in found)
    past = tuple(
        f"{w('staff.notice', code=notice.code, date=w.date(notice.since), time=w.time(notice.since))}: "
        f"{w(f'fault.{notice.code}.staff')}"
        for notice in reversed(state.notices)
    )
    return readiness_report(context.setup, paper_wording(context, state), devices, current + past, at=state.now.wall)
