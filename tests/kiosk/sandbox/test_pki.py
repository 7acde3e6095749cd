"""The town hall's keys: made once, private, renewed when they expire, good enough for a strict verifier."""

import ssl
import stat
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store

from kiosk.sandbox.pki import ensure_identity

NOW = datetime.now(tz=UTC)


def content(identity):
    return [path.read_bytes() for path in (identity.ca, identity.server, identity.server_key, identity.token)]


def test_made_once_and_kept(tmp_path):
    first = content(ensure_identity(tmp_path))
    assert content(ensure_identity(tmp_path)) == first
    assert content(ensure_identity(tmp_path, NOW + timedelta(days=380))) == first


def test_server_certificate_is_renewed_under_the_same_authority(tmp_path):
    first = content(ensure_identity(tmp_path))
    later = content(ensure_identity(tmp_path, NOW + timedelta(days=392)))
    assert [old == new for old, new in zip(first, later, strict=True)] == [True, False, False, True]


def test_authority_is_renewed_and_its_server_with_it(tmp_path):
    first = content(ensure_identity(tmp_path))
    later = content(ensure_identity(tmp_path, NOW + timedelta(days=3650)))
    assert [old == new for old, new in zip(first, later, strict=True)] == [False, False, False, True]


@pytest.mark.parametrize("name", ["ca.pem", "ca.key", "server.pem", "server.key"])
@pytest.mark.parametrize("damage", [None, b"", b"-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_damaged_files_are_replaced_by_a_working_set(tmp_path, name, damage):
    ensure_identity(tmp_path)
    if damage is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(damage)
    verified(ensure_identity(tmp_path))


def test_foreign_pair_is_replaced(tmp_path):
    (tmp_path / "other").mkdir()
    other, own = ensure_identity(tmp_path / "other"), ensure_identity(tmp_path)
    own.server.write_bytes(other.server.read_bytes())
    own.server_key.write_bytes(other.server_key.read_bytes())
    verified(ensure_identity(tmp_path))


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_names(tmp_path, host):
    verified(ensure_identity(tmp_path), host)


def test_secrets_are_private(tmp_path):
    ensure_identity(tmp_path)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert {name: mode for name, mode in modes.items() if not name.endswith(".pem")} == {
        "ca.key": 0o600,
        "server.key": 0o600,
        "terminal.token": 0o600,
    }


def verified(identity, host="localhost"):
    """Verified by a second implementation, and loadable with its key."""
    authority = x509.load_pem_x509_certificate(identity.ca.read_bytes())
    server = x509.load_pem_x509_certificate(identity.server.read_bytes())
    name = x509.DNSName(host) if host == "localhost" else x509.IPAddress(ip_address(host))
    PolicyBuilder().store(Store([authority])).build_server_verifier(name).verify(server, [])
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(identity.server, identity.server_key)
