"""Both published worked examples, every intermediate value, computed as the terminal does and as the chip does."""

from dataclasses import dataclass

import pytest

from devices.eid import commands
from devices.eid.apdu import Command, Response, decode_command, decode_response
from devices.eid.curves import BP256, KeyPair, Point, add, curve_by_id, decode_point
from devices.eid.kdf import Cipher, SessionKeys, password_key, session_keys
from devices.eid.oids import bsi
from devices.eid.secure_messaging import (
    SecureChannel,
    decrypt_block_chain,
    encrypt_block_chain,
    token_mac,
)
from devices.eid.signatures import verify_plain
from tests.devices.eid.vectors import BSI, ICAO, Bsi, Icao, PaceExample

PACE = bsi(2, 2, 4, 2, 2)
CA = bsi(2, 2, 3, 2, 2)
EXAMPLES = pytest.mark.parametrize("example", [BSI, ICAO], ids=["BSI", "ICAO"])
SIDES = pytest.mark.parametrize("side", ["t", "c"], ids=["terminal", "chip"])


def number(octets: bytes) -> int:
    return int.from_bytes(octets, "big")


@dataclass
class Side:
    """One side's own keys, the other's public ones."""

    example: PaceExample
    own: str

    def value(self, name: str, *, other: bool = False) -> bytes:
        side = {"t": "c", "c": "t"}[self.own] if other else self.own
        found: bytes = getattr(self.example, f"{name}_{side}")
        return found

    def mapped(self) -> Point:
        key = KeyPair(number(self.value("x_map")), BP256.generator)
        shared = key.agree(decode_point(BP256, self.value("y_map", other=True)))
        assert shared.encode() == self.example.h
        return add(KeyPair(number(self.example.s), BP256.generator).public, shared)


@EXAMPLES
def test_password_and_nonce(example: PaceExample) -> None:
    k_pi = bytes(password_key(bytearray(example.password), Cipher.AES_128))
    assert k_pi == example.k_pi
    assert decrypt_block_chain(k_pi, example.z) == example.s
    assert encrypt_block_chain(k_pi, example.s) == example.z


@EXAMPLES
@SIDES
def test_mapping_agreement_keys_and_tokens(example: PaceExample, side: str) -> None:
    own = Side(example, side)
    assert KeyPair(number(own.value("x_map")), BP256.generator).public.encode() == own.value("y_map")
    base = own.mapped()
    assert base.encode() == example.g
    ephemeral = KeyPair(number(own.value("x")), base)
    assert ephemeral.public.encode() == own.value("y")
    shared = ephemeral.agree(decode_point(BP256, own.value("y", other=True)))
    assert shared.x_bytes == example.k
    keys = session_keys(shared.x_bytes, Cipher.AES_128)
    assert (keys.encryption, keys.mac) == (example.k_enc, example.k_mac)
    assert token_mac(keys.mac, PACE, own.value("y", other=True)) == own.value("t")
    assert token_mac(keys.mac, PACE, own.value("y")) == own.value("t", other=True)


def test_commands_of_icao() -> None:
    sent = (
        commands.set_pace(PACE, 1, 13),
        commands.general_authenticate(None),
        commands.general_authenticate(0x81, ICAO.y_map_t),
        commands.general_authenticate(0x83, ICAO.y_t),
        commands.general_authenticate(0x85, ICAO.t_t, last=True),
    )
    assert tuple(command.encode() for command in sent) == Icao.COMMANDS


def test_secure_messaging_of_icao_from_both_ends() -> None:
    terminal = SecureChannel(SessionKeys(ICAO.k_enc, ICAO.k_mac))
    chip = SecureChannel(SessionKeys(ICAO.k_enc, ICAO.k_mac))
    select = commands.select_application(Icao.SELECT_DATA)
    sealed = terminal.wrap_command(select)
    assert sealed == Icao.SELECT_SEALED
    assert chip.unwrap_command(decode_command(sealed)) == select
    answer = chip.wrap_response(Response(b"", 0x9000))
    assert answer.encode() == Icao.SELECT_ANSWER
    assert terminal.unwrap_response(decode_response(Icao.SELECT_ANSWER)) == Response(b"", 0x9000)


def test_secure_messaging_of_bsi_from_both_ends() -> None:
    terminal = SecureChannel(SessionKeys(BSI.k_enc, BSI.k_mac))
    chip = SecureChannel(SessionKeys(BSI.k_enc, BSI.k_mac))
    set_key = commands.set_verification_key(Bsi.DST_DATA[2:])
    assert set_key.data == Bsi.DST_DATA
    sealed = terminal.wrap_command(set_key)
    assert decode_command(sealed).data.startswith(b"\x87\x11\x01" + Bsi.DST_CIPHER)
    assert chip.unwrap_command(decode_command(sealed)) == Command(0x00, 0x22, 0x81, 0xB6, Bsi.DST_DATA)
    answer = chip.wrap_response(Response(b"", 0x9000))
    assert answer.data == Bsi.DST_ANSWER + b"\x8e\x08" + Bsi.DST_ANSWER_MAC
    assert terminal.unwrap_response(answer).ok


def test_terminal_authentication_of_bsi() -> None:
    curve = curve_by_id(17)
    public = decode_point(curve, Bsi.TA_PUBLIC)
    id_picc = decode_point(BP256, BSI.y_c).x_bytes
    message = id_picc + Bsi.TA_CHALLENGE + decode_point(BP256, Bsi.CA_PK_TERMINAL).x_bytes
    assert verify_plain(public, "sha512", message, Bsi.TA_SIGNATURE)
    assert not verify_plain(public, "sha512", message[:-1] + b"\x00", Bsi.TA_SIGNATURE)


@pytest.mark.parametrize(
    ("private", "own", "other"),
    [
        (Bsi.CA_SK_TERMINAL, Bsi.CA_PK_TERMINAL, Bsi.CA_PK_CHIP),
        (Bsi.CA_SK_CHIP, Bsi.CA_PK_CHIP, Bsi.CA_PK_TERMINAL),
    ],
    ids=["terminal", "chip"],
)
def test_chip_authentication_of_bsi(private: bytes, own: bytes, other: bytes) -> None:
    key = KeyPair(number(private), BP256.generator)
    assert key.public.encode() == own
    shared = key.agree(decode_point(BP256, other))
    assert shared.x_bytes == Bsi.CA_K
    keys = session_keys(shared.x_bytes, Cipher.AES_128, Bsi.CA_NONCE)
    assert (keys.encryption, keys.mac) == (Bsi.CA_K_ENC, Bsi.CA_K_MAC)
    assert token_mac(keys.mac, CA, Bsi.CA_PK_TERMINAL) == Bsi.CA_TOKEN
