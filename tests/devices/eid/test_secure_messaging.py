"""The sealed channel from both ends: any command and answer, batches; any forgery ends it."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.eid.apdu import EXTENDED_NE, Command, Response, decode_command, decode_response
from devices.eid.faults import EidError, FaultCode
from devices.eid.kdf import Cipher, session_keys
from devices.eid.secure_messaging import SHORT_PLAIN, SecureChannel, pad, unpad

COMMANDS = st.builds(
    Command,
    st.sampled_from([0x00, 0x10, 0x80]),
    st.sampled_from([0x22, 0x2A, 0x86, 0xA4, 0xB0, 0xB1, 0xD7]),
    st.integers(0, 255),
    st.integers(0, 255),
    data=st.binary(max_size=400),
    ne=st.one_of(st.just(0), st.integers(1, 256), st.integers(257, EXTENDED_NE)),
)
ANSWERS = st.builds(Response, st.binary(max_size=400), st.sampled_from([0x9000, 0x6282, 0x6982, 0x63C2]))


def ends(cipher: Cipher = Cipher.AES_128) -> tuple[SecureChannel, SecureChannel]:
    return SecureChannel(session_keys(b"k", cipher)), SecureChannel(session_keys(b"k", cipher))


@given(st.sampled_from(Cipher), st.lists(st.tuples(COMMANDS, ANSWERS), min_size=1, max_size=3))
def test_there_and_back(cipher: Cipher, exchanges: list[tuple[Command, Response]]) -> None:
    terminal, chip = ends(cipher)
    for command, answer in exchanges:
        received = chip.unwrap_command(decode_command(terminal.wrap_command(command)))
        assert (received.header, received.data, received.ne) == (command.header, command.data, command.ne)
        sealed = chip.wrap_response(answer, odd=bool(command.ins & 1))
        assert terminal.unwrap_response(decode_response(sealed.encode())) == answer


@given(st.lists(st.tuples(COMMANDS, ANSWERS), min_size=1, max_size=4))
def test_sealed_in_advance(exchanges: list[tuple[Command, Response]]) -> None:
    terminal, chip = ends()
    batch = [terminal.wrap_command(command) for command, _ in exchanges]
    sealed = []
    for raw, (command, answer) in zip(batch, exchanges, strict=True):
        assert chip.unwrap_command(decode_command(raw)).data == command.data
        sealed.append(chip.wrap_response(answer))
    assert [terminal.unwrap_response(each) for each in sealed] == [answer for _, answer in exchanges]


@given(st.binary(max_size=100))
def test_padding(data: bytes) -> None:
    assert unpad(pad(data)) == data
    assert len(pad(data)) % 16 == 0
    assert len(pad(data)) > len(data)


@pytest.mark.parametrize("data", [b"", bytes(16), b"\x80" + bytes(16), b"\x81" + bytes(15)])
def test_padding_that_is_none(data: bytes) -> None:
    with pytest.raises(EidError, match="sm_padding_wrong"):
        unpad(data)


def test_the_longest_short_answer() -> None:
    """223 plain bytes fit a short APDU; 224 do not, because padding always adds."""
    for length, fits in ((SHORT_PLAIN, True), (SHORT_PLAIN + 1, False)):
        _, chip = ends()
        chip.unwrap_command(decode_command(ends()[0].wrap_command(Command(0, 0xB0, 0, 0, ne=length))))
        assert (len(chip.wrap_response(Response(bytes(length), 0x9000)).data) <= 256) is fits


def test_long_commands_become_extended() -> None:
    terminal, _ = ends()
    assert terminal.wrap_command(Command(0, 0x2A, 0, 0xBE, bytes(215)))[4] != 0
    assert terminal.wrap_command(Command(0, 0x2A, 0, 0xBE, bytes(240)))[4] == 0
    assert terminal.wrap_command(Command(0, 0x2A, 0, 0xBE, bytes(240)))[-2:] == b"\x00\x00"


def answered() -> tuple[SecureChannel, Response]:
    terminal, chip = ends()
    chip.unwrap_command(decode_command(terminal.wrap_command(Command(0x00, 0xB0, 0x81, 0x00, ne=256))))
    return terminal, chip.wrap_response(Response(b"ERIKA", 0x9000))


@given(st.data())
def test_any_flipped_bit_is_noticed(data: st.DataObject) -> None:
    terminal, answer = answered()
    forged = bytearray(answer.data)
    forged[data.draw(st.integers(0, len(forged) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(EidError) as caught:
        terminal.unwrap_response(Response(bytes(forged), answer.status))
    assert caught.value.code in (FaultCode.SM_MAC_WRONG, FaultCode.SM_OBJECTS_WRONG)
    assert terminal.dead


@given(st.binary(max_size=100))
def test_any_answer_is_refused_or_genuine(raw: bytes) -> None:
    terminal, _ = answered()
    with pytest.raises(EidError):
        terminal.unwrap_response(Response(raw, 0x9000))
    assert terminal.dead


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda _: b"", FaultCode.SM_MISSING),
        (lambda data: data[:-10], FaultCode.SM_OBJECTS_WRONG),  # no MAC
        (lambda data: data + b"\x80\x00", FaultCode.SM_OBJECTS_WRONG),  # something behind the MAC
        (lambda data: data[-14:], FaultCode.SM_MAC_WRONG),  # no content
        (lambda data: data[:-14] + data[-14:-10] * 2 + data[-10:], FaultCode.SM_OBJECTS_WRONG),  # doubled
        (lambda data: b"\x97\x01\x00" + data, FaultCode.SM_OBJECTS_WRONG),  # belongs into commands
    ],
)
def test_objects_that_do_not_belong(change: Callable[[bytes], bytes], code: FaultCode) -> None:
    terminal, answer = answered()
    with pytest.raises(EidError, match=code.value):
        terminal.unwrap_response(Response(change(answer.data), answer.status))


def test_replayed_and_early_answers() -> None:
    terminal, chip = ends()
    command = Command(0x00, 0x84, 0, 0, ne=8)
    chip.unwrap_command(decode_command(terminal.wrap_command(command)))
    answer = chip.wrap_response(Response(b"12345678", 0x9000))
    assert terminal.unwrap_response(answer).ok
    terminal.wrap_command(command)
    with pytest.raises(EidError, match="sm_mac_wrong"):
        terminal.unwrap_response(answer)

    terminal, _ = ends()
    with pytest.raises(EidError, match="sm_mac_wrong"):
        terminal.unwrap_response(answer)


def test_replayed_commands() -> None:
    terminal, chip = ends()
    raw = decode_command(terminal.wrap_command(Command(0x00, 0x84, 0, 0, ne=8)))
    chip.unwrap_command(raw)
    chip.wrap_response(Response(b"", 0x9000))
    with pytest.raises(EidError, match="sm_mac_wrong"):
        chip.unwrap_command(raw)
    assert chip.dead


@pytest.mark.parametrize(
    "command", [Command(0x00, 0xA4, 0, 0, b"12"), Command(0x0C, 0xA4, 0, 0), Command(0x0C, 0xA4, 0, 0, b"12")]
)
def test_plain_commands_to_a_sealed_chip(command: Command) -> None:
    _, chip = ends()
    with pytest.raises(EidError):
        chip.unwrap_command(command)
    assert chip.dead


def test_a_dead_channel_does_nothing() -> None:
    terminal, chip = ends()
    terminal.close()
    chip.close()
    for use in (
        lambda: terminal.wrap_command(Command(0, 0xA4, 0, 0)),
        lambda: terminal.unwrap_response(Response(b"", 0x9000)),
        lambda: chip.unwrap_command(Command(0x0C, 0xA4, 0, 0)),
        lambda: chip.wrap_response(Response(b"", 0x9000)),
    ):
        with pytest.raises(EidError, match="sm_missing"):
            use()
    assert repr(terminal) == "SecureChannel(dead)"


def test_a_chip_that_forgets_the_padding_indicator() -> None:
    """Right MAC, wrong content: made with the keys, as a broken card would."""
    from devices.eid.secure_messaging import cmac
    from devices.eid.tlv import encode

    for content, code in (
        (encode(0x87, b"\x02" + bytes(16)), FaultCode.SM_OBJECTS_WRONG),
        (encode(0x87, b"\x01"), FaultCode.SM_OBJECTS_WRONG),
        (encode(0x87, b"\x01" + bytes(15)), FaultCode.SM_OBJECTS_WRONG),
        (encode(0x87, b"\x01" + bytes(16)), FaultCode.SM_PADDING_WRONG),
        (encode(0x85, bytes(16)) + encode(0x87, b"\x01" + bytes(16)), FaultCode.SM_OBJECTS_WRONG),
    ):
        terminal, _ = ends()
        terminal.wrap_command(Command(0x00, 0xB0, 0, 0, ne=256))
        body = content + encode(0x99, b"\x90\x00")
        mac = cmac(session_keys(b"k", Cipher.AES_128).mac, (2).to_bytes(16, "big") + pad(body))
        with pytest.raises(EidError, match=code.value):
            terminal.unwrap_response(Response(body + encode(0x8E, mac), 0x9000))
