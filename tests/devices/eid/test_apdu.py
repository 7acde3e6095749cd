"""APDUs: every form of ISO 7816-3 there and back, chains cut and joined, garbage refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.eid.apdu import (
    EXTENDED_NE,
    MAX_CHAINED,
    Command,
    Response,
    Unchainer,
    chain,
    decode_command,
    decode_response,
)
from devices.eid.faults import EidError, FaultCode
from devices.eid.outcomes import Refused, attempt

BYTES = st.integers(0, 255)
COMMANDS = st.builds(
    Command,
    BYTES,
    BYTES,
    BYTES,
    BYTES,
    data=st.one_of(st.binary(max_size=300), st.just(bytes(0xFFFF))),
    ne=st.one_of(st.just(0), st.integers(1, 300), st.just(EXTENDED_NE)),
    extended=st.booleans(),
)


@given(COMMANDS)
def test_what_is_coded_is_decoded(command: Command) -> None:
    again = decode_command(command.encode())
    assert (again.header, again.data, again.ne) == (command.header, command.data, command.ne)
    assert again.encode() == command.encode()


@given(st.binary(max_size=40))
def test_any_bytes_are_a_command_or_refused(raw: bytes) -> None:
    match attempt(lambda: decode_command(raw)):
        case Command() as command:
            assert command.encode() == raw
        case outcome:
            assert outcome == Refused(FaultCode.APDU_MALFORMED)


@pytest.mark.parametrize(
    ("raw", "data", "ne"),
    [
        ("00A4000C", "", 0),
        ("00B09C0000", "", 256),
        ("008400000 8", "", 8),
        ("00A4000C023F00", "3F00", 0),
        ("10860000027C0000", "7C00", 256),
        ("00B0000000 0000", "", 65536),
        ("00B0000000 0102", "", 258),
        ("00A4000C0000023F00", "3F00", 0),
        ("00A4000C0000023F000000", "3F00", 65536),
    ],
)
def test_the_seven_forms(raw: str, data: str, ne: int) -> None:
    command = decode_command(bytes.fromhex(raw.replace(" ", "")))
    assert (command.data.hex().upper(), command.ne) == (data, ne)


@pytest.mark.parametrize(
    "raw", ["", "00A400", "00A4000C033F00", "00A4000C0000", "00A4000C0000033F00", "00A4000C000000FF"]
)
def test_broken_commands(raw: str) -> None:
    with pytest.raises(EidError, match="apdu_malformed"):
        decode_command(bytes.fromhex(raw))


def test_too_long_to_send() -> None:
    with pytest.raises(EidError, match="apdu_malformed"):
        Command(0, 0, 0, 0, bytes(0x10000)).encode()


def test_answers() -> None:
    assert decode_response(b"\x01\x90\x00") == Response(b"\x01", 0x9000)
    assert decode_response(bytes(65536) + b"\x90\x00").ok
    for raw, code in ((b"", FaultCode.ANSWER_EMPTY), (b"\x90", FaultCode.ANSWER_EMPTY)):
        with pytest.raises(EidError, match=code.value):
            decode_response(raw)
    with pytest.raises(EidError, match="answer_too_long"):
        decode_response(bytes(65537) + b"\x90\x00")


@given(st.binary(min_size=1, max_size=2000), st.integers(1, 255))
def test_chains_are_cut_and_joined(data: bytes, size: int) -> None:
    whole = Command(0x00, 0x2A, 0x00, 0xBE, data, ne=256)
    links = chain(whole, size)
    assert [link.chained for link in links] == [True] * (len(links) - 1) + [False]
    unchainer = Unchainer()
    results = [unchainer.add(link) for link in links]
    assert results == [None] * (len(links) - 1) + [whole]


def test_another_command_breaks_a_chain() -> None:
    unchainer = Unchainer()
    assert unchainer.add(Command(0x10, 0x2A, 0x00, 0xBE, b"\x01")) is None
    with pytest.raises(EidError, match="apdu_malformed"):
        unchainer.add(Command(0x00, 0x22, 0x00, 0xBE, b"\x02"))
    assert unchainer.add(Command(0x00, 0x22, 0x00, 0xBE, b"\x02")) is not None


def test_a_chain_has_an_end() -> None:
    unchainer = Unchainer()
    piece = Command(0x10, 0x2A, 0x00, 0xBE, bytes(0x8000))
    for _ in range(MAX_CHAINED // 0x8000):
        unchainer.add(piece)
    with pytest.raises(EidError, match="apdu_malformed"):
        unchainer.add(piece)


def test_data_has_no_repr() -> None:
    assert "313233343536" not in repr(Command(0x00, 0x2C, 0x02, 0x03, b"123456"))
    assert "123456" not in repr(Command(0x00, 0x2C, 0x02, 0x03, b"123456"))
    assert "ERIKA" not in repr(Response(b"ERIKA", 0x9000))
