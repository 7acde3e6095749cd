"""The data groups of the eID application as typed values, and back (TR-03110-4 2.2.3.1).

Births may be known by year only, a person may have no address, names contain any letter of String.Latin. Nothing here
has a repr that would show a person.
"""

import zlib
from dataclasses import dataclass

from devices.eid.ec_parameters import first_object
from devices.eid.faults import EidError, FaultCode
from devices.eid.partial_date import PartialDate
from devices.eid.tlv import Objects, Tlv, encode, parse_all

GROUPS = range(1, 23)
MAX_TEXT = 65536
"""Of a compressed text, unpacked; a card stores a few hundred bytes."""

_FIRST_TAG = 0x60
_UTF8, _NUMERIC, _PRINTABLE, _IA5, _OCTETS, _SEQUENCE, _SET, _OID = 0x0C, 0x12, 0x13, 0x16, 0x04, 0x30, 0x31, 0x06
_ASCII = (_NUMERIC, _PRINTABLE, _IA5)
_FREETEXT, _NO_PLACE = 0xA1, 0xA2
_STREET, _CITY, _STATE, _COUNTRY, _ZIP = 0xAA, 0xAB, 0xAC, 0xAD, 0xAE
_PLAIN, _COMPRESSED = 0xA1, 0xA2
_RAW_DEFLATE = -15

_TEXTS = {1: _PRINTABLE, 2: _PRINTABLE, 4: _UTF8, 5: _UTF8, 6: _UTF8, 7: _UTF8, 10: _PRINTABLE, 11: _PRINTABLE,
          13: _UTF8, 21: _PRINTABLE, 22: _IA5}  # fmt: skip
_DATES = (3, 8, 15)
_OPTIONAL_DATA, _SIGNATURE, _RESERVED, _MUNICIPALITY = 12, 14, 16, 18
_BIRTHPLACE, _RESIDENCE, _PERMITS = 9, 17, (19, 20)


@dataclass(frozen=True, repr=False)
class StructuredPlace:
    """A place in its parts. Country has one letter (D) or three."""

    city: str
    country: str
    street: str = ""
    state: str = ""
    zip_code: str = ""


@dataclass(frozen=True, repr=False)
class FreetextPlace:
    """A place as one text."""

    text: str


@dataclass(frozen=True, repr=False)
class NoPlace:
    """No place, and why: "keine Hauptwohnung in Deutschland"."""

    text: str


@dataclass(frozen=True, repr=False)
class Text:
    """A longer text of a residence permit; compressed on the card or not."""

    text: str
    compressed: bool = False


@dataclass(frozen=True, repr=False)
class OptionalItem:
    """One item of data group 12: what kind, and its encoded content."""

    oid: bytes
    data: bytes = b""


Place = StructuredPlace | FreetextPlace | NoPlace
GroupValue = str | bytes | PartialDate | StructuredPlace | tuple[Place, ...] | tuple[OptionalItem, ...] | Text
"""DG 1, 2, 4–7, 10, 11, 13, 18 (14 digits or none), 21, 22: str. 2: str or StructuredPlace. 3, 8, 15: PartialDate.
9, 17: tuple of places (9 has one). 12: tuple of items. 14, 16: bytes. 19, 20: Text."""


def group_tag(number: int) -> int:
    """The outer tag of a data group; raises ValueError outside 1 to 22."""
    if number not in GROUPS:
        raise ValueError(f"no data group {number}")
    return _FIRST_TAG + number


def decode_group(number: int, raw: bytes) -> GroupValue:
    """Read a data group's file.

    Raises:
        EidError: DATA_GROUP_MALFORMED, whatever was wrong inside.
        ValueError: no such group.
    """
    tag = group_tag(number)
    try:
        outer = first_object(raw)
        if outer.tag != tag:
            raise EidError(FaultCode.DATA_GROUP_MALFORMED)
        return _decode(number, first_object(outer.value))
    except (EidError, UnicodeDecodeError, ValueError, zlib.error):
        raise EidError(FaultCode.DATA_GROUP_MALFORMED) from None


def encode_group(number: int, value: GroupValue) -> bytes:
    """Write a data group's file, for the card's side; raises ValueError for a value of another group's kind."""
    return encode(group_tag(number), _encode(number, value))


def _decode(number: int, inner: Tlv) -> GroupValue:
    if number == 2 and inner.tag == _SEQUENCE:
        return _structured(inner)
    if number in _TEXTS:
        return _string(inner)
    if number in _DATES:
        return PartialDate.parse(_string(inner))
    if number == _BIRTHPLACE:
        return (_place(inner),)
    if number == _RESIDENCE:
        return tuple(_place(each) for each in inner.children()) if inner.tag == _SET else (_place(inner),)
    if number in _PERMITS:
        return _text(inner)
    if number == _OPTIONAL_DATA:
        return tuple(_item(each) for each in _expect(inner, _SET).children())
    octets = inner.raw if number == _RESERVED else _expect(inner, _OCTETS).value
    return _digits(octets) if number == _MUNICIPALITY else octets


