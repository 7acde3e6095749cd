"""The few DER types that SecurityInfos and EC parameters are made of, over `tlv`. Read strictly, written once."""

from devices.eid.faults import EidError, FaultCode
from devices.eid.tlv import Tlv, encode

SEQUENCE, SET, INTEGER, BIT_STRING, OCTETS, OID, BOOLEAN = 0x30, 0x31, 0x02, 0x03, 0x04, 0x06, 0x01


def sequence(*parts: bytes) -> bytes:
    """A SEQUENCE of encoded parts."""
    return encode(SEQUENCE, b"".join(parts))


def integer(number: int) -> bytes:
    """A non-negative INTEGER."""
    return encode(INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def integer_value(found: Tlv) -> int:
    """The value of a non-negative INTEGER in shortest form; raises EidError (TLV_UNEXPECTED)."""
    value = found.value
    if found.tag != INTEGER or not value or value[0] & 0x80 or integer(int.from_bytes(value, "big")) != found.raw:
        raise EidError(FaultCode.TLV_UNEXPECTED)
    return int.from_bytes(value, "big")


def bit_string(octets: bytes) -> bytes:
    """A BIT STRING of whole bytes."""
    return encode(BIT_STRING, b"\x00" + octets)


def bit_string_value(found: Tlv) -> bytes:
    """The bytes of a BIT STRING of whole bytes; raises EidError (TLV_UNEXPECTED)."""
    if found.tag != BIT_STRING or found.value[:1] != b"\x00":
        raise EidError(FaultCode.TLV_UNEXPECTED)
    return found.value[1:]


def boolean(value: bool) -> bytes:
    """A BOOLEAN."""
    return encode(BOOLEAN, b"\xff" if value else b"\x00")


def children(found: Tlv, tag: int, count: range) -> list[Tlv]:
    """The parts of a constructed object with this tag and so many parts; raises EidError (TLV_UNEXPECTED)."""
    parts = found.children() if found.tag == tag else []
    if len(parts) not in count:
        raise EidError(FaultCode.TLV_UNEXPECTED)
    return parts
