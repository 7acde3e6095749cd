"""Situations of the virtual card by table, mishaps that add up, and cards that are none."""

import secrets
from datetime import date
from functools import reduce
from operator import xor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.card.virtual import BlankChip, VirtualCard
from devices.card.virtual.mishaps import Fate, Mishaps, flipped
from devices.card.virtual.other_cards import bank_card, health_card
from devices.card.virtual.situations import Situations
from devices.control import RefusedError
from devices.eid.api import Transmit
from devices.eid.faults import FaultCode
from devices.eid.outcomes import Refused
from devices.eid.reading import has_eid_application, read_card_access
from devices.eid.virtual_card.wallet import Wallet


@pytest.fixture
def hand(tmp_path) -> Situations:
    """A card in front of a reader that is not there."""
    wallet = Wallet(tmp_path / "pki", tmp_path / "memory", random=secrets.token_bytes, today=lambda: date(2026, 5, 4))
    chip = BlankChip()
    return Situations(VirtualCard(chip, 9), wallet, chip)


def test_the_state_without_and_with_a_person(hand):
    assert hand.handle({"do": "state"}) == {
        "card": "removed",
        "mute": False,
        "connected": False,
        "powered": False,
        "apdus": 0,
        "leaves_after": None,
        "flips_in": None,
        "slow_s": 0.0,
        "person": "",
        "keys": "genuine",
    }
    state = hand.handle({"do": "insert", "person": "zwei_versuche"})
    assert state["person"] == "zwei_versuche"
    assert (state["card"], state["pin_tries"], state["puk_uses"], state["pin_active"]) == ("inserted", 2, 10, True)
    assert not any(isinstance(value, bytes | list | dict) for value in state.values())
    assert "120034" not in str(state)
    assert hand.handle({"do": "insert", "person": "abgeschaltet"})["pin_active"] is False
    assert hand.handle({"do": "insert", "person": "transport_pin"})["pin_transport"] is True
    assert "pin_tries" not in hand.handle({"do": "insert", "card": "bank"})


def test_situations_add_up(hand):
    hand.handle({"do": "insert", "person": "erika_beispiel", "keys": "clone"})
    hand.handle({"do": "slow", "seconds": 2})
    hand.handle({"do": "flip", "answer": 3, "bit": 9})
    state = hand.handle({"do": "remove", "after_apdus": 5, "answered": False})
    assert (state["keys"], state["slow_s"], state["flips_in"], state["leaves_after"]) == ("clone", 2.0, 3, 5)
    gone = hand.handle({"do": "remove"})
    assert (gone["card"], gone["flips_in"], gone["leaves_after"], gone["slow_s"]) == ("removed", None, None, 2.0)


@pytest.mark.parametrize(
    "request_",
    [
        {"do": "fly"},
        {"do": "insert", "person": "nobody"},
        {"do": "insert", "person": 7},
        {"do": "insert", "person": "erika_beispiel", "keys": "golden"},
        {"do": "insert", "person": "erika_beispiel", "card": "bank"},
        {"do": "insert", "card": "library"},
        {"do": "insert", "mute": True},
        {"do": "remove", "after_apdus": -1},
        {"do": "remove", "after_apdus": "two"},
        {"do": "remove", "answered": False},
        {"do": "flip"},
        {"do": "flip", "answer": 0},
        {"do": "flip", "answer": 1, "bit": -1},
        {"do": "flip", "answer": 1, "byte": 1},
        {"do": "slow"},
        {"do": "slow", "seconds": "1"},
        {"do": "mute", "loud": True},
        {"do": "state", "of": "mind"},
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(hand, request_):
    hand.handle({"do": "insert", "person": "erika_beispiel"})
    before = hand.handle({"do": "state"})
    with pytest.raises(RefusedError):
        hand.handle(request_)
    assert hand.handle({"do": "state"}) == before


def test_each_answer_has_its_fate():
    mishaps = Mishaps(leaves_after=3, flips_in=2, flip_bit=5, slow_s=0.5)
    assert [mishaps.next() for _ in range(4)] == [
        Fate(0.5),
        Fate(0.5, flip_bit=5),
        Fate(0.5, last=True),
        Fate(0.5, last=True),
    ]
    assert Mishaps(leaves_after=1, answered=False).next() == Fate(lost=True)
    assert Mishaps(leaves_after=1, flips_in=1).next() == Fate(flip_bit=0, last=True)


@given(st.binary(max_size=40), st.integers(0, 10_000))
def test_one_bit_and_no_other(answer, bit):
    changed = flipped(answer, bit)
    assert len(changed) == len(answer)
    assert sum((one ^ other).bit_count() for one, other in zip(answer, changed, strict=True)) == bool(answer)


@pytest.mark.parametrize("card", [bank_card(), health_card()], ids=["bank", "health"])
def test_the_atrs_of_others_are_whole(card):
    assert reduce(xor, card.atr[1:]) == 0
    assert len(card.atr) <= 33


def test_a_bank_card_has_no_card_access():
    transmit: Transmit = bank_card().transmit
    found = read_card_access(transmit)
    assert isinstance(found, Refused)
    assert found.code is FaultCode.CARD_ACCESS_MISSING
    assert has_eid_application(transmit) is False


def test_a_health_card_offers_pace_and_is_no_eid_card_all_the_same():
    transmit: Transmit = health_card().transmit
    found = read_card_access(transmit)
    assert isinstance(found, tuple)
    assert found[0].pace
    assert has_eid_application(transmit) is False


@pytest.mark.parametrize(
    ("apdu", "bank", "health"),
    [
        ("00A4000C023F00", "6a82", "9000"),
        ("00A4040C0E325041592E5359532E4444463031", "9000", "6a82"),
        ("00A4040C06D27600000102", "6a82", "9000"),
        ("00A4040C09E80704007F00070302", "6a82", "6a82"),
        ("00B09C0000", "6a82", "31143012060a04007f0007020204020202010202010d9000"),
        ("00B09C1600", "6a82", "6b00"),
        ("00B0000000", "6986", "6986"),
        ("0022C1A40F800A04007F00070202040202830103", "6d00", "6d00"),
        ("FF9A010100", "6e00", "6e00"),
        ("00A4", "6700", "6700"),
    ],
)
def test_words_of_other_cards(apdu, bank, health):
    assert [card.transmit(bytes.fromhex(apdu)).hex() for card in (bank_card(), health_card())] == [bank, health]
