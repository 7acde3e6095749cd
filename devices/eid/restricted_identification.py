"""Restricted Identification, both ends (TR-03110-2 3.5): a pseudonym per sector that no other sector can match."""

import hashlib
import hmac
from dataclasses import dataclass

from devices.eid.commands import DYNAMIC_DATA
from devices.eid.curves import KeyPair, Point, curve_by_parameters, decode_point
from devices.eid.cv_certificate import CvPublicKey
from devices.eid.faults import EidError, FaultCode
from devices.eid.key_agreement import shared_secret
from devices.eid.oids import RI_HASH
from devices.eid.tlv import Objects, encode, parse_all, parse_one

_SECTOR_KEY, _IDENTIFIER, _PUBLIC_KEY = 0xA0, 0x81, 0x7F49


@dataclass(frozen=True)
class SectorKey:
    """The public key of a sector, with all its parameters."""

    oid: bytes
    point: Point

    def encode(self) -> bytes:
        """The data object 7F49."""
        return CvPublicKey(self.oid, self.point.encode(), self.point.curve).encode()

    def content(self) -> bytes:
        """What the command carries: the same without the outer tag."""
        return parse_one(self.encode(), _PUBLIC_KEY).value

    def digest(self, hash_name: str) -> bytes:
        """The hash that the terminal's certificate carries, over the whole data object."""
        return hashlib.new(hash_name, self.encode()).digest()


def identifier(answer: bytes, oid: bytes) -> bytes:
    """The terminal's side: the pseudonym out of the answer; raises EidError (RI_MALFORMED)."""
    try:
        objects = Objects(parse_all(parse_one(answer, DYNAMIC_DATA).value))
        found = objects.take(_IDENTIFIER)
        objects.done()
    except EidError:
        raise EidError(FaultCode.RI_MALFORMED) from None
    if len(found) != hashlib.new(_hash_of(oid)).digest_size:
        raise EidError(FaultCode.RI_MALFORMED)
    return found


def answer_sector(own: KeyPair, oid: bytes, data: bytes, allowed: tuple[bytes, ...], allowed_hash: str) -> bytes:
    """The chip's side: data of the answer.

    Args:
        own: the chip's key for this pseudonym.
        oid: that MSE:SET AT chose.
        data: of the command GENERAL AUTHENTICATE.
        allowed: hashes of sector keys in the terminal's certificate.
        allowed_hash: which hash that is.

    Raises:
        EidError: RI_SECTOR_MISMATCH: not the terminal's sector. Those of points and TLV.
    """
    objects = Objects(parse_all(parse_one(data, DYNAMIC_DATA).value))
    content = objects.take(_SECTOR_KEY)
    objects.done()
    digest = hashlib.new(allowed_hash, encode(_PUBLIC_KEY, content)).digest()
    if not any(hmac.compare_digest(digest, each) for each in allowed):
        raise EidError(FaultCode.RI_SECTOR_MISMATCH)
    key = parse_sector_key(content)
    if key.oid != oid:
        raise EidError(FaultCode.RI_MALFORMED)
    pseudonym = hashlib.new(_hash_of(oid), shared_secret(own, key.point)).digest()
    return encode(DYNAMIC_DATA, encode(_IDENTIFIER, pseudonym))


def parse_sector_key(content: bytes) -> SectorKey:
    """Read a sector's key as the command carries it; raises EidError (those of points and TLV)."""
    objects = Objects(parse_all(content))
    oid, encoded = objects.take(0x06), objects.take(0x86)
    numbers = {tag: objects.take(tag) for tag in (0x81, 0x82, 0x83, 0x84, 0x85, 0x87)}
    objects.done()
    curve = curve_by_parameters(
        p=int.from_bytes(numbers[0x81], "big"),
        a=int.from_bytes(numbers[0x82], "big"),
        b=int.from_bytes(numbers[0x83], "big"),
        base=numbers[0x84],
        n=int.from_bytes(numbers[0x85], "big"),
        cofactor=int.from_bytes(numbers[0x87], "big"),
    )
    return SectorKey(oid, decode_point(curve, encoded))


def _hash_of(oid: bytes) -> str:
    try:
        return RI_HASH[oid]
    except KeyError:
        raise EidError(FaultCode.RI_UNSUPPORTED) from None
