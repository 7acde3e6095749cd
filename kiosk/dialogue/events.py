"""What can happen, as frozen data: the only way in which the outside world reaches the dialogue.

Every event travels with a `Stamp` (when it happened, and a fresh id), so that `step` needs neither a clock nor random
numbers. Screens, devices, portal and timers post events into the inbox and do nothing else.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from devices.card.api import CardPresence
from devices.printer.api import PrinterStatus, PrintOutcome
from kiosk.dialogue.effects import Effect
from kiosk.dialogue.staff_book import Device, TestResult
from kiosk.identity.api import CardStep, IdentityReport
from kiosk.outbox.api import Backlog, Held, OutboxEvent, Trouble
from kiosk.portal.contract import CaseStatus, QueueOverview, QueueTicket, ServiceOptions
from kiosk.portal.errors import PortalFailure
from kiosk.staff.api import PinLocked, PinOutcome


@dataclass(frozen=True, slots=True)
class Stamp:
    """When an event happened, and an id that was never given out before.

    Args:
        monotonic: seconds of a clock that never jumps; every time limit counts on it.
        wall: local time with offset, for the head band and for paper.
        fresh: UUID version 7, for whatever the event starts (a ticket, a visit).
    """

    monotonic: float
    wall: datetime
    fresh: UUID


# --- The person ---


@dataclass(frozen=True, slots=True)
class Pressed:
    """A node was pressed by touch or key on `page`; a press on a page that is gone is dropped."""

    page: str
    node: str


@dataclass(frozen=True, slots=True)
class Touched:
    """Somebody touched the glass or a key without pressing a node: a sign of life. `finger`: it was the glass."""

    page: str
    finger: bool = True


@dataclass(frozen=True, slots=True)
class Typed:
    """A character from a physical keyboard while a field is active; the on-screen keyboard presses nodes instead."""

    page: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Erased:
    """The physical backspace key was pressed while a field is active."""

    page: str


@dataclass(frozen=True, slots=True)
class SecretChanged:
    """A digit of a secret was entered or taken back on `page`; which one is not told. There are `count` now."""

    page: str
    count: int


@dataclass(frozen=True, slots=True)
class StaffCalled:
    """The staff gesture was made (see `screens`)."""


# --- Time ---


@dataclass(frozen=True, slots=True)
class Tick:
    """About once a second. The stamp carries the time."""


# --- Devices ---


@dataclass(frozen=True, slots=True)
class PrinterChanged:
    """The printer's watcher saw another status."""

    status: PrinterStatus


@dataclass(frozen=True, slots=True)
class CardChanged:
    """The reader's watcher saw a card come or go, or the reader itself."""

    presence: CardPresence


@dataclass(frozen=True, slots=True)
class PrintFinished:
    """A print job ended; `job` is its idempotency key."""

    job: str
    outcome: PrintOutcome


# --- Portal ---


@dataclass(frozen=True, slots=True)
class PortalProbed:
    """Answer of a health probe; None is good."""

    failure: PortalFailure | None


@dataclass(frozen=True, slots=True)
class QueueAnswered:
    """What can be queued for, or why we do not know."""

    request: UUID
    answer: QueueOverview | PortalFailure


@dataclass(frozen=True, slots=True)
class TicketAnswered:
    """The number that was drawn for `ticket`, or why not."""

    ticket: UUID
    answer: QueueTicket | PortalFailure


@dataclass(frozen=True, slots=True)
class OptionsAnswered:
    """A list of choices for a form, or why not."""

    service: str
    source: str
    answer: ServiceOptions | PortalFailure


@dataclass(frozen=True, slots=True)
class StatusAnswered:
    """How far a case is, or why we cannot say."""

    request: UUID
    answer: CaseStatus | Held | PortalFailure = field(repr=False)


@dataclass(frozen=True, slots=True)
class OutboxSaid:
    """What became of an application (`kiosk.outbox.api`)."""

    event: OutboxEvent = field(repr=False)


# --- Identification ---


@dataclass(frozen=True, slots=True)
class IdentitySaid:
    """What card and portal say about an identification (`kiosk.identity.api`)."""

    report: IdentityReport = field(repr=False)


# --- Staff ---


@dataclass(frozen=True, slots=True)
class StaffDoorAnswered:
    """Whether a PIN may be tried now; None: it may."""

    locked: PinLocked | None


@dataclass(frozen=True, slots=True)
class StaffPinChecked:
    """What came of a PIN."""

    outcome: PinOutcome


@dataclass(frozen=True, slots=True)
class DeviceTested:
    """What a device answered when it was asked."""

    device: Device
    result: TestResult


@dataclass(frozen=True, slots=True)
class BacklogCounted:
    """How much waits for the portal."""

    backlog: Backlog


@dataclass(frozen=True, slots=True)
class ClosedKept:
    """Out of service since then (None: in service); `kept`: it is written down and survives a restart."""

    since: datetime | None
    kept: bool


# --- The terminal itself ---


@dataclass(frozen=True, slots=True)
class RoomChanged:
    """Whether another application would be accepted, and what is wrong with the outbox."""

    room: bool
    troubles: frozenset[Trouble] = frozenset()


@dataclass(frozen=True, slots=True)
class CrashFound:
    """At start: the last run of this program did not end properly. For staff only."""

    last_seen: datetime | None


@dataclass(frozen=True, slots=True)
class PaperLeft:
    """At start: the last run was cut off while `jobs` slips were on their way to the printer. For staff only."""

    jobs: int


@dataclass(frozen=True, slots=True)
class CardStepLeft:
    """At start: the last run was cut off in the middle of a step at a card. For staff only."""

    step: CardStep


@dataclass(frozen=True, slots=True)
class EffectBroke:
    """A worker failed in a way that no value describes: broken code. `effect` is what it should have done."""

    effect: Effect


Event = (
    Pressed
    | Touched
    | Typed
    | Erased
    | SecretChanged
    | StaffCalled
    | Tick
    | PrinterChanged
    | CardChanged
    | PrintFinished
    | PortalProbed
    | QueueAnswered
    | TicketAnswered
    | OptionsAnswered
    | StatusAnswered
    | OutboxSaid
    | IdentitySaid
    | StaffDoorAnswered
    | StaffPinChecked
    | DeviceTested
    | BacklogCounted
    | ClosedKept
    | RoomChanged
    | CrashFound
    | PaperLeft
    | CardStepLeft
    | EffectBroke
)
