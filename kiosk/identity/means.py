"""What every attempt works with. Light: importing this loads no cryptography."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from devices.card.api import CardReader
from kiosk.identity.api import CardStep
from kiosk.identity.limits import Limits
from kiosk.portal.eid_contract import EidAnswer, EidSession, EidSessionRequest, EidStep
from kiosk.portal.errors import PortalFailure


class EidPortal(Protocol):
    """The two calls of the portal's client that are needed here."""

    def open_eid(self, request: EidSessionRequest, *, session_id: str | None = None) -> EidSession | PortalFailure:
        """See `PortalClient`."""

    def step_eid(self, session: UUID, step: EidStep, *, session_id: str | None = None) -> EidAnswer | PortalFailure:
        """See `PortalClient`."""


class CardJournal(Protocol):
    """Remembers a step at the card over a power cut; `kiosk.records.card_journal` does."""

    def begun(self, step: CardStep) -> None:
        """Before the card hears of it."""

    def ended(self) -> None:
        """After the person has heard how it ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What every attempt works with.

    Args:
        reader: where cards are.
        portal: the town's eID service.
        journal: of steps at the card.
        visit: gives the random name of the visit, for the portal.
        random: random source of the terminal's side.
        limits: see there.
        clock: monotonic seconds.
    """

    reader: CardReader
    portal: EidPortal
    journal: CardJournal
    visit: Callable[[], str | None]
    random: Callable[[int], bytes] = secrets.token_bytes
    limits: Limits = field(default_factory=Limits)
    clock: Callable[[], float] = time.monotonic
