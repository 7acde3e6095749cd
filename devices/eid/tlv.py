"""BER-TLV as smart cards use it: tags of up to three bytes, definite lengths in their shortest form, bounded.

A tag is an int that reads like its bytes: 0x7F49, 0x81. Strict, because what is signed or compared has one encoding
only (TR-03110-3 D: data objects are DER). Depth is the caller's: each level is taken apart on purpose.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from devices.eid.faults import EidError, FaultCode

MAX_OBJECTS = 512
"""Per level; the fullest known object has two dozen."""


@dataclass(frozen=True)
class Tlv:
    """A data object."""

    tag: int
    value: bytes

    def __repr__(self) -> str:  # a value may be a name, a date of birth
        return f"Tlv({self.tag:02X}, {len(self.value)} bytes)"

    @property
    def raw(self) -> bytes:
        """The object as it was read: the encoding is unique."""
        return encode(self.tag, self.value)

    def children(self) -> list["Tlv"]:
        """Take the value apart; raises EidError (TLV_MALFORMED)."""
        return parse_all(self.value)


def encode(tag: int, value: bytes) -> bytes:
    """Write one data object."""
    return tag_bytes(tag) + length_bytes(len(value)) + value


def encode_all(*objects: tuple[int, bytes]) -> bytes:
    """Write data objects one after the other."""
    return b"".join(encode(tag, value) for tag, value in objects)


def tag_bytes(tag: int) -> bytes:
    """The bytes that a tag reads like."""
    return tag.to_bytes(max(1, (tag.bit_length() + 7) // 8), "big")


def length_bytes(length: int) -> bytes:
    """The shortest definite form of a length."""
    if length < 0x80:
        return bytes([length])
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(octets)]) + octets


def parse_first(data: bytes) -> tuple[Tlv, bytes]:
    """Read the object in front; gives it and what follows it.

    Raises:
        EidError: TLV_MALFORMED: cut short, not in shortest form, indefinite, too long.
    """
    tag, at = _read_tag(data)
    length, at = _read_length(data, at)
    if at + length > len(data):
        raise EidError(FaultCode.TLV_MALFORMED)
    return Tlv(tag, bytes(data[at : at + length])), data[at + length :]


def parse_all(data: bytes) -> list[Tlv]:
    """Read objects until nothing is left; raises EidError (TLV_MALFORMED)."""
    found: list[Tlv] = []
    at = 0
    while at < len(data):
        if len(found) == MAX_OBJECTS:
            raise EidError(FaultCode.TLV_MALFORMED)
        tag, start = _read_tag(data, at)
        length, start = _read_length(data, start)
        at = start + length
        if at > len(data):
            raise EidError(FaultCode.TLV_MALFORMED)
        found.append(Tlv(tag, bytes(data[start:at])))
    return found


def parse_one(data: bytes, tag: int) -> Tlv:
    """Read exactly one object of this tag and nothing behind it; raises EidError (TLV_MALFORMED, TLV_UNEXPECTED)."""
    found, rest = parse_first(data)
    if rest or found.tag != tag:
        raise EidError(FaultCode.TLV_UNEXPECTED)
    return found


def total_length(head: bytes) -> int | None:
    """How long the object is whose first bytes these are, header included; None while the header is incomplete.

    Raises:
        EidError: TLV_MALFORMED: no header that could begin an object.
    """
    try:
        _, at = _read_tag(head)
        length, at = _read_length(head, at)
    except EidError:
        if len(head) < 6:  # three bytes of tag, three of length
            return None
        raise
    return at + length


class Objects:
    """The objects of one level, by tag: each required one is there once, nothing unknown is lost silently."""

    def __init__(self, objects: Iterable[Tlv]) -> None:
        self._left = list(objects)

    def take(self, tag: int) -> bytes:
        """The value of the one object with this tag; raises EidError (TLV_UNEXPECTED) if there is none or two."""
        value = self.take_optional(tag)
        if value is None:
            raise EidError(FaultCode.TLV_UNEXPECTED)
        return value

    def take_optional(self, tag: int) -> bytes | None:
        """The value of the object with this tag, None if absent; raises EidError (TLV_UNEXPECTED) if there are two."""
        found = [each for each in self._left if each.tag == tag]
        if len(found) > 1:
            raise EidError(FaultCode.TLV_UNEXPECTED)
        if not found:
            return None
        self._left.remove(found[0])
        return found[0].value

    def done(self) -> None:
        """Refuse what nobody took; raises EidError (TLV_UNEXPECTED)."""
        if self._left:
            raise EidError(FaultCode.TLV_UNEXPECTED)


def _read_tag(data: bytes, at: int = 0) -> tuple[int, int]:
    octets = data[at : at + 3]
    if not octets:
        raise EidError(FaultCode.TLV_MALFORMED)
    if octets[0] & 0x1F != 0x1F:
        return octets[0], at + 1
    # High tag number form: the last byte has bit 8 clear, the first may not be 80 (a leading zero).
    for count in (2, 3):
        if len(octets) < count or (count == 2 and octets[1] == 0x80):
            break
        if octets[count - 1] & 0x80 == 0:
            return int.from_bytes(octets[:count], "big"), at + count
    raise EidError(FaultCode.TLV_MALFORMED)


def _read_length(data: bytes, at: int) -> tuple[int, int]:
    if at >= len(data):
        raise EidError(FaultCode.TLV_MALFORMED)
    first = data[at]
    if first < 0x80:
        return first, at + 1
    count = first & 0x7F
    octets = data[at + 1 : at + 1 + count]
    if not 1 <= count <= 2 or len(octets) < count:  # no answer of a card is longer than two bytes can say
        raise EidError(FaultCode.TLV_MALFORMED)
    length = int.from_bytes(octets, "big")
    if length_bytes(length) != bytes([first, *octets]):
        raise EidError(FaultCode.TLV_MALFORMED)
    return length, at + 1 + count
