"""Identification, played: what the person does, what the worker reports, which page comes, what is asked of it."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from devices.card.api import CardPresence
from kiosk.dialogue import phases as p
from kiosk.dialogue.effects import ForgetSecret
from kiosk.dialogue.events import CardChanged, Event, IdentitySaid, SecretChanged
from kiosk.dialogue.pages import nodes
from kiosk.identity import api
from kiosk.identity.api import Password, Purpose, Trouble, Troubled
from tests.kiosk.dialogue import samples
from tests.kiosk.dialogue.identity_person import (
    CERTIFICATE,
    CONTEXT,
    DOG,
    GONE,
    HERE,
    LOST,
    NOBODY,
    OPENED,
    PIN_SERVICE,
    READ,
    Person,
    at_card,
    at_pin,
    at_privacy,
    looked,
    wrong,
)
from tests.kiosk.dialogue.identity_samples import AWAY, TERMS


def test_the_right_pin_reads_and_the_card_must_be_taken() -> None:
    person = at_pin()
    assert "3 Versuche" in person.said()
    person.enters(6)
    assert person.page.id == "identity.reading"
    person.hears(*(api.Progress(NOBODY, step) for step in api.ReadStep), READ)
    assert person.page.id == "identity.known"
    assert "MUSTERMANN" in person.said()
    assert "HEIDESTRAẞE 17" in person.said()
    (proof,) = person.proven()
    released = (*TERMS.required, *TERMS.optional)
    assert proof == api.ProvePassword(proof.attempt, Password.PIN, 6, released)
    assert isinstance(person.asked()[-1], api.CloseAttempt)
    person.press("identity.on")
    assert person.page.id == "identity.take"
    assert person.wait(5).page.id == "identity.take"
    assert person.happen(GONE).page.id == "question.halter.address"


def test_wrong_then_right() -> None:
    person = at_pin().enters(6).hears(wrong(Password.PIN, 2))
    assert person.page.id == "identity.pin"
    assert "Die PIN stimmt nicht" in person.said()
    assert "Sie haben noch 2 Versuche." in person.mistakes()
    assert person.enters(6).hears(READ).page.id == "identity.known"
    assert len(person.proven()) == 2


def test_suspended_asks_for_the_can_with_its_picture_then_for_the_pin() -> None:
    person = at_pin(tries=1)
    assert person.page.id == "identity.stop.can"
    assert "kostet keinen Versuch" in person.said()
    assert any(getattr(block, "drawings", ()) == ("illu-can",) for block in person.page.content)
    person.press("identity.on")
    person.enters(6).hears(wrong(Password.CAN, 1))
    assert "Kein PIN-Versuch" in person.said()
    person.enters(6).hears(looked(1, can=True))
    assert person.page.id == "identity.pin"
    assert "nur noch 1 Versuch" in person.said()
    person.enters(6).hears(READ)
    assert person.page.id == "identity.known"
    assert [proof.password for proof in person.proven()] == [Password.CAN, Password.CAN, Password.PIN]


def test_the_card_may_be_taken_up_to_read_the_can_and_nothing_is_proven_without_it() -> None:
    person = at_pin(tries=1)
    person.happen(GONE)
    assert person.page.id == "identity.stop.can"
    person.press("identity.on")
    person.enters(6)
    assert person.page.id == "identity.can"
    assert "Legen Sie ihn wieder auf" in person.said()
    assert not person.proven()
    person.happen(HERE)
    person.hears(looked(1))
    assert not person.proven()
    person.press("identity.ok")
    assert [proof.password for proof in person.proven()] == [Password.CAN]


def test_blocked_explains_the_puk_and_goes_on_with_the_pin() -> None:
    person = at_pin().enters(6).hears(wrong(Password.PIN, 0))
    assert person.page.id == "identity.stop.blocked"
    assert "Was ist die PUK?" in person.said()
    person.press("identity.on")
    person.enters(9)
    assert "10 Ziffern" in person.mistakes()[0]
    assert len(person.proven()) == 1
    person.enters(10).hears(wrong(Password.PUK, 0))
    assert "Die PUK stimmt nicht" in person.said()
    person.enters(10).hears(looked(3))
    assert person.page.id == "identity.pin"
    assert "nicht mehr gesperrt" in person.said()
    assert [proof.password for proof in person.proven()] == [Password.PIN, Password.PUK, Password.PUK]


def test_a_puk_that_is_used_up_says_so() -> None:
    person = at_pin(tries=0).press("identity.on")
    assert isinstance(person, Person)
    person.enters(10).hears(api.Looked(NOBODY, Troubled(Trouble.PUK_USED_UP)))
    assert person.page.id == "identity.trouble"
    assert "aufgebraucht" in person.said()


@pytest.mark.parametrize("typed", [True, False], ids=["typed", "told by the card"])
def test_five_digits_lead_to_setting_a_pin_and_back_into_the_service(typed: bool) -> None:
    person = at_pin() if typed else at_card()
    if typed:
        person.enters(5)
    else:
        person.happen(HERE)
        person.hears(looked(3, transport=True))
    assert person.page.id == "identity.stop.transport"
    assert not person.proven()
    person.press("identity.on")
    person.happen(HERE)
    person.hears(replace(OPENED, terms=None), looked(3, transport=True))
    assert person.page.id == "identity.old_pin"
    person.enters(5).hears(api.PasswordProven(NOBODY))
    assert person.proven()[-1].password is Password.TRANSPORT_PIN
    person.enters(6).hears(api.NewPinKept(NOBODY)).enters(6).hears(api.PinChanged(NOBODY))
    assert person.page.id == "identity.pin_set"
    assert "Ihre neue PIN gilt" in person.said()
    person.press("identity.on")
    person.hears(OPENED)
    assert person.page.id == "identity.consent"


@pytest.mark.parametrize("count", [0, 1, 4])
def test_a_wrong_length_costs_no_try_and_is_said(count: int) -> None:
    person = at_pin().enters(count)
    assert person.mistakes() == ["Die PIN hat 6 Ziffern. Kein Versuch wurde gezählt."]
    assert not person.proven()


def test_lost_while_it_is_read_begins_anew_and_asks_the_pin_again() -> None:
    person = at_pin().enters(6)
    first = person.attempt
    person.hears(api.Progress(NOBODY, api.ReadStep.PIN)).happen(GONE)
    assert person.page.id == "identity.reading"
    person.hears(LOST)
    assert person.page.id == "identity.opening"
    assert person.attempt != first
    assert api.CloseAttempt(first) in person.asked()
    person.hears(OPENED)
    assert person.page.id == "identity.card"
    assert "zu früh weg" in person.said()
    person.happen(HERE)
    person.hears(looked(2))
    assert person.page.id == "identity.pin"
    assert len(person.proven()) == 1
    person.enters(6).hears(READ)
    assert person.page.id == "identity.known"


def test_terms_that_changed_meanwhile_are_asked_for_again() -> None:
    person = at_pin().enters(6).hears(replace(OPENED, terms=replace(TERMS, purpose="Etwas anderes")))
    assert person.page.id == "identity.consent"
    assert "Etwas anderes" in person.said()


def test_taken_away_before_the_pin_is_proven_costs_nothing() -> None:
    person = at_pin()
    person.happen(SecretChanged("identity.pin", 3))
    person.happen(GONE)
    assert person.page.id == "identity.card"
    assert "zu früh weg" in person.said()
    assert not person.proven()
    assert ForgetSecret() in person.effects


def test_a_new_pin_is_set_with_the_old_one() -> None:
    person = at_pin(PIN_SERVICE)
    assert person.page.id == "identity.old_pin"
    person.enters(6).hears(api.PasswordProven(NOBODY)).enters(6)
    person.hears(api.NewPinKept(NOBODY, api.PinRefused.TRIVIAL))
    assert "zu leicht" in person.said()
    person.enters(6).hears(api.NewPinKept(NOBODY)).enters(6).hears(api.NewPinKept(NOBODY, api.PinRefused.DIFFERENT))
    assert person.page.id == "identity.new_pin"
    assert "verschieden" in person.said()
    person.enters(6).hears(api.NewPinKept(NOBODY)).enters(6)
    assert person.page.id == "identity.checking"
    assert "gilt" not in person.said()
    person.hears(api.PinChanged(NOBODY))
    assert person.page.id == "identity.pin_set"
    kept = [request.repeat for request in person.asked() if isinstance(request, api.KeepNewPin)]
    assert kept == [False, False, True, False, True]
    assert person.press("identity.home").page.id == "identity.take"
    assert person.happen(GONE).page.id == "home"


def test_no_answer_to_the_new_pin_claims_neither() -> None:
    person = at_pin(PIN_SERVICE).enters(6).hears(api.PasswordProven(NOBODY)).enters(6)
    person.hears(api.NewPinKept(NOBODY)).enters(6).hears(api.Failed(NOBODY, Troubled(Trouble.CARD_LOST, "pin_unclear")))
    assert "Wir wissen nicht, welche PIN gilt" in person.said()
    assert person.press("identity.again").page.id == "identity.opening"


def test_a_new_pin_that_the_card_refused_leaves_the_old_one() -> None:
    person = at_pin(PIN_SERVICE).enters(6).hears(api.PasswordProven(NOBODY)).enters(6)
    person.hears(api.NewPinKept(NOBODY)).enters(6).hears(api.Failed(NOBODY, Troubled(Trouble.PIN_REFUSED, "6985")))
    assert "Ihre alte PIN gilt weiter." in person.said()
    assert "Wir wissen nicht" not in person.said()
    assert person.press("identity.again").page.id == "identity.opening"


def test_a_service_that_needs_the_card_has_no_way_around() -> None:
    person = at_privacy(CERTIFICATE)
    assert "nötig" in Person(CONTEXT, samples.at(p.Intro(CERTIFICATE), visit=False)).said()
    person.press("privacy.next")
    person.hears(OPENED)
    assert "identity.without" not in {node.id for node in nodes(person.page)}
    person.press("identity.back", "intro.start", "privacy.next")
    assert person.page.id == "identity.opening"
    person.hears(api.Failed(NOBODY, Troubled(Trouble.PORTAL, failure=AWAY)))
    assert {"identity.again", "identity.queue"} <= {node.id for node in nodes(person.page)}
    assert "identity.without" not in {node.id for node in nodes(person.page)}


def test_without_a_reader_what_needs_the_card_is_not_begun_and_what_does_not_never_mentions_it() -> None:
    away = CardChanged(CardPresence.NO_READER)
    certificate = Person(CONTEXT, samples.at(p.Intro(CERTIFICATE), visit=False)).happen(away)
    assert "intro.start" not in {node.id for node in nodes(certificate.page)}
    assert "kein Ausweis gelesen" in certificate.said()
    dog = at_privacy()
    dog.happen(away)
    assert dog.press("privacy.next").page.id == "question.halter.name"


TROUBLES = tuple(trouble for trouble in Trouble if trouble not in (Trouble.NO_CARD, Trouble.CARD_LOST))


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.value)
def test_each_trouble_has_words_of_its_own_and_a_way_on(trouble: Trouble) -> None:
    person = at_card()
    person.happen(HERE)
    person.hears(api.Looked(NOBODY, Troubled(trouble, failure=AWAY if trouble is Trouble.PORTAL else None)))
    words = person.said()
    others = set()
    for other in TROUBLES:
        if other is not trouble:
            there = at_card()
            there.happen(HERE)
            there.hears(api.Looked(NOBODY, Troubled(other)))
            others.add(there.said())
    assert words not in others
    assert person.press("identity.without").happen(GONE).page.id == "question.halter.name"


def test_reading_with_staff_uses_the_can_for_one_visit() -> None:
    state = samples.at(p.Staff(), visit=False)
    staff = Person(replace(CONTEXT, setup=replace(CONTEXT.setup, staff_area=True)), state).press("staff.on_site")
    assert "CAN" in staff.said()
    staff.press("staff.end", "attract.start")
    assert staff.state.session.on_site
    staff.state = replace(staff.state, phase=p.Intro(DOG))
    staff.press("intro.start", "privacy.next")
    assert isinstance(staff, Person)
    (opened,) = staff.asked()
    assert isinstance(opened, api.OpenAttempt)
    assert opened.purpose is Purpose.ON_SITE
    staff.hears(OPENED)
    assert "Foto verglichen" in staff.said()
    staff.press("identity.agree").happen(HERE)
    staff.hears(looked(0))
    assert staff.page.id == "identity.can"
    staff.enters(6).hears(READ)
    assert staff.proven()[0].password is Password.CAN
    assert staff.proven()[0].released
    staff.press("utility.end", "leaving.end")
    assert not staff.state.session.on_site


WAYS_OUT: tuple[tuple[str, ...], ...] = (("utility.end", "leaving.end"), ("identity.back",), ("identity.without",))


@pytest.mark.parametrize("keys", WAYS_OUT, ids=lambda keys: keys[0])
def test_every_way_out_closes_the_attempt(keys: tuple[str, ...]) -> None:
    person = at_privacy().press("privacy.next")
    assert isinstance(person, Person)
    attempt = person.hears(OPENED).attempt
    person.press(*keys)
    assert person.asked()[-1] == api.CloseAttempt(attempt)
    assert person.state.session.attempt is None


def test_time_closes_the_attempt_and_forgets_everything() -> None:
    person = at_pin()
    attempt = person.attempt
    person.wait(200)
    assert api.CloseAttempt(attempt) in person.asked()
    assert ForgetSecret() in person.effects
    assert person.page.id == "card.left"
    assert person.state.session == person.state.session.wipe()


def test_nothing_waits_for_ever() -> None:
    cap = int(CONTEXT.delays.card_cap_s) + 2
    for person in (at_pin().enters(6), at_card()):
        if person.page.id == "identity.card":
            person.happen(HERE)
        person.wait(cap)
        assert person.page.id == "identity.trouble"
    assert at_privacy().press("privacy.next").wait(60).page.id == "identity.trouble"


def test_reports_of_another_attempt_are_nobodys() -> None:
    person = at_pin()
    for event in _stale():
        person.happen(event)
        assert person.page.id == "identity.pin"


def _stale() -> Iterable[Event]:
    return (IdentitySaid(report) for report in (READ, LOST, looked(0), api.PinChanged(NOBODY)))


def test_all_that_the_certificate_says_can_be_read() -> None:
    wordy = replace(TERMS, purpose=" ".join(f"Wort{number}" for number in range(400)))
    person = at_privacy()
    person.press("privacy.next")
    person.hears(replace(OPENED, terms=wordy))
    assert "…" in person.said()
    person.press("identity.terms")
    read_ = ""
    while person.page.id == "identity.terms":
        read_ += person.said() + " "
        person.press("identity.terms.next")
    assert person.page.id == "identity.consent"
    assert all(f"Wort{number} " in read_.replace(".", " ") for number in range(400))


def test_a_late_success_after_waiting_was_given_up_is_not_hidden() -> None:
    person = at_pin().enters(6)
    person.wait(int(CONTEXT.delays.card_cap_s) + 2)
    assert person.page.id == "identity.trouble"
    assert person.hears(READ).page.id == "identity.known"
