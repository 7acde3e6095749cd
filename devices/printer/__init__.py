"""Receipt printer: documents in, observed outcomes out.

    printer = open_printer("tcp://192.0.2.7:9100", columns=48, fonts=FontFiles(...))
    printer.status()                    ->  PrinterStatus.READY
    printer.print(document, job="...")  ->  Printed() | NotPrinted(reason) | Unknown(reason)

The wire may be TCP, USB or serial (`address`); what a model can do stands in `profiles`; what became of each job goes
through the port `journal`.

The virtual printer for demo, training and tests is a process of its own: `python -m devices.printer.virtual`.
"""

from devices.printer.address import line_of
from devices.printer.api import (
    NotPrinted,
    Printed,
    Printer,
    PrinterStatus,
    PrintOutcome,
    StatusListener,
    Unknown,
)
from devices.printer.document import (
    Document,
    Figure,
    Heading,
    Item,
    Note,
    PageSamples,
    Pair,
    Paragraph,
    Part,
    Qr,
    Rule,
    Ruler,
    Verbatim,
)
from devices.printer.driver import EscposPrinter
from devices.printer.fonts import FontFiles, can_join
from devices.printer.journal import JobJournal, JournalError, LeftOver, MemoryJournal
from devices.printer.limits import Limits
from devices.printer.owner import PrinterOwner, PrintJob
from devices.printer.profiles import PROFILES, Profile, generic, profile_ids, profile_of
from devices.printer.typesetter import EscposTypesetter

__all__ = [
    "PROFILES",
    "Document",
    "EscposPrinter",
    "Figure",
    "FontFiles",
    "Heading",
    "Item",
    "JobJournal",
    "JournalError",
    "LeftOver",
    "Limits",
    "MemoryJournal",
    "NotPrinted",
    "Note",
    "PageSamples",
    "Pair",
    "Paragraph",
    "Part",
    "PrintJob",
    "PrintOutcome",
    "Printed",
    "Printer",
    "PrinterOwner",
    "PrinterStatus",
    "Profile",
    "Qr",
    "Rule",
    "Ruler",
    "StatusListener",
    "Unknown",
    "Verbatim",
    "can_join",
    "line_of",
    "open_printer",
    "profile_ids",
    "profile_of",
]

_DEFAULT_LIMITS = Limits()


def open_printer(
    url: str,
    *,
    columns: int = 48,
    fonts: FontFiles,
    profile: str = "",
    limits: Limits = _DEFAULT_LIMITS,
    journal: JobJournal | None = None,
) -> EscposPrinter:
    """Makes the driver for a printer; connects to nothing yet.

    Args:
        url: `tcp://host:9100`, `usb-lp:///dev/usb/lp0`, `usb://04b8:0e28/SERIAL` or `serial:///dev/ttyS0?baud=115200`.
        columns: 32 (58 mm), 42 or 48 (80 mm), for a printer that is not recognised.
        fonts: for lines that no code page of the printer carries.
        profile: id of `PROFILES`; empty: the printer is asked which model it is.
        limits: how long the printer is given.
        journal: remembers jobs across restarts; None: in memory only.

    Raises:
        ValueError: URL, columns or profile are wrong; says what to write instead.
    """
    known = profile_of(profile) if profile else generic(columns)
    typesetter = EscposTypesetter(fonts)
    return EscposPrinter(line_of(url), known, typesetter, limits, asks=not profile, journal=journal)
