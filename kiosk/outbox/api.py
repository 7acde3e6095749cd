"""What the outbox tells and asks, as plain data. Life of one application, as a listener sees it:

    submit ─▶ Sealed ─▶ Delivered                    the person may be told "angenommen", then "eingegangen, Vorgang …"
                   └──▶ Waiting ─▶ … ─▶ Delivered    later, also after a restart; then mostly nobody listens any more
                   └──▶ Refused                      the portal will never take it: kept for staff, in quarantine
       └───▶ NotAccepted                             nothing was kept: the answers are still the person's alone

No event carries anything that a person entered.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol
from uuid import UUID

from kiosk.portal.contract import ApplicationReceipt, ApplicationRequest, SignedReceipt
from kiosk.portal.errors import PortalFailure


@dataclass(frozen=True, slots=True)
class Sealed:
    """Sealed and durable on disk: from here on it survives a pulled plug. Only now say "angenommen"."""

    key: UUID


@dataclass(frozen=True, slots=True)
class Delivered:
    """The portal's receipt is in hand; nothing of the application is left on this terminal."""

    key: UUID
    receipt: ApplicationReceipt


@dataclass(frozen=True, slots=True)
class Waiting:
    """Not delivered yet; it is tried again until it is. Hand out `provisional_number(key)` and the code of `submit`."""

    key: UUID
    failure: PortalFailure


@dataclass(frozen=True, slots=True)
class Refused:
    """The portal refuses this application for good (`failure.code`, `failure.errors`): staff have to look."""

    key: UUID
    failure: PortalFailure


class Reason(Enum):
    """Why an application could not be accepted."""

    NO_ROOM = "no-room"
    """Nothing is taken now; `Outbox.room()` said so before, and `Outbox.troubles()` why."""
    TOO_LARGE = "too-large"
    """Longer than the largest size class."""
    STORE = "store"
    """The disk failed or was full when it came to writing."""
    SLOW = "slow"
    """The disk took longer than a person can be asked to wait."""
    SEAL = "seal"
    """It could not be sealed: broken code or a broken key."""


@dataclass(frozen=True, slots=True)
class NotAccepted:
    """Nothing was kept. The same key may be submitted again."""

    key: UUID
    reason: Reason


OutboxEvent = Sealed | Delivered | Waiting | Refused | NotAccepted
Listener = Callable[[OutboxEvent], None]


class Trouble(Enum):
    """What is wrong with the outbox, for staff. Nothing of it loses an application that was accepted."""

    LIMITS = "limits"
    """So much waits, or for so long, that no more is taken (`kiosk.outbox.store`)."""
    NO_KEY = "no-key"
    """None of the portal's pinned keys is valid today: nothing can be sealed."""
    DISK_FULL = "disk-full"
    """No room on the disk for another application; what waits goes on."""
    DISK_BROKE = "disk-broke"
    """The disk failed. The file is opened and checked again and again until it holds."""
    QUARANTINE = "quarantine"
    """The portal refused applications for good, or the disk gave them back damaged; they are kept."""
    RECEIPT = "receipt"
    """The portal answered with a receipt that cannot be believed."""
    SET_ASIDE = "set-aside"
    """A damaged database lies beside the new one; what could not be taken over has to be looked for by hand."""
    STALE = "stale"
    """Something waits for so long that the portal may have forgotten its key; it is not sent any more."""


BLOCKING = frozenset({Trouble.LIMITS, Trouble.NO_KEY, Trouble.DISK_FULL, Trouble.DISK_BROKE})
"""With one of these nothing new is accepted."""

Troubled = Callable[[frozenset[Trouble]], None]


@dataclass(frozen=True, slots=True)
class Held:
    """An application of this terminal that the portal does not have, for whoever holds its number and code.

    Args:
        number: provisional number.
        since: when it was accepted, seconds since 1970.
        refused: the portal will not take it: staff have to look.
    """

    number: str = field(repr=False)
    since: float
    refused: bool


@dataclass(frozen=True, slots=True)
class Backlog:
    """For staff: how much waits, never what.

    Args:
        count: applications that wait for the portal.
        oldest_s: age of the oldest of them, None when none waits.
        quarantined: applications that the portal refused for good.
    """

    count: int
    oldest_s: float | None
    quarantined: int


class Portal(Protocol):
    """What the outbox needs of the portal; `kiosk.portal.PortalClient` has it."""

    def apply(
        self,
        key: UUID,
        request: ApplicationRequest,
        *,
        session_id: str | None = None,
        deadline_s: float | None = None,
        tries: int | None = None,
    ) -> SignedReceipt | PortalFailure:
        """Hands in one application; see `PortalClient.apply`."""
        ...
