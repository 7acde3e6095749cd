"""A town hall in a process of its own, and cards out of the authorities that it has made."""

import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from devices.eid.virtual_card.wallet import Forgery, Wallet
from kiosk.portal import PortalClient
from tests.contract.portal.conftest import TownHall, _town_process, new_town, town  # noqa: F401 - fixtures
from tests.kiosk.sandbox.eid_visit import Desk, Visit

NewVisit = Callable[..., Visit]


def day_of(house: TownHall) -> date:
    """The town hall's day."""
    return datetime.fromisoformat(house.do("state")["time"]).date()


def desk_of(client: PortalClient) -> Desk:
    """The portal over TLS."""
    return Desk(client.open_eid, client.step_eid)


@pytest.fixture
def visit_at(tmp_path: Path) -> NewVisit:
    """Makes visits: a person's card before a town hall."""

    def make(house: TownHall, person: str = "erika_beispiel", forgery: Forgery = Forgery.NONE) -> Visit:
        pki = house.directory / "state" / "eid-pki"
        today = datetime.now(tz=UTC).date()
        card = Wallet(pki, tmp_path / "cards", random=secrets.token_bytes, today=lambda: today).card(person, forgery)
        return Visit(desk_of(house.client()), card.transmit, person)

    return make
