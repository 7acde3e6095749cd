"""Catalogue of faults: one small code per place of failure, for the page, the log and the book of staff.

The code stands small on the page; `fault.<code>.staff` in the text catalogues says cause and remedy. Letters:
D printer, K card reader, N network and portal, T the terminal itself.
"""

from dataclasses import dataclass
from enum import Enum

from devices.card.api import CardPresence
from devices.printer.api import PrinterStatus
from kiosk.identity.api import CardStep
from kiosk.outbox.api import Trouble
from kiosk.portal.errors import FailureKind


class Severity(Enum):
    """How much is lost."""

    NOTE = "note"
    """Staff should look when they pass by."""
    DEGRADED = "degraded"
    """Something is not offered; the rest works."""
    DOWN = "down"
    """Nothing can be offered."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One entry of the catalogue."""

    code: str
    severity: Severity

    @property
    def staff_text(self) -> str:
        """Key of the text that tells staff cause and remedy."""
        return f"fault.{self.code}.staff"


PRINTER_OFFLINE = Fault("D-10", Severity.DEGRADED)
PRINTER_COVER = Fault("D-11", Severity.DEGRADED)
PRINTER_PAPER = Fault("D-12", Severity.DEGRADED)
PRINTER_ERROR = Fault("D-13", Severity.DEGRADED)
PRINTER_UNKNOWN = Fault("D-14", Severity.NOTE)
PRINTER_LOW = Fault("D-15", Severity.NOTE)
PAPER_LEFT = Fault("D-30", Severity.NOTE)
PRINTER_CUTTER = Fault("D-16", Severity.DEGRADED)
PRINTER_HOT = Fault("D-17", Severity.DEGRADED)
PRINTER_BUSY = Fault("D-18", Severity.DEGRADED)
PRINTER_SLIP = Fault("D-19", Severity.DEGRADED)
NO_READER = Fault("K-01", Severity.DEGRADED)
CARD_LEFT = Fault("K-02", Severity.NOTE)
CARD_MUTE = Fault("K-03", Severity.NOTE)
READER_UNFIT = Fault("K-04", Severity.DEGRADED)
CARD_RULE = Fault("K-05", Severity.NOTE)
READING_CUT = Fault("K-06", Severity.NOTE)
PIN_CUT = Fault("K-07", Severity.NOTE)
PORTAL_AWAY = Fault("N-03", Severity.DOWN)
PORTAL_UNTRUSTED = Fault("N-04", Severity.DOWN)
PORTAL_BUSY = Fault("N-05", Severity.DEGRADED)
PORTAL_BROKEN = Fault("N-06", Severity.DOWN)
PORTAL_REFUSED = Fault("N-07", Severity.DEGRADED)
RECEIPT_DOUBTED = Fault("N-08", Severity.DEGRADED)
CRASHED = Fault("T-01", Severity.NOTE)
BROKEN_CODE = Fault("T-02", Severity.NOTE)
NOT_ACCEPTED = Fault("T-03", Severity.DEGRADED)
OUTBOX_LIMITS = Fault("T-04", Severity.DEGRADED)
KEYS_EXPIRED = Fault("T-05", Severity.DEGRADED)
DISK_FULL = Fault("T-06", Severity.DEGRADED)
DISK_BROKE = Fault("T-07", Severity.DEGRADED)
QUARANTINED = Fault("T-08", Severity.NOTE)
STORE_SET_ASIDE = Fault("T-09", Severity.NOTE)
OUTBOX_STALE = Fault("T-11", Severity.NOTE)
CLOSED_BY_STAFF = Fault("T-10", Severity.DOWN)

CATALOGUE = (
    PRINTER_OFFLINE,
    PRINTER_COVER,
    PRINTER_PAPER,
    PRINTER_ERROR,
    PRINTER_UNKNOWN,
    PRINTER_LOW,
    PAPER_LEFT,
    PRINTER_CUTTER,
    PRINTER_HOT,
    PRINTER_BUSY,
    PRINTER_SLIP,
    NO_READER,
    CARD_LEFT,
    CARD_MUTE,
    READER_UNFIT,
    CARD_RULE,
    READING_CUT,
    PIN_CUT,
    PORTAL_AWAY,
    PORTAL_UNTRUSTED,
    PORTAL_BUSY,
    PORTAL_BROKEN,
    PORTAL_REFUSED,
    RECEIPT_DOUBTED,
    CRASHED,
    BROKEN_CODE,
    NOT_ACCEPTED,
    OUTBOX_LIMITS,
    KEYS_EXPIRED,
    DISK_FULL,
    DISK_BROKE,
    QUARANTINED,
    STORE_SET_ASIDE,
    OUTBOX_STALE,
    CLOSED_BY_STAFF,
)

_PRINTER: dict[PrinterStatus, Fault | None] = {
    PrinterStatus.READY: None,
    PrinterStatus.PAPER_LOW: PRINTER_LOW,
    PrinterStatus.NO_PAPER: PRINTER_PAPER,
    PrinterStatus.COVER_OPEN: PRINTER_COVER,
    PrinterStatus.CUTTER_JAM: PRINTER_CUTTER,
    PrinterStatus.TOO_HOT: PRINTER_HOT,
    PrinterStatus.BUSY: PRINTER_BUSY,
    PrinterStatus.SLIP_WAITING: PRINTER_SLIP,
    PrinterStatus.ERROR: PRINTER_ERROR,
    PrinterStatus.OFFLINE: PRINTER_OFFLINE,
}

_PORTAL: dict[FailureKind, Fault] = {
    FailureKind.UNREACHABLE: PORTAL_AWAY,
    FailureKind.UNTRUSTED: PORTAL_UNTRUSTED,
    FailureKind.BUSY: PORTAL_BUSY,
    FailureKind.BROKEN: PORTAL_BROKEN,
    FailureKind.REFUSED: PORTAL_REFUSED,
}

_OUTBOX: dict[Trouble, Fault] = {
    Trouble.LIMITS: OUTBOX_LIMITS,
    Trouble.NO_KEY: KEYS_EXPIRED,
    Trouble.DISK_FULL: DISK_FULL,
    Trouble.DISK_BROKE: DISK_BROKE,
    Trouble.QUARANTINE: QUARANTINED,
    Trouble.RECEIPT: RECEIPT_DOUBTED,
    Trouble.SET_ASIDE: STORE_SET_ASIDE,
    Trouble.STALE: OUTBOX_STALE,
}

CARD_STEPS: dict[CardStep, Fault] = {CardStep.READING: READING_CUT, CardStep.PIN: PIN_CUT}
"""In which the last run was cut off."""

_READER: dict[CardPresence, Fault | None] = {
    CardPresence.NO_READER: NO_READER,
    CardPresence.EMPTY: None,
    CardPresence.PRESENT: None,
    CardPresence.MUTE: CARD_MUTE,
}


def of_printer(status: PrinterStatus) -> Fault | None:
    """The fault that a printer status is, None for a printer that is well."""
    return _PRINTER[status]


def of_portal(kind: FailureKind) -> Fault:
    """The fault that a failed call to the portal is."""
    return _PORTAL[kind]


def of_outbox(trouble: Trouble) -> Fault:
    """The fault that a trouble of the outbox is."""
    return _OUTBOX[trouble]


def of_reader(presence: CardPresence) -> Fault | None:
    """The fault that a state of the reader is, None for one that is well."""
    return _READER[presence]
