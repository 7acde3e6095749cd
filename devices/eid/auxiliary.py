"""Auxiliary data: what the card shall compare without telling it, the data object 67 (TR-03110-3 A.6.5)."""

from dataclasses import dataclass
from datetime import date

from devices.eid.faults import EidError, FaultCode
from devices.eid.oids import AUX_BIRTH_DATE, AUX_EXPIRY, AUX_MUNICIPALITY, oid_object
from devices.eid.partial_date import PartialDate
from devices.eid.tlv import Objects, encode, parse_all, parse_one

AUXILIARY, _TEMPLATE, _VALUE = 0x67, 0x73, 0x53


@dataclass(frozen=True)
class AuxiliaryData:
    """References to compare with.

    Attributes:
        born_until: true if the holder was born on this day or before.
        valid_on: true if the card has not expired on this day.
        municipality: true if the municipality's number begins with these digits (an even count).
    """

    born_until: date | None = None
    valid_on: date | None = None
    municipality: str = ""

    def encode(self) -> bytes:
        """The data object 67; empty without references."""
        inner = b""
        for oid, day in ((AUX_BIRTH_DATE, self.born_until), (AUX_EXPIRY, self.valid_on)):
            if day is not None:
                inner += _reference(oid, day.strftime("%Y%m%d").encode("ascii"))
        if self.municipality:
            inner += _reference(AUX_MUNICIPALITY, bytes.fromhex(self.municipality))
        return encode(AUXILIARY, inner) if inner else b""


def parse_auxiliary(raw: bytes) -> AuxiliaryData:
    """Read a data object 67; raises EidError (AUXILIARY_MALFORMED)."""
    values: dict[bytes, bytes] = {}
    try:
        for each in parse_all(parse_one(raw, AUXILIARY).value):
            objects = Objects(each.children() if each.tag == _TEMPLATE else [])
            oid, value = objects.take(0x06), objects.take(_VALUE)
            objects.done()
            if oid in values:
                raise EidError(FaultCode.AUXILIARY_MALFORMED)
            values[oid] = value
        return AuxiliaryData(
            born_until=_day(values.get(AUX_BIRTH_DATE)),
            valid_on=_day(values.get(AUX_EXPIRY)),
            municipality=values.get(AUX_MUNICIPALITY, b"").hex(),
        )
    except (EidError, ValueError):
        raise EidError(FaultCode.AUXILIARY_MALFORMED) from None


def is_born_until(born: PartialDate, reference: date) -> bool:
    """The card's age check: an incomplete birth date counts as the latest day it can be."""
    latest = born.latest
    return latest is not None and latest <= reference


def is_valid_on(expiry: PartialDate, reference: date) -> bool:
    """The card's check of its own validity."""
    latest = expiry.latest
    return latest is not None and latest >= reference


def lives_within(municipality: str, prefix: str) -> bool:
    """The card's check of the municipality; nothing matches an empty number or prefix."""
    return bool(municipality) and bool(prefix) and municipality.startswith(prefix)


def _reference(oid: bytes, value: bytes) -> bytes:
    return encode(_TEMPLATE, oid_object(oid) + encode(_VALUE, value))


def _day(value: bytes | None) -> date | None:
    if value is None:
        return None
    day = PartialDate.parse(value.decode("ascii")).exact
    if day is None:
        raise ValueError("a reference is a whole day")
    return day
