"""PACE of the terminal: ICAO's example byte by byte, every password state, every lie of a card."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.eid.apdu import decode_command
from devices.eid.api import CardLostError, TransportError
from devices.eid.chat import Chat, Right
from devices.eid.curves import BP256, CURVES, Curve, KeyPair, RandomBytes, generate
from devices.eid.faults import FaultCode
from devices.eid.kdf import Cipher, session_keys
from devices.eid.key_agreement import shared_secret
from devices.eid.oids import bsi
from devices.eid.outcomes import CardLost, Refused, TransportFailed
from devices.eid.pace import Established, PaceOutcome, Password, PasswordKind, WrongPassword, establish
from devices.eid.pin_state import (
    PinBlocked,
    PinDeactivated,
    PinSuspended,
    PinUsable,
    pin_state,
    query_pin,
)
from devices.eid.secure_messaging import SecureChannel
from devices.eid.security_infos import PaceInfo, SecurityInfos
from tests.devices.eid.chip import Chip, access_of
from tests.devices.eid.pki import seeded
from tests.devices.eid.vectors import BSI, ICAO, Icao, PaceExample

PIN = Password(PasswordKind.PIN, bytearray(b"123456"))
WRONG = Password(PasswordKind.PIN, bytearray(b"111111"))
CAN = Password(PasswordKind.CAN, bytearray(b"500540"))


def scripted(*values: bytes) -> RandomBytes:
    left = list(values)
    return lambda _count: left.pop(0)


def run(chip: Chip, password: Password = PIN, **more: object) -> PaceOutcome:
    return establish(chip.transmit, chip.access, password, random=seeded(7), **more)  # type: ignore[arg-type]


def opened(outcome: PaceOutcome) -> Established:
    assert isinstance(outcome, Established), outcome
    return outcome


@pytest.mark.parametrize(("example", "kind"), [(ICAO, PasswordKind.MRZ), (BSI, PasswordKind.PIN)])
def test_published_examples_through_the_whole_protocol(example: PaceExample, kind: PasswordKind) -> None:
    chip = Chip(access_of(), scripted(example.s, example.x_map_c, example.x_c), {kind.value: example.password})
    sent: list[bytes] = []

    def transmit(raw: bytes) -> bytes:
        sent.append(raw)
        return chip.transmit(raw)

    password = Password(kind, bytearray(example.password))
    random = scripted(example.x_map_t, example.x_t)
    session = opened(establish(transmit, chip.access, password, random=random))
    assert session.id_picc == example.y_c[1:33]
    assert (session.channel._keys.encryption, session.channel._keys.mac) == (example.k_enc, example.k_mac)
    if kind is PasswordKind.MRZ:
        assert tuple(sent) == Icao.COMMANDS


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name)
@pytest.mark.parametrize("bits", [2, 3, 4])
def test_every_curve_and_key_length(curve: Curve, bits: int) -> None:
    session = opened(run(Chip(access_of(curve, bits), seeded(5))))
    assert len(session.id_picc) == curve.field_bytes


def test_the_password_stays_the_callers() -> None:
    digits = bytearray(b"123456")
    opened(run(Chip(access_of(), seeded(5)), Password(PasswordKind.PIN, digits)))
    assert digits == b"123456"
    assert "123456" not in repr(Password(PasswordKind.PIN, digits))


def leading_zero_pair(start: int) -> tuple[KeyPair, KeyPair]:
    """Two keys whose agreed x begins with a zero byte: found once in 256 tries."""
    other = KeyPair(0xC0FFEE, BP256.generator)
    for scalar in range(start, start + 5000):
        pair = KeyPair(scalar, BP256.generator)
        if pair.agree(other.public).x_bytes[0] == 0:
            return pair, other
    raise AssertionError("no luck in 5000 tries")


def test_leading_zeros_of_the_shared_secret_are_kept() -> None:
    own, other = leading_zero_pair(2)
    secret = shared_secret(own, other.public)
    assert len(secret) == 32
    assert secret[0] == 0
    assert secret == own.agree(other.public).x_bytes == shared_secret(other, own.public)
    short = session_keys(secret.lstrip(b"\0"), Cipher.AES_128)
    assert session_keys(secret, Cipher.AES_128).mac != short.mac


def test_leading_zeros_through_the_whole_protocol() -> None:
    """Chip keys are searched so that its public x, and with other ones the shared secret, begins with zero."""
    seen = set()
    for seed in range(400):
        chip = Chip(access_of(), seeded(seed))
        session = opened(run(chip))
        if session.id_picc[0] == 0:
            seen.add("id_picc")
        if shared_secret(chip._own, chip._peer)[0] == 0:
            seen.add("secret")
        if seen == {"id_picc", "secret"}:
            return
    raise AssertionError(f"only {seen} in 400 runs")


# --- passwords and their states ---


def test_wrong_pin_down_the_ladder_and_back_with_the_can() -> None:
    chip = Chip(access_of(), seeded(5))
    assert query_pin(chip.transmit, chip.access) == PinUsable(3)
    assert run(chip, WRONG) == WrongPassword(2)
    assert query_pin(chip.transmit, chip.access) == PinUsable(2)
    assert run(chip, WRONG) == WrongPassword(1)
    before = len(chip.log)
    assert run(chip) == PinSuspended()
    assert len(chip.log) == before + 1, "the password is not used"
    resumed = opened(run(chip, CAN))
    outcome = opened(run(chip, PIN, within=resumed.channel))
    assert resumed.channel.dead
    assert not outcome.channel.dead
    assert chip.tries == 3


def test_nested_pace_is_sealed_and_chained() -> None:
    chip = Chip(access_of(), seeded(5), tries=1)
    resumed = opened(run(chip, CAN))
    sent: list[int] = []

    def transmit(raw: bytes) -> bytes:
        sent.append(raw[0])
        return chip.transmit(raw)

    opened(establish(transmit, chip.access, PIN, random=seeded(8), within=resumed.channel))
    assert sent == [0x0C, 0x1C, 0x1C, 0x1C, 0x0C]


def test_wrong_pin_after_the_can_blocks() -> None:
    chip = Chip(access_of(), seeded(5), tries=1)
    resumed = opened(run(chip, CAN))
    assert run(chip, WRONG, within=resumed.channel) == WrongPassword(0)
    assert resumed.channel.dead
    assert query_pin(chip.transmit, chip.access) == PinBlocked()
    assert run(chip) == PinBlocked()


@pytest.mark.parametrize("kind", [PasswordKind.CAN, PasswordKind.PUK])
def test_wrong_can_and_puk_say_no_number(kind: PasswordKind) -> None:
    digits = bytearray(b"000000" if kind is PasswordKind.CAN else b"0000000000")
    assert run(Chip(access_of(), seeded(5)), Password(kind, digits)) == WrongPassword(None)


@pytest.mark.parametrize(
    ("kind", "digits", "chat"),
    [
        (PasswordKind.PIN, b"1234", None),
        (PasswordKind.PIN, b"1234567", None),
        (PasswordKind.PIN, b"12345a", None),
        (PasswordKind.PIN, b"12345", Chat.of(Right.READ_DG4)),
        (PasswordKind.CAN, b"12345", None),
        (PasswordKind.PUK, b"123456", None),
        (PasswordKind.MRZ, b"123456", None),
    ],
)
def test_a_wrong_form_is_never_sent(kind: PasswordKind, digits: bytes, chat: Chat | None) -> None:
    chip = Chip(access_of(), seeded(5))
    assert run(chip, Password(kind, bytearray(digits)), chat=chat) == Refused(FaultCode.PASSWORD_FORMAT)
    assert chip.log == []


def test_the_transport_pin_opens_a_session_without_rights() -> None:
    password = Password(PasswordKind.PIN, bytearray(b"12345"))
    assert password.is_transport_pin
    opened(run(Chip(access_of(), seeded(5), {3: b"12345"}), password))


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (0x9000, PinUsable(3)),
        (0x63C3, PinUsable(3)),
        (0x63C2, PinUsable(2)),
        (0x63C1, PinSuspended()),
        (0x63C0, PinBlocked()),
        (0x6283, PinDeactivated()),
        (0x63D3, PinUsable(3, transport=True)),
        (0x63D2, PinUsable(2, transport=True)),
        (0x63D1, PinSuspended(transport=True)),
        (0x63D0, PinBlocked()),
    ],
)
def test_answers_to_the_question_for_the_pin(status: int, state: object) -> None:
    assert pin_state(status) == state
    chip = Chip(access_of(), seeded(5), set_pace_status={3: status})
    assert query_pin(chip.transmit, chip.access) == state


@pytest.mark.parametrize("status", [0x6A80, 0x6A88, 0x63C4, 0x6300, 0x6D00])
def test_other_answers_are_no_state(status: int) -> None:
    chip = Chip(access_of(), seeded(5), set_pace_status={3: status})
    assert query_pin(chip.transmit, chip.access) == Refused(FaultCode.STATUS_UNEXPECTED, status)
    assert run(chip) == Refused(FaultCode.STATUS_UNEXPECTED, status)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (0x6300, WrongPassword(None)),
        (0x63C2, WrongPassword(2)),
        (0x63C0, WrongPassword(0)),
        (0x6983, PinBlocked()),
        (0x6984, PinDeactivated()),
        (0x6283, PinDeactivated()),
        (0x6985, PinSuspended()),
        (0x6F00, Refused(FaultCode.STATUS_UNEXPECTED, 0x6F00)),
        (0x6700, Refused(FaultCode.STATUS_UNEXPECTED, 0x6700)),
    ],
)
def test_answers_to_the_last_step(status: int, outcome: PaceOutcome) -> None:
    chip = Chip(access_of(), seeded(5))

    def transmit(raw: bytes) -> bytes:
        is_last = decode_command(raw).header == bytes.fromhex("00860000")
        return status.to_bytes(2, "big") if is_last else chip.transmit(raw)

    assert establish(transmit, chip.access, PIN, random=seeded(7)) == outcome


def test_deactivated() -> None:
    assert run(Chip(access_of(), seeded(5), set_pace_status={3: 0x6283})) == PinDeactivated()


def test_a_card_that_offers_nothing_usable() -> None:
    access = SecurityInfos((PaceInfo(bsi(2, 2, 4, 2, 2), BP256, version=1),))
    assert establish(lambda _: b"", access, PIN, random=seeded(7)) == Refused(FaultCode.PACE_UNSUPPORTED)


# --- lies ---


def constant(value: bytes) -> Callable[[bytes], bytes]:
    return lambda _: value


OFF_CURVE = b"\x04" + bytes(31) + b"\x01" + bytes(31) + b"\x01"
BEYOND = b"\x04" + b"\xff" * 64


@pytest.mark.parametrize("step", ["map", "key"])
@pytest.mark.parametrize(
    ("point", "code"),
    [
        (b"\x00", FaultCode.POINT_AT_INFINITY),
        (bytes(65), FaultCode.POINT_AT_INFINITY),
        (OFF_CURVE, FaultCode.POINT_OFF_CURVE),
        (BEYOND, FaultCode.POINT_MALFORMED),
        (BP256.generator.encode()[:-1], FaultCode.POINT_MALFORMED),
        (b"\x02" + BP256.generator.x_bytes, FaultCode.POINT_MALFORMED),
        (b"", FaultCode.POINT_MALFORMED),
    ],
)
def test_bad_points(step: str, point: bytes, code: FaultCode) -> None:
    assert run(Chip(access_of(), seeded(5), lies={step: constant(point)})) == Refused(code)


def test_a_card_that_sends_our_mapping_key_back() -> None:
    chip = Chip(access_of(), seeded(5))
    chip.lies["map"] = lambda _: chip._seen_map
    assert run(chip) == Refused(FaultCode.PACE_KEYS_EQUAL)


def test_a_card_that_sends_our_ephemeral_key_back() -> None:
    chip = Chip(access_of(), seeded(5))
    chip.lies["key"] = lambda _: chip._peer.encode()
    assert run(chip) == Refused(FaultCode.PACE_KEYS_EQUAL)


def test_a_card_that_does_not_know_the_password() -> None:
    """It lets us pass, but its own token is wrong: a copy that collects PINs."""
    chip = Chip(access_of(), seeded(5), lies={"token": lambda token: bytes(len(token))})
    assert run(chip) == Refused(FaultCode.PACE_TOKEN_WRONG)


@pytest.mark.parametrize("nonce", [b"", bytes(15), bytes(48)])
def test_a_nonce_of_another_length(nonce: bytes) -> None:
    chip = Chip(access_of(), seeded(5), lies={"nonce": constant(nonce)})
    assert run(chip) == Refused(FaultCode.PACE_NONCE_WRONG)


@pytest.mark.parametrize("at", range(5))
@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"", FaultCode.ANSWER_EMPTY),
        (b"\x90", FaultCode.ANSWER_EMPTY),
        (bytes(65536) + b"\x90\x00", FaultCode.ANSWER_TOO_LONG),
        (bytes(65537) + b"\x90\x00", FaultCode.ANSWER_TOO_LONG),
    ],
)
def test_answers_of_nothing_and_of_64_kilobytes(at: int, answer: bytes, code: FaultCode) -> None:
    chip = Chip(access_of(), seeded(5))
    chip.lies["apdu"] = lambda truth: answer if len(chip.log) == at + 1 else truth
    assert run(chip) == Refused(code)


@pytest.mark.parametrize("at", range(5))
@pytest.mark.parametrize(("error", "outcome"), [(CardLostError, CardLost()), (TransportError, TransportFailed())])
def test_a_card_or_reader_that_goes_away(at: int, error: type[Exception], outcome: PaceOutcome) -> None:
    chip = Chip(access_of(), seeded(5))

    def transmit(raw: bytes) -> bytes:
        if len(chip.log) == at:
            raise error
        return chip.transmit(raw)

    assert establish(transmit, chip.access, PIN, random=seeded(7)) == outcome
    assert len(chip.log) == at, "nothing is sent again"


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_mutated_answers_end_as_values(data: st.DataObject) -> None:
    """Whatever a card says: an outcome, no exception, no command twice. A forged nonce costs the one try it must."""
    at = data.draw(st.integers(1, 5))
    chip = Chip(access_of(), seeded(5))

    def mutate(truth: bytes) -> bytes:
        if len(chip.log) != at:
            return truth
        return data.draw(st.one_of(st.binary(max_size=300), mutated(truth)))

    chip.lies["apdu"] = mutate
    outcome = run(chip)
    assert isinstance(outcome, PaceOutcome)
    assert len(chip.log) <= 5
    assert chip.tries >= 2


@st.composite
def mutated(draw: st.DrawFn, truth: bytes) -> bytes:
    changed = bytearray(truth)
    for _ in range(draw(st.integers(1, 3))):
        match draw(st.sampled_from(["flip", "cut", "grow"])):
            case "flip" if changed:
                changed[draw(st.integers(0, len(changed) - 1))] ^= 1 << draw(st.integers(0, 7))
            case "cut":
                del changed[draw(st.integers(0, len(changed))) :]
            case _:
                changed += draw(st.binary(max_size=8))
    return bytes(changed)


def test_keys_are_overwritten_and_have_no_repr() -> None:
    session = opened(run(Chip(access_of(), seeded(5))))
    key = session.channel._keys.encryption
    assert key != bytes(16)
    for thing in (session, session.channel, session.channel._keys, generate(BP256.generator, seeded(1))):
        assert key.hex() not in repr(thing)
        assert repr(key) not in repr(thing)
    session.channel.close()
    assert session.channel._keys.encryption == bytes(16)
    assert isinstance(session.channel, SecureChannel)
