"""Card-verifiable certificates of reading parties: parse, write, verify one signature (TR-03110-3 App. C, D.3).

Which certificates may follow which, and until when, is `cv_chain`'s.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from devices.eid.chat import CHAT, Chat, parse_chat
from devices.eid.curves import Curve, Point, curve_by_parameters, decode_point
from devices.eid.faults import EidError, FaultCode
from devices.eid.oids import DESCRIPTION, SECTOR, TA_ECDSA_HASH, oid_object
from devices.eid.signatures import verify_plain
from devices.eid.tlv import Objects, Tlv, encode, encode_all, parse_all, parse_one

CERTIFICATE, BODY, SIGNATURE = 0x7F21, 0x7F4E, 0x5F37
_PROFILE, _CAR, _PUBLIC_KEY, _CHR, _START, _END, _EXTENSIONS, _EXTENSION = (
    0x5F29, 0x42, 0x7F49, 0x5F20, 0x5F25, 0x5F24, 0x65, 0x73,
)  # fmt: skip
MAX_BYTES = 2048
_NAME_BYTES = range(8, 17)  # country 2, mnemonic 1 to 9, sequence 5


@dataclass(frozen=True)
class CvPublicKey:
    """A public key and how it signs.

    Attributes:
        oid: id-TA-ECDSA-*, which names the hash.
        encoded: the uncompressed point; checked when the curve is known.
        curve: only root certificates name theirs; the others inherit it.
    """

    oid: bytes
    encoded: bytes
    curve: Curve | None = None

    @property
    def hash_name(self) -> str:
        """Hash of the signature scheme; raises EidError (ALGORITHM_UNKNOWN)."""
        try:
            return TA_ECDSA_HASH[self.oid]
        except KeyError:
            raise EidError(FaultCode.ALGORITHM_UNKNOWN) from None

    def point(self, inherited: Curve | None = None) -> Point:
        """The key as a point, on its own curve or the issuer's; raises EidError (CURVE_UNKNOWN and those of points)."""
        curve = self.curve or inherited
        if curve is None:
            raise EidError(FaultCode.CURVE_UNKNOWN)
        return decode_point(curve, self.encoded)

    def encode(self) -> bytes:
        """The data object 7F49."""
        point = encode(0x86, self.encoded)
        if self.curve is None:
            return encode(_PUBLIC_KEY, oid_object(self.oid) + point)
        curve, size = self.curve, self.curve.field_bytes
        before = encode_all(
            (0x81, curve.p.to_bytes(size, "big")),
            (0x82, curve.a.to_bytes(size, "big")),
            (0x83, curve.b.to_bytes(size, "big")),
            (0x84, curve.generator.encode()),
            (0x85, curve.n.to_bytes(curve.order_bytes, "big")),
        )
        return encode(_PUBLIC_KEY, oid_object(self.oid) + before + point + encode(0x87, b"\x01"))


@dataclass(frozen=True)
class Extensions:
    """What the certificate says beyond its rights: who reads (as a hash), and for which sector pseudonyms are made."""

    description_hash: bytes | None = None
    sector_hashes: tuple[bytes, ...] = ()

    def encode(self) -> bytes:
        """The data object 65; nothing without content."""
        inner = b""
        if self.description_hash is not None:
            inner += encode(_EXTENSION, oid_object(DESCRIPTION) + encode(0x80, self.description_hash))
        if self.sector_hashes:
            hashes = b"".join(encode(0x80 + at, value) for at, value in enumerate(self.sector_hashes))
            inner += encode(_EXTENSION, oid_object(SECTOR) + hashes)
        return encode(_EXTENSIONS, inner) if inner else b""


@dataclass(frozen=True)
class CvCertificate:
    """A certificate as it says of itself; nothing here has been verified.

    Attributes:
        car: name of the key that signed. chr: name of the key that is certified.
        start, end: first and last day.
        content: what VERIFY CERTIFICATE sends, 7F4E and 5F37 without the outer 7F21.
    """

    car: bytes
    chr: bytes
    public_key: CvPublicKey
    chat: Chat
    start: date
    end: date
    extensions: Extensions
    body: bytes
    signature: bytes

    @property
    def content(self) -> bytes:
        """Body and signature."""
        return self.body + encode(SIGNATURE, self.signature)

    def encode(self) -> bytes:
        """The whole certificate, 7F21."""
        return encode(CERTIFICATE, self.content)

    def signed_by(self, issuer: Point, hash_name: str) -> bool:
        """Whether the signature is this key's."""
        return verify_plain(issuer, hash_name, self.body, self.signature)


