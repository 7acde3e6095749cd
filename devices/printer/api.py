"""What a receipt printer can be and do, without saying which one.

Status and outcome are closed unions. The outcome says only what was observed: a job is `Printed` when the printer
answered the barrier after the cut and reported itself well afterwards; `NotPrinted` when no byte of the job left this
machine; everything between is `Unknown`, and nobody sends such a job again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from devices.printer.document import Document


class PrinterStatus(Enum):
    """What a bystander would see."""

    READY = "ready"
    PAPER_LOW = "paper_low"
    NO_PAPER = "no_paper"
    COVER_OPEN = "cover_open"
    CUTTER_JAM = "cutter_jam"
    """The knife is stuck: paper has to be taken out by hand."""
    TOO_HOT = "too_hot"
    """The head cools down; passes by itself."""
    BUSY = "busy"
    """Answers, and takes nothing now: somebody holds the FEED key, or it is busy with itself."""
    SLIP_WAITING = "slip_waiting"
    """A slip is still held in the mouth of the presenter: whoever stands there has to take it."""
    ERROR = "error"
    """Another fault of the printer: needs a hand, or switching off and on."""
    OFFLINE = "offline"
    """No connection, no answer, or switched off."""

    @property
    def can_print(self) -> bool:
        """Whether a job may be started."""
        return self in (PrinterStatus.READY, PrinterStatus.PAPER_LOW)


@dataclass(frozen=True, slots=True)
class Printed:
    """The printer confirmed that the whole job is on paper and cut."""


@dataclass(frozen=True, slots=True)
class NotPrinted:
    """Nothing of the job is on paper, for this reason."""

    reason: PrinterStatus


@dataclass(frozen=True, slots=True)
class Unknown:
    """Bytes left, the confirmation did not come. `reason` is the last status seen.

    `cleared`: the printer confirmed that it dropped what it had not printed. Where it is False, the slip may still come
    out when the trouble is mended.
    """

    reason: PrinterStatus
    cleared: bool = False


PrintOutcome = Printed | NotPrinted | Unknown


class Printer(Protocol):
    """A receipt printer. All calls block within deadlines; one owner thread calls them."""

    def status(self) -> PrinterStatus:
        """Asks the printer now (at most about 5 s). Never raises for what the outside world can cause."""

    def print(self, document: Document, job: str) -> PrintOutcome:
        """Prints one document; `job` is the idempotency key: a key that was sent once is never sent again."""

    def refuse(self, document: Document, job: str, reason: PrinterStatus) -> PrintOutcome:
        """Does not print it: gives what is known of a key that was sent once, otherwise `NotPrinted(reason)`."""


StatusListener = Callable[[PrinterStatus], None]