def _encode(number: int, value: GroupValue) -> bytes:
    match value:
        case str() if number == _MUNICIPALITY:
            return encode(_OCTETS, bytes.fromhex(value))
        case str() if number in _TEXTS:
            return _encode_string(_TEXTS[number], value)
        case PartialDate() if number in _DATES:
            return encode(_NUMERIC, str(value).encode("ascii"))
        case StructuredPlace() if number == 2:
            return _encode_place(value)
        case Text() if number in _PERMITS:
            return _encode_text(value)
        case bytes() if number == _SIGNATURE:
            return encode(_OCTETS, value)
        case bytes() if number == _RESERVED:
            return value
        case tuple():
            return _encode_several(number, value)
        case _:
            raise ValueError(f"data group {number} does not hold a {type(value).__name__}")


def _encode_several(number: int, values: tuple[Place, ...] | tuple[OptionalItem, ...]) -> bytes:
    items = [each for each in values if isinstance(each, OptionalItem)]
    places = [each for each in values if not isinstance(each, OptionalItem)]
    if number == _OPTIONAL_DATA and not places:
        return encode(_SET, b"".join(encode(_SEQUENCE, encode(_OID, each.oid) + each.data) for each in items))
    if number not in (_BIRTHPLACE, _RESIDENCE) or items or not places:
        raise ValueError(f"data group {number} does not hold these")
    if len(places) == 1:
        return _encode_place(places[0])
    if number == _BIRTHPLACE:
        raise ValueError("nobody is born twice")
    return encode(_SET, b"".join(_encode_place(each) for each in places))


def _string(found: Tlv, *, lines: bool = False) -> str:
    """A text of any string type; control characters have no business on a screen or on paper."""
    if found.tag != _UTF8 and found.tag not in _ASCII:
        raise EidError(FaultCode.DATA_GROUP_MALFORMED)
    text = found.value.decode("utf-8" if found.tag == _UTF8 else "ascii")
    allowed = "\r\n" if lines else ""
    if any((ord(sign) < 0x20 or 0x7F <= ord(sign) < 0xA0) and sign not in allowed for sign in text):
        raise EidError(FaultCode.DATA_GROUP_MALFORMED)
    return text


def _encode_string(tag: int, text: str) -> bytes:
    return encode(tag, text.encode("utf-8" if tag == _UTF8 else "ascii"))


def _place(found: Tlv) -> Place:
    if found.tag == _SEQUENCE:
        return _structured(found)
    if found.tag == _FREETEXT:
        return FreetextPlace(_string(first_object(found.value)))
    return NoPlace(_string(first_object(_expect(found, _NO_PLACE).value)))


def _structured(found: Tlv) -> StructuredPlace:
    objects = Objects(found.children())

    def part(value: bytes | None) -> str:
        return "" if value is None else _string(first_object(value))

    place = StructuredPlace(
        city=part(objects.take(_CITY)),
        country=part(objects.take(_COUNTRY)),
        street=part(objects.take_optional(_STREET)),
        state=part(objects.take_optional(_STATE)),
        zip_code=part(objects.take_optional(_ZIP)),
    )
    objects.done()
    return place


def _encode_place(place: Place) -> bytes:
    match place:
        case FreetextPlace(text):
            return encode(_FREETEXT, _encode_string(_UTF8, text))
        case NoPlace(text):
            return encode(_NO_PLACE, _encode_string(_UTF8, text))
        case StructuredPlace():
            parts = (
                (_STREET, _UTF8, place.street),
                (_CITY, _UTF8, place.city),
                (_STATE, _UTF8, place.state),
                (_COUNTRY, _PRINTABLE, place.country),
                (_ZIP, _PRINTABLE, place.zip_code),
            )
            required = (_CITY, _COUNTRY)
            written = [(tag, kind, text) for tag, kind, text in parts if text or tag in required]
            return encode(_SEQUENCE, b"".join(encode(tag, _encode_string(kind, text)) for tag, kind, text in written))


def _text(found: Tlv) -> Text:
    inner = first_object(found.value)
    if found.tag == _PLAIN:
        return Text(_string(inner, lines=True))
    packed = _expect(inner, _OCTETS).value if found.tag == _COMPRESSED else b""
    unpacker = zlib.decompressobj(_RAW_DEFLATE)
    unpacked = unpacker.decompress(packed, MAX_TEXT)
    if not unpacker.eof or unpacker.unused_data:  # cut off, longer than the limit, or another tag
        raise EidError(FaultCode.DATA_GROUP_MALFORMED)
    return Text(_string(Tlv(_UTF8, unpacked), lines=True), compressed=True)


def _encode_text(text: Text) -> bytes:
    if not text.compressed:
        return encode(_PLAIN, _encode_string(_UTF8, text.text))
    packer = zlib.compressobj(wbits=_RAW_DEFLATE)
    packed = packer.compress(text.text.encode()) + packer.flush()
    return encode(_COMPRESSED, encode(_OCTETS, packed))


def _item(found: Tlv) -> OptionalItem:
    oid, *data = parse_all(_expect(found, _SEQUENCE).value)
    if len(data) > 1:
        raise EidError(FaultCode.DATA_GROUP_MALFORMED)
    return OptionalItem(_expect(oid, _OID).value, data[0].raw if data else b"")


def _digits(octets: bytes) -> str:
    digits = octets.hex()
    if digits and not (digits.isdecimal() and len(octets) == 7):
        raise EidError(FaultCode.DATA_GROUP_MALFORMED)
    return digits


def _expect(found: Tlv, tag: int) -> Tlv:
    if found.tag != tag:
        raise EidError(FaultCode.DATA_GROUP_MALFORMED)
    return found
