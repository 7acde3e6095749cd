"""Who reads, in plain words: the description that belongs to a terminal's certificate (TR-03110-4 2.2.6, App. C.3.1).

The certificate carries its hash only, so the terminal shows a description only after it has compared that.
"""

import hashlib
import hmac
from dataclasses import dataclass

from devices.eid.cv_certificate import CvCertificate
from devices.eid.faults import EidError, FaultCode
from devices.eid.oids import DESCRIPTION_PLAIN_TEXT, oid_object
from devices.eid.tlv import Objects, encode, parse_all, parse_one

MAX_BYTES = 32768
_SEQUENCE, _UTF8, _PRINTABLE, _IA5, _OCTETS = 0x30, 0x0C, 0x13, 0x16, 0x04
_ISSUER, _ISSUER_URL, _SUBJECT, _SUBJECT_URL, _TERMS = 0xA1, 0xA2, 0xA3, 0xA4, 0xA5


@dataclass(frozen=True)
class CertificateDescription:
    """What a person is shown before the PIN: public text, without any secret."""

    issuer: str
    subject: str
    terms: str
    """Plain text of the terms of usage: address of the reader, purpose, authority for complaints."""
    issuer_url: str = ""
    subject_url: str = ""

    def encode(self) -> bytes:
        """The DER that is hashed."""

        def text(outer: int, inner: int, value: str) -> bytes:
            return encode(outer, encode(inner, value.encode())) if value else b""

        return encode(
            _SEQUENCE,
            oid_object(DESCRIPTION_PLAIN_TEXT)
            + text(_ISSUER, _UTF8, self.issuer)
            + text(_ISSUER_URL, _PRINTABLE, self.issuer_url)
            + text(_SUBJECT, _UTF8, self.subject)
            + text(_SUBJECT_URL, _PRINTABLE, self.subject_url)
            + encode(_TERMS, encode(_UTF8, self.terms.encode())),
        )


def description_hash(raw: bytes, hash_name: str) -> bytes:
    """The hash that a terminal's certificate carries; the hash is the one of the certificate's own signature scheme."""
    return hashlib.new(hash_name, raw).digest()


def verified_description(raw: bytes, certificate: CvCertificate) -> CertificateDescription:
    """Read the description of a certificate.

    Raises:
        EidError: DESCRIPTION_MISMATCH: the certificate names another one, or none. CERTIFICATE_MALFORMED: unreadable.
    """
    named = certificate.extensions.description_hash
    hash_name = certificate.public_key.hash_name
    if named is None or not hmac.compare_digest(named, description_hash(raw, hash_name)):
        raise EidError(FaultCode.DESCRIPTION_MISMATCH)
    return parse_description(raw)


def parse_description(raw: bytes) -> CertificateDescription:
    """Read a description in plain text; raises EidError (CERTIFICATE_MALFORMED: also HTML and PDF)."""
    try:
        if len(raw) > MAX_BYTES:
            raise EidError(FaultCode.CERTIFICATE_MALFORMED)
        objects = Objects(parse_all(parse_one(raw, _SEQUENCE).value))
        if objects.take(0x06) != DESCRIPTION_PLAIN_TEXT:
            raise EidError(FaultCode.CERTIFICATE_MALFORMED)
        found = {tag: _text(objects.take_optional(tag)) for tag in (_ISSUER, _ISSUER_URL, _SUBJECT, _SUBJECT_URL)}
        return CertificateDescription(
            issuer=found[_ISSUER],
            subject=found[_SUBJECT],
            terms=_text(objects.take(_TERMS)),
            issuer_url=found[_ISSUER_URL],
            subject_url=found[_SUBJECT_URL],
        )
    except (EidError, UnicodeDecodeError):
        raise EidError(FaultCode.CERTIFICATE_MALFORMED) from None


def _text(value: bytes | None) -> str:
    if value is None:
        return ""
    inner = parse_all(value)
    if len(inner) != 1 or inner[0].tag not in (_UTF8, _PRINTABLE, _IA5, _OCTETS):
        raise EidError(FaultCode.CERTIFICATE_MALFORMED)
    return inner[0].value.decode()
