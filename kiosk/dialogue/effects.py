"""What the dialogue wants done in the outside world, as frozen data.

The runner does it on a worker thread and posts the answer as an event.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from devices.printer.document import Document
from kiosk.dialogue.staff_book import Device
from kiosk.identity.api import IdentityRequest
from kiosk.portal.contract import QueueTicketOutcome, QueueTicketRequest, StatusQuery
from kiosk.services.form import Json


@dataclass(frozen=True, slots=True)
class ProbePortal:
    """Ask whether the portal is there. Answer: PortalProbed."""


@dataclass(frozen=True, slots=True)
class FetchQueue:
    """Ask what can be queued for. Answer: QueueAnswered, with the same id."""

    request: UUID


@dataclass(frozen=True, slots=True)
class DrawTicket:
    """Draw a number under an id that this terminal chose; a repeat never draws a second one. Answer: TicketAnswered."""

    ticket: UUID
    request: QueueTicketRequest


@dataclass(frozen=True, slots=True)
class ReportTicket:
    """Tell the portal what became of a number. No answer; repeated in the background until it is taken."""

    ticket: UUID
    outcome: QueueTicketOutcome


@dataclass(frozen=True, slots=True)
class PrintDocument:
    """Print one document under an idempotency key. Answer: PrintFinished."""

    job: str
    document: Document


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """Ask for a list of choices. Answer: OptionsAnswered."""

    service: str
    source: str


@dataclass(frozen=True, slots=True)
class QueryStatus:
    """Ask how far a case is. Answer: StatusAnswered, with the same id."""

    request: UUID
    query: StatusQuery = field(repr=False)


@dataclass(frozen=True, slots=True)
class PrepareSeal:
    """A form was opened: have the cryptography ready when it is sent. No answer."""


@dataclass(frozen=True, slots=True)
class SubmitApplication:
    """Seal, keep and deliver an application. Answers: OutboxSaid, several. `code`: of the provisional slip."""

    key: UUID
    payload: Mapping[str, Json] = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class WithdrawApplication:
    """The disk takes longer than a person can be asked to wait: hand it in only if it is sealed already.

    Answer, unless it is: OutboxSaid(NotAccepted).
    """

    key: UUID


@dataclass(frozen=True, slots=True)
class NewVisit:
    """A visit begins or ended: the client takes a new random session id, so that visits cannot be linked."""


# --- Identification ---


@dataclass(frozen=True, slots=True)
class AskIdentity:
    """Ask the worker of identification for something. Answers: IdentitySaid, several (`kiosk.identity.api`)."""

    request: IdentityRequest


# --- Staff ---


@dataclass(frozen=True, slots=True)
class AskStaffDoor:
    """Ask whether a PIN may be tried now. Answer: StaffDoorAnswered."""


@dataclass(frozen=True, slots=True)
class CheckPin:
    """Have the entered digits checked, if there are `count` of them. Answer: StaffPinChecked."""

    count: int


@dataclass(frozen=True, slots=True)
class ForgetSecret:
    """Overwrite what was entered. No answer."""


@dataclass(frozen=True, slots=True)
class AskDevice:
    """Ask a device how it is. Answer: DeviceTested."""

    device: Device


@dataclass(frozen=True, slots=True)
class CountBacklog:
    """Ask how much waits for the portal. Answer: BacklogCounted."""


@dataclass(frozen=True, slots=True)
class KeepClosed:
    """Write down that staff took the terminal out of service, None: in service again. Answer: ClosedKept."""

    since: datetime | None


@dataclass(frozen=True, slots=True)
class RestartProgram:
    """End the program so that its supervisor starts it again. No answer."""


Effect = (
    ProbePortal
    | FetchQueue
    | DrawTicket
    | ReportTicket
    | PrintDocument
    | FetchOptions
    | QueryStatus
    | PrepareSeal
    | SubmitApplication
    | WithdrawApplication
    | NewVisit
    | AskIdentity
    | AskStaffDoor
    | CheckPin
    | ForgetSecret
    | AskDevice
    | CountBacklog
    | KeepClosed
    | RestartProgram
)
