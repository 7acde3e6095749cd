"""Each trouble by table, the card pulled at every command, and spoiled answers: always a report, never more."""

import logging
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devices.card.api import AccessFault
from devices.card.virtual.other_cards import bank_card
from devices.eid.chat import Chat, Right
from devices.eid.virtual_card import pin_side
from kiosk.identity.api import (
    CardReport,
    Failed,
    Identified,
    Looked,
    Opened,
    Password,
    PasswordProven,
    PasswordWrong,
    PinChanged,
    Purpose,
    Trouble,
    Troubled,
)
from kiosk.identity.limits import Limits
from kiosk.portal.contract import FieldProblem
from kiosk.portal.eid_contract import EidBatch, EidReleased
from kiosk.portal.errors import FailureKind, PortalFailure
from tests.kiosk.identity.stand import ScriptedPortal, TestCard, Visit, refused, visit_of

AWAY = PortalFailure(FailureKind.UNREACHABLE, "deadline")
BROKEN_RULE = replace(
    refused("eid-card-broken-rule"), errors=(FieldProblem(pointer="/responses", code="sm_mac_wrong"),)
)


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        (AccessFault.NO_READER, Trouble.NO_READER),
        (AccessFault.NO_SERVICE, Trouble.NO_READER),
        (AccessFault.IN_USE, Trouble.NO_READER),
        (AccessFault.NO_CARD, Trouble.NO_CARD),
        (AccessFault.MUTE_CARD, Trouble.MUTE_CARD),
        (AccessFault.OVERDUE, Trouble.MUTE_CARD),
        (AccessFault.TWO_CARDS, Trouble.TWO_CARDS),
        (AccessFault.CARD_LOST, Trouble.CARD_LOST),
        (AccessFault.UNFIT, Trouble.READER_UNFIT),
        (AccessFault.CLOSED, Trouble.NO_READER),
    ],
)
def test_no_card_to_talk_to(fault: AccessFault, trouble: Trouble) -> None:
    with visit_of(TestCard().chip, fault=fault) as visit:
        visit.open()
        assert visit.look() == Looked(visit.attempt, Troubled(trouble, fault.value))
        visit.reader.fault = None
        assert visit.look() == Looked(visit.attempt, CardReport(3))


def test_a_reader_that_carries_no_long_commands() -> None:
    with visit_of(TestCard().chip, unfit=AccessFault.UNFIT) as visit:
        visit.open()
        assert visit.look() == Looked(visit.attempt, Troubled(Trouble.READER_UNFIT, "unfit"))


def test_a_reader_that_shows_it_only_with_the_certificate() -> None:
    def short(_index: int, answer: bytes) -> bytes:
        return bytes.fromhex("6700") if len(card_visit.reader.sent[-1]) > 261 else answer

    with visit_of(TestCard().chip) as card_visit:
        card_visit.open()
        card_visit.look()
        card_visit.reader.mutate = short
        said = card_visit.prove(TestCard().pin)
        assert said == Failed(card_visit.attempt, Troubled(Trouble.READER_UNFIT, "no_extended_length"))


def test_an_online_function_that_is_switched_off() -> None:
    with visit_of(TestCard("abgeschaltet").chip) as visit:
        visit.open()
        assert visit.look() == Looked(visit.attempt, Troubled(Trouble.DEACTIVATED))
        assert visit.reader.closed == 1


def test_an_expired_card() -> None:
    card = TestCard("abgelaufen")
    with visit_of(card.chip) as visit:
        visit.open()
        visit.look()
        assert visit.prove(card.pin) == Failed(visit.attempt, Troubled(Trouble.EXPIRED, "eid-card-expired"))


@pytest.mark.parametrize("call", [1, 2, 3])
@pytest.mark.parametrize(
    ("failure", "why"),
    [
        (refused("eid-card-revoked"), Troubled(Trouble.REVOKED, "eid-card-revoked")),
        (refused("eid-card-not-genuine"), Troubled(Trouble.CARD_BROKEN_RULE, "eid-card-not-genuine")),
        (BROKEN_RULE, Troubled(Trouble.CARD_BROKEN_RULE, "sm_mac_wrong")),
        (AWAY, Troubled(Trouble.PORTAL, "deadline", AWAY)),
        (refused("eid-session-over"), Troubled(Trouble.PORTAL, "eid-session-over", refused("eid-session-over"))),
    ],
    ids=lambda value: getattr(value, "code", ""),
)
def test_the_portal_fails_at_each_step(call: int, failure: PortalFailure, why: Troubled) -> None:
    card = TestCard()
    with visit_of(card.chip) as visit:
        visit.open()
        visit.look()
        visit.portal.fails = {call: failure}
        assert visit.prove(card.pin) == Failed(visit.attempt, why)
        assert visit.reader.closed == 1
        assert len(visit.portal.steps) == call  # a step is sent once
        visit.portal.fails = {}
        visit.look()
        assert isinstance(visit.prove(card.pin), Identified)


