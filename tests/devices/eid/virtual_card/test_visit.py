"""Whole visits by the product's own code: every person, every generation, with and without long answers."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from devices.eid.api import CardLostError
from devices.eid.auxiliary import AuxiliaryData
from devices.eid.chat import Chat, Right
from devices.eid.data_groups import FreetextPlace, NoPlace, PartialDate, StructuredPlace, Text
from devices.eid.faults import FaultCode
from devices.eid.outcomes import CardLost, Refused
from devices.eid.pace import Established, PasswordKind
from devices.eid.portal_reading import Done
from devices.eid.security_infos import PaceInfo, SecurityInfos
from devices.eid.virtual_card.person import find_person, load_person, shipped_persons
from devices.eid.virtual_card.profiles import PROFILES
from devices.eid.virtual_card.wallet import Forgery
from tests.devices.eid.virtual_card.conftest import TODAY
from tests.devices.eid.virtual_card.whole import ALL_GROUPS, NAME_AND_AGE, Desk, Terminal, visit, wish

ALL = wish(*ALL_GROUPS.rights, sector=True)
WORKING = [name for name in shipped_persons() if load_person(find_person(name)).state.tries > 1]
WORKING = [name for name in WORKING if name not in ("abgeschaltet", "transport_pin")]


def reading(outcome):
    assert isinstance(outcome, Done), outcome
    return outcome.reading


@pytest.mark.parametrize("extended", [True, False], ids=["long", "short"])
@pytest.mark.parametrize("name", WORKING)
def test_everybody_can_be_read_whole(new_card, desk, name, extended):
    person = load_person(find_person(name))
    found = reading(visit(new_card(name).transmit, desk, person.pin.decode(), ALL, extended=extended))
    assert set(found.groups) == set(person.groups)
    assert not found.denied
    assert not found.unreadable
    assert len(found.pseudonym) == 32


def test_the_persons_use_every_generation_and_every_group():
    people = [load_person(find_person(name)) for name in shipped_persons()]
    assert {id(person.profile) for person in people} == {id(profile) for profile in PROFILES.values()}
    assert set(range(1, 23)) == set().union(*(person.groups for person in people))


def test_what_stands_on_the_cards(new_card, desk):
    def groups(name):
        pin = load_person(find_person(name)).pin.decode()
        return reading(visit(new_card(name).transmit, desk, pin, ALL)).groups

    erika = groups("erika_beispiel")
    assert (erika[1], erika[4], erika[5], erika[13]) == ("ID", "ERIKA", "BEISPIEL", "BEISPIELFRAU")
    assert (erika[6], erika[7]) == ("", "")
    assert erika[8] == PartialDate(1964, 8, 12)
    assert erika[9] == (FreetextPlace("MUSTERSTADT"),)
    assert erika[17] == (StructuredPlace("MUSTERSTADT", "D", "BEISPIELWEG 17", "", "12345"),)
    assert groups("jahr_unbekannt")[8] == PartialDate(1958)
    nowhere = groups("ohne_wohnung")
    assert nowhere[17] == (NoPlace("KEINE HAUPTWOHNUNG IN DEUTSCHLAND"),)
    assert nowhere[18] == ""
    assert "ẞ" in groups("grosses_eszett")[5]
    assert groups("doktor_kuenstler")[7] == "DR."
    permit = groups("aufenthaltstitel")
    assert permit[1] == "AR"
    assert isinstance(permit[19], Text)
    assert permit[19].compressed
    assert groups("unionsbuergerin")[1] == "UB"


@pytest.mark.parametrize(
    ("name", "born_until", "adult"),
    [
        ("erika_beispiel", date(1964, 8, 12), True),
        ("erika_beispiel", date(1964, 8, 11), False),
        ("jahr_unbekannt", date(1958, 12, 31), True),
        ("jahr_unbekannt", date(1958, 12, 30), False),
        ("aufenthaltstitel", date(1995, 3, 31), True),
        ("aufenthaltstitel", date(1995, 3, 30), False),
    ],
)
def test_age_counts_the_latest_possible_day(new_card, desk, name, born_until, adult):
    asked = wish(*NAME_AND_AGE, auxiliary=AuxiliaryData(born_until=born_until))
    pin = load_person(find_person(name)).pin.decode()
    assert reading(visit(new_card(name).transmit, desk, pin, asked)).born_until is adult


@pytest.mark.parametrize(("name", "valid"), [("erika_beispiel", True), ("abgelaufen", False)])
def test_validity_needs_no_right(new_card, desk, name, valid):
    asked = wish(Right.read(4), auxiliary=AuxiliaryData(valid_on=TODAY))
    pin = load_person(find_person(name)).pin.decode()
    assert reading(visit(new_card(name).transmit, desk, pin, asked)).valid_on is valid


@pytest.mark.parametrize(
    ("name", "prefix", "within"),
    [("erika_beispiel", "0276", True), ("erika_beispiel", "0277", False), ("ohne_wohnung", "0276", False)],
)
def test_municipality(new_card, desk, name, prefix, within):
    asked = wish(Right.MUNICIPALITY_VERIFICATION, auxiliary=AuxiliaryData(municipality=prefix))
    pin = load_person(find_person(name)).pin.decode()
    assert reading(visit(new_card(name).transmit, desk, pin, asked)).lives_within is within


def test_a_pseudonym_stays_and_is_another_for_another_card(new_card, desk):
    asked = wish(Right.RESTRICTED_IDENTIFICATION, sector=True)

    def pseudonym(name, pin):
        return reading(visit(new_card(name).transmit, desk, pin, asked)).pseudonym

    assert pseudonym("erika_beispiel", "123456") == pseudonym("erika_beispiel", "123456")
    assert pseudonym("erika_beispiel", "123456") != pseudonym("doktor_kuenstler", "667788")


def test_the_can_opens_the_data_only_for_terminals_that_may(new_card, desk):
    with_can = wish(Right.read(4), Right.CAN_ALLOWED)
    terminal = Terminal(new_card().transmit)
    opened = terminal.opened(PasswordKind.CAN, "500540", with_can.chat)
    assert reading(terminal.read(desk, with_can, opened)).groups == {4: "ERIKA"}
    without = wish(Right.read(4))
    terminal = Terminal(new_card().transmit)
    opened = terminal.opened(PasswordKind.CAN, "500540", without.chat)
    assert terminal.read(desk, without, opened) == Refused(FaultCode.TA_REFUSED, 0x6982)


def test_the_puk_opens_no_data(new_card, desk):
    asked = wish(Right.read(4))
    terminal = Terminal(new_card().transmit)
    outcome = terminal.read(desk, asked, terminal.opened(PasswordKind.PUK, "9876543210", asked.chat))
    assert outcome == Refused(FaultCode.TA_REFUSED, 0x6982)


def test_the_transport_pin_opens_no_data(new_card, desk):
    asked = wish(Right.read(4))
    terminal = Terminal(new_card("transport_pin").transmit)
    opened = terminal.opened(PasswordKind.PIN, "54321")
    assert opened.cars == ()
    opened = replace(opened, cars=(desk.pki.root.certificate.chr,))
    assert terminal.read(desk, asked, opened) == Refused(FaultCode.TA_REFUSED, 0x6982)


def test_what_the_holder_took_away_is_not_read(new_card, desk):
    asked, granted = wish(Right.read(4), Right.read(17)), Chat.of(Right.read(4))
    terminal = Terminal(new_card().transmit)
    opened = terminal.opened(PasswordKind.PIN, "123456", granted)
    # A portal that asks all the same: its own side is made to believe that everything was granted.
    found = reading(terminal.read(desk, asked, opened))
    assert found.groups == {4: "ERIKA"}
    assert found.denied == {17}


def test_what_the_certificate_does_not_allow_is_not_read(new_card, pki):
    """The card takes the least of holder, root, verifier and terminal; the portal's own check is left out here."""
    may = Desk(pki, TODAY, may=Chat.of(Right.read(5), Right.read(4)))
    wanted = Chat.of(Right.read(4), Right.read(8))
    terminal = Terminal(new_card().transmit)
    opened = terminal.opened(PasswordKind.PIN, "123456", wanted)
    found = reading(terminal.read(may, wish(Right.read(4), Right.read(5)), opened, granted=Chat.of(Right.read(4))))
    assert found.groups == {4: "ERIKA"}


