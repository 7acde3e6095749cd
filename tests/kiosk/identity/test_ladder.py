"""What a person goes through with the card, by the product's own code on both ends: right, wrong, CAN, PUK, new PIN."""

import pytest

from devices.card.virtual.other_cards import bank_card, health_card
from kiosk.identity.api import (
    CardReport,
    CardStep,
    Failed,
    Identified,
    Looked,
    NewPinKept,
    Opened,
    Password,
    PasswordProven,
    PasswordWrong,
    PinChanged,
    PinRefused,
    Purpose,
    Trouble,
    Troubled,
)
from tests.kiosk.identity.stand import EVERYTHING, TestCard, visit_of

CAN, PUK, TRANSPORT = Password.CAN, Password.PUK, Password.TRANSPORT_PIN
STEPS = ["pin", "authority", "genuine", "data"]


def test_a_right_pin_identifies_in_four_round_trips_and_the_card_is_given_back() -> None:
    card = TestCard()
    with visit_of(card.chip) as visit:
        opened = visit.open()
        assert isinstance(opened, Opened)
        assert opened.terms is not None
        assert (opened.terms.provider, opened.terms.purpose) == ("Musterstadt", "Nur zum Testen.")
        assert opened.terms.required == ("eid.family_names", "eid.given_names")
        assert visit.look() == Looked(visit.attempt, CardReport(3))
        said = visit.prove(card.pin)
        assert isinstance(said, Identified)
        assert dict(said.fields) == {
            "eid.family_names": "BEISPIEL",
            "eid.given_names": "ERIKA",
            "eid.date_of_birth": "19640812",
            "eid.place_of_birth": "MUSTERSTADT",
        }
        assert visit.progress == STEPS
        assert len(visit.portal.asked) + len(visit.portal.steps) == 4
        assert visit.portal.visits == {"visit-0001"}
        assert visit.reader.opened == visit.reader.closed == 1
    assert visit.journal.written == [CardStep.READING, None]


def test_no_command_more_than_the_step_list() -> None:
    card = TestCard()
    with visit_of(card.chip) as visit:
        visit.open()
        visit.look()
        assert isinstance(visit.prove(card.pin), Identified)
        # 1 select, 2 read twice (card access, directory with its end), the question for the tries; 3-7 PACE, 11;
        # two certificates, 10, 12, 13 (2), 14, 15; 16, validity, four groups
        assert len(visit.reader.sent) <= 1 + 4 + 1 + 5 + 1 + 4 + 2 + 2 + 2 + 1 + 1 + 4


def test_deselected_fields_are_not_even_asked_of_the_card() -> None:
    card = TestCard()
    with visit_of(card.chip) as visit:
        visit.open()
        visit.look()
        said = visit.prove(card.pin, released=("eid.date_of_birth", "eid.no_such_field"))
        assert isinstance(said, Identified)
        assert set(said.fields) == {"eid.family_names", "eid.given_names", "eid.date_of_birth"}
        opening = visit.portal.steps[0].opening
        assert opening is not None
        assert opening.released == ("eid.family_names", "eid.given_names", "eid.date_of_birth")
        assert opening.chat.hex().endswith("0000009800")  # groups 4, 5, 8 and nothing else


def test_the_whole_ladder_down_to_blocked_and_back_by_the_puk() -> None:
    card = TestCard()
    with visit_of(card.chip) as visit:
        visit.open()
        visit.look()
        for left in (2, 1):
            assert visit.prove("999999") == PasswordWrong(visit.attempt, Password.PIN, CardReport(left))
        assert visit.prove(card.pin) == Looked(visit.attempt, CardReport(1))  # suspended: not even tried
        assert visit.prove("000000", CAN) == PasswordWrong(visit.attempt, CAN, CardReport(1))
        assert visit.prove(card.can, CAN) == Looked(visit.attempt, CardReport(1, can_proven=True))
        assert visit.prove("999999") == PasswordWrong(visit.attempt, Password.PIN, CardReport(0))
        assert visit.prove(card.pin) == Looked(visit.attempt, CardReport(0))
        assert visit.prove("1234567890", PUK) == PasswordWrong(visit.attempt, PUK, CardReport(0))
        assert visit.prove(card.puk, PUK) == Looked(visit.attempt, CardReport(3))
        assert isinstance(visit.prove(card.pin), Identified)
        assert len(visit.portal.asked) == 1


