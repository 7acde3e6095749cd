"""The catalogue that ships: complete, without mistakes, and as each municipality wants it."""

from decimal import Decimal
from pathlib import Path

import pytest

from kiosk.services.form import costs, option_sources
from kiosk.services.form.outcome import AskPortal
from kiosk.services.load import ServicesError, check_services, load_services, read_sources, service_warnings
from kiosk.services.model import Kind, Level, Mode
from tests.kiosk.services.shipped import FOLDER, IDS, catalogue

LIVE = {"hund_anmelden", "vorgang_status", "wartenummer", "buergeranregung", "bewohnerparkausweis", "fundanzeige",
        "meldebescheinigung_einfach", "online_ausweis_pin"}  # fmt: skip
ICONS = FOLDER.parents[1] / "screens" / "assets" / "icons"


def test_nothing_is_wrong_and_nothing_odd() -> None:
    assert check_services(FOLDER) == []
    assert service_warnings(FOLDER) == []


def test_all_73_services_load() -> None:
    assert len(IDS) == 73
    assert set(catalogue().services) == set(IDS)
    assert sum(len(service.fields) for service in catalogue().services.values()) == 932


def test_a_terminal_loads_what_is_live_and_parses_no_more() -> None:
    assert set(load_services(FOLDER).services) == LIVE
    assert set(read_sources(FOLDER, live_only=True).services) == LIVE
    assert {service.id for service in catalogue().live} == LIVE


def test_every_icon_is_there() -> None:
    names = {service.icon for service in catalogue().services.values()} | {group.icon for group in catalogue().groups}
    assert {name for name in names if not (ICONS / f"{name}.svg").is_file()} == set()


def test_every_group_has_services_and_every_service_a_group() -> None:
    groups = {service.group for service in catalogue().services.values()}
    assert groups == {group.id for group in catalogue().groups}


def test_hund_anmelden_reads_as_written() -> None:
    service = catalogue().services["hund_anmelden"]
    assert (service.kind, service.mode, service.identification) == (Kind.APPLICATION, Mode.FULL, Level.OPTIONAL)
    assert service.name.say("de") == "Hund anmelden"
    assert service.name.say("en") == "Register a dog"
    assert service.name.say("tr") == "Hund anmelden"
    assert [step.id for step in service.steps] == ["halter", "hund", "zahlung"]
    assert option_sources(service) == ()
    assert not service.paid_here


def test_a_municipality_replaces_a_fee() -> None:
    service = catalogue("mainz").services["bewohnerparkausweis"]
    assert costs(service, {}) == AskPortal(Decimal("30.00"), Decimal("400.00"))


def test_a_municipality_switches_services_off_and_names_its_law() -> None:
    amberg = catalogue("amberg").services
    assert not amberg["dorffunk"].live
    assert amberg["hund_anmelden"].legal_basis == ("Hundesteuersatzung", "KAG BY", "Art. 37 LStVG")


def test_an_unknown_municipality_is_named() -> None:
    with pytest.raises(ServicesError, match=r"there is no municipality 'bonn': write one of: mayen, mainz, amberg"):
        load_services(FOLDER, "bonn")


def test_a_folder_without_services_is_a_mistake(tmp_path: Path) -> None:
    assert any("holds no services" in line for line in check_services(tmp_path))
    with pytest.raises(ServicesError):
        load_services(tmp_path)


def test_consents_carry_a_fingerprint_of_their_words() -> None:
    versions = {consent.version for service in catalogue().services.values() for consent in service.consents}
    assert all(len(version) == 12 for version in versions)
    assert len(versions) == 9