def test_the_portal_is_away_before_anything() -> None:
    with visit_of(TestCard().chip) as visit:
        visit.portal.fails = {0: AWAY}
        assert visit.open() == Failed(visit.attempt, Troubled(Trouble.PORTAL, "deadline", AWAY))
        assert visit.reader.opened == 0
        visit.look()
        assert visit.prove("123456") == Failed(visit.attempt, Troubled(Trouble.PORTAL, "deadline", AWAY))


@pytest.mark.parametrize(
    ("step", "answer"),
    [
        (1, EidReleased(released={"eid.family_names": "ERFUNDEN"})),
        (2, EidBatch(commands=(bytes.fromhex("00B0000000"),), wrap="pace")),
        (1, EidBatch(commands=(bytes.fromhex("0CB0000000"),), wrap="none")),
    ],
    ids=["read nothing", "pace again", "nothing proven"],
)
def test_a_portal_that_goes_out_of_turn(step: int, answer: EidReleased | EidBatch) -> None:
    card = TestCard()
    with visit_of(card.chip) as visit:
        visit.open()
        visit.look()
        visit.portal.fails = {step: answer}
        said = visit.prove(card.pin)
        assert isinstance(said, Failed)
        assert (said.why.trouble, said.why.code) == (Trouble.PORTAL, "eid-out-of-turn")


def test_a_portal_that_wants_a_new_pin_set_is_refused() -> None:
    card = TestCard()
    with visit_of(card.chip) as visit:
        visit.open()
        visit.look()
        visit.portal.fails = {1: EidBatch(commands=(bytes.fromhex("002C020306") + b"471182",), wrap="pace")}
        said = visit.prove(card.pin)
        assert isinstance(said, Failed)
        assert (said.why.trouble, said.why.code) == (Trouble.PORTAL, "relay_refused")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda portal: setattr(portal, "description", portal.description + b"\0"), "description_mismatch"),
        (lambda portal: setattr(portal, "chat", Chat.of(Right.PSA)), "chat_beyond_rights"),
    ],
    ids=["description", "rights"],
)
def test_an_offer_that_does_not_fit_its_certificate_is_not_shown(
    change: Callable[[ScriptedPortal], None], code: str
) -> None:
    portal = ScriptedPortal()
    change(portal)
    with visit_of(TestCard().chip, portal=portal) as visit:
        said = visit.open()
        assert isinstance(said, Failed)
        assert (said.why.trouble, said.why.code) == (Trouble.PORTAL, code)


def test_a_step_that_takes_too_long_ends() -> None:
    card = TestCard()
    with visit_of(card.chip, limits=Limits(prove=5.0)) as visit:
        visit.open()
        visit.look()

        def slowly(_index: int) -> None:
            visit.clock.now += 2.0

        visit.reader.before = slowly
        before = len(visit.reader.sent)
        assert visit.prove(card.pin) == Failed(visit.attempt, Troubled(Trouble.MUTE_CARD, "overdue"))
        assert len(visit.reader.sent) == before + 3  # the last command, which costs a try, was not sent
        assert card.tries == 3


def _whole(visit: Visit, card: TestCard) -> object:
    """A reading from the first look on."""
    said = visit.look()
    return visit.prove(card.pin) if isinstance(said, Looked) and isinstance(said.found, CardReport) else said


def _commands_of_a_reading() -> int:
    card = TestCard()
    with visit_of(card.chip) as visit:
        visit.open()
        assert isinstance(_whole(visit, card), Identified)
        return len(visit.reader.sent)


READING = _commands_of_a_reading()


@pytest.mark.parametrize("carried", [True, False], ids=["carried out", "not carried out"])
@pytest.mark.parametrize(
    ("by", "trouble"), [(AccessFault.CARD_LOST, Trouble.CARD_LOST), (AccessFault.NO_READER, Trouble.NO_READER)]
)
def test_pulled_at_every_command_no_try_is_lost_and_the_next_look_works(
    by: AccessFault, trouble: Trouble, carried: bool
) -> None:
    assert READING > 20
    card = TestCard()
    with visit_of(card.chip, carried=carried, lost_by=by) as visit:
        visit.open()
        for index in range(READING):
            visit.reader.sent.clear()
            visit.reader.lost_at = index
            said = _whole(visit, card)
            why = said.why if isinstance(said, Failed) else said.found if isinstance(said, Looked) else None
            assert isinstance(why, Troubled), (index, said)
            assert why.trouble is trouble
            assert len(visit.reader.sent) == index + 1  # nothing was sent after it, so nothing again
            assert card.tries == 3
            visit.reader.lost_at = None
            assert visit.look() == Looked(visit.attempt, CardReport(3))
        assert isinstance(_whole(visit, card), Identified)


