"""What every attempt works with. Light: importing this loads no cryptography."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from devices.card.api import CardReader
from kiosk.identity.limits import Limits
from kiosk.portal.eid_contract import EidAnswer, EidSession, EidSessionRequest, EidStep
from kiosk.portal.errors import PortalFailure


class EidPortal(Protocol):
    """The two calls of the portal's client that are needed here."""

    def open_eid(self, request: EidSessionRequest, *, session_id: str | None = None) -> EidSession | PortalFailure:
        """See `PortalClient`."""

    def step_eid(self, session: UUID, step: EidStep, *, session_id: str | None = None) -> EidAnswer | PortalFailure:
        """See `PortalClient`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What every attempt works with.

    Args:
        reader: where cards are.
        portal: the town's eID service.
        visit: gives the random name of the visit, for the portal.
        random: random source of the terminal's side.
        limits: see there.
        clock: monotonic seconds.
    """

    reader: CardReader
    portal: EidPortal
    visit: Callable[[], str | None]
    random: Callable[[int], bytes] = secrets.token_bytes
    limits: Limits = field(default_factory=Limits)
    clock: Callable[[], float] = time.monotonic
