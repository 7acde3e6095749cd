"""The call itself: what the town hall takes, what it refuses and how it says so."""

import base64
import http.client
import json
import ssl
import time
import urllib.parse
from uuid import uuid4

import pytest

from kiosk.outbox import Seal, read_pinned
from kiosk.outbox.schedule import final
from kiosk.portal import BASE_PATH, FailureKind, FieldProblem, PortalFailure, SignedReceipt
from kiosk.portal.contract import ApplicationRequest
from tests.contract.outbox.conftest import apply, key_file, new_key, sealed
from tests.contract.outbox.payloads import SERVICE, payload


def refused(outcome):
    assert isinstance(outcome, PortalFailure)
    assert outcome.kind is FailureKind.REFUSED
    return outcome.code


@pytest.fixture
def post(town):
    """Speaks HTTP to the town hall without our client."""
    context = ssl.create_default_context(cafile=town.ca)
    token = town.token.read_text().strip()

    def ask(path, body, **headers):
        line = http.client.HTTPSConnection(urllib.parse.urlsplit(town.url).netloc, context=context, timeout=5)
        known = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        line.request("POST", path, body, known | {name.replace("_", "-"): value for name, value in headers.items()})
        response = line.getresponse()
        content = response.read()
        line.close()
        return response, content

    return ask


def test_arrives_whole_and_the_receipt_names_it(town):
    key = new_key()
    request = sealed(town, key, payload())
    receipt = apply(town, key, request)
    assert (receipt.idempotency_key, receipt.digest, receipt.service) == (key, request.digest(), SERVICE)
    assert receipt.office.de
    assert receipt.next_step.en
    (arrived,) = town.do("export")["applications"]
    assert arrived["answers"] == payload()["answers"]
    assert arrived == {
        "idempotency_key": str(key),
        "case_number": receipt.case_number,
        "service": SERVICE,
        "received_at": receipt.received_at.isoformat(),
        "deliveries": 1,
        **{name: value for name, value in payload().items() if name != "service"},
    }


def test_first_201_then_200_with_the_same_bytes(town, post):
    key = str(new_key())
    request = sealed(town, key, payload())
    body = json.dumps({"jwe": request.jwe}).encode()
    first, first_body = post(f"{BASE_PATH}/applications", body, Idempotency_Key=key)
    second, second_body = post(f"{BASE_PATH}/applications", body, Idempotency_Key=key)
    assert (first.status, second.status) == (201, 200)
    assert first_body == second_body
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize("header", [{}, {"Idempotency_Key": "47"}, {"Idempotency_Key": str(uuid4()).upper()}])
def test_without_a_key_nothing_is_taken(town, post, header):
    request = sealed(town, new_key(), payload())
    body = json.dumps({"jwe": request.jwe}).encode()
    response, content = post(f"{BASE_PATH}/applications", body, **header)
    assert (response.status, json.loads(content)["code"]) == (400, "idempotency-key-missing")
    assert town.do("state")["applications"] == 0


def test_lost_answer_is_one_case(town):
    key = new_key()
    request = sealed(town, key, payload())
    town.do("answer_lost", times=2)
    receipt = apply(town, key, request, backoff_s=0.01)
    assert receipt.case_number == f"MY-{receipt.received_at.year}-004711"
    assert [each["deliveries"] for each in town.do("export")["applications"]] == [3]


def test_other_body_under_the_same_key(town):
    key = new_key()
    client = town.client()
    client.apply(key, sealed(town, key, payload()))
    assert refused(client.apply(key, sealed(town, key, payload(betreff="Gemüse")))) == "idempotency-conflict"
    assert len(town.do("export")["applications"]) == 1


def test_swapped_and_tampered_seals_are_refused(town):
    client, key, other = town.client(), new_key(), new_key()
    request = sealed(town, key, payload())
    assert refused(client.apply(other, request)) == "seal-swapped"
    head, *rest = request.jwe.split(".")
    named = json.loads(base64.urlsafe_b64decode(head + "==")) | {"bt-key": str(other)}
    forged = base64.urlsafe_b64encode(json.dumps(named).encode()).rstrip(b"=").decode()
    tampered = ApplicationRequest(jwe=".".join([forged, *rest]))
    assert refused(client.apply(other, tampered)) == "seal-broken"
    assert town.do("state")["applications"] == 0


@pytest.mark.parametrize("sign", ["\0", "\x7f", " ", '"', ".", "*", "A"])
@pytest.mark.parametrize("place", [0, 40, 200, -1])
def test_what_a_disk_spoilt_is_refused_for_good_whatever_the_bits(town, sign, place):
    """The terminal cannot see it: it must end in quarantine, and not be sent for ever."""
    key = new_key()
    request = sealed(town, key, payload())
    at = place % len(request.jwe)
    spoilt = request.jwe[:at] + ("B" if request.jwe[at] == sign else sign) + request.jwe[at + 1 :]
    answer = town.client().apply(key, ApplicationRequest(jwe=spoilt))
    if isinstance(answer, PortalFailure):
        assert final(answer), answer
    else:
        assert at == len(request.jwe) - 1, "the last sign has bits that nobody reads"


