"""eID sessions over real TLS: the terminal's protocol, a virtual card, the town hall's process."""

import dataclasses
import http.client
import json
import ssl
from pathlib import Path
from typing import Any

import msgspec
import pytest

from devices.control import ControlError
from devices.eid.faults import FaultCode
from devices.eid.virtual_card.wallet import Forgery
from kiosk.portal import BASE_PATH, PortalClient, PortalFailure
from kiosk.portal.contract import FieldProblem
from kiosk.portal.eid_contract import EID_PROBLEMS, EidBatch, EidReleased, EidSession, EidSessionRequest
from kiosk.portal.errors import FailureKind
from kiosk.sandbox.problems import CODES
from tests.contract.eid.conftest import desk_of
from tests.contract.portal.conftest import TownHall
from tests.kiosk.sandbox.eid_visit import values


def failure(answer: object) -> tuple[FailureKind, str]:
    assert isinstance(answer, PortalFailure), answer
    return answer.kind, answer.code


def test_four_round_trips_over_the_wire(town, visit_at):
    visit = visit_at(town, "grosses_eszett")
    assert values(visit.run("eheurkunde")) == {
        "eid.family_names": "WEIẞMÜLLER-STRAUẞ",
        "eid.given_names": "GROẞI",
        "eid.birth_name": "ẞTERN",
        "eid.date_of_birth": "19851130",
        "eid.street": "HEIDESTRAẞE 17",
        "eid.postcode": "12345",
        "eid.city": "GROẞMUSTERSTADT",
    }
    assert visit.desk.trips == 4


@pytest.mark.parametrize(
    ("person", "absent", "born"),
    [
        ("jahr_unbekannt", set(), "1958    "),
        ("aufenthaltstitel", set(), "199503  "),
        ("ohne_wohnung", {"eid.street", "eid.postcode", "eid.city"}, None),
        ("sehr_lange_namen", set(), None),
    ],
)
def test_odd_cards_stay_as_they_are(town, visit_at, person, absent, born):
    visit = visit_at(town, person)
    answer = values(visit.run("hund_anmelden"))
    assert {each.name for each in visit.session.required} - answer.keys() == absent
    assert born in (None, answer["eid.date_of_birth"])


def test_a_step_that_comes_twice_over_the_wire_ends_the_session(town, visit_at):
    visit = visit_at(town)
    visit.begin()
    step = visit.opening()
    assert isinstance(visit.send(step), EidBatch)
    assert failure(visit.send(step)) == (FailureKind.REFUSED, "eid-order")
    assert failure(visit.send(step)) == (FailureKind.REFUSED, "eid-session-over")
    assert town.do("state")["eid_sessions"] == 0


def test_a_lost_answer_ends_the_reading_and_a_new_session_works(town, visit_at):
    visit = visit_at(town)
    visit.begin()
    step = visit.opening()
    town.do("answer_lost")
    assert failure(visit.send(step))[0] is FailureKind.UNREACHABLE
    assert failure(visit.send(step)) == (FailureKind.REFUSED, "eid-order")
    assert isinstance(visit_at(town).run(), EidReleased)


def test_a_lost_answer_to_the_opening_is_asked_for_again(town, visit_at):
    town.do("answer_lost")
    visit = visit_at(town)
    assert isinstance(visit.run(), EidReleased)


def test_without_the_terminals_token_there_is_no_session(town, visit_at, tmp_path: Path):
    forged = tmp_path / "token"
    forged.write_text("not-the-token-of-this-terminal")
    forged.chmod(0o600)
    stranger = PortalClient(dataclasses.replace(town.settings(), token_file=forged))
    assert failure(stranger.open_eid(EidSessionRequest(service="hund_anmelden"))) == (
        FailureKind.REFUSED,
        "unauthorized",
    )
    visit = visit_at(town)
    visit.begin()
    step = visit.opening()
    stolen = desk_of(stranger).step(visit.session.session, step)
    assert failure(stolen) == (FailureKind.REFUSED, "unauthorized")
    assert isinstance(visit.send(step), EidBatch)


def test_wrong_bodies_are_refused_by_the_contract(town):
    opened = town.client().open_eid(EidSessionRequest(service="hund_anmelden"))
    assert isinstance(opened, EidSession)
    for body, pointer in (
        ({"number": 0}, "/number"),
        ({"number": 1, "opening": {}}, "/opening"),
        ({"number": 2, "responses": ["kA=="]}, "/responses/0"),
        ({"number": 2, "responses": ["kAA="] * 65}, "/responses"),
        ({"number": 2, "responses": ["%"]}, "/responses/0"),
    ):
        problem = posted(town, f"/eid/sessions/{opened.session}/steps", msgspec.json.encode(body))
        assert (problem["code"], [each["pointer"] for each in problem["errors"]]) == ("validation", [pointer]), body


