"""The blank chip: status words, and an ATR that PC/SC accepts."""

from functools import reduce
from operator import xor

import pytest

from devices.card.virtual import ATR
from devices.card.virtual.chip import MUTE_ATR, BlankChip


def test_the_check_byte_of_the_atr():
    assert reduce(xor, ATR[1:]) == 0


def test_the_atr_is_that_of_a_contactless_card():
    assert ATR[0] == 0x3B
    assert ATR[1] >> 4 == 0x8
    assert ATR[1] & 0x0F == len(ATR) - 5
    assert ATR[2:4] == bytes.fromhex("8001")  # T=0 offered first, then T=1


def test_the_answer_of_a_mute_card_cannot_be_an_atr():
    assert len(MUTE_ATR) > 33


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("00A4000C023F00", "9000"),
        ("00A40000023F0000", "9000"),
        ("00A4000C", "9000"),
        ("00A4000C02011C", "6A82"),
        ("00A4020C02011C", "6A82"),
        ("00A4010C023F01", "6A82"),
        ("00A4040C09E80704007F00070302", "9000"),
        ("00A4040009E80704007F0007030200", "9000"),
        ("00A4040C07A0000002471001", "6A82"),
        ("00A4090C023F00", "6A86"),
        ("00A40055023F00", "6A86"),
        ("00A4000C053F00", "6700"),
        ("00A4000C023F000000", "6700"),
        ("00B09E0000", "6A82"),
        ("00B0000000", "6986"),
        ("0022C1A4", "6700"),
        ("0022C1A40F800A04007F00070202040202830103", "6D00"),
        ("0084000008", "6D00"),
        ("FF9A010100", "6E00"),
        ("0CA4000C", "6E00"),
        ("0000", "6700"),
        ("00A400", "6700"),
    ],
)
def test_status_words(command, answer):
    assert BlankChip().transmit(bytes.fromhex(command)).hex().upper() == answer
