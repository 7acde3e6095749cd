"""The town hall as a process: start, second start, HTTP manners, the published contract, evidence, files."""

import http.client
import json
import ssl
import stat
import subprocess
import sys
import urllib.parse
from pathlib import Path
from uuid import uuid4

import pytest

from devices.control import ControlError
from kiosk.portal import BASE_PATH, QueueTicketOutcome, QueueTicketRequest

ROOT = Path(__file__).parents[3]
WISH = QueueTicketRequest(service="id_documents")


@pytest.fixture
def call(town):
    """Speaks HTTP to the town hall without our client."""
    context = ssl.create_default_context(cafile=town.ca)
    token = town.token.read_text().strip()

    def ask(method, path, body=None, **headers):
        line = http.client.HTTPSConnection(urllib.parse.urlsplit(town.url).netloc, context=context, timeout=5)
        known = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        line.request(method, path, body, known | {name.replace("_", "-"): value for name, value in headers.items()})
        response = line.getresponse()
        content = response.read()
        line.close()
        return response, content

    return ask


def problem(answer):
    response, content = answer
    assert response.headers["Content-Type"] == "application/problem+json"
    body = json.loads(content)
    assert body["status"] == response.status
    assert body["type"] == f"https://buergerterminal.example/problems/{body['code']}"
    return response.status, body["code"]


def test_first_201_then_200(call):
    path = f"{BASE_PATH}/queue-tickets/{uuid4()}"
    first, first_body = call("PUT", path, b'{"service":"parking"}')
    second, second_body = call("PUT", path, b'{"service":"parking","assistance":[]}')
    assert (first.status, second.status) == (201, 200)
    assert first_body == second_body
    assert second.headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(
    ("line", "body", "headers", "expected"),
    [
        ("PUT /queue-tickets/{id}", b"{", {}, (400, "malformed")),
        ("PUT /queue-tickets/{id}", b"\xff\xfe", {}, (400, "malformed")),
        ("PUT /queue-tickets/{id}", b'{"service":"other","x":' + b"[" * 9000, {}, (400, "malformed")),
        ("PUT /queue-tickets/{id}", b"{}", {}, (422, "validation")),
        ("PUT /queue-tickets/{id}", b'{"service":"other\\n"}', {}, (422, "validation")),
        (
            "PUT /queue-tickets/{id}",
            b'{"service":"other"}',
            {"Content_Type": "text/plain"},
            (415, "type-not-allowed"),
        ),
        ("PUT /queue-tickets/{id}", b" " * 20_000, {}, (413, "too-large")),
        ("PUT /queue-tickets/47", b'{"service":"other"}', {}, (404, "not-found")),
        ("POST /queue-tickets/{id}/outcome", b'{"outcome":"eaten"}', {}, (422, "validation")),
        ("DELETE /queue", None, {}, (405, "method-not-allowed")),
        ("GET /elsewhere", None, {}, (404, "not-found")),
        ("GET /queue", None, {"Authorization": "Bearer "}, (401, "unauthorized")),
        ("GET /queue", None, {"Authorization": "Basic x"}, (401, "unauthorized")),
    ],
)
def test_what_is_wrong_is_a_problem(call, line, body, headers, expected):
    method, path = line.split(" ")
    assert problem(call(method, BASE_PATH + path.format(id=uuid4()), body, **headers)) == expected


def test_pointer_names_the_member(call):
    path = f"{BASE_PATH}/queue-tickets/{uuid4()}"
    for body, pointer in [
        (b'{"service":"coffee"}', "/service"),
        (b'{"service":4}', "/service"),
        (b'{"service":"other","assistance":["wings"]}', "/assistance/0"),
        (b"[]", ""),
    ]:
        _, content = call("PUT", path, body)
        assert [error["pointer"] for error in json.loads(content)["errors"]] == [pointer], body