def test_unknown_key_and_unknown_service(town, tmp_path):
    client, key = town.client(), new_key()
    content = json.loads(key_file(town).read_bytes())
    content["keys"][0]["kid"] = "last-year"
    (tmp_path / "keys.json").write_text(json.dumps(content))
    jwe = Seal(read_pinned(tmp_path / "keys.json")).seal(key, payload(), time.time())
    assert refused(client.apply(key, ApplicationRequest(jwe=jwe))) == "seal-unknown-key"
    assert refused(client.apply(key, sealed(town, key, payload(), "katze_anmelden"))) == "unknown-service"
    assert refused(client.apply(key, sealed(town, key, payload(), "wartenummer"))) == "unknown-service"


def test_what_the_schema_refuses_is_pointed_at(town):
    key = new_key()
    wrong = payload(thema="mond", familienname=None, email="a@b.example", plz="5672")
    wrong["consents"][0]["given"] = False
    outcome = town.client().apply(key, sealed(town, key, wrong))
    assert refused(outcome) == "validation"
    assert outcome.errors == (
        FieldProblem(pointer="/answers/email", code="not_allowed"),
        FieldProblem(pointer="/answers/familienname", code="missing"),
        FieldProblem(pointer="/answers/plz", code="not_in_form"),
        FieldProblem(pointer="/answers/thema", code="not_offered"),
        FieldProblem(pointer="/consents", code="not_allowed"),
    )


def test_largest_application_fits_and_a_larger_body_does_not(town, post):
    key = new_key()
    request = sealed(town, key, payload(text="x" * 255_000))
    outcome = town.client().apply(key, request)
    assert refused(outcome) == "validation"  # the text is too long for the service, not for the line
    assert outcome.errors == (FieldProblem(pointer="/answers/text", code="too_long"),)
    response, _ = post(f"{BASE_PATH}/applications", b" " * 500_000, Idempotency_Key=str(key))
    assert response.status == 413


@pytest.mark.parametrize(
    ("situation", "kind", "code", "patience"),
    [
        ({"retry_after_s": 7}, FailureKind.BUSY, "backend-unavailable", 7),
        ({"code": "rate-limited", "retry_after_s": 9}, FailureKind.BUSY, "rate-limited", 9),
        ({"code": "internal"}, FailureKind.BROKEN, "internal", None),
    ],
)
def test_bad_days_are_values(town, situation, kind, code, patience):
    town.do("error", **situation)
    key = new_key()
    outcome = town.client().apply(key, sealed(town, key, payload()), deadline_s=3, tries=1)
    assert outcome == PortalFailure(kind, code, patience)


def test_keys_are_published_and_equal_to_the_pinned_file(town):
    context = ssl.create_default_context(cafile=town.ca)
    line = http.client.HTTPSConnection(urllib.parse.urlsplit(town.url).netloc, context=context, timeout=5)
    line.request("GET", "/.well-known/jwks.json")
    response = line.getresponse()
    assert response.headers["Content-Type"] == "application/jwk-set+json"
    assert response.read() == key_file(town).read_bytes()
    line.close()
    for name in ("sealing.key", "signing.key"):
        assert (key_file(town).parent / name).stat().st_mode & 0o777 == 0o600


def hostile_answer(content):
    """A script that answers 201 with this body."""

    def script(connection, _request):
        answer = json.dumps(content).encode()
        connection.sendall(
            b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            % (len(answer), answer)
        )

    return script


@pytest.mark.parametrize(
    "content", [{}, {"receipt": "a.b"}, {"receipt": "a.b.c\n"}, {"receipt": 1}, {"receipt": "ä.b.c"}]
)
def test_what_is_no_jws_is_no_answer(hostile, tmp_path, content):
    hostile.script = hostile_answer(content)
    request = ApplicationRequest(jwe="a.b.c.d.e")
    outcome = hostile.client(tmp_path).apply(new_key(), request)
    assert outcome == PortalFailure(FailureKind.BROKEN, "answer-not-in-contract")


def test_receipt_is_handed_on_unread(hostile, tmp_path):
    """The client has no keys: whoever has them says what it is worth."""
    hostile.script = hostile_answer({"receipt": "a.b.c"})
    request = ApplicationRequest(jwe="a.b.c.d.e")
    assert hostile.client(tmp_path).apply(new_key(), request) == SignedReceipt(receipt="a.b.c")
