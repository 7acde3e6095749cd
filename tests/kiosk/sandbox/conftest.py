"""A department that reads cards; its authorities and its catalogue are made once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.sandbox.services import CatalogueServices
from tests.kiosk.sandbox.eid_house import EidHouse


@pytest.fixture(scope="session")
def catalogue_services() -> CatalogueServices:
    return CatalogueServices()


@pytest.fixture(scope="session")
def eid_authorities(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("eid") / "pki"


@pytest.fixture
def eid_house(tmp_path: Path, eid_authorities: Path, catalogue_services: CatalogueServices) -> Iterator[EidHouse]:
    house = EidHouse(tmp_path, eid_authorities, catalogue_services)
    yield house
    house.store.close()
