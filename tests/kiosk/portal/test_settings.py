"""Broken portal settings stop the start and say what to do."""

from pathlib import Path

import pytest

from kiosk.portal import PortalClient, PortalSettings, PortalSettingsError

CERTIFICATE = "-----BEGIN CERTIFICATE-----\n"


@pytest.fixture
def good(tmp_path: Path) -> dict[str, object]:
    """Settings that can work."""
    (tmp_path / "ca.pem").write_text(CERTIFICATE)
    token = tmp_path / "token"
    token.write_text("abcdefghijklmnop\n")
    token.chmod(0o600)
    return {
        "url": "https://portal.example",
        "ca_file": tmp_path / "ca.pem",
        "token_file": token,
        "terminal_id": "T2",
    }


def test_good_settings_need_no_network(good):
    assert repr(PortalClient(PortalSettings(**good))) == "PortalClient('https://portal.example')"


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("url", "http://portal.example", "https://"),
        ("url", "https://", "https://"),
        ("url", "portal.example:443", "https://"),
        ("url", "https://portal.example:x", "x"),
        ("url", "https://portal.example:0", "https://"),
        ("url", "https://me:secret@portal.example", "no user name"),
        ("url", "https://portal.example/?a=b", "no user name, query"),
        ("url", "https://portal.example/\nX-Evil: 1", "control character"),
        ("terminal_id", "T2\r\nX-Evil: 1", "terminal_id"),
        ("terminal_id", "", "terminal_id"),
        ("connect_s", 0, "above 0"),
        ("tries", 0, "at least 1"),
        ("ca_file", Path("/nowhere/ca.pem"), "No such file"),
    ],
)
def test_wrong_settings_say_what_is_wrong(good, setting, value, said):
    with pytest.raises(PortalSettingsError, match=said) as caught:
        PortalClient(PortalSettings(**(good | {setting: value})))
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("mode", [0o604, 0o644, 0o606, 0o601])
def test_token_that_everybody_may_read_is_refused(good, mode):
    good["token_file"].chmod(mode)
    with pytest.raises(PortalSettingsError, match="chmod 600") as caught:
        PortalClient(PortalSettings(**good))
    assert "abcdefghijklmnop" not in str(caught.value)


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o640])
def test_private_token_is_taken(good, mode):
    good["token_file"].chmod(mode)
    PortalClient(PortalSettings(**good))


@pytest.mark.parametrize(
    "content", ["", "short", "two words and more", "abcdefghijklmnop\nqrst", "ümlaut-ümlaut-ümlaut"]
)
def test_what_is_no_token_is_refused(good, content):
    good["token_file"].write_text(content)
    with pytest.raises(PortalSettingsError, match="not a bearer token") as caught:
        PortalClient(PortalSettings(**good))
    assert not content or content not in str(caught.value)


def test_file_without_a_certificate_is_refused(good):
    good["ca_file"].write_text("-----BEGIN PRIVATE KEY-----")
    with pytest.raises(PortalSettingsError, match="no PEM certificate"):
        PortalClient(PortalSettings(**good))