@pytest.mark.parametrize("carried", [True, False])
def test_pulled_with_a_wrong_pin_costs_one_try_at_most(carried: bool) -> None:
    for index in range(6, 12):
        card = TestCard()
        with visit_of(card.chip, carried=carried, lost_at=index) as visit:
            visit.open()
            visit.look()
            said = visit.prove("999999")
            assert isinstance(said, Failed | PasswordWrong), said
            assert card.tries >= 2
            visit.reader.lost_at = None
            assert visit.look() == Looked(visit.attempt, CardReport(card.tries))


@pytest.mark.parametrize("carried", [True, False])
def test_pulled_while_the_new_pin_is_set_it_is_sent_once_and_said_to_be_unclear(carried: bool) -> None:
    card = TestCard()
    with visit_of(card.chip, carried=carried) as visit:
        visit.open(Purpose.SET_PIN)
        visit.look()
        visit.prove(card.pin)
        visit.keep("471182")
        visit.reader.lost_at = len(visit.reader.sent)
        said = visit.keep("471182", repeat=True)
        assert said == Failed(visit.attempt, Troubled(Trouble.CARD_LOST, "pin_unclear"))
        again = visit.keep("471182", repeat=True)
        assert again == Failed(visit.attempt, Troubled(Trouble.CARD_LOST, "not_proven"))
        visit.reader.lost_at = None
        visit.look()
        assert visit.prove("471182" if carried else card.pin) == PasswordProven(visit.attempt)


def test_a_card_that_refuses_the_new_pin_keeps_the_old_one(monkeypatch: pytest.MonkeyPatch) -> None:
    card = TestCard()
    with visit_of(card.chip) as visit:
        visit.open(Purpose.SET_PIN)
        visit.look()
        visit.prove(card.pin)
        visit.keep("471182")
        monkeypatch.setattr(pin_side, "_change", lambda *_: 0x6985)
        said = visit.keep("471182", repeat=True)
        assert said == Failed(visit.attempt, Troubled(Trouble.PIN_REFUSED, "status_unexpected 6985"))
        visit.look()
        assert visit.prove(card.pin) == PasswordProven(visit.attempt)


def test_a_refusal_of_the_new_pin_that_the_card_did_not_seal_is_unclear() -> None:
    card = TestCard()
    with visit_of(card.chip) as visit:
        visit.open(Purpose.SET_PIN)
        visit.look()
        visit.prove(card.pin)
        visit.keep("471182")
        visit.reader.mutate = lambda _index, _answer: bytes.fromhex("6982")
        said = visit.keep("471182", repeat=True)
        assert not isinstance(said, PinChanged)
        assert isinstance(said, Failed)
        assert said.why == Troubled(Trouble.CARD_BROKEN_RULE, "pin_unclear")


def test_nothing_is_proven_to_a_card_that_was_not_asked() -> None:
    with visit_of(TestCard().chip) as visit:
        assert isinstance(visit.open(), Opened)
        assert visit.prove("123456") == Failed(visit.attempt, Troubled(Trouble.CARD_LOST, "not_looked"))
        assert not visit.reader.sent


MUTATIONS = st.one_of(
    st.tuples(st.just("flip"), st.integers(0, 4000)),
    st.tuples(st.just("cut"), st.integers(0, 300)),
    st.tuples(st.just("status"), st.sampled_from([0x9000, 0x6300, 0x63C0, 0x63C2, 0x6283, 0x6983, 0x6988, 0x6A80, 0])),
    st.tuples(st.just("grow"), st.sampled_from([1, 300, 65_536, 70_000])),
    st.tuples(st.just("repeat"), st.just(0)),
    st.tuples(st.just("noise"), st.integers(0, 600)),
)


def spoiled(kind: str, number: int, answer: bytes, before: bytes) -> bytes:
    """One answer made wrong."""
    match kind:
        case "flip":
            bit = number % max(1, 8 * len(answer))
            whole = bytearray(answer)
            if whole:
                whole[bit // 8] ^= 1 << bit % 8
            return bytes(whole)
        case "cut":
            return answer[:number]
        case "status":
            return answer[:-2] + number.to_bytes(2, "big")
        case "grow":
            return bytes(number) + answer
        case "repeat":
            return before
        case _:
            return bytes((number * 31 + 7 * at) % 256 for at in range(number))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, READING - 1), mutation=MUTATIONS, forever=st.booleans())
