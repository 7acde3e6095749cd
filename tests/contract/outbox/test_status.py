"""Status of a case and options of a service over the wire."""

import subprocess
import sys

import pytest

from devices.control import ControlError
from kiosk.portal import CaseStatus, FailureKind, PortalFailure, StatusQuery, provisional_number
from kiosk.sandbox.cases import WRONG_ANSWERS
from tests.contract.outbox.conftest import CODE, apply, new_key, sealed
from tests.contract.outbox.payloads import payload
from tests.contract.outbox.test_apply import post  # noqa: F401 - fixture

NOT_FOUND = PortalFailure(FailureKind.REFUSED, "not-found")


@pytest.fixture
def case(town):
    """A case that has arrived."""
    key = new_key()
    return apply(town, key, sealed(town, key, payload()))


def ask(town, number, code):
    return town.client().status(StatusQuery(case_number=number, access_code=code))


def test_number_and_code_open_it(town, case):
    status = ask(town, case.case_number.replace("-", " ").lower(), case.access_code.lower())
    assert isinstance(status, CaseStatus)
    assert (status.case_number, status.state, status.since) == (case.case_number, "received", case.received_at)
    assert status.service_name.de == "Anregung oder Beschwerde"


def test_wrong_number_and_wrong_code_are_answered_alike(town, case, post):  # noqa: F811
    answers = []
    for number, code in [(case.case_number, "AAAAAAAA"), ("MY-2026-009999", case.access_code), ("MY-2026-009999", "x")]:
        body = f'{{"case_number":"{number}","access_code":"{code}"}}'.encode()
        response, content = post("/api/terminal/v1/status-queries", body)
        headers = sorted((name, value) for name, value in response.getheaders() if name.lower() != "date")
        answers.append((response.status, headers, content))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == 404
    key = case.idempotency_key
    assert ask(town, provisional_number(key), case.access_code) == NOT_FOUND
    assert isinstance(ask(town, provisional_number(key), CODE), CaseStatus)
    queries = town.do("export")["status_queries"]
    assert [(each["ok"], each["case_number"]) for each in queries] == [(False, None)] * 4 + [(True, case.case_number)]
    assert case.access_code not in str(queries)


def test_guessing_has_to_wait(town, case):
    client = town.client(tries=1)
    wrong = StatusQuery(case_number=case.case_number, access_code="AAAAAAAA")
    assert [client.status(wrong) for _ in range(WRONG_ANSWERS)] == [NOT_FOUND] * WRONG_ANSWERS
    limited = client.status(StatusQuery(case_number=case.case_number, access_code=case.access_code))
    assert (limited.kind, limited.code) == (FailureKind.BUSY, "rate-limited")
    assert 200 < limited.retry_after_s <= 300


def test_lost_answers_are_for_writes(town, case):
    town.do("answer_lost")
    assert isinstance(ask(town, case.case_number, case.access_code), CaseStatus)
    assert town.do("state")["answers_to_lose"] == 1


def test_office_moves_the_case(town, case):
    for state in ("in_progress", "question", "decided", "closed"):
        town.do("application_state", case=case.case_number, state=state)
        status = ask(town, case.case_number, case.access_code)
        assert status.state == state
        assert all(step.name.de for step in status.steps)
    for wrong in ({"case": "MY-2026-000001", "state": "closed"}, {"case": case.case_number, "state": "eaten"}, {}):
        with pytest.raises(ControlError):
            town.do("application_state", **wrong)


def test_options_of_a_service(town):
    client = town.client()
    zones = client.options("bewohnerparkausweis", "parkzonen")
    assert (zones.source, len(zones.options) >= 2) == ("parkzonen", True)
    assert client.options("bewohnerparkausweis", "mondkrater") == NOT_FOUND
    assert client.options("katze_anmelden", "parkzonen") == NOT_FOUND
    assert client.options("../queue", "parkzonen") == NOT_FOUND
    town.do("down")
    assert client.options("bewohnerparkausweis", "parkzonen").kind is FailureKind.UNREACHABLE


def test_error_can_only_be_one_of_the_contract(town):
    with pytest.raises(ControlError):
        town.do("error", code="eaten")


def test_wrong_service_files_end_with_their_mistakes(tmp_path):
    (tmp_path / "services").mkdir()
    command = [
        sys.executable,
        "-m",
        "kiosk.sandbox",
        "--state",
        str(tmp_path),
        "--services",
        str(tmp_path / "services"),
    ]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
    assert ended.returncode == 2
    assert "holds no services" in ended.stderr
    assert "Traceback" not in ended.stderr