def test_the_can_frees_the_third_try_in_this_session_only() -> None:
    card = TestCard("ausgesetzt")
    with visit_of(card.chip) as visit:
        visit.open()
        assert visit.look() == Looked(visit.attempt, CardReport(1))
        assert visit.prove(card.can, CAN) == Looked(visit.attempt, CardReport(1, can_proven=True))
        assert visit.look() == Looked(visit.attempt, CardReport(1))
        assert visit.prove(card.pin) == Looked(visit.attempt, CardReport(1))
        assert visit.prove(card.can, CAN) == Looked(visit.attempt, CardReport(1, can_proven=True))
        assert isinstance(visit.prove(card.pin), Identified)
        assert card.tries == 3


def test_a_puk_that_is_used_up() -> None:
    card = TestCard("gesperrt")
    card.stored.puk_uses = 0
    with visit_of(card.chip) as visit:
        visit.open()
        assert visit.look() == Looked(visit.attempt, CardReport(0))
        assert visit.prove(card.puk, PUK) == Looked(visit.attempt, Troubled(Trouble.PUK_USED_UP))


@pytest.mark.parametrize(
    ("digits", "password"),
    [("12345", Password.PIN), ("1234567", Password.PIN), ("12345", CAN), ("123456", PUK), ("123456", TRANSPORT)],
)
def test_a_wrong_form_is_never_sent(digits: str, password: Password) -> None:
    card = TestCard()
    with visit_of(card.chip) as visit:
        visit.open()
        visit.look()
        before = len(visit.reader.sent)
        said = visit.prove(digits, password)
        assert isinstance(said, Looked)
        assert isinstance(said.found, CardReport)
        assert said.found.tries == 3
        assert len(visit.reader.sent) == before


def test_digits_that_nobody_saw_are_never_sent() -> None:
    card = TestCard()
    with visit_of(card.chip) as visit:
        visit.open()
        visit.look()
        before = len(visit.reader.sent)
        visit.type("1")
        assert visit.prove(card.pin) == Looked(visit.attempt, CardReport(3))
        assert len(visit.reader.sent) == before
        assert isinstance(visit.prove(card.pin), Identified)


def test_a_transport_pin_says_so_and_becomes_a_pin() -> None:
    card = TestCard("transport_pin")
    with visit_of(card.chip) as visit:
        visit.open()
        assert visit.look() == Looked(visit.attempt, CardReport(3, transport=True))
        assert visit.prove(card.pin, TRANSPORT) == Looked(visit.attempt, CardReport(3, transport=True))
        assert visit.open(Purpose.SET_PIN) == Opened(visit.attempt, None)
        visit.look()
        assert visit.prove(card.pin, TRANSPORT) == PasswordProven(visit.attempt)
        assert visit.keep("471182") == NewPinKept(visit.attempt)
        assert visit.keep("471182", repeat=True) == PinChanged(visit.attempt)
        visit.open()
        assert visit.look() == Looked(visit.attempt, CardReport(3))
        assert isinstance(visit.prove("471182"), Identified)


def test_a_new_pin_that_a_thief_tries_first_or_that_was_mistyped_costs_nothing() -> None:
    card = TestCard()
    with visit_of(card.chip) as visit:
        visit.open(Purpose.SET_PIN)
        visit.look()
        assert visit.prove(card.pin) == PasswordProven(visit.attempt)
        before = len(visit.reader.sent)
        for trivial in ("000000", "777777", "123456", "654321", "234567"):
            assert visit.keep(trivial) == NewPinKept(visit.attempt, PinRefused.TRIVIAL)
            assert visit.keep(trivial, repeat=True) == NewPinKept(visit.attempt, PinRefused.DIFFERENT)
        assert visit.keep("4711") == NewPinKept(visit.attempt, PinRefused.DIFFERENT)
        assert visit.keep("471182") == NewPinKept(visit.attempt)
        assert visit.keep("471183", repeat=True) == NewPinKept(visit.attempt, PinRefused.DIFFERENT)
        assert visit.keep("471182", repeat=True) == NewPinKept(visit.attempt, PinRefused.DIFFERENT)
        assert len(visit.reader.sent) == before
        assert visit.keep("471182") == NewPinKept(visit.attempt)
        assert visit.keep("471182", repeat=True) == PinChanged(visit.attempt)
        assert len(visit.reader.sent) == before + 1
        assert not visit.portal.asked


