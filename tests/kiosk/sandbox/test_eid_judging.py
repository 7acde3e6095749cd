"""Proofs of identification: for one service, one terminal, one application, thirty days; and what the case says."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from kiosk.sandbox.eid_demand import Demand
from kiosk.sandbox.eid_judging import Identification, Identified, Typed, Unproven, remark
from kiosk.sandbox.eid_proofs import LONGEST, Proofs
from kiosk.sandbox.store import Store

T2, T3 = "Bearer terminal-two-terminal-two", "Bearer terminal-three-terminal"
CARD = {"eid.family_names": "BEISPIEL", "eid.date_of_birth": "196408  ", "eid.city": "MUSTERSTADT"}
ANSWERS = {"familienname": "eid.family_names", "geburtsdatum": "eid.date_of_birth", "ort": "eid.city"}


def asked(service, proof_needed):
    return Demand(service, "Bescheinigung", "Amt", (), (), proof_needed, ANSWERS)


DEMANDS = {name: asked(name, name == "strict") for name in ("strict", "lenient")}


class Desk:
    """Proofs and their judge."""

    def __init__(self, store):
        self.store = store
        self.now = datetime(2026, 11, 24, 10, 24, tzinfo=UTC)
        self.proofs = Proofs(store, lambda: self.now)
        self.identification = Identification(self.proofs, DEMANDS.get)

    def finished(self, service="strict", terminal=T2, card=CARD):
        session = uuid4()
        self.proofs.keep(session, terminal, service, card)
        return session

    def judge(self, session, service="strict", terminal=T2, **answers):
        content = {"answers": answers}
        if session is not None:
            content["identity"] = {"eid_session": str(session), "from_card": ["familienname"]}
        verdict = self.identification.judge(service, content, terminal)
        assert content == {"answers": answers}
        return verdict

    def use(self, verdict, application: UUID):
        with self.store.transaction() as db:
            return Proofs.use(db, verdict.proof, application)


@pytest.fixture
def desk(tmp_path):
    store = Store(tmp_path / "town-hall.db")
    yield Desk(store)
    store.close()


def test_a_proof_that_holds(desk):
    verdict = desk.judge(desk.finished(), familienname="BEISPIEL")
    assert isinstance(verdict, Identified)
    assert remark(verdict) == {"identified": True, "confirmed_by_card": ["familienname"]}


def test_without_a_proof_only_a_service_that_demands_one_refuses(desk):
    assert desk.judge(None) == Unproven()
    assert desk.judge(None, "lenient") == Typed()
    assert desk.judge(None, "unknown") == Typed()
    assert remark(Typed()) == {}


def test_a_proof_is_for_its_service_and_its_terminal(desk):
    session = desk.finished()
    assert desk.judge(session, "lenient") == Typed()
    assert desk.judge(session, terminal=T3) == Unproven()
    assert desk.judge(session, terminal="") == Unproven()
    assert desk.judge(uuid4()) == Unproven()
    assert isinstance(desk.judge(session), Identified)


@pytest.mark.parametrize("given", ["", "x", 7, [], {}, {"eid_session": None}, {"eid_session": "x"}, None])
def test_a_proof_that_is_none(desk, given):
    for service, expected in (("strict", Unproven()), ("lenient", Typed())):
        assert desk.identification.judge(service, {"identity": given}, T2) == expected


def test_a_proof_lasts_as_long_as_an_application_may_wait(desk):
    session = desk.finished()
    desk.now += LONGEST
    assert isinstance(desk.judge(session), Identified)
    desk.now += timedelta(seconds=1)
    assert desk.judge(session) == Unproven()
    desk.finished()
    assert len(desk.proofs.export()) == 1


def test_a_proof_serves_one_application(desk):
    session = desk.finished()
    first, second = desk.judge(session), desk.judge(session)
    assert desk.use(first, uuid4())
    assert not desk.use(second, uuid4())
    assert desk.judge(session) == Unproven()
    assert desk.proofs.export() == [
        {
            "service": "strict",
            "finished_at": "2026-11-24T10:24:00+00:00",
            "released": sorted(CARD),
            "used": True,
        }
    ]


@pytest.mark.parametrize(
    ("field", "answer", "confirmed"),
    [
        ("familienname", "BEISPIEL", True),
        ("familienname", " BEISPIEL ", True),
        ("familienname", "Beispiel", False),
        ("familienname", "BEISPIELMANN", False),
        ("familienname", "", False),
        ("familienname", None, False),
        ("familienname", ["BEISPIEL"], False),
        ("geburtsdatum", "1964-08", True),
        ("geburtsdatum", "1964", False),
        ("geburtsdatum", "1964-08-12", False),
        ("ort", "BEISPIEL", False),
        ("strasse", "MUSTERSTADT", False),
    ],
)
def test_the_case_names_the_answers_that_are_the_cards_own(desk, field, answer, confirmed):
    verdict = desk.judge(desk.finished(), **{field: answer})
    assert verdict.confirmed == ((field,) if confirmed else ())


def test_what_the_card_did_not_have_confirms_nothing(desk):
    verdict = desk.judge(desk.finished(card={}), familienname="", ort="", geburtsdatum="")
    assert verdict.confirmed == ()


def test_a_stolen_store_does_not_tell_what_the_card_said(desk, tmp_path):
    desk.finished()
    stored = (tmp_path / "town-hall.db").read_bytes()
    assert b"eid.family_names" in stored
    assert not any(value.strip().encode() in stored for value in CARD.values())
    assert T2.encode() not in stored
    assert "BEISPIEL" not in repr(desk.judge(desk.finished()))
