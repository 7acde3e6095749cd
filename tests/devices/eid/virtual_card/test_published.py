"""The published worked examples against the chip: with the examples' random numbers it answers their bytes."""

from dataclasses import replace

import pytest

from devices.eid import commands
from devices.eid.apdu import decode_response
from devices.eid.pace import PasswordKind
from devices.eid.tlv import encode
from devices.eid.virtual_card.chip import EidChip
from devices.eid.virtual_card.memory import CardMemory
from devices.eid.virtual_card.pace_run import Announced, Judged, PaceRun
from devices.eid.virtual_card.person import find_person, load_person
from devices.eid.virtual_card.profiles import PROFILES
from tests.devices.eid.vectors import BSI, ICAO, PaceExample


def scripted(example: PaceExample):
    """The chip's random source of an example: nonce, mapping key, ephemeral key."""
    drawn = iter((example.s, example.x_map_c, example.x_c))

    def random(size: int) -> bytes:
        value = next(drawn)
        assert len(value) == size
        return value

    return random


def steps(example: PaceExample):
    """What the terminal says after MSE:SET AT, and what the chip has to answer."""
    return [
        (commands.general_authenticate(None), encode(0x80, example.z)),
        (commands.general_authenticate(0x81, example.y_map_t), encode(0x82, example.y_map_c)),
        (commands.general_authenticate(0x83, example.y_t), encode(0x84, example.y_c)),
        (commands.general_authenticate(0x85, example.t_t, last=True), encode(0x86, example.t_c)),
    ]


def test_the_whole_chip_answers_bsis_example_byte_by_byte(new_card):
    made = new_card()
    memory = CardMemory(made.memory, lambda _card: None)
    card = EidChip(load_person(find_person("erika_beispiel")), memory, random=scripted(BSI))
    assert card.transmit(bytes.fromhex("0022C1A412800A04007F0007020204020283010384010D")).hex() == "9000"
    for command, answer in steps(BSI):
        got = decode_response(card.transmit(command.encode()))
        assert got.status == 0x9000
        assert got.data == encode(commands.DYNAMIC_DATA, answer)


@pytest.mark.parametrize("example", [BSI, ICAO], ids=["BSI", "ICAO"])
def test_a_run_of_pace(example):
    asked = Announced(PROFILES["id_card"].pace[0], PasswordKind.PIN, None)
    run = PaceRun(asked, example.k_pi, scripted(example), resumed=False)
    *first, (last, token) = steps(example)
    for command, answer in first:
        assert run.advance(command) == encode(commands.DYNAMIC_DATA, answer)
    judged = run.advance(last)
    assert isinstance(judged, Judged)
    assert judged.matches
    assert judged.token == token
    assert judged.id_picc == example.y_c[1:33]
    assert (judged.keys.encryption, judged.keys.mac) == (example.k_enc, example.k_mac)


@pytest.mark.parametrize("example", [BSI, ICAO], ids=["BSI", "ICAO"])
def test_another_password_is_told_at_the_end_and_not_before(example):
    """With another password the terminal sees another nonce; here the chip has drawn another one."""
    asked = Announced(PROFILES["id_card"].pace[0], PasswordKind.PIN, None)
    run = PaceRun(asked, example.k_pi, scripted(replace(example, s=bytes(15) + b"\x01")), resumed=False)
    *first, (last, _token) = steps(example)
    for command, _answer in first:
        assert isinstance(run.advance(command), bytes)
    judged = run.advance(last)
    assert isinstance(judged, Judged)
    assert not judged.matches