def posted(house: TownHall, path: str, body: bytes) -> dict[str, Any]:
    """A body that the contract's types cannot make; gives the problem."""
    host, _, port = house.address.rpartition(":")
    context = ssl.create_default_context(cafile=str(house.ca))
    connection = http.client.HTTPSConnection(host, int(port), context=context, timeout=5)
    token = house.token.read_text("ascii").strip()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection.request("POST", BASE_PATH + path, body, headers)
    answer: dict[str, Any] = json.loads(connection.getresponse().read())
    connection.close()
    return answer


# --- Bad days ---


@pytest.mark.parametrize(
    ("mishap", "kind", "code"),
    [
        ("certificate_expired", FailureKind.BROKEN, "eid-unavailable"),
        ("unknown_car", FailureKind.REFUSED, "eid-car-unknown"),
        ("session_lost", FailureKind.REFUSED, "eid-session-unknown"),
        ("refuses", FailureKind.REFUSED, "eid-refused"),
    ],
)
def test_bad_days_on_the_control_socket(town, visit_at, mishap, kind, code):
    assert town.do("eid", mishap=mishap)["eid"] == mishap
    assert failure(visit_at(town).run()) == (kind, code)
    assert town.do("eid")["eid"] == "none"
    assert isinstance(visit_at(town).run(), EidReleased)


def test_a_slow_service_meets_the_terminals_deadline(town, visit_at):
    town.do("eid", slow_s=30)
    desk = desk_of(town.client(deadline_s=0.3))
    assert failure(desk.open(EidSessionRequest(service="hund_anmelden"))) == (FailureKind.UNREACHABLE, "deadline")


@pytest.mark.parametrize(
    "wish",
    [
        {"do": "eid", "mishap": "x"},
        {"do": "eid", "slow_s": -1},
        {"do": "eid", "slow_s": True},
        {"do": "block_card", "which": 1},
    ],
)
def test_impossible_situations_are_refused(town, wish):
    with pytest.raises(ControlError):
        town.do(wish.pop("do"), **wish)


def test_blocking_a_card(town, visit_at):
    with pytest.raises(ControlError, match="no card was read yet"):
        town.do("block_card")
    assert isinstance(visit_at(town).run(), EidReleased)
    assert town.do("block_card")["blocked_cards"] == 1
    answer = visit_at(town).run()
    assert failure(answer) == (FailureKind.REFUSED, "eid-card-revoked")
    assert answer.errors == (FieldProblem(pointer="", code=FaultCode.CHIP_REVOKED.value),)
    assert town.do("unblock_cards")["blocked_cards"] == 0
    assert isinstance(visit_at(town).run(), EidReleased)


@pytest.mark.parametrize(
    ("person", "forgery", "code"),
    [
        ("abgelaufen", Forgery.NONE, "eid-card-expired"),
        ("erika_beispiel", Forgery.CLONE, "eid-card-not-genuine"),
        ("erika_beispiel", Forgery.FOREIGN_SIGNER, "eid-card-not-genuine"),
    ],
)
def test_cards_that_are_not_believed(town, visit_at, person, forgery, code):
    assert failure(visit_at(town, person, forgery).run()) == (FailureKind.REFUSED, code)


# --- The town hall's own life ---


def test_cards_know_the_town_after_its_restart(new_town, visit_at, tmp_path: Path):
    first = new_town(tmp_path / "town")
    assert isinstance(visit_at(first).run(), EidReleased)
    first.do("block_card")
    assert first.stop() == 0
    second = new_town(tmp_path / "town")
    assert second.do("state")["blocked_cards"] == 1
    assert failure(visit_at(second).run())[1] == "eid-card-revoked"
    assert isinstance(visit_at(second, "jahr_unbekannt").run(), EidReleased)


def test_the_process_says_nothing_about_cards_and_people(new_town, visit_at, tmp_path: Path, capfd):
    house = new_town(tmp_path / "town")
    assert isinstance(visit_at(house).run(), EidReleased)
    assert failure(visit_at(house, forgery=Forgery.CLONE).run())[1] == "eid-card-not-genuine"
    visit = visit_at(house)
    visit.begin()
    step = visit.opening()
    visit.send(step)
    visit.send(step)
    assert house.stop() == 0
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("at", ["2026-11-24T10:24:00", "2027-03-01T08:00:00"])
def test_a_rehearsal_on_another_day(town, visit_at, at):
    town.do("clock", at=at)
    assert isinstance(visit_at(town).run(), EidReleased)


def test_evidence_names_fields_never_values(town, visit_at):
    visit_at(town).run("handwerkerparkausweis")
    (reading,) = town.do("export")["readings"]
    assert (reading["service"], reading["released"], reading["used"]) == (
        "handwerkerparkausweis",
        ["eid.family_names", "eid.given_names"],
        False,
    )
    assert "BEISPIEL" not in str(town.do("export"))


def test_every_problem_has_a_status():
    assert set(EID_PROBLEMS) <= set(CODES)
    assert {CODES[code][0] for code in EID_PROBLEMS} == {403, 404, 409, 410, 422, 500}
