"""Cards out of one test PKI, each with a memory of its own."""

import secrets
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from devices.eid.virtual_card.chip import EidChip
from devices.eid.virtual_card.pki import TestPki, ensure_pki
from devices.eid.virtual_card.wallet import Forgery, Wallet
from tests.devices.eid.virtual_card.whole import Desk

TODAY = date(2026, 5, 4)
NewCard = Callable[..., EidChip]


@pytest.fixture(scope="session")
def pki_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pki") / "test-pki"
    ensure_pki(folder, random=secrets.token_bytes, today=TODAY)
    return folder


@pytest.fixture
def pki(pki_folder: Path) -> TestPki:
    return ensure_pki(pki_folder, random=secrets.token_bytes, today=TODAY)


@pytest.fixture
def desk(pki: TestPki) -> Desk:
    return Desk(pki, TODAY)


@pytest.fixture
def new_card(pki_folder: Path, tmp_path: Path) -> NewCard:
    """Gives a person's card; called again for the same person, the same card after power-off and restart."""

    def make(person: str = "erika_beispiel", forgery: Forgery = Forgery.NONE) -> EidChip:
        wallet = Wallet(pki_folder, tmp_path / "cards", random=secrets.token_bytes, today=lambda: TODAY)
        return wallet.card(person, forgery)

    return make
