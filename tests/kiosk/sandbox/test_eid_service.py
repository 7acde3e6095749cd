"""The eID service: whole readings, every step out of order, one signature, and each way in which it says no."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import msgspec
import pytest

from devices.eid.chat import Chat, Right
from devices.eid.faults import FaultCode
from devices.eid.terminal_authentication import SoftwareSigner
from devices.eid.virtual_card.person import find_person, load_person, shipped_persons
from devices.eid.virtual_card.wallet import Forgery
from kiosk.portal.eid_contract import EidBatch, EidReleased, EidSession
from kiosk.sandbox.eid_refusals import EidRefusal
from kiosk.sandbox.eid_service import LIFETIME, MOST_SESSIONS
from kiosk.sandbox.eid_situations import EidMishap, EidSituation
from tests.kiosk.sandbox.eid_visit import ERIKA, SERVICE, names, values

USABLE = [
    name
    for name in shipped_persons()
    if load_person(find_person(name)).state.tries > 1 and name not in ("abgelaufen", "abgeschaltet", "transport_pin")
]


def code(answer):
    assert isinstance(answer, EidRefusal), answer
    return answer.code


def test_a_reading_takes_four_round_trips_and_releases_what_the_service_needs(eid_house):
    visit = eid_house.visit()
    assert values(visit.run()) == ERIKA
    assert visit.desk.trips == 4


def test_the_person_sees_who_reads_and_why_before_anything_is_asked(eid_house):
    visit = eid_house.visit()
    session = visit.begin()
    assert session.provider == "Stadt Mayen, Bürgerbüro"
    assert "Einfache Meldebescheinigung" in session.purpose
    required, optional = names(session)
    assert (required, optional) == ([each for each in ERIKA if each != "eid.birth_name"], ["eid.birth_name"])
    assert session.expires == eid_house.now + LIFETIME
    assert {each.car for each in session.chains} == {b"DETESTeID00001"}


@pytest.mark.parametrize("extended", [True, False], ids=["long", "short"])
@pytest.mark.parametrize("person", USABLE)
def test_everybody_can_be_read(eid_house, person, extended):
    answer = eid_house.visit(person).run("gewerbe_anmelden", extended=extended)
    assert values(answer)["eid.family_names"]


def test_only_what_was_released_is_read_and_given(eid_house):
    visit = eid_house.visit()
    session = visit.begin("eheurkunde")
    assert names(session)[1] == ["eid.birth_name", "eid.street", "eid.postcode", "eid.city"]
    answer = visit.read(released=["eid.city"])
    assert sorted(values(answer)) == ["eid.city", "eid.date_of_birth", "eid.family_names", "eid.given_names"]
    assert not any(b"BEISPIELFRAU" in part for part in visit.last.responses)


def test_the_card_sees_the_reduced_rights(eid_house):
    visit = eid_house.visit()
    visit.begin("eheurkunde")
    _, chat = visit.granted([])
    assert chat.groups == (4, 5, 8)
    assert visit.granted()[1].groups == (4, 5, 8, 13, 17)


def test_on_site_the_can_opens_the_card(eid_house):
    visit = eid_house.visit()
    assert values(visit.run(can=True, on_site=True)) == ERIKA
    plain = eid_house.visit()
    plain.begin()
    assert Right.CAN_ALLOWED not in plain.granted()[1].rights


@pytest.fixture
def signatures(monkeypatch):
    """Counts what the signer signs."""
    made = []
    sign = SoftwareSigner.sign
    monkeypatch.setattr(SoftwareSigner, "sign", lambda self, signed: made.append(signed) or sign(self, signed))
    return made


# --- Order ---


@dataclass
class Told:
    """A step that is not the one due, and after how many right ones it comes."""

    after: int
    number: int
    opening: bool


OUT_OF_TURN = [
    Told(after, number, opening)
    for after in (0, 1, 2)
    for number in (1, 2, 3, 4)
    for opening in (True, False)
    if not (number == after + 1 and opening is (number == 1))
]


@pytest.mark.parametrize("told", OUT_OF_TURN, ids=str)
def test_a_step_out_of_turn_is_refused_and_ends_the_session(eid_house, told):
    visit = eid_house.visit()
    visit.begin()
    step = first = visit.opening()
    for _ in range(told.after):
        step = visit.carry(visit.send(step))
    wrong = msgspec.structs.replace(
        step,
        number=told.number,
        opening=first.opening if told.opening else None,
        responses=step.responses or (b"\x90\x00",),
    )
    assert code(visit.send(wrong)) == "eid-order"
    assert code(visit.send(step)) == "eid-session-over"
    assert eid_house.office.service.count() == 0


@pytest.mark.parametrize("which", [1, 2, 3])
def test_a_step_that_comes_twice_ends_the_session(eid_house, which):
    visit = eid_house.visit()
    visit.begin()
    step = visit.opening()
    for _ in range(which - 1):
        step = visit.carry(visit.send(step))
    visit.send(step)
    assert code(visit.send(step)) == ("eid-session-over" if which == 3 else "eid-order")
    assert code(visit.send(step)) == "eid-session-over"


def test_answers_of_another_session_are_worth_nothing(eid_house):
    visit = eid_house.visit()
    visit.begin()
    replayed = visit.carry(visit.send(visit.opening()))
    visit.begin()
    visit.send(visit.opening())
    assert code(visit.send(replayed)) == "eid-card-not-genuine"


def test_responses_before_the_card_was_asked_are_out_of_turn(eid_house):
    visit = eid_house.visit()
    visit.begin()
    assert code(visit.send(msgspec.structs.replace(visit.opening(), responses=(b"\x90\x00",)))) == "eid-order"


def test_to_another_terminal_a_session_is_unknown_and_stays_as_it_is(eid_house):
    visit = eid_house.visit()
    visit.begin()
    step = visit.opening()
    other = eid_house.desk("Bearer another-terminal-another")
    assert code(other.step(visit.session.session, step)) == "eid-session-unknown"
    assert code(other.step(eid_house.fresh(), step)) == "eid-session-unknown"
    assert isinstance(visit.send(step), EidBatch)


def test_of_two_equal_steps_at_the_same_time_one_is_refused(eid_house, signatures):
    visit = eid_house.visit()
    visit.begin()
    step = visit.opening()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: visit.desk.step(visit.session.session, step), range(8)))
    assert sum(isinstance(answer, EidBatch) for answer in answers) == 1
    assert {answer.code for answer in answers if isinstance(answer, EidRefusal)} == {"eid-order", "eid-session-over"}
    assert len(signatures) == 1


def test_a_session_ends_after_five_minutes_wherever_it_stands(eid_house):
    visit = eid_house.visit()
    visit.begin()
    eid_house.now += LIFETIME
    step = visit.carry(visit.send(visit.opening()))
    eid_house.now += timedelta(seconds=1)
    assert eid_house.office.service.count() == 0
    assert code(visit.send(step)) == "eid-session-over"


def test_a_clock_that_is_set_back_prolongs_nothing(eid_house):
    visit = eid_house.visit()
    visit.begin()
    eid_house.now -= timedelta(seconds=1)
    assert code(visit.send(visit.opening())) == "eid-session-over"


def test_a_terminal_has_one_session(eid_house):
    first, second = eid_house.visit(), eid_house.visit()
    first.begin()
    second.begin()
    assert code(first.send(first.opening())) == "eid-session-over"
    assert isinstance(second.read(), EidReleased)


def test_sessions_of_a_busy_day_do_not_pile_up(eid_house):
    for number in range(MOST_SESSIONS + 5):
        visit = eid_house.visit(terminal=f"Bearer terminal-number-{number}")
        assert isinstance(visit.begin(), EidSession)
    assert eid_house.office.service.count() == MOST_SESSIONS


# --- The signer ---


def test_a_session_signs_once_whatever_comes(eid_house, signatures):
    visit = eid_house.visit()
    visit.begin()
    step = visit.opening()
    visit.send(step)
    assert len(signatures) == 1
    assert signatures[0].id_picc == step.opening.id_picc
    assert signatures[0].challenge == step.opening.challenge
    for again in (step, msgspec.structs.replace(step, number=2), step):
        visit.send(again)
    assert len(signatures) == 1


def test_nothing_is_signed_for_rights_that_are_not_the_fields(eid_house, signatures):
    def rights(change):
        visit = eid_house.visit()
        visit.begin("eheurkunde")
        step = visit.opening()
        return code(visit.send(msgspec.structs.replace(step, opening=change(step.opening))))

    def chat(*groups, more=()):
        granted = Chat.of(*(Right.read(group) for group in groups), *more).encode()
        return lambda opening: msgspec.structs.replace(opening, chat=granted)

    def fields(change):
        return lambda opening: msgspec.structs.replace(opening, released=change(opening.released))

    everything = (4, 5, 8, 13, 17)
    assert rights(chat(4, 5, 8, 13)) == "eid-rights"
    assert rights(chat(*everything, 1)) == "eid-rights"
    assert rights(chat(*everything, more=[Right.AGE_VERIFICATION])) == "eid-rights"
    assert rights(chat(*everything, more=[Right.CAN_ALLOWED])) == "eid-rights"
    assert rights(lambda opening: msgspec.structs.replace(opening, chat=bytes(8))) == "eid-rights"
    assert rights(fields(lambda names: names[1:])) == "eid-rights"
    assert rights(fields(lambda names: (*names, "eid.nationality"))) == "eid-rights"
    assert rights(fields(lambda names: names[:3])) == "eid-rights"
    assert signatures == []


# --- Refusals ---


def test_services_that_want_nothing_open_no_session(eid_house):
    assert code(eid_house.visit().begin("katze_anmelden")) == "unknown-service"
    assert code(eid_house.visit().begin("buergeranregung")) == "eid-not-needed"
    assert code(eid_house.visit().begin("wartenummer")) == "eid-not-needed"


@pytest.mark.parametrize(
    ("forgery", "fault"),
    [(Forgery.FOREIGN_SIGNER, FaultCode.CARD_SECURITY_SIGNER_UNKNOWN), (Forgery.CLONE, FaultCode.CA_TOKEN_WRONG)],
)
def test_forged_cards_are_told_from_genuine_ones(eid_house, forgery, fault):
    assert eid_house.visit(forgery=forgery).run() == EidRefusal("eid-card-not-genuine", fault)


def test_an_expired_card_is_refused_and_releases_nothing(eid_house):
    assert code(eid_house.visit("abgelaufen").run()) == "eid-card-expired"
    assert eid_house.office.proofs.export() == []


def test_a_blocked_card_is_refused_and_others_are_not(eid_house):
    blocked = eid_house.office.blocked
    assert not blocked.block("last")
    assert isinstance(eid_house.visit().run(), EidReleased)
    assert blocked.block("last")
    assert code(eid_house.visit().run()) == "eid-card-revoked"
    assert isinstance(eid_house.visit("jahr_unbekannt").run(), EidReleased)
    assert blocked.count() == 1
    blocked.reset()
    assert isinstance(eid_house.visit().run(), EidReleased)


def test_the_next_card_can_be_blocked_before_it_was_ever_read(eid_house):
    assert eid_house.office.blocked.block("next")
    assert code(eid_house.visit().run()) == "eid-card-revoked"
    assert isinstance(eid_house.visit("jahr_unbekannt").run(), EidReleased)


@pytest.mark.parametrize(
    ("mishap", "expected"),
    [
        (EidMishap.CERTIFICATE_EXPIRED, "eid-unavailable"),
        (EidMishap.UNKNOWN_CAR, "eid-car-unknown"),
        (EidMishap.SESSION_LOST, "eid-session-unknown"),
        (EidMishap.REFUSES, "eid-refused"),
    ],
)
def test_bad_days_end_in_their_own_code_and_pass(eid_house, mishap, expected):
    eid_house.office.situations.play(EidSituation(mishap))
    assert code(eid_house.visit().run()) == expected
    eid_house.office.situations.play(EidSituation())
    assert isinstance(eid_house.visit().run(), EidReleased)


@pytest.mark.parametrize("at", range(12))
def test_no_flipped_bit_of_a_first_answer_gets_past(eid_house, at):
    visit = eid_house.visit()
    visit.begin()
    step = visit.carry(visit.send(visit.opening()))
    place = at % len(step.responses)
    spoilt = bytearray(step.responses[place])
    spoilt[at * 37 % len(spoilt)] ^= 0x10
    responses = (*step.responses[:place], bytes(spoilt), *step.responses[place + 1 :])
    assert isinstance(visit.send(msgspec.structs.replace(step, responses=responses)), EidRefusal)


# --- Certificates and secrets ---


def test_certificates_last_two_days_and_are_renewed(eid_house):
    def certificate(service=SERVICE):
        return eid_house.visit().begin(service).certificate

    first = certificate()
    eid_house.now += timedelta(days=1)
    assert certificate() == first
    assert certificate("gewerbe_anmelden") != first
    eid_house.now += timedelta(days=1)
    assert certificate() != first
    assert isinstance(eid_house.visit().run(), EidReleased)


def test_nothing_shows_a_person(eid_house):
    visit = eid_house.visit()
    answer = visit.run()
    shown = repr((answer, visit.last, eid_house.office, eid_house.office.service))
    stored = b"".join(file.read_bytes() for file in eid_house.folder.glob("town-hall.db*"))
    for secret in ERIKA.values():
        assert secret not in shown
        assert secret.encode() not in stored
