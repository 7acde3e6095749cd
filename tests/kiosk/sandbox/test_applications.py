"""Applications in the town hall: once per key, one number each, everything or nothing."""

import base64
import threading
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import msgspec
import pytest

from kiosk.outbox import Seal, read_pinned
from kiosk.portal import ApplicationReceipt, ApplicationRequest, StatusQuery, provisional_number
from kiosk.portal.contract import KEYS_KEPT, FieldProblem
from kiosk.sandbox import applications as applications_module
from kiosk.sandbox.applications import Applications, NotTaken, Taken
from kiosk.sandbox.cases import WITHIN_S, WRONG_ANSWERS, Cases, Limiter, TooMany
from kiosk.sandbox.keys import TownKeys
from kiosk.sandbox.services import ServiceFacts, Text
from kiosk.sandbox.store import Store

SERVICE = "hund_anmelden"
CODE = "K7F3P9XD"


def said(taken):
    """What a signed receipt says; whether it is signed right is judged elsewhere."""
    body = taken.receipt.receipt.split(".")[1]
    return msgspec.json.decode(base64.urlsafe_b64decode(body + "=="), type=ApplicationReceipt)


class OneService:
    """Takes dogs; says that a content is wrong when it says so itself."""

    def __init__(self):
        self.asked = threading.Event()
        self.go_on = threading.Event()
        self.go_on.set()

    def facts(self, service):
        text = Text(de=service)
        return {
            SERVICE: ServiceFacts(True, text, text, text, later_days=14),
            "vorgang_status": ServiceFacts(False, text, text, text, later_days=14),
        }.get(service)

    def problems(self, service, content):
        self.asked.set()
        assert self.go_on.wait(5)
        return (FieldProblem(pointer="/answers/name", code="missing"),) if content.get("wrong") else ()

    def papers_missing(self, service, content):
        return bool(content.get("papers"))


class House:
    """A town hall without its doors."""

    def __init__(self, folder):
        self.now = datetime(2026, 12, 31, 23, 59, tzinfo=UTC)
        self.store = Store(folder / "town-hall.db")
        self.services = OneService()
        self.keys = TownKeys(folder, lambda: self.now)
        self.seal = Seal(read_pinned(folder / "portal-keys.json"))
        self.applications = Applications(self.store, lambda: self.now, self.keys, self.services)
        self.ticks = 0.0
        self.cases = Cases(self.store, lambda: self.now, self.services, Limiter(lambda: self.ticks))

    def request(self, key, content=None, service=SERVICE):
        sealed = {"service": service, "provisional": {"code": CODE}} | (content or {})
        return ApplicationRequest(jwe=self.seal.seal(key, sealed, self.now.timestamp()))

    def hand_in(self, content=None):
        key = uuid4()
        taken = self.applications.take(key, self.request(key, content))
        assert isinstance(taken, Taken)
        return said(taken)

    def ask(self, number, code, terminal="T2"):
        return self.cases.status(StatusQuery(case_number=number, access_code=code), terminal)


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    yield house
    house.store.close()


def test_numbers_begin_anew_each_year(house):
    numbers = [house.hand_in().case_number for _ in range(2)]
    house.now = datetime(2027, 1, 1, tzinfo=UTC)
    numbers.append(house.hand_in().case_number)
    assert numbers == ["MY-2026-004711", "MY-2026-004712", "MY-2027-004711"]


def test_repeat_gives_the_first_answer_and_another_body_none(house):
    key = uuid4()
    request = house.request(key)
    first, second = house.applications.take(key, request), house.applications.take(key, request)
    assert (first.first, second.first, first.receipt) == (True, False, second.receipt)
    assert house.applications.take(key, house.request(key)) == NotTaken("idempotency-conflict")
    assert [each["deliveries"] for each in house.applications.export()] == [2]


def test_receipt_names_key_digest_and_papers(house):
    key = uuid4()
    request = house.request(key, {"papers": True})
    receipt = said(house.applications.take(key, request))
    assert (receipt.idempotency_key, receipt.digest, receipt.service) == (key, request.digest(), SERVICE)
    assert (receipt.state, str(receipt.attachments_due)) == ("awaiting_attachments", "2027-01-14")
    assert house.hand_in().attachments_due is None


def test_the_same_application_at_the_same_moment(house):
    """Both ask before either is stored: one is taken, the other is told to come again."""
    key = uuid4()
    request = house.request(key)
    house.services.go_on.clear()
    outcomes = []
    first = threading.Thread(target=lambda: outcomes.append(house.applications.take(key, request)))
    first.start()
    assert house.services.asked.wait(5)
    assert house.applications.take(key, request) == NotTaken("idempotency-in-progress")
    house.services.go_on.set()
    first.join(5)
    assert outcomes[0].first
    assert not house.applications.take(key, request).first


def test_what_is_refused_leaves_nothing(house):
    key = uuid4()
    assert house.applications.take(key, house.request(key, service="katze_anmelden")) == NotTaken("unknown-service")
    assert house.applications.take(key, house.request(key, service="vorgang_status")) == NotTaken("unknown-service")
    assert house.applications.take(key, house.request(uuid4())) == NotTaken("seal-swapped")
    problem = FieldProblem(pointer="/answers/name", code="missing")
    assert house.applications.take(key, house.request(key, {"wrong": True})) == NotTaken("validation", (problem,))
    assert house.applications.export() == []
    assert house.hand_in().case_number == "MY-2026-004711"
    assert house.applications.take(key, house.request(key)).first, "a corrected one may use the same key"