def test_spoiled_answers_end_as_reports(
    caplog: pytest.LogCaptureFixture, at: int, mutation: tuple[str, int], forever: bool
) -> None:
    """No exception, no hang, no second use of the PIN; and afterwards the card can be read as before."""
    card = TestCard()
    answers: list[bytes] = [b"\x90\x00"]

    def mutate(index: int, answer: bytes) -> bytes:
        answers.append(answer)
        hit = index >= at if forever else index == at
        return spoiled(*mutation, answer, answers[-2]) if hit else answer

    with visit_of(card.chip, mutate=mutate) as visit, caplog.at_level(logging.ERROR):
        visit.open()
        said = _whole(visit, card)
        assert isinstance(said, Looked | Failed | PasswordWrong | Identified), said
        proofs = [command for command in visit.reader.sent if command[:2] == b"\x00\x86" and len(command) < 24]
        assert len(proofs) <= 1
        assert card.tries >= 2
        visit.reader.mutate = lambda _index, answer: answer
        visit.look()
        assert isinstance(visit.prove(card.pin, Password.PIN), Identified)
    assert "identity_broke" not in caplog.text


def test_a_card_that_was_taken_anew_for_the_probe_is_recognised_anew() -> None:
    """It may be another one."""
    card = TestCard()
    with visit_of(card.chip) as visit:
        visit.open()
        visit.reader.anew = card.chip
        assert visit.look() == Looked(visit.attempt, CardReport(3))
        assert isinstance(visit.prove(card.pin), Identified)
        visit.reader.anew = bank_card()
        said = visit.look()
        assert isinstance(said, Looked)
        assert isinstance(said.found, Troubled)
        assert said.found.trouble is Trouble.WRONG_CARD


@pytest.mark.parametrize("carried", [True, False])
def test_pulled_while_the_puk_unblocks(carried: bool) -> None:
    card = TestCard("gesperrt")
    with visit_of(card.chip, carried=carried) as visit:
        visit.open()
        visit.look()
        visit.reader.lost_at = len(visit.reader.sent) + 5  # after the five commands of PACE
        said = visit.prove(card.puk, Password.PUK)
        assert said == Looked(visit.attempt, Troubled(Trouble.CARD_LOST, "card_lost"))
        visit.reader.lost_at = None
        assert visit.look() == Looked(visit.attempt, CardReport(3 if carried else 0))


def _at(index: int, status: str) -> Callable[[int, bytes], bytes]:
    return lambda at, answer: bytes.fromhex(status) if at == index else answer


def test_switched_off_since_it_was_asked() -> None:
    card = TestCard()
    with visit_of(card.chip) as visit:
        visit.open()
        visit.look()
        visit.reader.mutate = _at(len(visit.reader.sent), "6283")
        assert visit.prove(card.pin) == Failed(visit.attempt, Troubled(Trouble.DEACTIVATED))
        assert card.tries == 3


@pytest.mark.parametrize(("status", "tries"), [("63C2", 2), ("63C1", 1), ("6300", None)])
def test_wrong_and_gone_before_it_could_be_asked_what_is_left(status: str, tries: int | None) -> None:
    card = TestCard()
    with visit_of(card.chip) as visit:
        visit.open()
        visit.look()
        last = len(visit.reader.sent) + 4
        visit.reader.mutate = _at(last, status)
        visit.reader.lost_at = last + 1
        said = visit.prove("999999")
        if tries is None:
            assert said == Failed(visit.attempt, Troubled(Trouble.CARD_LOST, "card_lost"))
        else:
            assert said == PasswordWrong(visit.attempt, Password.PIN, CardReport(tries))


def test_a_portal_that_never_ends() -> None:
    card = TestCard()
    with visit_of(card.chip) as visit:
        visit.open()
        visit.look()
        more = EidBatch(commands=(bytes.fromhex("0CB08100000000"),), wrap="none")
        visit.portal.fails = {3: more, 4: more}
        said = visit.prove(card.pin)
        assert isinstance(said, Failed)
        assert (said.why.trouble, said.why.code) == (Trouble.PORTAL, "eid-out-of-turn")
        assert len(visit.portal.steps) == 4


def test_a_portal_that_gives_more_than_was_released() -> None:
    card = TestCard()
    with visit_of(card.chip) as visit:
        visit.open()
        visit.look()
        more = {"eid.family_names": "BEISPIEL", "eid.date_of_birth": "19640812", "eid.street": "BEISPIELWEG 17"}
        visit.portal.fails = {3: EidReleased(released=more)}
        said = visit.prove(card.pin, released=("eid.place_of_birth",))
        assert isinstance(said, Identified)
        assert dict(said.fields) == {"eid.family_names": "BEISPIEL"}
