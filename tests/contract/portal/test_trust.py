"""Who the client believes, and that nothing of this machine can talk it into believing others."""

import logging
import ssl
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from kiosk.portal import FailureKind, Health, PortalFailure, QueueTicketRequest
from kiosk.sandbox.pki import ensure_identity

CERTIFICATE_REFUSED = PortalFailure(FailureKind.UNTRUSTED, "certificate-refused")
WISH = QueueTicketRequest(service="other")


def test_another_authority_is_refused_and_gets_no_byte(hostile, town, tmp_path):
    client = hostile.client(tmp_path, ca_file=town.ca)
    assert client.draw(uuid4(), WISH) == CERTIFICATE_REFUSED
    assert hostile.requests == []


def test_another_host_name_is_refused_and_gets_no_byte(new_hostile, identity, tmp_path):
    server = new_hostile(identity, host="127.0.0.2")
    assert server.client(tmp_path).draw(uuid4(), WISH) == CERTIFICATE_REFUSED
    assert server.requests == []


def test_expired_certificate_is_refused(new_hostile, tmp_path):
    past = datetime.now(tz=UTC) - timedelta(days=500)
    server = new_hostile(ensure_identity(tmp_path, past))
    assert server.client(tmp_path).queue() == CERTIFICATE_REFUSED
    assert server.requests == []


def test_old_tls_is_refused(hostile, tmp_path):
    hostile.context.maximum_version = ssl.TLSVersion.TLSv1_2
    assert hostile.client(tmp_path).queue() == PortalFailure(FailureKind.UNTRUSTED, "tls-failed")
    assert hostile.requests == []


def test_server_without_tls_is_refused(new_hostile, identity, tmp_path):
    server = new_hostile(identity, tls=False)
    server.script = lambda line, request: line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    assert server.client(tmp_path).queue() == PortalFailure(FailureKind.UNTRUSTED, "tls-failed")


def test_environment_cannot_redirect_the_traffic(town, monkeypatch, tmp_path):
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    (tmp_path / "empty.pem").write_text("")
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "empty.pem"))
    assert town.client().health() == Health(status="ok")


def test_environment_cannot_widen_the_trust(hostile, identity, town, monkeypatch, tmp_path):
    """The variables name the authority that really issued the server's certificate; the settings name another one."""
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, str(identity.ca))
    assert hostile.client(tmp_path, ca_file=town.ca).queue() == CERTIFICATE_REFUSED


def test_environment_cannot_take_the_keys_or_the_identity(town, monkeypatch, tmp_path):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login other password other\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    assert not isinstance(town.client().queue(), PortalFailure), "netrc would have replaced the token"
    assert not (tmp_path / "keys").exists()


@pytest.mark.parametrize("fails", [False, True])
def test_no_token_and_no_content_in_logs_and_reprs(town, caplog, fails):
    caplog.set_level(logging.DEBUG)
    client = town.client(backoff_s=0.0)
    if fails:
        town.do("answer_lost", times=4)
    ticket = client.draw(uuid4(), WISH)
    shown = caplog.text + repr(client) + repr(ticket)
    secrets = [town.token.read_text().strip()]
    if not fails:
        secrets.append(ticket.status_url.rpartition("/")[2])
    assert [secret for secret in secrets if secret in shown] == []
    assert "B 047" not in shown
