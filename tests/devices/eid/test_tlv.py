"""BER-TLV: the encoding is unique, anything else is refused, nothing but the module's fault comes out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.eid import der
from devices.eid.faults import EidError, FaultCode
from devices.eid.outcomes import Refused, attempt
from devices.eid.tlv import Objects, Tlv, encode, parse_all, parse_first, parse_one, total_length

TAGS = st.sampled_from([0x06, 0x30, 0x5F20, 0x5F37, 0x67, 0x7C, 0x7F21, 0x7F49, 0x7F4E, 0x80, 0x8E, 0xA0, 0xBF8101])
TREES = st.lists(st.tuples(TAGS, st.binary(max_size=300)), max_size=6)


@given(TREES)
def test_what_is_written_is_read(objects: list[tuple[int, bytes]]) -> None:
    raw = b"".join(encode(tag, value) for tag, value in objects)
    assert [(each.tag, each.value) for each in parse_all(raw)] == objects
    assert b"".join(each.raw for each in parse_all(raw)) == raw


@given(st.binary(max_size=200))
def test_any_bytes_are_read_uniquely_or_refused(raw: bytes) -> None:
    match attempt(lambda: parse_all(raw)):
        case list() as found:
            assert b"".join(each.raw for each in found) == raw
        case outcome:
            assert outcome == Refused(FaultCode.TLV_MALFORMED)


@given(TAGS, st.binary(max_size=70000))
def test_length_is_known_from_the_head(tag: int, value: bytes) -> None:
    raw = encode(tag, value)
    if len(value) <= 0xFFFF:
        assert total_length(raw[:7]) == len(raw)
    for count in range(6):
        head = raw[:count]
        if len(value) <= 0xFFFF:
            assert total_length(head) in (None, len(raw))


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "7F",  # half a tag
        "7F80",
        "7F8001",  # leading zero in the tag
        "1F818101",  # a tag of four bytes
        "30",
        "3080",  # indefinite
        "308100",  # longer than needed
        "30820001",
        "308300000130",
        "3085",
        "300201",  # cut short
        "3082FFFF",
    ],
)
def test_refused(raw: str) -> None:
    with pytest.raises(EidError, match="tlv_malformed"):
        parse_first(bytes.fromhex(raw))


def test_too_many_objects() -> None:
    assert len(parse_all(b"\x04\x00" * 512)) == 512
    with pytest.raises(EidError, match="tlv_malformed"):
        parse_all(b"\x04\x00" * 513)


def test_one_object_and_nothing_else() -> None:
    assert parse_one(b"\x04\x01\x07", 0x04) == Tlv(0x04, b"\x07")
    for raw, tag in ((b"\x04\x01\x07\x00", 0x04), (b"\x04\x01\x07", 0x05)):
        with pytest.raises(EidError):
            parse_one(raw, tag)


def test_each_object_is_taken_once() -> None:
    objects = Objects(parse_all(bytes.fromhex("0401078000A000A000")))
    assert objects.take(0x04) == b"\x07"
    assert objects.take_optional(0x81) is None
    for take in (lambda: objects.take(0x04), lambda: objects.take(0xA0), objects.done):
        with pytest.raises(EidError, match="tlv_unexpected"):
            take()


def test_a_value_has_no_repr() -> None:
    assert "MUSTER" not in repr(Tlv(0x0C, b"MUSTERMANN"))


@given(st.integers(0, 2**600))
def test_der_integers(number: int) -> None:
    (found,) = parse_all(der.integer(number))
    assert der.integer_value(found) == number


@pytest.mark.parametrize("raw", ["0200", "020180", "02020001", "040101"])
def test_other_integers_are_refused(raw: str) -> None:
    with pytest.raises(EidError, match="tlv_unexpected"):
        der.integer_value(parse_all(bytes.fromhex(raw))[0])


@pytest.mark.parametrize("raw", ["0300", "03020480", "040100"])
def test_other_bit_strings_are_refused(raw: str) -> None:
    with pytest.raises(EidError, match="tlv_unexpected"):
        der.bit_string_value(parse_all(bytes.fromhex(raw))[0])
