"""The departments of the town hall, put together on one store."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.sandbox.applications import Applications
from kiosk.sandbox.cases import Cases, Limiter
from kiosk.sandbox.eid_office import EidOffice, found_eid_office
from kiosk.sandbox.keys import TownKeys
from kiosk.sandbox.queue import Queue
from kiosk.sandbox.services import Services
from kiosk.sandbox.store import Store


@dataclass(frozen=True, slots=True)
class Town:
    """What the routes and the control socket work on."""

    queue: Queue
    applications: Applications
    cases: Cases
    services: Services
    keys: TownKeys
    eid: EidOffice

    def reset(self) -> None:
        """A fresh town hall: nobody has come yet. Keys stay."""
        self.queue.reset()
        self.applications.reset()
        self.cases.reset()
        self.eid.reset()


def found_town(
    state: Path, store: Store, now: Callable[[], datetime], url: str, services: Services, *, eid_pki: Path | None = None
) -> Town:
    """Opens the departments.

    Args:
        state: folder of the keys.
        eid_pki: folder of the eID's test authorities, shared with the virtual cards; `eid-pki` in `state` if None.
        store: where everything else is.
        now: the town hall's time.
        url: under which the status pages of the queue are.
        services: the services whose applications are taken.
    """
    keys = TownKeys(state, now)
    eid = found_eid_office(state, eid_pki or state / "eid-pki", store, now, services.demand)
    return Town(
        queue=Queue(store, now, url),
        applications=Applications(store, now, keys, services, identification=eid.identification),
        cases=Cases(store, now, services, Limiter()),
        services=services,
        keys=keys,
        eid=eid,
    )