@pytest.mark.parametrize(
    ("forgery", "code"),
    [(Forgery.FOREIGN_SIGNER, FaultCode.CARD_SECURITY_SIGNER_UNKNOWN), (Forgery.CLONE, FaultCode.CA_TOKEN_WRONG)],
)
def test_forged_cards_are_found_out(new_card, desk, forgery, code):
    assert visit(new_card(forgery=forgery).transmit, desk, "123456", ALL) == Refused(code)


def test_the_cards_date_moves_with_the_certificates_and_survives(new_card, pki):
    later = TODAY + timedelta(days=30)
    asked = wish(Right.read(4))
    reading(visit(new_card().transmit, Desk(pki, later), "123456", asked))
    assert new_card().memory.today == later
    stale = visit(new_card().transmit, Desk(pki, TODAY), "123456", asked)
    assert stale == Refused(FaultCode.TA_REFUSED, 0x6300)
    assert new_card().memory.today == later


@pytest.mark.parametrize("carried_out", [False, True], ids=["before", "after"])
def test_pulled_at_every_command(new_card, desk, carried_out):
    """Before a command is carried out, or after it and before its answer: in process. Through PC/SC: tests/contract."""
    asked = wish(*NAME_AND_AGE, auxiliary=AuxiliaryData(born_until=date(2008, 5, 4)), sector=True)
    outcomes = []
    for pulled_at in range(100):
        card, count = new_card(), 0

        def transmit(apdu, card=card, pulled_at=pulled_at):
            nonlocal count
            answer = card.transmit(apdu) if carried_out or count < pulled_at else b""
            if count == pulled_at:
                card.power_off()
                raise CardLostError
            count += 1
            return answer

        outcomes.append(visit(transmit, desk, "123456", asked))
        assert new_card().memory.pin.tries == 3
        if isinstance(outcomes[-1], Done):
            break
    assert len(outcomes) > 20
    assert set(map(type, outcomes[:-1])) == {CardLost}
    assert isinstance(Terminal(new_card().transmit).pace(PasswordKind.PIN, "123456"), Established)


@pytest.mark.parametrize("key_id", [0x41, 0x42])
@pytest.mark.parametrize("curve", ["brainpoolP256r1", "brainpoolP384r1"])
def test_each_way_of_a_card_with_several(new_card, desk, curve, key_id):
    """A terminal that knows only one of the curves and one of the chip's keys."""
    terminal = Terminal(new_card("sehr_lange_namen").transmit)
    kept = [
        info
        for info in terminal.infos.infos
        if getattr(info, "key_id", key_id) in (key_id, 0x43, 0x44)
        and (not isinstance(info, PaceInfo) or info.curve.name == curve)
    ]
    terminal.infos = SecurityInfos(tuple(kept))
    terminal.card_access = terminal.infos.encode()
    asked = wish(Right.read(5), sector=True)
    found = reading(terminal.read(desk, asked, terminal.opened(PasswordKind.PIN, "556677", asked.chat)))
    assert found.groups[5].endswith("BEISPIELMÜHLE")
