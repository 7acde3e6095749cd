"""The state's side, for the sandbox and for tests: signing authority, document signer, EF.CardSecurity.

Signers are made as the real ones are, all EC parameters written out. Real ones are made elsewhere, in guarded rooms.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from asn1crypto import algos, cms, core, keys, x509

from devices.eid import der
from devices.eid.curves import KeyPair
from devices.eid.ec_parameters import explicit, named
from devices.eid.oids import SECURITY_OBJECT_DOTTED
from devices.eid.security_infos import SecurityInfos
from devices.eid.signatures import plain_to_der, sign_plain
from devices.eid.tlv import encode


@dataclass(frozen=True)
class StateSigner:
    """A certificate with its key: a signing authority (CSCA) or a document signer."""

    certificate: bytes
    key: KeyPair
    hash_name: str


@dataclass(frozen=True)
class Validity:
    """First and last day."""

    start: date
    end: date

    def encode(self) -> x509.Validity:
        """As X.509 has it."""
        moments = (datetime.combine(day, time(), UTC) for day in (self.start, self.end))
        first, last = ({"utc_time" if day.year < 2050 else "general_time": day} for day in moments)
        return x509.Validity({"not_before": x509.Time(first), "not_after": x509.Time(last)})


def make_authority(
    name: str, key: KeyPair, validity: Validity, *, hash_name: str = "sha256", serial: int = 1
) -> StateSigner:
    """Make a self-signed signing authority."""
    return _make(name, key, validity, hash_name, serial, issuer=None, explicit_parameters=True)


def make_document_signer(
    name: str,
    key: KeyPair,
    validity: Validity,
    authority: StateSigner,
    *,
    hash_name: str = "sha256",
    serial: int = 2,
    explicit_parameters: bool = True,
) -> StateSigner:
    """Make a document signer."""
    return _make(name, key, validity, hash_name, serial, issuer=authority, explicit_parameters=explicit_parameters)


def sign_card_security(infos: SecurityInfos, signer: StateSigner) -> bytes:
    """Make EF.CardSecurity: the infos, signed."""
    content = infos.encode()
    attributes = cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": [SECURITY_OBJECT_DOTTED]}),
            cms.CMSAttribute({"type": "message_digest", "values": [hashlib.new(signer.hash_name, content).digest()]}),
        ]
    )
    signature = sign_plain(signer.key, signer.hash_name, encode(der.SET, attributes.contents or attributes.dump()))
    certificate = x509.Certificate.load(signer.certificate)
    info = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
                    )
                }
            ),
            "digest_algorithm": algos.DigestAlgorithm({"algorithm": signer.hash_name}),
            "signed_attrs": attributes,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": f"{signer.hash_name}_ecdsa"}),
            "signature": plain_to_der(signature),
        }
    )
    signed = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [algos.DigestAlgorithm({"algorithm": signer.hash_name})],
            "encap_content_info": {
                "content_type": SECURITY_OBJECT_DOTTED,
                "content": core.ParsableOctetString(content),
            },
            "certificates": [certificate],
            "signer_infos": [info],
        }
    )
    raw: bytes = cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()
    return raw


def _make(
    name: str,
    key: KeyPair,
    validity: Validity,
    hash_name: str,
    serial: int,
    *,
    issuer: StateSigner | None,
    explicit_parameters: bool,
) -> StateSigner:
    subject = x509.Name.build({"country_name": "DE", "organization_name": "Bundesmuster", "common_name": name})
    curve = key.public.curve
    info = der.sequence(explicit(curve) if explicit_parameters else named(curve), der.bit_string(key.public.encode()))
    signing = issuer or StateSigner(b"", key, hash_name)
    algorithm = algos.SignedDigestAlgorithm({"algorithm": f"{signing.hash_name}_ecdsa"})
    body = x509.TbsCertificate(
        {
            "version": "v3",
            "serial_number": serial,
            "signature": algorithm,
            "issuer": x509.Certificate.load(issuer.certificate).subject if issuer else subject,
            "validity": validity.encode(),
            "subject": subject,
            "subject_public_key_info": keys.PublicKeyInfo.load(info),
            "extensions": _extensions(is_authority=issuer is None),
        }
    )
    signature = plain_to_der(sign_plain(signing.key, signing.hash_name, body.dump()))
    certificate = x509.Certificate(
        {"tbs_certificate": body, "signature_algorithm": algorithm, "signature_value": signature}
    )
    return StateSigner(certificate.dump(), key, hash_name)


def _extensions(*, is_authority: bool) -> list[x509.Extension]:
    usage = x509.KeyUsage({"key_cert_sign", "crl_sign"} if is_authority else {"digital_signature"})
    extensions = [_critical("key_usage", usage)]
    if is_authority:
        extensions.append(_critical("basic_constraints", x509.BasicConstraints({"ca": True, "path_len_constraint": 0})))
    return extensions


def _critical(name: str, value: core.Asn1Value) -> x509.Extension:
    wrapped = core.ParsableOctetString(value.dump())
    return x509.Extension({"extn_id": name, "critical": True, "extn_value": wrapped})
