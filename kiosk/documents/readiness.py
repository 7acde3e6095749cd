"""The readiness report for staff: each device in one sentence, with the time of its last test."""

from dataclasses import dataclass
from datetime import datetime

from devices.printer.document import Document, Heading, Item, Note, Pair, Paragraph, Part, Rule
from kiosk.documents.slip import Issuer, foot, head, moment, slip
from kiosk.texts import Wording


@dataclass(frozen=True, slots=True)
class DeviceReport:
    """What is known about one device.

    Args:
        name: what staff call it.
        state: its state as a sentence.
        ready: whether it can be used.
        tested: when it was tested last, None if not since the start.
    """

    name: str
    state: str
    ready: bool
    tested: datetime | None


def readiness_report(
    issuer: Issuer,
    w: Wording,
    devices: tuple[DeviceReport, ...],
    notices: tuple[str, ...],
    *,
    at: datetime,
    large: bool = False,
) -> Document:
    """The report in the language of `w`; names and sentences arrive in words.

    Args:
        issuer: whose report.
        w: texts of paper.
        devices: in the order of the maintenance page.
        notices: what happened, newest first ("P-02 Papier leer, 10:24 Uhr").
        at: now.
        large: large print.
    """
    ready = all(device.ready for device in devices)
    parts: tuple[Part, ...] = (
        *head(issuer),
        Heading(w("readiness.title"), large=True),
        Heading(w("readiness.ready" if ready else "readiness.trouble")),
        *(part for device in devices for part in _device(w, device)),
        *((Rule(), Heading(w("readiness.notices"))) if notices else ()),
        *(Item(notice) for notice in notices),
        *foot(issuer, w, at),
    )
    return slip("readiness_report", w, parts, large=large)


def _device(w: Wording, device: DeviceReport) -> tuple[Part, ...]:
    tested = w("readiness.tested", time=moment(w, device.tested)) if device.tested else w("readiness.untested")
    sign = "OK" if device.ready else "!"
    return Rule(), Pair(device.name, sign, bold=True), Paragraph(device.state), Note(tested)
