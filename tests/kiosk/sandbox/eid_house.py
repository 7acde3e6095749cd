"""The eID department without its doors: real authorities, real cards, a clock that the test moves."""

import secrets
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

from devices.eid.virtual_card.chip import EidChip
from devices.eid.virtual_card.wallet import Forgery, Wallet
from kiosk.sandbox.eid_office import found_eid_office
from kiosk.sandbox.services import CatalogueServices
from kiosk.sandbox.store import Store
from tests.kiosk.sandbox.eid_visit import Desk, Visit

NOW = datetime(2026, 11, 24, 10, 24, tzinfo=UTC)
TERMINAL = "Bearer one-terminal-one-terminal"


class EidHouse:
    """Department, store and cards in one folder."""

    def __init__(self, folder: Path, pki: Path, services: CatalogueServices) -> None:
        self.now = NOW
        self.folder = folder
        self.pki = pki
        self.store = Store(folder / "town-hall.db")
        self.office = found_eid_office(folder, pki, self.store, lambda: self.now, services.demand)

    def card(self, person: str = "erika_beispiel", forgery: Forgery = Forgery.NONE) -> EidChip:
        """A person's card."""
        cards = self.folder / "cards"
        wallet = Wallet(self.pki, cards, random=secrets.token_bytes, today=lambda: date(2026, 11, 24))
        return wallet.card(person, forgery)

    def desk(self, terminal: str = TERMINAL) -> Desk:
        """The portal as one terminal sees it."""
        service = self.office.service
        return Desk(
            lambda request: service.open(request, terminal), lambda session, step: service.step(session, step, terminal)
        )

    def visit(self, person: str = "erika_beispiel", forgery: Forgery = Forgery.NONE, terminal: str = TERMINAL) -> Visit:
        """A visit, before its first step."""
        return Visit(self.desk(terminal), self.card(person, forgery).transmit, person)

    def fresh(self) -> object:
        """A session id that nobody has."""
        return uuid4()
