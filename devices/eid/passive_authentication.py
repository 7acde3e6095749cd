"""Passive Authentication: EF.CardSecurity is signed by a document signer of the state (ICAO 9303-11 5.1).

Afterwards only the values from in here are used: they say which key a genuine chip has. German document signers write
out all EC parameters, so keys are read by `ec_parameters`, and only the frame by asn1crypto.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from asn1crypto import cms, x509

from devices.eid import der
from devices.eid.curves import Point, decode_point
from devices.eid.ec_parameters import curve_of_algorithm, first_object
from devices.eid.faults import EidError, FaultCode
from devices.eid.oids import SECURITY_OBJECT_DOTTED
from devices.eid.security_infos import SecurityInfos, parse_security_infos
from devices.eid.signatures import HASHES, verify_der
from devices.eid.tlv import encode

MAX_BYTES = 32768
# What asn1crypto raises on input that is not what it should be; it documents ValueError, the others were seen.
_UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)


@dataclass(frozen=True)
class PassiveTrust:
    """Whom to believe.

    Attributes:
        anchors: certificates of the state's signing authorities (CSCA), DER, out of a master list.
        revoked: serial numbers of document signers that their authority has revoked.
    """

    anchors: tuple[bytes, ...]
    revoked: frozenset[int] = field(default=frozenset())


def verify_card_security(raw: bytes, trust: PassiveTrust, today: date) -> SecurityInfos:
    """Check EF.CardSecurity and give what it says.

    Raises:
        EidError: CARD_SECURITY_MALFORMED, CARD_SECURITY_DIGEST, CARD_SECURITY_SIGNATURE, ALGORITHM_UNKNOWN,
            CARD_SECURITY_SIGNER_UNKNOWN, _EXPIRED, _USAGE, _REVOKED.
    """
    if len(raw) > MAX_BYTES:
        raise EidError(FaultCode.CARD_SECURITY_MALFORMED)
    signed = _read(raw)
    if not hmac.compare_digest(hashlib.new(signed.digest_name, signed.content).digest(), signed.digest):
        raise EidError(FaultCode.CARD_SECURITY_DIGEST)
    if not verify_der(signed.signer_key, signed.hash_name, signed.attributes, signed.signature):
        raise EidError(FaultCode.CARD_SECURITY_SIGNATURE)
    _check_signer(signed.signer, trust, today)
    try:
        return parse_security_infos(signed.content)
    except EidError:
        raise EidError(FaultCode.CARD_SECURITY_MALFORMED) from None


def check_same_card(access: SecurityInfos, security: SecurityInfos) -> None:
    """Compare what the card said before any key with what is signed; raises EidError (CARD_SECURITY_DIFFERS).

    Else somebody in between could have chosen weak parameters for PACE.
    """
    if not {*access.infos, *access.privileged} <= {*security.infos, *security.privileged}:
        raise EidError(FaultCode.CARD_SECURITY_DIFFERS)


@dataclass(frozen=True)
class _Signed:
    """The parts of the CMS frame that count."""

    content: bytes
    digest: bytes
    digest_name: str
    attributes: bytes
    hash_name: str
    signature: bytes
    signer: x509.Certificate
    signer_key: Point


def _read(raw: bytes) -> _Signed:
    try:
        return _take_apart(raw)
    except _UNREADABLE:
        raise EidError(FaultCode.CARD_SECURITY_MALFORMED) from None


def _take_apart(raw: bytes) -> _Signed:
    frame = cms.ContentInfo.load(raw, strict=True)
    if frame["content_type"].native != "signed_data":
        raise ValueError("no signed data")
    data = frame["content"]
    inner = data["encap_content_info"]
    if inner["content_type"].dotted != SECURITY_OBJECT_DOTTED:
        raise ValueError("another content")
    (signer,) = data["signer_infos"]
    certificates = [each.chosen for each in data["certificates"]]
    attributes = {each["type"].native: each["values"] for each in signer["signed_attrs"]}
    (content_type,), (digest,) = attributes["content_type"], attributes["message_digest"]
    if content_type.dotted != SECURITY_OBJECT_DOTTED:
        raise ValueError("another content")
    algorithm = signer["signature_algorithm"]
    digest_name = signer["digest_algorithm"]["algorithm"].native
    if algorithm.signature_algo != "ecdsa":
        raise EidError(FaultCode.ALGORITHM_UNKNOWN)
    certificate = _certificate_of(signer, certificates)
    return _Signed(
        content=bytes(inner["content"]),
        digest=digest.native,
        digest_name=_known(digest_name),
        # The signature covers the attributes as a SET, not as the [0] that they travel in (RFC 5652 5.4).
        attributes=encode(der.SET, signer["signed_attrs"].contents),
        hash_name=_known(algorithm.hash_algo),
        signature=signer["signature"].native,
        signer=certificate,
        signer_key=_key_of(certificate),
    )


def _certificate_of(signer: cms.SignerInfo, certificates: Sequence[x509.Certificate]) -> x509.Certificate:
    name = signer["sid"].chosen
    for each in certificates:
        if signer["sid"].name == "issuer_and_serial_number":
            serial = name["serial_number"].native
            same = each.issuer.hashable == name["issuer"].hashable and each.serial_number == serial
        else:
            same = each.key_identifier is not None and each.key_identifier == name.native
        if same:
            return each
    raise ValueError("the signer's certificate is missing")


def _check_signer(signer: x509.Certificate, trust: PassiveTrust, today: date) -> None:
    try:
        usage = signer.key_usage_value
        usages = set() if usage is None else usage.native
        constraints = signer.basic_constraints_value
        is_authority = constraints is not None and constraints["ca"].native
        authority = _authority_of(signer, trust)
        serial = signer.serial_number
        in_time = _valid(signer, today) and _valid(authority, today)
    except _UNREADABLE:
        raise EidError(FaultCode.CARD_SECURITY_MALFORMED) from None
    if "digital_signature" not in usages or is_authority:
        raise EidError(FaultCode.CARD_SECURITY_SIGNER_USAGE)
    if not in_time:
        raise EidError(FaultCode.CARD_SECURITY_SIGNER_EXPIRED)
    if serial in trust.revoked:
        raise EidError(FaultCode.CARD_SECURITY_SIGNER_REVOKED)


def _authority_of(signer: x509.Certificate, trust: PassiveTrust) -> x509.Certificate:
    """The anchor that signed this certificate; names can be copied, so only a true signature counts."""
    algorithm = signer["signature_algorithm"]
    body, signature = signer["tbs_certificate"].dump(), signer["signature_value"].native
    if algorithm.signature_algo == "ecdsa":
        hash_name = _known(algorithm.hash_algo)
        for anchor in map(x509.Certificate.load, trust.anchors):
            named = anchor.subject.hashable == signer.issuer.hashable
            if named and verify_der(_key_of(anchor), hash_name, body, signature):
                return anchor
    raise EidError(FaultCode.CARD_SECURITY_SIGNER_UNKNOWN)


def _valid(certificate: x509.Certificate, today: date) -> bool:
    return bool(certificate.not_valid_before.date() <= today <= certificate.not_valid_after.date())


def _key_of(certificate: x509.Certificate) -> Point:
    info = certificate["tbs_certificate"]["subject_public_key_info"].dump()
    algorithm, key = der.children(first_object(info), der.SEQUENCE, range(2, 3))
    return decode_point(curve_of_algorithm(algorithm), der.bit_string_value(key))


def _known(hash_name: str) -> str:
    if hash_name not in HASHES:
        raise EidError(FaultCode.ALGORITHM_UNKNOWN)
    return hash_name