def test_published_contract_is_the_served_and_the_committed_one(call):
    response, served = call("GET", f"{BASE_PATH}/openapi.json", Authorization="none")
    committed = (ROOT / "docs" / "openapi.json").read_bytes()
    printed = subprocess.run([sys.executable, "-m", "kiosk.sandbox.openapi"], capture_output=True, check=True).stdout
    assert response.status == 200
    assert served == committed == printed, "run: python -m kiosk.sandbox.openapi > docs/openapi.json"


def test_status_page_follows_the_queue_and_hides_behind_its_token(town, call):
    client, ticket_id = town.client(), uuid4()
    client.draw(uuid4(), WISH)
    ticket = client.draw(ticket_id, WISH)
    path = urllib.parse.urlsplit(ticket.status_url).path
    assert ticket.status_url.startswith(town.url)
    assert len(path.rpartition("/")[2]) >= 12
    assert b"Personen vor Ihnen: 7" in call("GET", path)[1]
    town.do("call", service="id_documents")
    assert b"Personen vor Ihnen: 6" in call("GET", path)[1]
    client.report(ticket_id, QueueTicketOutcome(outcome="void"))
    assert b"wartet nicht mehr" in call("GET", path)[1]
    assert problem(call("GET", "/w/AAAAAAAAAAAA")) == (404, "not-found")


def test_evidence_for_the_rehearsal(town):
    ticket_id = uuid4()
    town.do("clock", at="2026-11-24T10:24:00")
    ticket = town.client().draw(ticket_id, QueueTicketRequest(service="parking", assistance=("more_time",)))
    assert ticket.issued_at.isoformat().startswith("2026-11-24T10:24:0")
    evidence = town.do("export")
    assert evidence == {
        "applications": [],
        "queue_tickets": [
            {
                "id": str(ticket_id),
                "number": ticket.number,
                "service": "parking",
                "assistance": ["more_time"],
                "issued_at": ticket.issued_at.isoformat(),
                "deliveries": 1,
                "outcome": None,
                "outcome_reason": None,
            }
        ],
        "status_queries": [],
        "readings": [],
    }
    assert town.do("export", offset=1)["queue_tickets"] == []
    assert town.do("reset")["tickets"] == 0


@pytest.mark.parametrize(
    ("situation", "arguments"),
    [
        ("fly", {}),
        ("slow", {"seconds": "long"}),
        ("slow", {"seconds": -1}),
        ("clock", {"at": "noon"}),
        ("call", {"service": "dog_tax_treasury"}),
        ("answer_lost", {"times": True}),
    ],
)
def test_impossible_situations_are_refused(town, situation, arguments):
    with pytest.raises(ControlError):
        town.do(situation, **arguments)
    assert town.do("state")["portal"] == "up"


def test_keys_are_private_and_survive_a_restart(new_town, tmp_path):
    town = new_town(tmp_path / "town")
    state = tmp_path / "town" / "state"
    secret = ["ca.key", "server.key", "terminal.token", "town-hall.db"]
    assert [stat.S_IMODE((state / name).stat().st_mode) for name in secret] == [0o600] * 4
    before = [(state / name).read_bytes() for name in [*secret[:3], "ca.pem", "server.pem"]]
    second = subprocess.run(
        [sys.executable, "-m", "kiosk.sandbox", "--state", str(state)], capture_output=True, text=True, check=False
    )
    assert second.returncode == 4
    assert "another town hall" in second.stderr
    assert town.stop() == 0
    new_town(tmp_path / "town")
    assert [(state / name).read_bytes() for name in [*secret[:3], "ca.pem", "server.pem"]] == before


def test_taken_port_is_said_plainly(town, tmp_path):
    command = [sys.executable, "-m", "kiosk.sandbox", "--state", str(tmp_path), "--listen", town.address]
    second = subprocess.run(command, capture_output=True, text=True, check=False)
    assert second.returncode == 2
    assert town.address in second.stderr
    assert "Traceback" not in second.stderr
