"""The town hall's own authority, its server certificate and the terminal's token, made at the first start.

Files in the state folder: `ca.pem` (give it to the terminal), `ca.key`, `server.pem`, `server.key`, `terminal.token`;
keys and token with mode 0600. What has expired, or expires within a week, is made anew. X.509 as in RFC 5280, strict
enough for VERIFY_X509_STRICT, which Python 3.13 asks for. The keys that applications are sealed to: see `unsealing`.
"""

import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_CA_DAYS = 3650
_SERVER_DAYS = 397
_RENEW_BEFORE = timedelta(days=7)
_HOSTS = ("localhost",)
_ADDRESSES = ("127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Identity:
    """Paths of what `ensure_identity` made or found."""

    ca: Path
    server: Path
    server_key: Path
    token: Path


def ensure_identity(directory: Path, now: datetime | None = None) -> Identity:
    """Makes what is missing or expired and leaves the rest as it is.

    Args:
        directory: state folder; it exists.
        now: time to judge validity by, for tests.
    """
    at = now or datetime.now(tz=UTC)
    names = Identity(
        ca=directory / "ca.pem",
        server=directory / "server.pem",
        server_key=directory / "server.key",
        token=directory / "terminal.token",
    )
    ca_key_file = directory / "ca.key"
    authority = _load(names.ca, ca_key_file, at)
    if authority is None:
        authority = _make_authority(at)
        _store(names.ca, ca_key_file, *authority)
    server = _load(names.server, names.server_key, at)
    if server is None or not _issued_by(server[0], authority[0]):
        _store(names.server, names.server_key, *_make_server(at, *authority))
    if not names.token.exists():
        write_whole(names.token, (secrets.token_urlsafe(32) + "\n").encode(), 0o600)
    return names


_Pair = tuple[x509.Certificate, ec.EllipticCurvePrivateKey]


def _load(certificate_file: Path, key_file: Path, at: datetime) -> _Pair | None:
    """The pair, or None when it is missing, broken, not a pair, or not valid for long any more."""
    try:
        certificate = x509.load_pem_x509_certificate(certificate_file.read_bytes())
        key = load_pem_private_key(key_file.read_bytes(), password=None)
    except (OSError, ValueError):
        return None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or certificate.public_key() != key.public_key():
        return None
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc - _RENEW_BEFORE:
        return None
    return certificate, key


def _issued_by(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except Exception:  # every reason means the same: make a new one
        return False
    return True


def _make_authority(at: datetime) -> _Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"Bürgerterminal Sandbox CA {secrets.token_hex(4)}")
    builder = (
        _builder(name, name, key, at, _CA_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
    )
    return builder.sign(key, SHA256()), key


def _make_server(at: datetime, authority: x509.Certificate, authority_key: ec.EllipticCurvePrivateKey) -> _Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    names = [x509.DNSName(host) for host in _HOSTS]
    addresses = [x509.IPAddress(ip_address(address)) for address in _ADDRESSES]
    builder = (
        _builder(_name("localhost"), authority.subject, key, at, _SERVER_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([*names, *addresses]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False)
    )
    return builder.sign(authority_key, SHA256()), key


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, at: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(hours=1))
        .not_valid_after(at + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _store(
    certificate_file: Path, key_file: Path, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey
) -> None:
    write_whole(key_file, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), 0o600)
    write_whole(certificate_file, certificate.public_bytes(Encoding.PEM), 0o644)


def write_whole(path: Path, content: bytes, mode: int) -> None:
    """Whole or not at all, and never readable by others for a moment."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)
    draft.replace(path)
