"""An outbox as a terminal has it, in front of a town hall's counter in the same process: no line between them.

For faults of disk and clock. What happens on the line is the business of `tests.contract` and `test_network`.
"""

import queue
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from kiosk.dialogue.clock import uuid7
from kiosk.outbox import (
    NotAccepted,
    Outbox,
    OutboxEvent,
    Receipts,
    Schedule,
    Seal,
    Sealed,
    Store,
    read_pinned,
)
from kiosk.portal import ApplicationRequest, FailureKind, PortalFailure, SignedReceipt, provisional_code
from kiosk.sandbox.services import SHIPPED, CatalogueServices
from kiosk.sandbox.store import Store as TownStore
from kiosk.sandbox.town import Town, found_town
from kiosk.state_db import StateDb
from tests.contract.outbox.payloads import payload

QUICK = Schedule(first_s=0.005, longest_s=0.02, look_s=0.05, mend_s=0.01)
PATIENCE_S = 20.0
AWAY = PortalFailure(FailureKind.UNREACHABLE, "connection-failed")
SERVICES = CatalogueServices(SHIPPED)


class Counter:
    """The town hall, as the outbox sees a portal. Its clock is the machine's.

    Attributes:
        away: nobody answers.
        losing: so many more receipts are lost after the application was taken.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._store = TownStore(folder / "town-hall.db")
        self.town: Town = found_town(folder, self._store, _now, "https://town.example", SERVICES)
        self.keys = folder / "portal-keys.json"
        self.away = False
        self.losing = 0

    def apply(
        self,
        key: UUID,
        request: ApplicationRequest,
        *,
        session_id: str | None = None,
        deadline_s: float | None = None,
        tries: int | None = None,
    ) -> SignedReceipt | PortalFailure:
        """See `PortalClient.apply`."""
        if self.away:
            return AWAY
        taken = self.town.applications.take(key, request, terminal="T2")
        receipt: SignedReceipt | None = getattr(taken, "receipt", None)
        if receipt is None:
            return PortalFailure(FailureKind.REFUSED, str(getattr(taken, "code", "")))
        if self.losing > 0:
            self.losing -= 1
            return AWAY
        return receipt

    def arrived(self) -> list[str]:
        """Keys of what was taken, in order."""
        return [str(each["idempotency_key"]) for each in self.town.applications.export()]

    def close(self) -> None:
        """Closes its store."""
        self._store.close()


def _now() -> datetime:
    return datetime.now(tz=UTC)


@dataclass
class Said:
    """What a person was told, by key: the first word counts."""

    first: dict[UUID, OutboxEvent] = field(default_factory=dict)
    every: list[OutboxEvent] = field(default_factory=list)

    def sealed(self) -> set[str]:
        """Who heard "angenommen"."""
        return {str(event.key) for event in self.every if isinstance(event, Sealed)}

    def not_accepted(self) -> set[str]:
        """Who heard that nothing was kept."""
        return {str(event.key) for event in self.every if isinstance(event, NotAccepted)}


class Terminal:
    """One run of a terminal's program, as far as it takes applications.

    Args:
        wall: its clock, seconds since 1970.
        said: what was told in earlier runs, to go on with.
    """

    def __init__(
        self,
        db: StateDb,
        counter: Counter,
        *,
        schedule: Schedule = QUICK,
        wall: Callable[[], float] = time.time,
        said: Said | None = None,
    ) -> None:
        pinned = read_pinned(counter.keys)
        self.said = said or Said()
        self._events: queue.SimpleQueue[OutboxEvent] = queue.SimpleQueue()
        self.outbox = Outbox(
            Store(db), Seal(pinned), Receipts(pinned), counter, self._events.put, schedule=schedule, wall=wall
        )
        self.outbox.start()

    def submit(self, **answers: Any) -> UUID:
        """Presses "absenden" and goes on at once."""
        key = uuid7(_now())
        self.outbox.submit(key, payload(**answers), code=provisional_code(uuid4()))
        return key

    def answer(self, key: UUID) -> OutboxEvent | None:
        """The first word about an application; None when it never comes."""
        self._until(lambda: key in self.said.first)
        return self.said.first.get(key)

    def settled(self) -> bool:
        """Whether all troubles pass and nothing waits any more, before patience ends."""
        return self._until(lambda: not self.outbox.troubles() and self.outbox.waiting().count == 0)

    def drained(self) -> bool:
        """Whether everything that waits is delivered, whatever else may be wrong, before patience ends."""
        return self._until(lambda: self.outbox.waiting().count == 0)

    def stop(self) -> None:
        """An orderly end."""
        self.outbox.stop()
        self._hear()

    def _until(self, happened: Callable[[], bool]) -> bool:
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            self._hear(0.002)
            if happened():
                return True
        return False

    def _hear(self, patience_s: float = 0.0) -> None:
        try:
            while True:
                event = self._events.get(timeout=patience_s) if patience_s else self._events.get_nowait()
                self.said.first.setdefault(event.key, event)
                self.said.every.append(event)
        except queue.Empty:
            return