def test_a_suspended_pin_can_be_changed_after_the_can() -> None:
    card = TestCard("ausgesetzt")
    with visit_of(card.chip) as visit:
        visit.open(Purpose.SET_PIN)
        visit.look()
        visit.prove(card.can, CAN)
        assert visit.prove(card.pin) == PasswordProven(visit.attempt)
        visit.keep("471182")
        assert visit.keep("471182", repeat=True) == PinChanged(visit.attempt)


def test_a_new_pin_needs_the_old_one() -> None:
    card = TestCard()
    with visit_of(card.chip) as visit:
        visit.open(Purpose.SET_PIN)
        visit.look()
        said = visit.keep("471182", repeat=True)
        assert said == Failed(visit.attempt, Troubled(Trouble.CARD_LOST, "not_proven"))
        visit.look()
        visit.prove("999999")
        assert isinstance(visit.keep("471182"), Failed)


@pytest.mark.parametrize("name", ["erika_beispiel", "abgeschaltet", "gesperrt"])
def test_on_site_the_can_reads_whatever_state_the_pin_is_in(name: str) -> None:
    card = TestCard(name)
    with visit_of(card.chip) as visit:
        visit.open(Purpose.ON_SITE)
        assert visit.portal.asked[0].on_site
        found = visit.look()
        assert isinstance(found, Looked)
        assert isinstance(found.found, CardReport)
        assert isinstance(visit.prove(card.pin), Looked)  # the PIN is not for this
        assert visit.prove("000000", CAN) == PasswordWrong(visit.attempt, CAN, found.found)
        assert isinstance(visit.prove(card.can, CAN), Identified)


@pytest.mark.parametrize("chip", [bank_card(), health_card()], ids=["bank", "health"])
def test_other_cards_are_told_apart_and_never_asked_for_a_password(chip: object) -> None:
    with visit_of(chip) as visit:
        visit.open()
        said = visit.look()
        assert isinstance(said, Looked)
        assert isinstance(said.found, Troubled)
        assert said.found.trouble is Trouble.WRONG_CARD
        assert not any(command[1] in (0x22, 0x86) for command in visit.reader.sent)
        assert visit.reader.closed == 1


def test_what_was_agreed_to_is_what_is_read() -> None:
    """A session of the portal that is used up or old is opened anew; other terms are shown before any password."""
    card = TestCard()
    with visit_of(card.chip) as visit:
        visit.open()
        visit.look()
        visit.clock.now += 1000
        assert isinstance(visit.prove(card.pin), Identified)
        assert len(visit.portal.asked) == 2
        visit.look()
        visit.portal.optional = ()
        before = len(visit.reader.sent)
        said = visit.prove(card.pin)
        assert isinstance(said, Opened)
        assert said.terms is not None
        assert said.terms.optional == ()
        assert len(visit.reader.sent) == before
        again = visit.prove(card.pin, released=EVERYTHING)
        assert isinstance(again, Identified)
        assert set(again.fields) == {"eid.family_names", "eid.given_names"}


def test_only_what_changes_or_reads_the_card_is_a_step_for_the_journal() -> None:
    card = TestCard()
    with visit_of(card.chip) as visit:
        visit.open(Purpose.SET_PIN)
        visit.look()
        visit.prove("111111")
        visit.prove("111111")
        visit.prove(card.can, CAN)
        visit.prove("111111")
        assert visit.journal.written == []
        assert visit.prove(card.puk, PUK) == Looked(visit.attempt, CardReport(3))
        visit.prove(card.pin)
        visit.keep("471182")
        assert visit.keep("471182", repeat=True) == PinChanged(visit.attempt)
    assert visit.journal.written == [CardStep.PIN, None, CardStep.PIN, None]
