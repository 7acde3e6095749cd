"""An application with a reading as its proof: from the card to the case, sealed, over real TLS."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from kiosk.portal import ApplicationReceipt, PortalFailure
from kiosk.portal.errors import FailureKind
from kiosk.services.answers import Value
from kiosk.services.form import prefilled
from kiosk.services.form.submission import ReadCard, submission
from kiosk.services.load import load_services
from tests.contract.eid.conftest import NewVisit
from tests.contract.outbox.conftest import apply, new_key, sealed
from tests.contract.outbox.payloads import payload
from tests.contract.portal.conftest import TownHall
from tests.kiosk.sandbox.eid_visit import SERVICE, values

CATALOGUE = load_services(Path(__file__).parents[3] / "config" / "services", live_only=False)
FORM = CATALOGUE.services[SERVICE]
CONFIRMED = ["familienname", "geburtsdatum", "geburtsname", "ort", "plz", "strasse", "vornamen"]
REFUSED = (FailureKind.REFUSED, "identity-required")


def content(card: Mapping[str, str], session: UUID | str | None, **typed: Value) -> dict[str, Any]:
    """What the form engine hands over after a reading."""
    answers: dict[str, Any] = {"verwendungszweck": "allgemein", "anzahl": 1, "zustellung": "post"}
    answers |= prefilled(FORM, {name.removeprefix("eid."): value for name, value in card.items()})
    read = None if session is None else ReadCard(str(session), tuple(CONFIRMED))
    return submission(FORM, answers | typed, given={"privacy"}, version=CATALOGUE.version, lang="de", identity=read)


def handed_in(town: TownHall, what: dict[str, Any], key: UUID | None = None) -> Any:
    """A receipt, or kind and code of the refusal."""
    key = key or new_key()
    answer = apply(town, key, sealed(town, key, what, SERVICE))
    return (answer.kind, answer.code) if isinstance(answer, PortalFailure) else answer


@pytest.fixture
def read(town: TownHall, visit_at: NewVisit) -> tuple[UUID, dict[str, str]]:
    """A finished reading: its session and what it released."""
    visit = visit_at(town)
    released = values(visit.run())
    return visit.session.session, released


def test_the_case_names_the_proof_and_the_cards_own_answers(town, read):
    session, card = read
    assert isinstance(handed_in(town, content(card, session)), ApplicationReceipt)
    evidence = town.do("export")
    (case,) = evidence["applications"]
    assert (case["identified"], case["confirmed_by_card"]) == (True, CONFIRMED)
    assert "identity" not in case
    assert evidence["readings"][0]["used"] is True


def test_an_answer_that_was_changed_is_not_the_cards_own(town, read):
    session, card = read
    assert isinstance(handed_in(town, content(card, session, familienname="ANDERS")), ApplicationReceipt)
    (case,) = town.do("export")["applications"]
    assert case["confirmed_by_card"] == CONFIRMED[1:]


def test_a_partial_date_of_birth_is_confirmed_as_it_is(town, visit_at):
    visit = visit_at(town, "jahr_unbekannt")
    card = values(visit.run())
    assert isinstance(handed_in(town, content(card, visit.session.session)), ApplicationReceipt)
    (case,) = town.do("export")["applications"]
    assert case["answers"]["geburtsdatum"] == "1958"
    assert "geburtsdatum" in case["confirmed_by_card"]


def test_without_a_proof_that_holds_the_service_is_refused_and_nothing_is_kept(town, read):
    session, card = read
    assert handed_in(town, content(card, None)) == REFUSED
    assert handed_in(town, content(card, uuid4())) == REFUSED
    assert handed_in(town, content(card, "no-session")) == REFUSED
    assert town.do("export")["applications"] == []
    assert isinstance(handed_in(town, content(card, session)), ApplicationReceipt)


def test_a_reading_that_was_not_finished_proves_nothing(town, visit_at, read):
    _, card = read
    visit = visit_at(town)
    visit.begin()
    visit.send(visit.opening())
    assert handed_in(town, content(card, visit.session.session)) == REFUSED


def test_a_reading_for_another_service_proves_nothing(town, visit_at, read):
    _, card = read
    visit = visit_at(town)
    values(visit.run("hund_anmelden"))
    assert handed_in(town, content(card, visit.session.session)) == REFUSED


def test_a_proof_serves_one_application_however_often_that_is_sent(town, read):
    session, card = read
    key, what = new_key(), content(card, session)
    request = sealed(town, key, what, SERVICE)
    first = apply(town, key, request)
    assert isinstance(first, ApplicationReceipt)
    assert apply(town, key, request) == first
    assert handed_in(town, what) == REFUSED
    assert len(town.do("export")["applications"]) == 1


def test_a_refused_application_does_not_use_its_proof_up(town, read):
    session, card = read
    wrong = content(card, session)
    wrong["answers"]["anzahl"] = 99
    assert handed_in(town, wrong) == (FailureKind.REFUSED, "validation")
    assert isinstance(handed_in(town, content(card, session)), ApplicationReceipt)


def test_a_proof_survives_the_town_halls_restart(new_town, visit_at, tmp_path: Path):
    first = new_town(tmp_path / "town")
    visit = visit_at(first)
    card = values(visit.run())
    first.kill()
    second = new_town(tmp_path / "town")
    assert isinstance(handed_in(second, content(card, visit.session.session)), ApplicationReceipt)


def test_a_service_that_asks_for_no_proof_is_taken_without(town):
    key = new_key()
    assert isinstance(apply(town, key, sealed(town, key, payload())), ApplicationReceipt)
    (case,) = town.do("export")["applications"]
    assert "identified" not in case