def parse_certificate(raw: bytes) -> CvCertificate:
    """Read a certificate with its outer 7F21.

    Raises:
        EidError: CERTIFICATE_MALFORMED, whatever was wrong inside.
    """
    try:
        return parse_content(parse_one(raw, CERTIFICATE).value)
    except EidError:
        raise EidError(FaultCode.CERTIFICATE_MALFORMED) from None


def parse_content(raw: bytes) -> CvCertificate:
    """Read a certificate as VERIFY CERTIFICATE carries it; raises EidError (CERTIFICATE_MALFORMED)."""
    try:
        if len(raw) > MAX_BYTES:
            raise EidError(FaultCode.CERTIFICATE_MALFORMED)
        outer = Objects(parse_all(raw))
        body, signature = outer.take(BODY), outer.take(SIGNATURE)
        outer.done()
        return _parse_body(body, signature)
    except EidError:
        raise EidError(FaultCode.CERTIFICATE_MALFORMED) from None


def issue(
    *,
    car: bytes,
    chr: bytes,
    public_key: CvPublicKey,
    chat: Chat,
    start: date,
    end: date,
    sign: Callable[[bytes], bytes],
    extensions: Extensions | None = None,
) -> CvCertificate:
    """Make a certificate; `sign` turns the body into r|s. For the sandbox's authorities and for tests."""
    extensions = extensions or Extensions()
    body = encode(
        BODY,
        encode_all((_PROFILE, b"\x00"), (_CAR, car))
        + public_key.encode()
        + encode(_CHR, chr)
        + chat.encode()
        + encode_all((_START, _date_bytes(start)), (_END, _date_bytes(end)))
        + extensions.encode(),
    )
    return CvCertificate(car, chr, public_key, chat, start, end, extensions, body, sign(body))


def _parse_body(body: bytes, signature: bytes) -> CvCertificate:
    objects = Objects(parse_all(body))
    profile, car = objects.take(_PROFILE), objects.take(_CAR)
    key = _parse_key(objects.take(_PUBLIC_KEY))
    holder, chat = objects.take(_CHR), parse_chat(encode(CHAT, objects.take(CHAT)))
    start, end = _parse_date(objects.take(_START)), _parse_date(objects.take(_END))
    extensions = objects.take_optional(_EXTENSIONS)
    objects.done()
    if profile != b"\x00" or len(car) not in _NAME_BYTES or len(holder) not in _NAME_BYTES or end < start:
        raise EidError(FaultCode.CERTIFICATE_MALFORMED)
    parsed = Extensions() if extensions is None else _parse_extensions(extensions)
    return CvCertificate(car, holder, key, chat, start, end, parsed, encode(BODY, body), signature)


def _parse_key(value: bytes) -> CvPublicKey:
    objects = Objects(parse_all(value))
    oid, point = objects.take(0x06), objects.take(0x86)
    parameters = [objects.take_optional(tag) for tag in (0x81, 0x82, 0x83, 0x84, 0x85, 0x87)]
    objects.done()
    if all(each is None for each in parameters):
        return CvPublicKey(oid, point)
    if any(each is None for each in parameters):
        raise EidError(FaultCode.CERTIFICATE_MALFORMED)
    p, a, b, base, n, cofactor = (each or b"" for each in parameters)
    curve = curve_by_parameters(
        p=int.from_bytes(p, "big"),
        a=int.from_bytes(a, "big"),
        b=int.from_bytes(b, "big"),
        base=base,
        n=int.from_bytes(n, "big"),
        cofactor=int.from_bytes(cofactor, "big"),
    )
    decode_point(curve, point)
    return CvPublicKey(oid, point, curve)


def _parse_extensions(value: bytes) -> Extensions:
    description: bytes | None = None
    sectors: tuple[bytes, ...] = ()
    for each in parse_all(value):
        inner: list[Tlv] = each.children() if each.tag == _EXTENSION else []
        if not inner or inner[0].tag != 0x06:
            raise EidError(FaultCode.CERTIFICATE_MALFORMED)
        if inner[0].value == DESCRIPTION:
            objects = Objects(inner[1:])
            description = objects.take(0x80)
            objects.done()
        elif inner[0].value == SECTOR:
            sectors = tuple(hash_object.value for hash_object in inner[1:])
    return Extensions(description, sectors)


def _date_bytes(day: date) -> bytes:
    return bytes(int(digit) for digit in day.strftime("%y%m%d"))


def _parse_date(value: bytes) -> date:
    if len(value) != 6 or max(value) > 9:
        raise EidError(FaultCode.CERTIFICATE_MALFORMED)
    year, month, day = (10 * value[at] + value[at + 1] for at in (0, 2, 4))
    try:
        return date(2000 + year, month, day)
    except ValueError:
        raise EidError(FaultCode.CERTIFICATE_MALFORMED) from None