def test_key_is_kept_for_thirty_days_and_the_case_for_longer(house):
    key = uuid4()
    request = house.request(key)
    first = house.applications.take(key, request)
    house.now += KEYS_KEPT - timedelta(seconds=1)
    again = house.applications.take(key, request)
    assert (again.first, again.receipt) == (False, first.receipt)
    assert house.applications.take(key, house.request(key)) == NotTaken("idempotency-conflict")
    house.now += timedelta(seconds=2)
    assert house.hand_in().case_number == "MY-2027-004711"
    late = house.applications.take(key, request)
    assert late.first, "a key that is forgotten is a new one"
    assert house.ask(said(first).case_number, said(first).access_code).case_number == "MY-2026-004711"
    assert house.ask(provisional_number(key), CODE).case_number == said(late).case_number


def test_clock_that_goes_back_forgets_no_key(house):
    key = uuid4()
    request = house.request(key)
    house.applications.take(key, request)
    house.now -= timedelta(days=400)
    assert not house.applications.take(key, request).first


def test_key_number_and_receipt_are_there_together_or_not_at_all(house, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("no signature today")

    key = uuid4()
    request = house.request(key)
    with monkeypatch.context() as patch:
        patch.setattr(applications_module, "signed", broken)
        with pytest.raises(RuntimeError):
            house.applications.take(key, request)
    assert house.applications.count() == 0
    taken = house.applications.take(key, request)
    assert (taken.first, said(taken).case_number) == (True, "MY-2026-004711")


@pytest.mark.parametrize("slip", [None, {}, {"code": ""}, {"code": "K7F3P9X0"}, {"code": 7}, "K7F3P9XD"])
def test_without_the_code_of_a_slip_nothing_is_taken(house, slip):
    key = uuid4()
    missing = FieldProblem(pointer="/provisional", code="missing")
    assert house.applications.take(key, house.request(key, {"provisional": slip})) == NotTaken("validation", (missing,))
    assert house.applications.count() == 0


def test_code_of_a_slip_is_no_part_of_the_evidence(house):
    house.hand_in()
    assert CODE not in str(house.applications.export())
    assert "provisional" not in str(house.applications.export())


def test_number_and_code_open_the_case_however_they_are_typed(house):
    receipt = house.hand_in()
    number, code = receipt.case_number, receipt.access_code
    for typed_number, typed_code in [
        (number, code),
        (number.lower().replace("-", " "), f" {code[:4]}-{code[4:].lower()} "),
        (provisional_number(receipt.idempotency_key).lower(), CODE),
    ]:
        status = house.ask(typed_number, typed_code)
        assert (status.case_number, status.state) == (number, "received")


def test_pairs_cannot_be_mixed(house):
    one, two = house.hand_in(), house.hand_in()
    assert house.ask(one.case_number, two.access_code) is None
    assert house.ask(one.case_number, CODE) is None
    assert house.ask(provisional_number(one.idempotency_key), one.access_code) is None
    assert house.ask("", "") is None
    assert house.ask("MY-2026-009999", "-" * 8) is None


def test_too_many_wrong_answers_of_one_terminal(house):
    receipt = house.hand_in()
    for _ in range(WRONG_ANSWERS - 1):
        assert house.ask("MY-2026-009999", "AAAAAAAA") is None
        house.ticks += 1
    assert house.ask(receipt.case_number, receipt.access_code) is not None
    assert house.ask(receipt.case_number, "AAAAAAAA") is None
    wait = house.ask(receipt.case_number, receipt.access_code)
    assert wait == TooMany(int(WITHIN_S) - WRONG_ANSWERS + 1)
    assert house.ask(receipt.case_number, receipt.access_code, terminal="T3") is not None
    house.ticks = WITHIN_S
    assert house.ask(receipt.case_number, receipt.access_code) is not None


def test_evidence_of_queries_names_no_code_and_no_wrong_number(house):
    receipt = house.hand_in()
    house.ask(receipt.case_number, receipt.access_code)
    house.ask("Zwetschgenröder", "K7F3P9ZZ")
    assert [(each["ok"], each["case_number"]) for each in house.cases.export()] == [
        (True, receipt.case_number),
        (False, None),
    ]


def test_status_is_told_from_what_happened(house):
    receipt = house.hand_in({"papers": True})
    number, code = receipt.case_number, receipt.access_code
    assert "Unterlagen" in house.ask(number, code).text.de
    house.now = datetime(2027, 1, 5, 9, tzinfo=UTC)
    assert house.cases.advance(number.lower(), "in_progress")
    status = house.ask(number, code)
    assert (status.state, status.since) == ("in_progress", house.now)
    assert [(step.state, step.at) for step in status.steps] == [
        ("done", receipt.received_at),
        ("running", house.now),
        ("to_come", None),
    ]
    assert not house.cases.advance("MY-2026-009999", "closed")


def test_reset_forgets_everything(house):
    receipt = house.hand_in()
    house.ask(receipt.case_number, receipt.access_code)
    house.applications.reset()
    house.cases.reset()
    assert (house.applications.count(), house.cases.export()) == (0, [])
    assert house.ask(receipt.case_number, receipt.access_code) is None
    assert house.hand_in().case_number == "MY-2026-004711"
